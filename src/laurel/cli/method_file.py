"""A verification method in a file, of either kind: a Multikey as “laurel keys new” makes it, or a JsonWebKey.

    {"id": …, "controller": …, "publicKeyMultibase": …, "secretKeyMultibase": …}
    {"id": …, "controller": …, "publicKeyJwk": {…}, "secretKeyJwk": {…}}

Source: https://www.w3.org/TR/cid-1.0/#verification-methods
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laurel.canon.strict_json import is_object, loads_object
from laurel.cli.files import FileError, read_bytes
from laurel.errors import KeyFormatError, LaurelError, Phrase
from laurel.formats.vc_jose import Method
from laurel.keys import PrivateKey, PublicKey

_MAX_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretMethod:
    """A key to sign with: its name, whose it is, and the key itself."""

    name: str
    controller: str
    private_key: PrivateKey


def load_public(path: Path) -> Method:
    """The public half.

    Raises:
        FileError: it cannot be read, or holds no such key.
    """
    members = _members(path)
    try:
        return Method(name=members["id"], controller=members["controller"], key=_public(members))
    except LaurelError as error:
        raise FileError(at=str(path), why=Phrase(error.say("en"), error.say("bg"))) from error


def load_secret(path: Path) -> SecretMethod:
    """The secret half, to which the public one must belong.

    Raises:
        FileError: it cannot be read, or holds no such key.
    """
    members = _members(path)
    try:
        private, public = _private(members), _public(members)
    except LaurelError as error:
        raise FileError(at=str(path), why=Phrase(error.say("en"), error.say("bg"))) from error
    if private.public != public:
        why = Phrase("the two halves of the key do not belong together", "двете половини на ключа не си принадлежат")
        raise FileError(at=str(path), why=why)
    return SecretMethod(name=members["id"], controller=members["controller"], private_key=private)


def _members(path: Path) -> dict[str, Any]:
    content = read_bytes(path, limit=_MAX_BYTES)
    try:
        members = loads_object(content)
    except LaurelError as error:
        raise FileError(at=str(path), why=Phrase(error.say("en"), error.say("bg"))) from error
    if not all(isinstance(members.get(name), str) for name in ("id", "controller")):
        raise FileError(at=str(path), why=Phrase("a key without id or controller", "ключ без id или controller"))
    return members


def _public(members: dict[str, Any]) -> PublicKey:
    jwk, multikey = members.get("publicKeyJwk"), members.get("publicKeyMultibase")
    if is_object(jwk):
        return PublicKey.from_jwk(jwk)
    if isinstance(multikey, str):
        return PublicKey.from_multikey(multikey)
    raise KeyFormatError(why=Phrase("no public key", "няма публичен ключ"))


def _private(members: dict[str, Any]) -> PrivateKey:
    jwk, multikey = members.get("secretKeyJwk"), members.get("secretKeyMultibase")
    if is_object(jwk):
        return PrivateKey.from_jwk(jwk)
    if isinstance(multikey, str):
        return PrivateKey.from_multikey(multikey)
    raise KeyFormatError(why=Phrase("no secret key", "няма таен ключ"))
