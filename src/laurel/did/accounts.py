"""The blockchain accounts that an issuer publishes as its own: whoever sends from one of them sends in the issuer's name.

Three ways to publish one: the addresses of a Blockcerts issuer profile (`publicKey`, each with its life), a verification method
with a `blockchainAccountId`, and one with a secp256k1 key, whose address on chains of Ethereum's kind follows from it.

Source: https://www.blockcerts.org/schema/2.1/issuerSchema.json (publicKey); CAIP-10 (account ids);
https://www.w3.org/TR/cid-1.0/#verification-methods (`revoked`, `expires`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from laurel.anchors.chains import Chain
from laurel.canon.strict_json import is_array, is_object
from laurel.did.document import ACCOUNT, DidDocument, VerificationMethod
from laurel.errors import DidError, KeyFormatError, MalformedError, Phrase
from laurel.extras import needed
from laurel.keys import base58, base64url
from laurel.timestamp import parse_timestamp

MAX_ACCOUNTS: Final = 200
_KOBLITZ: Final = "ecdsa-koblitz-pubkey:"
_MULTIKEY: Final = bytes.fromhex("e701")  # secp256k1-pub
_EVM_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_OFFSET: Final = re.compile(r"([+-][0-9]{2})([0-9]{2})$")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One address, and from when until when its owner speaks for the issuer. `chain_id`: the one chain it is for (EIP-155)."""

    address: str
    created: datetime | None = None
    revoked: datetime | None = None
    expires: datetime | None = None
    chain_id: int | None = None

    def sends(self, sender: str, *, chain: Chain) -> bool:
        """Whether this is the account that a transaction came from."""
        if self.chain_id is not None and self.chain_id != chain.evm_id:
            return False
        if _EVM_ADDRESS.fullmatch(sender):  # capitals are a checksum there, elsewhere they tell addresses apart
            return sender.lower() == self.address.lower()
        return sender == self.address


def accounts_of(document: Mapping[str, Any], *, issuer: str) -> Iterator[Account]:
    """The accounts in an issuer's own document, those that have to be worked out from keys last.

    Args:
        document: a Blockcerts profile or a DID document, fetched from the issuer's own address.
        issuer: its identifier.

    Raises:
        DidError: it is another's document, or malformed.
        MissingExtraError: the next one has to be worked out, and the extra `[anchors]` is not installed.
    """
    parsed = DidDocument.parse(document, did=issuer)
    asserting = [each for each in parsed.methods if each.id in parsed.purposes["assertionMethod"] and each.controller == issuer]
    yield from _listed(document, issuer)
    for method in asserting:
        yield from _by_account_id(method)
    for method in asserting:
        octets = _secp256k1(method, issuer)
        if octets is not None:
            yield Account(address=_address_of(octets, issuer), revoked=method.revoked, expires=method.expires)


def _listed(document: Mapping[str, Any], issuer: str) -> Iterator[Account]:
    """The profiles of Blockcerts 2 and 3 (`publicKey`), of 2.0-alpha (`publicKeys`) and 1 (`issuerKeys`)."""
    for name, address, created in (
        ("publicKey", "id", "created"),
        ("publicKeys", "publicKey", "created"),
        ("issuerKeys", "key", "date"),
    ):
        entries = document.get(name, [])
        if not is_array(entries) or len(entries) > MAX_ACCOUNTS:
            raise _malformed(issuer, name)
        for entry in entries:
            written = entry.get(address) if is_object(entry) else None
            if not isinstance(written, str):
                continue  # a key of another kind, such as an RSA key of Open Badges 2
            yield Account(
                address=written.removeprefix(_KOBLITZ),
                created=_moment(entry, created, issuer),
                revoked=_moment(entry, "revoked", issuer),
                expires=_moment(entry, "expires", issuer),
            )


def _by_account_id(method: VerificationMethod) -> Iterator[Account]:
    written = method.material.get(ACCOUNT)
    namespace, _, rest = written.partition(":") if isinstance(written, str) else ("", "", "")
    chain, _, address = rest.partition(":")
    if namespace == "eip155" and chain.isascii() and chain.isdigit() and len(chain) <= 16 and _EVM_ADDRESS.fullmatch(address):
        yield Account(address=address, revoked=method.revoked, expires=method.expires, chain_id=int(chain))


def _secp256k1(method: VerificationMethod, issuer: str) -> bytes | None:
    """The public key, compressed (33 bytes) or as its two coordinates (64); None where it is of another curve."""
    jwk, multibase = method.material.get("publicKeyJwk"), method.material.get("publicKeyMultibase")
    try:
        if is_object(jwk) and jwk.get("crv") == "secp256k1":
            octets = base64url.decode(str(jwk.get("x"))) + base64url.decode(str(jwk.get("y")))
            return octets if len(octets) == 64 else None
        if isinstance(multibase, str) and multibase.startswith("z"):
            octets = base58.decode(multibase[1:])
            return octets.removeprefix(_MULTIKEY) if octets.startswith(_MULTIKEY) else None
    except (KeyFormatError, MalformedError) as error:
        raise _malformed(issuer, method.id) from error
    return None


def _address_of(octets: bytes, issuer: str) -> str:
    with needed("anchors"):
        from eth_keys.datatypes import PublicKey  # noqa: PLC0415 - an extra
        from eth_utils.exceptions import ValidationError  # noqa: PLC0415
    try:
        public = PublicKey(octets) if len(octets) == 64 else PublicKey.from_compressed_bytes(octets)
    except (ValidationError, ValueError) as error:
        raise _malformed(issuer, "secp256k1") from error
    return public.to_checksum_address()


def _moment(entry: Mapping[str, Any], name: str, issuer: str) -> datetime | None:
    """A point in time in any of the forms that profiles have: with an offset without its colon, or a day alone."""
    written = entry.get(name)
    if written is None:
        return None
    text = written if isinstance(written, str) else ""
    if _DAY.fullmatch(text):
        text += "T00:00:00Z"
    moment = parse_timestamp(_OFFSET.sub(r"\1:\2", text))
    if moment is None:
        raise _malformed(issuer, name)
    return moment


def _malformed(issuer: str, name: str) -> DidError:
    return DidError(
        did=issuer[:200], why=Phrase(f"{name[:200]} in its document is malformed", f"{name[:200]} в документа му е неправилно")
    )
