"""What a proof says about itself, read strictly.

Source: https://www.w3.org/TR/vc-data-integrity/#proofs
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from laurel.canon.strict_json import is_array
from laurel.errors import KeyFormatError, Phrase, ProofError
from laurel.keys import base58
from laurel.timestamp import parse_timestamp

DATA_INTEGRITY: Final = "DataIntegrityProof"
SIGNATURE_BYTES: Final = (64, 96)  # 96 on P-384; each key takes only its own
MAX_TEXT: Final = 2_048  # characters in one option
MAX_PREVIOUS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """For whom and when something is shown: what the reader asked to be signed (`challenge`), and the reader (`domain`).

    Raises:
        ValueError: either is empty: what is signed for anybody could be shown again by somebody else.
    """

    challenge: str
    domain: str

    def __post_init__(self) -> None:
        if not self.challenge or not self.domain:
            raise ValueError("what is shown is signed for a challenge and a domain")


@dataclass(frozen=True, kw_only=True)  # without slots, `signed_with` costs a third
class ProofOptions:
    """A proof's options and its signature. Nothing in it is trusted before the signature has been checked."""

    suite_name: str
    verification_method: str
    purpose: str
    signature: bytes = field(repr=False)
    id: str | None = None
    created: datetime | None = None
    expires: datetime | None = None
    previous: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    challenge: str | None = None

    @classmethod
    def parse(cls, proof: Mapping[str, Any], *, signature_of: Callable[[str], bytes] | None = None) -> ProofOptions:
        """Read one proof object; `signature_of` reads a `proofValue` that holds more than a signature.

        Raises:
            ProofError: something is missing, of another type or malformed.
        """
        return cls(
            suite_name=suite_name_of(proof),
            verification_method=_text(proof, "verificationMethod"),
            purpose=_text(proof, "proofPurpose"),
            signature=_signature_of(proof, signature_of),
            id=_text(proof, "id") if "id" in proof else None,
            created=_moment(proof, "created"),
            expires=_moment(proof, "expires"),
            previous=previous_of(proof),
            domain=_texts(proof, "domain"),
            challenge=_text(proof, "challenge") if "challenge" in proof else None,
        )

    def signed_with(self, signature: bytes) -> ProofOptions:
        """The same options of another proof."""
        other = object.__new__(ProofOptions)
        other.__dict__.update(self.__dict__, signature=signature)
        return other


def suite_name_of(proof: Mapping[str, Any]) -> str:
    """The `cryptosuite` of a proof, or the `type` itself of one older than Data Integrity.

    Raises:
        ProofError: neither, or both.
    """
    kind = _text(proof, "type")
    if kind == DATA_INTEGRITY:
        return _text(proof, "cryptosuite")
    if "cryptosuite" in proof:
        raise ProofError(why=Phrase("a cryptosuite beside another type", "cryptosuite при друг тип"))
    return kind


def read_signature(text: str) -> bytes:
    """The 64 or 96 bytes of a `proofValue`: `z` and base58, nothing else.

    Raises:
        ProofError: another encoding or length.
    """
    if text.startswith("z") and len(text) <= 140:
        try:
            octets = base58.decode(text[1:])
        except KeyFormatError:
            octets = b""
        if len(octets) in SIGNATURE_BYTES:  # base58 has one text for them
            return octets
    raise ProofError(why=Phrase("proofValue is not z and base58 of a signature", "proofValue не е z и base58 на подпис"))


def write_signature(octets: bytes) -> str:
    """The `proofValue` of a signature."""
    return "z" + base58.encode(octets)


def previous_of(proof: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the proofs that this one builds on.

    Raises:
        ProofError: `previousProof` is neither a text nor a list of a few different ones.
    """
    previous = _texts(proof, "previousProof")
    if len(previous) > MAX_PREVIOUS or len(set(previous)) != len(previous):
        raise ProofError(why=_malformed("previousProof"))
    return previous


def signature_of_proof(proof: Mapping[str, Any]) -> bytes:
    """The 64 or 96 bytes of its `proofValue`.

    Raises:
        ProofError: missing, or malformed.
    """
    return read_signature(_text(proof, "proofValue"))


def _signature_of(proof: Mapping[str, Any], signature_of: Callable[[str], bytes] | None) -> bytes:
    if signature_of is None:
        return signature_of_proof(proof)
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise ProofError(why=_malformed("proofValue"))
    return signature_of(value)


def _text(proof: Mapping[str, Any], name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value or len(value) > MAX_TEXT:
        raise ProofError(why=_malformed(name))
    return value


def _texts(proof: Mapping[str, Any], name: str) -> tuple[str, ...]:
    if name not in proof:
        return ()
    value = proof[name]
    items: list[Any] = value if is_array(value) else [value]
    if not items or not all(isinstance(item, str) and item for item in items):
        raise ProofError(why=_malformed(name))
    return tuple(items)


def _moment(proof: Mapping[str, Any], name: str) -> datetime | None:
    if name not in proof:
        return None
    moment = parse_timestamp(proof[name])
    if moment is None:
        raise ProofError(why=_malformed(name))
    return moment


def _malformed(name: str) -> Phrase:
    return Phrase(f"{name} is missing or malformed", f"{name} липсва или е неправилно")
