"""Which rules a command verifies by, and the contexts that a person vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from laurel.canon.strict_json import Limits, loads_object
from laurel.cli.files import FileError, read_bytes
from laurel.errors import CredentialError, Phrase
from laurel.verify import DEFAULT, GENERIC, PROOF_ONLY, Policy

_MAX_CONTEXT = 2_000_000  # bytes


class Profile(StrEnum):
    """The profiles that can be chosen."""

    BADGE = DEFAULT.name
    GENERIC = GENERIC.name


def choose_policy(profile: Profile, *, contexts: Iterable[str], proof_only: bool) -> Policy:
    """The rules of a profile.

    Args:
        profile: which.
        contexts: "URL=FILE" each.
        proof_only: do not ask whose the signature is.

    Raises:
        typer.BadParameter: contexts that are not written like that, or for a profile whose contexts are fixed.
        FileError, ContextError: a file that cannot be read or is no context, or an address that we hold.
    """
    documents = read_contexts(contexts)
    if profile is Profile.GENERIC:
        return replace(GENERIC, issuer_binding=not proof_only).knowing(documents)
    if documents:
        raise typer.BadParameter("--profile generic", param_hint="--context")
    return PROOF_ONLY if proof_only else DEFAULT


def read_contexts(written: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The documents of options "URL=FILE", by address.

    Raises:
        typer.BadParameter: not written like that.
        FileError: a file that is no JSON object.
    """
    documents: dict[str, Mapping[str, Any]] = {}
    for each in written:
        url, equals, name = each.rpartition("=")
        if not equals or not url or not name:
            raise typer.BadParameter("URL=FILE", param_hint="--context")
        content = read_bytes(Path(name), limit=_MAX_CONTEXT)
        try:
            documents[url] = loads_object(content, limits=Limits(size=_MAX_CONTEXT, depth=60, values=50_000))
        except CredentialError as error:
            raise FileError(at=name, why=Phrase(error.say("en"), error.say("bg"))) from error
    return documents
