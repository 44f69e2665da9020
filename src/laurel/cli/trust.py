"""Whom the reader trusts: identifiers with names, from a file or written out.

{"did:web:uni.example": "Example University"}      or      {"trusted_issuers": {…}}      or      did:web:uni.example=Example
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from laurel.canon.strict_json import loads_object
from laurel.cli.files import FileError, read_bytes
from laurel.errors import LaurelError, Phrase

_MAX_BYTES = 1_000_000


def read_trusted(written: Sequence[str]) -> dict[str, str]:
    """Every issuer that the options name.

    Raises:
        FileError: a file that is not such a list.
    """
    trusted: dict[str, str] = {}
    for each in written:
        if each.startswith(("did:", "https://")):
            identifier, _, name = each.partition("=")
            trusted[identifier] = name
        else:
            trusted.update(_from_file(Path(each)))
    return trusted


def _from_file(path: Path) -> dict[str, str]:
    content = read_bytes(path, limit=_MAX_BYTES)
    try:
        members: Any = loads_object(content)
        listed: Any = members.get("trusted_issuers", members)
        if isinstance(members.get("id"), str) and "trusted_issuers" not in members:
            return {members["id"]: ""}  # a DID document: its identifier is trusted
        if isinstance(listed, dict) and all(isinstance(name, str) for name in cast("dict[str, Any]", listed).values()):
            return cast("dict[str, str]", listed)
    except LaurelError as error:
        raise FileError(at=str(path), why=_NO_LIST) from error
    raise FileError(at=str(path), why=_NO_LIST)


_NO_LIST = Phrase("this is not a list of issuers (identifier: name)", "това не е списък с издатели (идентификатор: име)")
