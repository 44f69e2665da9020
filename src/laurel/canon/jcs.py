"""RFC 8785, the JSON Canonicalization Scheme: one byte string for one JSON value."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import rfc8785

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
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise MalformedError(why=f"no canonical JSON form ({type(error).__name__})") from error


def canonical_hash(value: Any, *, hash_name: Literal["sha256", "sha384"] = "sha256") -> bytes:
    """The digest of the canonical form, which a JCS suite signs. Raises as `canonicalize`."""
    return hashlib.new(hash_name, canonicalize(value)).digest()
