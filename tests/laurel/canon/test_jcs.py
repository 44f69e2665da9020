import hashlib

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon import jcs
from laurel.errors import MalformedError


def test_names_are_ordered_by_utf16_units_and_numbers_written_as_ecmascript_does():
    value = {"\ufb33": 1, "\U0001f600": 2, "a": [1.0, 1e21, 1e-7, -0.0, True, None], "": "€\n"}

    expected = '{"":"€\\n","a":[1,1e+21,1e-7,0,true,null],"\U0001f600":2,"\ufb33":1}'
    assert jcs.canonicalize(value) == expected.encode()


def test_the_hash_is_of_the_canonical_form():
    assert jcs.canonical_hash({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').digest()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {"\ud800": 1}, {1: 2}, {1}, b"octets"])
def test_refuses_what_has_no_canonical_form(value: object):
    with pytest.raises(MalformedError):
        jcs.canonicalize([value])


def test_refuses_a_value_nested_deeper_than_the_stack():
    value: list[object] = []
    for _ in range(5_000):
        value = [value]

    with pytest.raises(MalformedError):
        jcs.canonicalize(value)


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]), max_size=8)
names = st.text(max_size=4) | st.sampled_from("abc")


@given(st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4)))
def test_the_fast_way_writes_what_rfc8785_writes(value: object):
    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        with pytest.raises(MalformedError):
            jcs.canonicalize(value)
    else:
        assert jcs.canonicalize(value) == expected


def test_refuses_a_value_that_holds_itself():
    value: dict[str, object] = {}
    value["self"] = [value]

    with pytest.raises(MalformedError):
        jcs.canonicalize(value)
