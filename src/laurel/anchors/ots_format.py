"""The file format of OpenTimestamps (`.ots`): from a digest, by small steps, to whatever attests to the result.

    digest ─append─▶ … ─SHA-256─▶ … ┬─▶ attested by a calendar: pending
                                    └─ … ─▶ attested by a Bitcoin block: the result is the Merkle root in its header

A file is a tree; here it is the list of its paths. Read without recursion and under limits, which are those of the reference
implementation or tighter. Source: https://opentimestamps.org; the format as python-opentimestamps 0.4.5 reads and writes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, NoReturn

from laurel.anchors.anchor import DIGEST_SIZE, MAX_EVIDENCE
from laurel.anchors.refusals import AnchorError
from laurel.errors import Phrase

HEADER: Final = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"  # version 1, of a SHA-256 digest
PENDING: Final = bytes.fromhex("83dfe30d2ef90c8e")
BITCOIN: Final = bytes.fromhex("0588960d73d71901")

MAX_STEPS: Final = 256  # in one path
MAX_PATHS: Final = 64
MAX_MESSAGE: Final = 4096  # bytes, of every result on the way
_MAX_PAYLOAD: Final = 8192
_MAX_HEIGHT: Final = 2**31 - 1
_CALENDAR: Final = re.compile(r"[A-Za-z0-9._/:-]{1,1000}", re.ASCII)

_APPEND, _PREPEND, _REVERSE, _HEXLIFY, _SHA256 = 0xF0, 0xF1, 0xF2, 0xF3, 0x08
_OTHER_HASHES: Final = frozenset({0x02, 0x03, 0x67})  # SHA-1, RIPEMD-160, Keccak-256: read, never relied on
_MORE, _ATTESTATION = 0xFF, 0x00


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on a message: its tag, and what it appends or prepends."""

    tag: int
    argument: bytes = b""


def append(suffix: bytes) -> Step:
    """The step that puts `suffix` (1 to 4,096 bytes) behind the message."""
    return Step(_APPEND, suffix)


def prepend(prefix: bytes) -> Step:
    """The step that puts `prefix` (1 to 4,096 bytes) before the message."""
    return Step(_PREPEND, prefix)


HASH: Final = Step(_SHA256)
"""The step that hashes the message with SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Steps from the digest to one attestation: `kind` (8 bytes) and its `payload`."""

    steps: tuple[Step, ...]
    kind: bytes
    payload: bytes

    def result(self, digest: bytes) -> bytes | None:
        """What the steps make of `digest`; None where one of them is not relied on here, or grows the message too far."""
        message = digest
        for step in self.steps:
            made = _apply(step, message)
            if made is None or len(made) > MAX_MESSAGE:
                return None
            message = made
        return message

    @property
    def height(self) -> int | None:
        """The height of the Bitcoin block that attests; None for other attestations, or a malformed one."""
        return _whole_number(self.payload) if self.kind == BITCOIN else None

    @property
    def calendar(self) -> str | None:
        """The address of the calendar that promises to attest; None for other attestations, or a malformed one."""
        if self.kind != PENDING:
            return None
        try:
            reader = _Reader(self.payload)
            address = reader.sized(1000).decode("ascii")
        except (AnchorError, UnicodeDecodeError):
            return None
        return address if reader.at_end and _CALENDAR.fullmatch(address) else None


def pending(calendar: str, *, steps: Sequence[Step] = ()) -> Path:
    """A path that ends with a calendar's promise."""
    address = calendar.encode("ascii")
    return Path(steps=tuple(steps), kind=PENDING, payload=_number(len(address)) + address)


def in_block(height: int, *, steps: Sequence[Step] = ()) -> Path:
    """A path that ends in the Bitcoin block of this height."""
    return Path(steps=tuple(steps), kind=BITCOIN, payload=_number(height))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A digest (SHA-256, 32 bytes) and the paths that lead from it to attestations, at least one."""

    digest: bytes
    paths: tuple[Path, ...]

    def to_bytes(self) -> bytes:
        """The file. Common beginnings of paths are written once."""
        return HEADER + self.digest + write_paths(self.paths)

    @classmethod
    def from_bytes(cls, content: bytes) -> Timestamp:
        """Read a file.

        Raises:
            AnchorError: not an OpenTimestamps file of version 1 for a SHA-256 digest, or beyond the limits.
        """
        if len(content) > MAX_EVIDENCE or not content.startswith(HEADER):
            _refuse()
        start = len(HEADER) + DIGEST_SIZE
        return cls(digest=content[len(HEADER) : start], paths=read_paths(content[start:]))


def read_paths(content: bytes) -> tuple[Path, ...]:
    """Read a tree without its header, as a calendar answers.

    Raises:
        AnchorError: malformed, or beyond the limits.
    """
    if len(content) > MAX_EVIDENCE:
        _refuse()
    reader = _Reader(content)
    paths: list[Path] = []
    branches: list[tuple[Step, ...]] = [()]  # nodes that have more children; the first is the digest itself
    while branches and len(paths) <= MAX_PATHS:
        paths.append(_next_path(reader, branches))
    if branches or not reader.at_end:
        _refuse()
    return tuple(paths)


def write_paths(paths: Sequence[Path]) -> bytes:
    """The tree of `paths`, without a header.

    Raises:
        ValueError: no path, or one beyond the limits.
    """
    distinct = list(dict.fromkeys(paths))
    if not 0 < len(distinct) <= MAX_PATHS or any(len(path.steps) > MAX_STEPS for path in distinct):
        raise ValueError(f"1 to {MAX_PATHS} paths of at most {MAX_STEPS} steps")
    return _written(distinct)


def _next_path(reader: _Reader, branches: list[tuple[Step, ...]]) -> Path:
    """Go from the last of `branches` down to the next attestation, noting every node on the way that has more children."""
    steps = branches.pop()
    while len(steps) <= MAX_STEPS:
        tag = reader.byte()
        if tag == _MORE:
            branches.append(steps)
            tag = reader.byte()
        if tag == _ATTESTATION:
            return Path(steps=steps, kind=reader.exactly(8), payload=reader.sized(_MAX_PAYLOAD))
        steps = (*steps, _step(tag, reader))
    return _refuse()


def _written(paths: Sequence[Path]) -> bytes:
    """The children of one node, each but the last behind a mark."""
    children: dict[object, list[Path]] = {}
    for place, path in enumerate(paths):
        children.setdefault(path.steps[0] if path.steps else place, []).append(path)
    written = [_child(group) for group in children.values()]
    return b"".join(bytes([_MORE]) + child for child in written[:-1]) + written[-1]


def _child(group: Sequence[Path]) -> bytes:
    """One child with all below it. Steps that all paths share are written in a loop, so only branches recurse."""
    out = bytearray()
    while group[0].steps and all(path.steps[:1] == group[0].steps[:1] for path in group):
        step = group[0].steps[0]
        out += bytes([step.tag]) + (_number(len(step.argument)) + step.argument if step.argument else b"")
        group = [replace(path, steps=path.steps[1:]) for path in group]
    if len(group) > 1:
        return bytes(out) + _written(group)
    (last,) = group
    return bytes(out) + bytes([_ATTESTATION]) + last.kind + _number(len(last.payload)) + last.payload


def _apply(step: Step, message: bytes) -> bytes | None:
    match step.tag:
        case 0xF0:
            return message + step.argument
        case 0xF1:
            return step.argument + message
        case 0xF2:
            return message[::-1]
        case 0xF3:
            return message.hex().encode()
        case 0x08:
            return sha256(message).digest()
        case _:
            return None


def _step(tag: int, reader: _Reader) -> Step:
    if tag in (_APPEND, _PREPEND):
        argument = reader.sized(MAX_MESSAGE)
        if argument:
            return Step(tag, argument)
    if tag in (_REVERSE, _HEXLIFY, _SHA256) or tag in _OTHER_HASHES:
        return Step(tag)
    return _refuse()


def _number(value: int) -> bytes:
    """An unsigned LEB128 number."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _whole_number(payload: bytes) -> int | None:
    try:
        reader = _Reader(payload)
        value = reader.number(_MAX_HEIGHT)
    except AnchorError:
        return None
    return value if reader.at_end else None


class _Reader:
    """Bytes from front to back; what is not there is refused."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    @property
    def at_end(self) -> bool:
        return self._place == len(self._content)

    def exactly(self, count: int) -> bytes:
        found = self._content[self._place : self._place + count]
        if len(found) < count:
            _refuse()
        self._place += count
        return found

    def byte(self) -> int:
        return self.exactly(1)[0]

    def number(self, most: int) -> int:
        """A LEB128 number in its one form: no zeros at its end."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if value > most or (byte == 0 and shift):
                _refuse()
            if not byte & 0x80:
                return value
            shift += 7

    def sized(self, most: int) -> bytes:
        return self.exactly(self.number(most))


def _refuse() -> NoReturn:
    raise AnchorError(why=Phrase("not an OpenTimestamps file", "не е файл на OpenTimestamps"))
