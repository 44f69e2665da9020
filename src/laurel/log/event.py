"""What a log records, and how little of it can be seen: a commitment to an event, 32 bytes that tell nothing without its salt.

    entry = SHA-256( laurel.log event v1⏎
                     <salt, 32 random bytes, hexadecimal>⏎
                     <kind>⏎
                     <time>⏎
                     credential <digest of each form it was issued in, hexadecimal, in order>⏎
                     successor <the same of the one that replaces it>⏎ )        only of an event "supersede"

Whoever holds the salt can show what the entry means; when the salt is destroyed, nobody can, and nothing personal is left.
A digest covers the signature as well, so an entry proves that this very signature was there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from laurel.canon import jcs, strict_json
from laurel.canon.strict_json import is_array
from laurel.errors import MalformedError, Phrase
from laurel.proofs import envelope
from laurel.timestamp import parse_timestamp, write_timestamp

SALT_SIZE: Final = 32  # bytes
MAX_FORMS: Final = 8
_LIMITS: Final = strict_json.Limits(size=4 * 1024 * 1024, values=100_000)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class EventKind(StrEnum):
    """What happened to a credential."""

    ISSUE = "issue"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event in the life of a credential, in UTC to the second.

    `credential` and `successor` are the SHA-256 digests (32 bytes each, see `digest_of`) of the forms in which one credential
    was issued, at most `MAX_FORMS`; only an event "supersede" has a successor.
    """

    kind: EventKind
    at: datetime
    credential: tuple[bytes, ...]
    successor: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Put the digests in order and the time to the second; refuse what is no event.

        Raises:
            ValueError: a time without offset, no digest, too many, none of 32 bytes, or a successor where none belongs.
        """
        if self.at.tzinfo is None:
            raise ValueError("an event needs a time with an offset")
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))
        for name in ("credential", "successor"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        replaced = self.kind is EventKind.SUPERSEDE
        for digests, wanted in ((self.credential, True), (self.successor, replaced)):
            if bool(digests) is not wanted or len(digests) > MAX_FORMS or any(len(digest) != 32 for digest in digests):
                raise ValueError(f"an event of kind {self.kind} does not have these digests")

    def entry(self, salt: bytes) -> bytes:
        """The entry (32 bytes) of the log that commits to this event.

        Raises:
            ValueError: the salt has not `SALT_SIZE` bytes.
        """
        if len(salt) != SALT_SIZE:
            raise ValueError(f"a salt has {SALT_SIZE} bytes")
        lines = [
            "laurel.log event v1",
            salt.hex(),
            self.kind,
            write_timestamp(self.at),
            f"credential {_written(self.credential)}",
        ]
        if self.successor:
            lines.append(f"successor {_written(self.successor)}")
        return sha256("".join(f"{line}\n" for line in lines).encode("ascii")).digest()

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        value: dict[str, Any] = {
            "kind": str(self.kind),
            "time": write_timestamp(self.at),
            "credential": [digest.hex() for digest in self.credential],
        }
        return value | {"successor": [digest.hex() for digest in self.successor]} if self.successor else value

    @classmethod
    def from_json(cls, value: Mapping[str, Any], *, at: str = "") -> Event:
        """Read what `to_json` wrote; `at` is its place, for the error.

        Raises:
            MalformedError: anything else, another order of digests or another way to write the time included.
        """
        kind, time = value.get("kind"), parse_timestamp(value.get("time"))
        if kind not in list(EventKind) or time is None:
            raise _malformed(at)
        try:
            event = cls(
                kind=EventKind(kind),
                at=time,
                credential=_digests(value.get("credential"), at),
                successor=_digests(value.get("successor", []), at),
            )
        except ValueError:
            raise _malformed(at) from None
        if event.to_json() != dict(value):
            raise _malformed(at)
        return event


def digest_of(text: str) -> bytes:
    """The SHA-256 digest (32 bytes) by which a log knows a credential: of its canonical JSON (RFC 8785), proof included, or
    of its token. White space and order of members do not count; of a token with disclosures, the issuer's part alone does.

    Args:
        text: the credential as text: JSON, an envelope around a token, or a token. See `laurel.bake.unbake` for pictures.

    Raises:
        MalformedError, LimitError: no JSON.
    """
    stripped = text.strip(" \t\r\n")
    if not stripped.startswith("{"):
        return sha256(stripped.partition("~")[0].encode("utf-8", "surrogatepass")).digest()
    document = strict_json.loads_object(stripped, limits=_LIMITS)
    if envelope.kind_of(document) == envelope.CREDENTIAL:
        return sha256(envelope.open_envelope(document).encode()).digest()
    return jcs.canonical_hash(document)


def _written(digests: tuple[bytes, ...]) -> str:
    return " ".join(digest.hex() for digest in digests)


def _digests(value: Any, at: str) -> tuple[bytes, ...]:
    if not is_array(value) or not all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in value):
        raise _malformed(at)
    return tuple(bytes.fromhex(each) for each in value)


def _malformed(at: str) -> MalformedError:
    return MalformedError(at=at, why=Phrase("not an event of a log", "не е събитие от регистър"))
