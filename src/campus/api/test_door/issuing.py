"""Sign a credential in the name of a test issuer: whatever the data model allows, and nothing that it does not."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from campus.api.test_door import status_list
from campus.api.test_door.keys import signer_of
from laurel.canon.contexts import CREDENTIALS_V1, OpenContexts
from laurel.canon.strict_json import is_array
from laurel.errors import DesignError
from laurel.formats import data_model
from laurel.keys import Signer
from laurel.proofs import add_proof, ecdsa_sd_2023, vc_jwt
from laurel.proofs.envelope import wrap_credential

_DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
_JOSE: Final = "jose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a request may ask for beside the signature."""

    mandatory_pointers: Sequence[str] | None = None
    previous_proof: str | Sequence[str] | None = None


def issue(document: Mapping[str, Any], *, suite: str, wishes: Wishes, contexts: OpenContexts, at: datetime) -> dict[str, Any]:
    """The signed credential; in a token, its envelope.

    A proof that is there already stays: the new one joins it in a set, or builds on it where that is wished.

    Raises:
        DesignError: not a credential of the data model; names every place.
        LaurelError: something that a signature of this suite cannot cover.
    """
    unsigned = _prepared(document, suite=suite)
    problems = data_model.check_credential(unsigned) or data_model.check_meaning(unsigned, contexts=contexts)
    if problems:
        raise DesignError(problems)
    signer = signer_of(suite)
    if suite == _JOSE:
        return wrap_credential(vc_jwt.sign(unsigned, signer=signer, typ="vc+jwt", created=at))
    return _tidy(_signed(unsigned, suite, signer, wishes=wishes, contexts=contexts, at=at))


def derive(document: Mapping[str, Any], *, selective: Sequence[str], contexts: OpenContexts) -> dict[str, Any]:
    """What a holder shows of a credential with a base proof of ecdsa-sd-2023.

    Raises:
        LaurelError: no such proof, or a pointer that names nothing.
    """
    return ecdsa_sd_2023.derive(document, selective=selective, contexts=contexts)


def _prepared(document: Mapping[str, Any], *, suite: str) -> dict[str, Any]:
    """The document with what a test issuer adds: a place in its list, and to version 1.1 the words of the proof itself."""
    prepared = dict(document)
    named = prepared.get("@context")
    if suite != _JOSE and is_array(named) and named[:1] == [CREDENTIALS_V1] and _DATA_INTEGRITY not in named:
        prepared["@context"] = [named[0], _DATA_INTEGRITY, *named[1:]]
    if suite == status_list.SUITE:
        present = prepared.get("credentialStatus", [])
        entries = [*(present if is_array(present) else [present]), status_list.entry()]
        prepared["credentialStatus"] = entries if len(entries) > 1 else entries[0]
    return prepared


def _signed(
    document: Mapping[str, Any],
    suite: str,
    signer: Signer,
    *,
    wishes: Wishes,
    contexts: OpenContexts,
    at: datetime,
) -> dict[str, Any]:
    if suite == ecdsa_sd_2023.NAME:
        return ecdsa_sd_2023.sign_base(
            document,
            signer=signer,
            created=at,
            entropy=secrets.token_bytes,
            mandatory=wishes.mandatory_pointers,
            contexts=contexts,
        )
    name = {status_list.SUITE: "eddsa-rdfc-2022"}.get(suite, suite.removesuffix("-p256").removesuffix("-p384"))
    return add_proof(document, suite=name, signer=signer, created=at, previous_proof=wishes.previous_proof, contexts=contexts)


def _tidy(signed: dict[str, Any]) -> dict[str, Any]:
    """One proof stands as an object, as the suites write it; the order of a set says nothing to a signature."""
    proofs = signed["proof"]
    return {**signed, "proof": proofs[0]} if len(proofs) == 1 else signed
