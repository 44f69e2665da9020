"""OpenTimestamps as an anchor: calendars take a digest in, and after some hours a Bitcoin block proves the time.

    digest ──calendar──▶ pending evidence ──hours later, `upgrade`──▶ complete evidence ──block header──▶ Witnessed

Calendars are asked through functions that the caller gives; block headers come from whomever the caller believes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from laurel.anchors import ots_format
from laurel.anchors.anchor import DIGEST_SIZE, Evidence, Witnessed
from laurel.anchors.ots_format import HASH, Path, Timestamp
from laurel.anchors.refusals import AnchorError, AnchorPendingError
from laurel.errors import Phrase, UnreachableError

KIND: Final = "opentimestamps"
BLOCK_SLACK: Final = timedelta(hours=2)
"""By how much a block's time may lag behind: it need only be later than the median of the eleven blocks before it."""
_HEADER_SIZE: Final = 80  # bytes
_NONCE_SIZE: Final = 16

Submit = Callable[[bytes], bytes]
"""Hands a digest (32 bytes) to one calendar (`POST <calendar>/digest`) and gives its answer back; raises UnreachableError."""

Ask = Callable[[str, bytes], bytes | None]
"""Asks a calendar, by address, what became of a digest (`GET <calendar>/timestamp/<hex>`); None when there is nothing yet.
The address stands in the evidence, so a stranger may have written it: only call those you know."""

BlockHeader = Callable[[int], bytes]
"""The header (80 bytes) of the Bitcoin block at a height, from a source that the caller believes; raises UnreachableError."""


class OpenTimestampsAnchor:
    """An anchor: hands digests to calendars. The evidence is pending until `upgrade` completes it."""

    kind = KIND

    def __init__(self, calendars: Sequence[Submit], *, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """`calendars`: ways to one calendar each; `draw` gives so many random bytes, so that calendars learn nothing."""
        self._calendars = list(calendars)
        self._draw = draw

    def anchor(self, digest: bytes, /) -> Evidence:
        """Hand `digest` (SHA-256, 32 bytes) to every calendar; one answer is enough.

        Raises:
            UnreachableError: none answered.
            AnchorError: an answer cannot be read.
            ValueError: another length of digest.
        """
        if len(digest) != DIGEST_SIZE:
            raise ValueError(f"a digest has {DIGEST_SIZE} bytes")
        nonce = self._draw(_NONCE_SIZE)
        steps = (ots_format.append(nonce), HASH)
        paths: list[Path] = []
        refused = UnreachableError(url=KIND, why=Phrase("no calendar answered", "никой календар не отговори"))
        for submit in self._calendars:
            try:
                answer = submit(sha256(digest + nonce).digest())
            except UnreachableError as error:
                refused = error
                continue
            paths += [replace(path, steps=(*steps, *path.steps)) for path in ots_format.read_paths(answer)]
        if not paths:
            raise refused
        return Evidence(kind=KIND, content=Timestamp(digest=digest, paths=tuple(paths)).to_bytes())


class OpenTimestampsWitness:
    """A witness: believes a block header, as the caller's source has it."""

    kind = KIND

    def __init__(self, header: BlockHeader) -> None:
        """`header` gives the header of the Bitcoin block at a height."""
        self._header = header

    def check(self, evidence: Evidence, digest: bytes, /) -> Witnessed:
        """Say by when `digest` existed: the time of the earliest block, plus `BLOCK_SLACK`.

        Raises:
            AnchorError: malformed, about another digest, or a block does not hold what a path leads to.
            AnchorPendingError: only calendars attest so far.
            UnreachableError: the header of no block could be had.
        """
        stamp = Timestamp.from_bytes(evidence.content)
        if stamp.digest != digest:
            raise AnchorError(why=Phrase("it is about something else", "то е за нещо друго"))
        found: list[tuple[datetime, int]] = []
        refusals: list[AnchorError | UnreachableError] = []
        for path in stamp.paths:
            if path.height is None:
                continue
            try:
                found.append((_block_time(path, digest, self._header(path.height)), path.height))
            except (AnchorError, UnreachableError) as error:
                refusals.append(error)
        if found:
            time, height = min(found)
            return Witnessed(by=time + BLOCK_SLACK, witness=f"Bitcoin block {height}")
        # what is false comes before what is merely out of reach
        for refusal in sorted(refusals, key=lambda error: isinstance(error, UnreachableError)):
            raise refusal
        raise AnchorPendingError(why=_waiting_for(stamp))


def upgrade(evidence: Evidence, *, ask: Ask) -> Evidence:
    """Complete pending evidence with what its calendars know by now; the same evidence when they know nothing new.

    Raises:
        AnchorError: the evidence, or an answer, is malformed.
    """
    stamp = Timestamp.from_bytes(evidence.content)
    paths: list[Path] = []
    for path in stamp.paths:
        message = path.result(stamp.digest)
        answer = ask(path.calendar, message) if path.calendar is not None and message is not None else None
        if answer is None:
            paths.append(path)
        else:
            paths += [replace(later, steps=(*path.steps, *later.steps)) for later in ots_format.read_paths(answer)]
    if len(paths) > ots_format.MAX_PATHS or any(len(path.steps) > ots_format.MAX_STEPS for path in paths):
        raise AnchorError(why=Phrase("the calendar's answer is too long", "отговорът на календара е твърде дълъг"))
    return replace(evidence, content=replace(stamp, paths=tuple(paths)).to_bytes())


def _block_time(path: Path, digest: bytes, header: bytes) -> datetime:
    """The time in a block's header, once its Merkle root is the end of the path."""
    if len(header) != _HEADER_SIZE or path.result(digest) != header[36:68]:
        why = Phrase(f"Bitcoin block {path.height} does not hold it", f"блок {path.height} на Bitcoin не го съдържа")
        raise AnchorError(why=why)
    return datetime.fromtimestamp(int.from_bytes(header[68:72], "little"), UTC)


def _waiting_for(stamp: Timestamp) -> Phrase:
    calendars = ", ".join(sorted({path.calendar for path in stamp.paths if path.calendar is not None}))[:200]
    if not calendars:
        return Phrase("no attestation that we can check", "няма потвърждение, което да можем да проверим")
    return Phrase(f"waiting for {calendars}", f"очаква се {calendars}")
