"""The two kinds of `proofValue`: the base proof that the holder keeps, and the derived proof that is shown.

Source: https://www.w3.org/TR/vc-di-ecdsa/#serializebaseproofvalue (3.4.13), #parsebaseproofvalue (3.4.14),
#serializederivedproofvalue (3.4.17), #parsederivedproofvalue (3.4.18)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import MalformedError, Phrase, ProofError
from laurel.keys import PublicKey, base64url
from laurel.keys.multikey import PUBLIC_HEADERS
from laurel.proofs import cbor

MAX_TEXT: Final = 400_000  # characters of a proofValue
MAX_STATEMENTS: Final = 2_000  # each with a signature of its own to check
HMAC_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_BASE: Final = b"\xd9\x5d\x00"
_DERIVED: Final = b"\xd9\x5d\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseProof:
    """What the issuer gives to the holder alone: with it, everything can be shown, in any choice."""

    signature: bytes = field(repr=False)
    proof_key: PublicKey
    hmac_key: bytes = field(repr=False)
    signatures: tuple[bytes, ...] = field(repr=False)
    mandatory: tuple[str, ...]

    def write(self) -> str:
        """The `proofValue`."""
        parts: list[cbor.Value] = [self.signature, multikey_of(self.proof_key), self.hmac_key]
        return _write(_BASE, [*parts, self.signatures, self.mandatory])

    @classmethod
    def parse(cls, text: str) -> BaseProof:
        """Read the `proofValue`.

        Raises:
            ProofError: malformed, or a derived proof.
        """
        signature, key, hmac_key, signatures, mandatory = _parts(text, _BASE)
        if not _are(mandatory, str) or not isinstance(hmac_key, bytes) or len(hmac_key) != HMAC_BYTES:
            raise malformed()
        return cls(
            signature=_signature(signature),
            proof_key=_key(key),
            hmac_key=hmac_key,
            signatures=_signatures(signatures),
            mandatory=tuple(cast("list[str]", mandatory)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedProof:
    """What is shown. `labels` turns canonical labels (`_:c14n0`) into the issuer's (`_:u…`); `mandatory` are indexes."""

    signature: bytes = field(repr=False)
    proof_key: PublicKey
    signatures: tuple[bytes, ...] = field(repr=False)
    labels: Mapping[str, str]
    mandatory: tuple[int, ...]

    def write(self) -> str:
        """The `proofValue`."""
        labels = {
            int(name.removeprefix("_:c14n")): base64url.decode(label.removeprefix("_:u")) for name, label in self.labels.items()
        }
        return _write(_DERIVED, [self.signature, multikey_of(self.proof_key), self.signatures, labels, self.mandatory])

    @classmethod
    def parse(cls, text: str) -> DerivedProof:
        """Read the `proofValue`.

        Raises:
            ProofError: malformed, or a base proof, which is not for showing.
        """
        signature, key, signatures, labels, mandatory = _parts(text, _DERIVED)
        if not is_object(labels) or not _are(mandatory, int):
            raise malformed()
        digest_of = cast("dict[int, bytes]", labels)
        indexes = tuple(cast("list[int]", mandatory))
        digests = list(digest_of.values())
        if list(indexes) != sorted(set(indexes)) or len(set(digests)) != len(digests):
            raise malformed()
        if list(digest_of) != list(range(len(digests))) or any(len(digest) != HMAC_BYTES for digest in digests):
            raise malformed()
        return cls(
            signature=_signature(signature),
            proof_key=_key(key),
            signatures=_signatures(signatures),
            labels={f"_:c14n{number}": f"_:u{base64url.encode(digest)}" for number, digest in digest_of.items()},
            mandatory=indexes,
        )


def multikey_of(public: PublicKey) -> bytes:
    """The 35 bytes of the proof's own key, header included, as they are signed and written."""
    return PUBLIC_HEADERS["P-256"] + public.octets


def malformed() -> ProofError:
    """A `proofValue` that is not what it should be."""
    return ProofError(why=Phrase("proofValue is missing or malformed", "proofValue липсва или е неправилно"))


def _write(header: bytes, parts: Sequence[cbor.Value]) -> str:
    return "u" + base64url.encode(header + cbor.encode(parts))


def _parts(text: str, header: bytes) -> list[Any]:
    if not text.startswith("u") or len(text) > MAX_TEXT:
        raise malformed()
    try:
        octets = base64url.decode(text[1:])
    except MalformedError:
        raise malformed() from None
    if octets[:3] != header:
        if octets[:3] in (_BASE, _DERIVED):
            why = Phrase(
                "a base proof is the holder's own; what is shown has to be derived from it",
                "базовото доказателство е само за притежателя; показва се само изведено от него",
            )
            raise ProofError(why=why if header == _DERIVED else Phrase("it is a derived proof", "изведено доказателство е"))
        raise malformed()
    parts = cbor.decode(octets[3:])
    if not isinstance(parts, list) or len(parts) != 5:
        raise malformed()
    return parts


def _are(values: Any, kind: type) -> bool:
    return is_array(values) and all(isinstance(value, kind) for value in values)


def _signature(value: Any) -> bytes:
    if not isinstance(value, bytes) or len(value) != _SIGNATURE_BYTES:
        raise malformed()
    return value


def _signatures(values: Any) -> tuple[bytes, ...]:
    if not is_array(values) or len(values) > MAX_STATEMENTS:
        raise malformed()
    return tuple(map(_signature, values))


def _key(value: Any) -> PublicKey:
    header = PUBLIC_HEADERS["P-256"]
    if not isinstance(value, bytes) or not value.startswith(header):
        raise malformed()
    return PublicKey("P-256", value.removeprefix(header))
