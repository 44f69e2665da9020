import base64
import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import MalformedError, StatusIndexError, StatusListError
from laurel.status.bits import MAX_BYTES, MAX_SIZE, MIN_ENTRIES, StatusBits


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


@given(st.integers(1, MAX_SIZE), st.dictionaries(st.integers(0, MIN_ENTRIES - 1), st.integers(0, 255), max_size=30))
def test_entries_of_several_bits_keep_to_themselves(size: int, values: dict[int, int]):
    bits = StatusBits(size=size)
    values = {index: value % (1 << size) for index, value in values.items()}
    for index, value in values.items():
        bits.put(index, value)

    read = StatusBits.decode(bits.encode(), size=size)

    assert (read, read.size, read.entries) == (bits, size, MIN_ENTRIES)
    around = {index + step for index in values for step in (-1, 0, 1)} & set(range(MIN_ENTRIES))
    assert {index: read.value(index) for index in around} == {index: values.get(index, 0) for index in around}


def test_an_entry_of_several_bits_begins_with_its_most_significant_one():
    bits = StatusBits(size=3)
    bits.put(0, 0b100)
    bits.put(2, 0b011)  # begins in the first byte and ends in the second

    octets = gzip.decompress(base64.urlsafe_b64decode(bits.encode()[1:] + "==="))

    assert octets[:2] == bytes([0b100_000_01, 0b1_0000000])


def test_refuses_a_value_that_does_not_fit():
    with pytest.raises(ValueError, match="2 bits"):
        StatusBits(size=2).put(0, 4)
    for size in (0, MAX_SIZE + 1):
        with pytest.raises(ValueError, match="bits an entry"):
            StatusBits(size=size)


def test_refuses_to_join_lists_of_several_bits():
    with pytest.raises(StatusListError):
        StatusBits(size=2).include(StatusBits(size=2))


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


def test_refuses_a_list_too_short_for_its_entries():
    """Its length divided by the size of an entry counts (section 3.2, step 9)."""
    text = StatusBits(MIN_ENTRIES).encode()

    with pytest.raises(StatusListError):
        StatusBits.decode(text, size=2)


TEN_MILLION = """
import re
from laurel.status import list as status_list
from laurel.status.bits import StatusBits

bits = StatusBits(10_000_000)
for index in range(3, 10_000_000, 47):
    bits.set(index)
text = bits.encode()
read = StatusBits.decode(text)
read.include(bits)
entry = status_list.parse_entry(status_list.entry("https://uni.example/1", 9_999_969))
subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": text}
said = status_list.read({"type": ["BitstringStatusListCredential"], "credentialSubject": subject}, entry)
assert read == bits and said == bits.value(9_999_969)
assert all(read.get(index) for index in range(3, 10_000_000, 47))
# not ru_maxrss: it begins with the size of whoever started the program
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the peak of a program's memory")
def test_ten_million_entries_are_made_set_packed_unpacked_and_read_within_64_mib():
    done = subprocess.run([sys.executable, "-c", TEN_MILLION], capture_output=True, text=True, check=True, timeout=120)

    assert int(done.stdout) < 64 * 1024  # KiB, the whole program


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
