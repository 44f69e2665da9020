"""What all anchors have in common: something public, and hard to rewrite, that a digest was shown to.

    digest ──Anchor.anchor──▶ Evidence ··· travels, is stored ···▶ Witness.check ──▶ Witnessed: it existed by then, says who

An anchor needs a way out and makes evidence; a witness needs to know whom it trusts, checks evidence offline, and makes none.
One class may be both. What the evidence is about is always a SHA-256 digest (32 bytes), never the thing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from laurel.anchors.refusals import AnchorError, NoWitnessError
from laurel.errors import LaurelError, MalformedError, Phrase, UndecidedError
from laurel.keys import base64url

DIGEST_SIZE: Final = 32  # bytes of SHA-256
MAX_EVIDENCE: Final = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """That a digest was anchored: the kind of anchor, and `content` (at most `MAX_EVIDENCE` bytes) in that kind's format."""

    kind: str
    content: bytes

    def to_json(self) -> dict[str, str]:
        """A plain object: `type` and, in base64url, `content`."""
        return {"type": self.kind, "content": base64url.encode(self.content)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any], *, at: str = "") -> Evidence:
        """Read what `to_json` wrote; `at` is its place, for the error.

        Raises:
            MalformedError: other members, other types, not base64url, or too long.
        """
        kind, content = value.get("type"), value.get("content")
        if set(value) != {"type", "content"} or not isinstance(kind, str) or not isinstance(content, str):
            raise MalformedError(at=at, why=Phrase("evidence is a type and its content", "свидетелството е вид и съдържание"))
        if not 0 < len(kind) <= 40 or len(content) > MAX_EVIDENCE * 4 // 3 + 2:
            raise MalformedError(at=at, why=Phrase("the evidence is too long", "свидетелството е твърде дълго"))
        return cls(kind=kind, content=base64url.decode(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """What evidence proves: the digest existed not later than `by`, on the word of `witness`, a name for a person to read."""

    by: datetime
    witness: str


class Anchor(Protocol):
    """Shows digests to a witness. Whatever it needs from outside was given to it when it was made."""

    @property
    def kind(self) -> str:
        """The kind of evidence it makes, e.g. `rfc3161`."""
        ...

    def anchor(self, digest: bytes, /) -> Evidence:
        """Have `digest` (SHA-256, 32 bytes) witnessed. The evidence may be pending: complete only later.

        Raises:
            UndecidedError: the witness did not answer.
            AnchorError: it answered something else than it was asked.
        """
        ...


class Witness(Protocol):
    """Checks evidence of one kind, offline, against what its maker said to trust."""

    @property
    def kind(self) -> str:
        """The kind of evidence it can check."""
        ...

    def check(self, evidence: Evidence, digest: bytes, /) -> Witnessed:
        """Say by when `digest` (SHA-256, 32 bytes) existed.

        Raises:
            AnchorError: the evidence is malformed, false, or about another digest.
            UndecidedError: it proves nothing yet, or nobody whom this witness trusts vouches for it.
        """
        ...


def earliest(evidence: Iterable[Evidence], digest: bytes, *, witnesses: Sequence[Witness]) -> Witnessed:
    """The earliest moment that any piece of evidence proves to any of the witnesses.

    False evidence beside true takes nothing away from the true.

    Raises:
        AnchorError: none proves anything, and one of them is false.
        UndecidedError: none proves anything: pending, nobody to ask, or no evidence at all.
    """
    found: list[Witnessed] = []
    refusals: list[LaurelError] = []
    for piece in evidence:
        for witness in witnesses:
            if witness.kind != piece.kind:
                continue
            try:
                found.append(witness.check(piece, digest))
            except (AnchorError, UndecidedError) as error:
                refusals.append(error)
    if found:
        return min(found, key=lambda proven: proven.by)
    # what is false comes before what is merely undecided
    for refusal in sorted(refusals, key=lambda error: isinstance(error, UndecidedError)):
        raise refusal
    raise NoWitnessError
