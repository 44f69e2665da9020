import pytest
from hypothesis import given
from hypothesis import strategies as st
from openvc.cbor import decode as other_decode
from openvc.cbor import encode as other_encode

from laurel.errors import ProofError
from laurel.proofs import cbor

numbers = st.integers(0, 2**64 - 1)
values = st.recursive(
    numbers | st.binary(max_size=300) | st.text(max_size=40) | st.dictionaries(numbers, st.binary(max_size=40), max_size=30),
    lambda inner: st.lists(inner, max_size=30),
    max_leaves=20,
)


def depth(value: object) -> int:
    return 1 + max(map(depth, value), default=0) if isinstance(value, list | dict) else 0


@given(values.filter(lambda value: depth(value) <= 3))
def test_what_is_written_is_read_back_and_another_library_agrees(value):
    octets = cbor.encode(value)

    assert cbor.decode(octets) == value
    assert other_decode(octets) == value
    assert other_encode(value) == octets


@given(st.lists(st.integers(-(2**64), 2**64 - 1), max_size=30))
def test_integers_below_zero_are_read_where_they_may_stand(value):
    octets = cbor.encode(value)

    assert cbor.decode(octets, negative=True) == value
    assert other_encode(value) == octets
    if any(number < 0 for number in value):
        with pytest.raises(ProofError):
            cbor.decode(octets)


def test_arrays_lie_no_deeper_than_asked():
    assert cbor.decode(b"\x81" * 6 + b"\x01", max_depth=6) == [[[[[[1]]]]]]
    with pytest.raises(ProofError):
        cbor.decode(b"\x81" * 7 + b"\x01", max_depth=6)


@given(st.binary(max_size=60))
def test_whatever_is_read_has_one_form(octets: bytes):
    try:
        value = cbor.decode(octets)
    except ProofError:
        return
    assert cbor.encode(value) == octets


@pytest.mark.parametrize(
    "octets",
    [
        "",
        "1800",
        "190001",
        "1b00000000000000ff",
        "20",
        "4201",
        "61ff",
        "8101ff",
        "9f01ff",
        "a201410001" + "4100",
        "a20141000141" + "00",
        "a1414141" + "41",
        "a10101",
        "c101",
        "d8404101",
        "f5",
        "f90000",
        "9b00000000ffffffff",
        "8181818181" + "01",
        "1c",
        "5b7fffffffffffffff",
    ],
)
def test_refuses_another_form_or_kind(octets: str):
    with pytest.raises(ProofError):
        cbor.decode(bytes.fromhex(octets))
