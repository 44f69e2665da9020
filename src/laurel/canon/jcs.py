"""RFC 8785, the JSON Canonicalization Scheme: one byte string for one JSON value."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, Literal

import rfc8785

from laurel.canon.strict_json import MAX_NUMBER, is_array, is_object
from laurel.errors import MalformedError


def canonicalize(value: Any) -> bytes:
    """The canonical UTF-8 form of a JSON value.

    Names are ordered by UTF-16 code units, numbers written by the rules of ECMAScript.

    Raises:
        MalformedError: not JSON: NaN, an integer beyond ±2^53, a lone surrogate, a name that is no string, another type,
            or nested deeper than Python can follow.

    Source: https://www.rfc-editor.org/rfc/rfc8785#section-3.2
    """
    try:
        if _is_plain(value):
            return _ENCODER.encode(value).encode()
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise MalformedError(why=f"no canonical JSON form ({type(error).__name__})") from error


def canonical_hash(value: Any, *, hash_name: Literal["sha256", "sha384"] = "sha256") -> bytes:
    """The digest of the canonical form, which a JCS suite signs. Raises as `canonicalize`."""
    return hashlib.new(hash_name, canonicalize(value)).digest()


# for plain values, Python's own encoder writes the canonical form, many times as fast
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_MOST_VALUES: Final = 100_000  # ends the walk through a value that holds itself


def _is_plain(value: Any) -> bool:
    """Whether a value holds no names outside ASCII, no floats, and no types but JSON's: only those are written otherwise."""
    waiting: list[Any] = [value]
    for here in waiting:
        if is_object(here) and type(here) is dict:
            if not all(type(name) is str and name.isascii() for name in here):
                return False
            waiting += [member for member in here.values() if type(member) is not str]
        elif is_array(here) and type(here) is list:
            waiting += [item for item in here if type(item) is not str]
        elif not _is_plain_leaf(here):
            return False
        if len(waiting) > _MOST_VALUES:
            return False
    return True


def _is_plain_leaf(value: Any) -> bool:
    return value is None or type(value) in {str, bool} or (type(value) is int and abs(value) <= MAX_NUMBER)
