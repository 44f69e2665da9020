"""OpenTimestamps: files survive their bytes, calendars and blocks made here prove a time, and nothing else does."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import AnchorError, AnchorPendingError, Evidence
from laurel.anchors.opentimestamps import BLOCK_SLACK, OpenTimestampsAnchor, OpenTimestampsWitness, upgrade
from laurel.anchors.ots_format import HASH, Path, Step, Timestamp, append, in_block, pending, prepend, read_paths, write_paths
from laurel.errors import UnreachableError

DIGEST = hashlib.sha256(b"a checkpoint").digest()
MINED = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
HOME = "https://calendar.example"

STEPS = st.one_of(
    st.binary(min_size=1, max_size=40).map(append),
    st.binary(min_size=1, max_size=40).map(prepend),
    st.sampled_from([HASH, Step(0xF2), Step(0xF3), Step(0x02), Step(0x03), Step(0x67)]),
)
PATHS = st.builds(
    Path, steps=st.lists(STEPS, max_size=12).map(tuple), kind=st.binary(min_size=8, max_size=8), payload=st.binary(max_size=90)
)


class Calendar:
    """A calendar and its block chain: it takes digests in, and `mine` puts all of them into one block."""

    def __init__(self) -> None:
        self.digests: list[bytes] = []
        self.headers: dict[int, bytes] = {}
        self.answers: dict[bytes, bytes] = {}

    def submit(self, digest: bytes) -> bytes:
        self.digests.append(digest)
        return write_paths([pending(HOME, steps=[prepend(b"calendar"), HASH])])

    def mine(self, height: int, *, at: datetime = MINED) -> None:
        leaves = [hashlib.sha256(b"calendar" + digest).digest() for digest in self.digests]
        root = hashlib.sha256(b"".join(leaves)).digest()
        for place, leaf in enumerate(leaves):
            before, after = b"".join(leaves[:place]), b"".join(leaves[place + 1 :])
            steps = [*([prepend(before)] if before else []), *([append(after)] if after else []), HASH]
            self.answers[leaf] = write_paths([in_block(height, steps=steps)])
        time = int(at.timestamp()).to_bytes(4, "little")
        self.headers[height] = bytes(4) + bytes(32) + root + time + bytes(8)

    def ask(self, address: str, digest: bytes) -> bytes | None:
        assert address == HOME
        return self.answers.get(digest)

    def header(self, height: int) -> bytes:
        if height not in self.headers:
            raise UnreachableError(url=f"block {height}", why="no such block")
        return self.headers[height]


def _complete(calendar: Calendar) -> Evidence:
    evidence = OpenTimestampsAnchor([calendar.submit]).anchor(DIGEST)
    calendar.submit(b"somebody else's digest".ljust(32))
    calendar.mine(900_000)
    return upgrade(evidence, ask=calendar.ask)


def test_a_block_proves_the_time_once_the_calendar_is_done():
    calendar = Calendar()
    pending_evidence = OpenTimestampsAnchor([calendar.submit]).anchor(DIGEST)
    witness = OpenTimestampsWitness(calendar.header)

    with pytest.raises(AnchorPendingError, match=r"calendar\.example"):
        witness.check(pending_evidence, DIGEST)
    assert upgrade(pending_evidence, ask=calendar.ask) == pending_evidence
    proven = OpenTimestampsWitness(calendar.header).check(_complete(calendar), DIGEST)

    assert (proven.by, proven.witness) == (MINED + BLOCK_SLACK, "Bitcoin block 900000")


def test_the_calendar_never_sees_the_digest():
    calendar = Calendar()

    OpenTimestampsAnchor([calendar.submit]).anchor(DIGEST)
    OpenTimestampsAnchor([calendar.submit]).anchor(DIGEST)

    assert DIGEST not in calendar.digests
    assert len(set(calendar.digests)) == 2


def test_one_calendar_that_answers_is_enough():
    def away(_digest: bytes) -> bytes:
        raise UnreachableError(url="https://away.example", why="it is away")

    evidence = OpenTimestampsAnchor([away, Calendar().submit]).anchor(DIGEST)

    assert [path.calendar for path in Timestamp.from_bytes(evidence.content).paths] == [HOME]
    with pytest.raises(UnreachableError):
        OpenTimestampsAnchor([away]).anchor(DIGEST)
    with pytest.raises(UnreachableError):
        OpenTimestampsAnchor([]).anchor(DIGEST)


def test_the_earliest_of_several_blocks_counts():
    calendar = Calendar()
    first = _complete(calendar)
    calendar.mine(900_001, at=MINED + timedelta(hours=1))
    both = Timestamp.from_bytes(first.content)
    later = replace(both.paths[0], payload=in_block(900_001).payload)
    evidence = replace(first, content=replace(both, paths=(later, *both.paths)).to_bytes())

    assert OpenTimestampsWitness(calendar.header).check(evidence, DIGEST).witness == "Bitcoin block 900000"


def test_refuses_a_block_that_does_not_hold_it():
    calendar = Calendar()
    evidence = _complete(calendar)
    calendar.headers[900_000] = bytes(80)

    with pytest.raises(AnchorError, match="does not hold it"):
        OpenTimestampsWitness(calendar.header).check(evidence, DIGEST)


def test_refuses_evidence_for_another_digest():
    calendar = Calendar()

    with pytest.raises(AnchorError, match="something else"):
        OpenTimestampsWitness(calendar.header).check(_complete(calendar), bytes(32))


def test_refuses_evidence_moved_to_another_digest():
    calendar = Calendar()
    evidence = _complete(calendar)
    moved = replace(Timestamp.from_bytes(evidence.content), digest=bytes(32))

    with pytest.raises(AnchorError, match="does not hold it"):
        OpenTimestampsWitness(calendar.header).check(replace(evidence, content=moved.to_bytes()), bytes(32))


def test_a_block_out_of_reach_proves_nothing():
    evidence = _complete(Calendar())

    with pytest.raises(UnreachableError):
        OpenTimestampsWitness(Calendar().header).check(evidence, DIGEST)


def test_steps_by_weak_hashes_prove_nothing():
    """A path by SHA-1 leads nowhere here, though a block may hold its end."""
    calendar = Calendar()
    message = hashlib.sha1(DIGEST, usedforsecurity=False).digest()
    calendar.headers[5] = bytes(36) + hashlib.sha256(message).digest() + bytes(12)
    path = in_block(5, steps=[Step(0x02), HASH])
    evidence = Evidence(kind="opentimestamps", content=Timestamp(digest=DIGEST, paths=(path,)).to_bytes())

    assert path.result(DIGEST) is None
    with pytest.raises(AnchorError):
        OpenTimestampsWitness(calendar.header).check(evidence, DIGEST)


def test_a_message_that_grows_too_far_leads_nowhere():
    assert (
        pending(HOME, steps=[Step(0xF3)] * 6).result(bytes(32))
        == bytes(32).hex().encode().hex().encode().hex().encode().hex().encode().hex().encode().hex().encode()
    )
    assert pending(HOME, steps=[Step(0xF3)] * 8).result(bytes(32)) is None


@given(st.lists(PATHS, min_size=1, max_size=8, unique=True))
def test_a_file_survives_its_bytes(paths: Sequence[Path]):
    stamp = Timestamp(digest=DIGEST, paths=tuple(paths))

    again = Timestamp.from_bytes(stamp.to_bytes())

    assert set(again.paths) == set(paths)
    assert again.to_bytes() == stamp.to_bytes()


def test_a_file_of_the_reference_implementation_has_this_form():
    """Worked out by hand from the format: append, SHA-256, then a calendar's promise and a block side by side."""
    calendar = bytes([len(HOME)]) + HOME.encode()
    tree = b"\xf0\x02ab" + b"\x08" + b"\xff\x00" + bytes.fromhex("83dfe30d2ef90c8e") + bytes([len(calendar)]) + calendar
    tree += b"\x00" + bytes.fromhex("0588960d73d71901") + b"\x03" + b"\xa0\xf7\x36"

    first, second = read_paths(tree)

    assert (first.steps, first.calendar) == ((append(b"ab"), HASH), HOME)
    assert (second.steps, second.height) == ((append(b"ab"), HASH), 900_000)
    assert write_paths([first, second]) == tree


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[1:],
        lambda content: content.replace(b"\x94\x01\x08", b"\x94\x02\x08"),
        lambda content: content.replace(b"\x94\x01\x08", b"\x94\x01\x02"),
        lambda content: content[:65] + b"\xff" * 40,
        lambda content: content[:65] + b"\xf0\x00\x08",
        lambda content: content[:65] + b"\xf0\x80\x00",
        lambda content: content[:65] + b"\xf0\xff\xff\xff\xff\xff\xff\xff\xff",
        lambda content: content[:65] + b"\x08" * 300,
        lambda content: content[:65] + b"\xff\x08" * 300,
        lambda content: content[:65] + (b"\xff\x00" + bytes(9)) * 80 + b"\x00" + bytes(9),
        lambda content: content[:65] + b"\x05",
        lambda content: content + bytes(100_000),
    ],
)
def test_refuses_a_malformed_file(change):
    content = Timestamp(digest=DIGEST, paths=(pending(HOME),)).to_bytes()

    with pytest.raises(AnchorError):
        Timestamp.from_bytes(change(content))


@given(st.binary(max_size=400))
def test_never_raises_anything_else_for_any_bytes(content: bytes):
    try:
        written = write_paths(read_paths(content))
    except AnchorError:
        return
    assert read_paths(written)


@pytest.mark.parametrize("payload", [b"", b"\xff\xff\xff\xff\xff\x7f", b"\x05\x00", b"\x80\x00"])
def test_a_malformed_block_number_attests_nothing(payload: bytes):
    assert replace(in_block(5), payload=payload).height is None
    assert pending(HOME).height is None


@pytest.mark.parametrize("address", [b"", b"https://calendar.example/?a=1", b"https://a b", "https://á".encode(), b"x" * 1001])
def test_a_malformed_calendar_is_not_asked(address: bytes):
    path = replace(pending(HOME), payload=bytes([len(address) % 128]) + address)

    assert path.calendar is None
    assert in_block(5).calendar is None


@pytest.mark.parametrize("paths", [[], [pending(HOME, steps=[HASH] * 257)], [in_block(n) for n in range(65)]])
def test_refuses_to_write_what_cannot_be_read(paths):
    with pytest.raises(ValueError, match="paths"):
        write_paths(paths)


def test_refuses_a_digest_of_another_length():
    with pytest.raises(ValueError, match="32 bytes"):
        OpenTimestampsAnchor([Calendar().submit]).anchor(b"short")


def test_refuses_an_answer_without_end():
    calendar = Calendar()
    evidence = OpenTimestampsAnchor([calendar.submit]).anchor(DIGEST)
    endless = write_paths([pending(HOME, steps=[HASH] * 256)])

    with pytest.raises(AnchorError, match="too long"):
        upgrade(evidence, ask=lambda _address, _digest: endless)
