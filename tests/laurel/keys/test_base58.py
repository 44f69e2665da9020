import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import KeyFormatError
from laurel.keys import base58


@given(st.binary(max_size=100))
def test_reads_back_what_it_writes(octets: bytes):
    assert base58.decode(base58.encode(octets)) == octets


def slowly(octets: bytes) -> str:
    """Digit by digit."""
    number, written = int.from_bytes(octets, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = base58.ALPHABET[digit] + written
    return "1" * (len(octets) - len(octets.lstrip(b"\0"))) + written


@given(st.binary(min_size=64, max_size=64) | st.integers(0, 64).map(lambda zeros: bytes(zeros) + b"\xff" * (64 - zeros)))
def test_a_signature_is_written_as_digit_by_digit(octets: bytes):
    assert base58.encode(octets) == slowly(octets)


@pytest.mark.parametrize("power", range(87))
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_powers_of_58_are_written_as_digit_by_digit(power: int, off: int):
    octets = (58**power * 57 + off).to_bytes(64, "big")

    assert base58.encode(octets) == slowly(octets)
    assert base58.decode(base58.encode(octets)) == octets


@given(st.text(base58.ALPHABET, max_size=600))
def test_every_text_has_one_meaning(text: str):
    assert base58.encode(base58.decode(text, max_length=600)) == text


@pytest.mark.parametrize(
    ("octets", "text"), [(b"", ""), (b"\0\0", "11"), (b"Hello World!", "2NEpo7TZRRrLZSi2U"), (b"\0\0(\x7f\xb4\xcd", "11233QC4")]
)
def test_agrees_with_the_published_examples(octets: bytes, text: str):
    assert base58.encode(octets) == text


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "a\n", "é", "٥", "\ud800", "a\x00"])
def test_refuses_a_foreign_character(text: str):
    with pytest.raises(KeyFormatError):
        base58.decode(text)


def test_refuses_a_megabyte_at_once():
    start = time.monotonic()
    with pytest.raises(KeyFormatError):
        base58.decode("z" * 1_000_000)

    assert time.monotonic() - start < 1
