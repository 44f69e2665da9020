import base64
import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import MalformedError, StatusIndexError, StatusListError
from laurel.status.bits import MAX_BYTES, MIN_ENTRIES, StatusBits


def encoded(octets: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@given(st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=50))
def test_reads_back_every_bit_it_writes(indexes: set[int]):
    bits = StatusBits()
    for index in indexes:
        bits.set(index)

    read = StatusBits.decode(bits.encode())

    assert read == bits
    assert all(read.get(index) for index in indexes)
    assert sum(read.get(index) for index in range(0, MIN_ENTRIES, 61)) == len({n for n in indexes if n % 61 == 0})


def test_the_first_entry_is_the_most_significant_bit():
    bits = StatusBits()
    bits.set(0)
    bits.set(9)

    assert gzip.decompress(base64.urlsafe_b64decode(bits.encode()[1:] + "==="))[:2] == b"\x80\x40"


def test_a_bit_can_be_cleared():
    bits = StatusBits()
    bits.set(7)
    bits.set(7, to=False)

    assert bits == StatusBits()


def test_the_same_bits_give_the_same_text():
    one, other = StatusBits(), StatusBits()
    for index in (5, 70_000):
        one.set(index)
    for index in (70_000, 5):
        other.set(index)

    assert one.encode() == other.encode()
    assert base64.urlsafe_b64decode(one.encode()[1:15] + "==")[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@pytest.mark.parametrize("index", [-1, MIN_ENTRIES, 10**12])
def test_refuses_an_index_outside_the_list(index: int):
    with pytest.raises(StatusIndexError):
        StatusBits().get(index)
    with pytest.raises(StatusIndexError):
        StatusBits().set(index)


@pytest.mark.parametrize("entries", [0, 1_024, MIN_ENTRIES - 8, MIN_ENTRIES + 1, MAX_BYTES * 8 + 8])
def test_refuses_a_list_of_another_size(entries: int):
    with pytest.raises(StatusListError):
        StatusBits(entries)


def test_refuses_a_list_that_unpacks_too_short_or_too_long():
    for size in (0, 128, MIN_ENTRIES // 8 - 1, MAX_BYTES + 1):
        with pytest.raises(StatusListError):
            StatusBits.decode(encoded(gzip.compress(bytes(size))))


def test_refuses_a_gzip_bomb_quickly():
    bomb = encoded(gzip.compress(bytes(200 * 1024 * 1024), compresslevel=1))
    start = time.monotonic()
    with pytest.raises(StatusListError):
        StatusBits.decode(bomb)

    assert time.monotonic() - start < 2


GOOD = gzip.compress(bytes(MIN_ENTRIES // 8))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        encoded(GOOD)[1:],
        "z" + encoded(GOOD)[1:],
        encoded(GOOD) + "=",
        encoded(GOOD)[:20] + "\n" + encoded(GOOD)[20:],
        encoded(GOOD[:-1]),
        encoded(GOOD[:-9]),
        encoded(GOOD + b"\0"),
        encoded(GOOD + GOOD),
        encoded(GOOD[:-8] + b"\0\0\0\0" + GOOD[-4:]),
        encoded(b"not gzip"),
        "u" + "A" * 13_000_000,
    ],
    ids=["empty", "bare", "no u", "z", "padded", "newline", "cut", "no trailer", "tail", "two", "bad sum", "no gzip", "huge"],
)
def test_refuses_a_text_that_does_not_unpack(text: str):
    with pytest.raises(MalformedError):
        StatusBits.decode(text)
