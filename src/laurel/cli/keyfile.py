"""The key on disk: a Multikey with its secret half, for its owner's eyes only (0600), and the public document beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laurel.canon.strict_json import loads_object
from laurel.cli.files import FileError, create_secret, read_bytes, write_whole
from laurel.did import document, key, web
from laurel.errors import LaurelError, Phrase
from laurel.keys import LocalSigner, PrivateKey
from laurel.keys.private_key import SigningAlgorithm

_MAX_BYTES = 20_000
NAME = "key-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A private key and whose it is: `did` is the issuer, `method` the name of the key."""

    did: str
    method: str
    private_key: PrivateKey

    @property
    def signer(self) -> LocalSigner:
        """Signs in the issuer's name."""
        return LocalSigner(self.private_key, self.method)


def make(algorithm: SigningAlgorithm, *, did_web: str | None) -> IssuerKey:
    """A new key: of a did:key of its own, or of the did:web of `did_web` ("uni.example/org/7", "localhost:8000").

    Raises:
        DidError: a host or path that did:web cannot carry.
    """
    private = PrivateKey.generate(algorithm)
    if did_web is None:
        return IssuerKey(did=key.did_of(private.public), method=key.method_of(private.public), private_key=private)
    host, *path = did_web.removeprefix("https://").strip("/").split("/")
    did = web.did_of(host, *path)
    return IssuerKey(did=did, method=f"{did}#{NAME}", private_key=private)


def save(issuer: IssuerKey, *, to: Path) -> Path:
    """Write the secret to `to` (0600, never overwriting) and the public document beside it; gives the document's path.

    Raises:
        FileError: there is such a file, or the place cannot be written to.
    """
    secret = {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.did,
        "publicKeyMultibase": issuer.private_key.public.to_multikey(),
        "secretKeyMultibase": issuer.private_key.to_multikey(),
    }
    create_secret(to, _text(secret))
    beside = to.with_suffix(".did.json")
    write_whole(beside, _text(public_document(issuer)))
    return beside


def public_document(issuer: IssuerKey) -> dict[str, Any]:
    """The DID document to publish."""
    method = document.method_for(issuer.did, issuer.method.partition("#")[2], issuer.private_key.public)
    return document.build(issuer.did, [method])


def load(path: Path) -> IssuerKey:
    """Read a key file.

    Raises:
        FileError: it cannot be read, or is not a key file of ours.
    """
    content = read_bytes(path, limit=_MAX_BYTES)
    try:
        members = loads_object(content)
        private = PrivateKey.from_multikey(str(members["secretKeyMultibase"]))
        issuer = IssuerKey(did=str(members["controller"]), method=str(members["id"]), private_key=private)
    except (LaurelError, KeyError) as error:
        why = Phrase("this is not a key file made by “laurel keys new”", "това не е файл с ключ, създаден с „laurel keys new“")
        raise FileError(at=str(path), why=why) from error
    if private.algorithm == "P-521":  # no suite of Data Integrity has it
        raise FileError(at=str(path), why=Phrase("badges are not signed with P-521", "значки не се подписват с P-521"))
    if members.get("publicKeyMultibase") != private.public.to_multikey():
        why = Phrase("the two halves of the key do not belong together", "двете половини на ключа не си принадлежат")
        raise FileError(at=str(path), why=why)
    return issuer


def _text(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
