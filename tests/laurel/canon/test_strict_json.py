import json
import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon.strict_json import Limits, loads, loads_object, pointer
from laurel.errors import LimitError, MalformedError

numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2.0**53) + 1, 2.0**53 - 1)
texts = st.text(st.characters(exclude_categories=("Cs",)))
documents: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=30,
)


@given(documents, st.booleans())
def test_reads_back_whatever_json_writes(document: Any, ascii_only: bool):
    assert loads(json.dumps(document, ensure_ascii=ascii_only).encode(), limits=Limits(depth=60)) == document


@given(st.binary(max_size=60))
def test_refuses_or_reads_any_bytes_but_never_crashes(octets: bytes):
    with suppress(MalformedError, LimitError):
        loads(octets)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b'{"a": {"b": [1, {"c": 1, "c": 2}]}}', "/a/b/1/c"),
        (b'{"a": 1, "\\u0061": 2}', "/a"),
        (b'{"x": [0, NaN]}', "/x/1"),
        (b'{"x": -Infinity}', "/x"),
        (b'{"x": [1e400]}', "/x/0"),
        (b'{"x": ' + b"9" * 6000 + b"}", "/x"),
        (b'{"x": 9007199254740992}', "/x"),
        (b'{"a/b": {"~": "\\udc00 alone"}}', "/a~1b/~0"),
        (b'{"a": {"\\ud800": 1}}', "/a"),
    ],
)
def test_refuses_what_readers_disagree_on_and_names_the_place(text: bytes, place: str):
    with pytest.raises(MalformedError) as refused:
        loads(text)

    assert refused.value.at == place


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[1,]",
        b"[01]",
        b"[1.]",
        b'{"a": 1} {}',
        b"// no\n{}",
        b"'a'",
        b'{"a": {"b": 1, "b": 2}, }',
        b"[NaN, }",
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        b'{"a": "\xff"}',
        b'{"a": "\xc0\x80"}',
        b'"\xed\xa0\x80"',
        b'["a\nb"]',
    ],
)
def test_refuses_what_is_no_json_in_utf8(text: bytes):
    with pytest.raises(MalformedError):
        loads(text)


def test_refuses_a_lone_surrogate_in_a_python_string():
    with pytest.raises(MalformedError):
        loads('["\ud800"]')


def test_takes_a_pair_of_surrogate_escapes():
    assert loads(b'"\\ud83d\\ude00"') == "😀"


@pytest.mark.parametrize("text", [b"[" * 33 + b"]" * 33, b'{"a":' * 33 + b"1" + b"}" * 33, b"[" * 1_000_000])
def test_refuses_deep_nesting_without_following_it(text: bytes):
    with pytest.raises(LimitError):
        loads(text)


def test_refuses_deep_nesting_whatever_the_recursion_limit():
    script = """
import sys
from laurel.canon.strict_json import loads
from laurel.errors import LimitError
sys.setrecursionlimit(100_000)
for text in (b"[" * 200_000, b'{"a":' * 200_000, b"[" * 90_000 + b"]" * 90_000):
    try:
        loads(text)
    except LimitError:
        print("refused")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.split()) == (0, ["refused"] * 3), done.stderr


def test_brackets_inside_texts_do_not_nest():
    assert loads(b'["' + b"[" * 99 + b'\\"{"]') == ["[" * 99 + '"{']


def test_refuses_too_many_values_and_too_large_a_text():
    with pytest.raises(LimitError):
        loads(b"[" + b"1," * 5_000 + b"1]")
    with pytest.raises(LimitError):
        loads(b'"' + b"a" * 1_000_000 + b'"')
    with pytest.raises(LimitError):
        loads('"' + "я" * 500_000 + '"')


def test_refuses_many_duplicate_names_quickly():
    with pytest.raises(MalformedError):
        loads("{" + ",".join(f'"n{n % 60_000}":1' for n in range(60_001)) + "}")


def test_an_object_is_an_object():
    assert loads_object(b'{"a": 1}') == {"a": 1}
    with pytest.raises(MalformedError):
        loads_object(b'"text"')


def test_a_pointer_escapes_its_steps():
    assert pointer("a/b", 0, "m~n") == "/a~1b/0/m~0n"


def test_the_refusal_speaks_bulgarian():
    with pytest.raises(MalformedError) as refused:
        loads(b'{"a": 1, "a": 2}')

    assert refused.value.say("bg") == "/a: не може да бъде прочетено: едно име стои два пъти в един обект"
