"""What an RFC 3161 time stamp says was stamped: read without checking who stamped it.

Only the path to the message imprint is walked, in plain DER: ContentInfo ▶ SignedData ▶ encapContentInfo ▶ TSTInfo.
Source: RFC 3161, section 2.4.2; RFC 5652, section 5.1.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Final

from laurel.errors import MalformedError, Phrase

_SEQUENCE, _OID, _OCTETS, _CONTEXT_0 = 0x30, 0x06, 0x04, 0xA0
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_TST_INFO: Final = bytes.fromhex("2a864886f70d0109100104")
_HASHES: Final = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}


def covers(token: bytes, message: bytes) -> bool:
    """Whether the time stamp was made over `message`.

    Raises:
        MalformedError: it is no time stamp, or uses a hash function that we do not accept.
    """
    info = list(_parts(_stamped(token)))
    imprint = list(_parts(_want(info, 2, _SEQUENCE)))
    algorithm = list(_parts(_want(imprint, 0, _SEQUENCE)))
    name = _HASHES.get(_want(algorithm, 0, _OID))
    if name is None:
        raise _odd()
    return hmac.compare_digest(_want(imprint, 1, _OCTETS), hashlib.new(name, message).digest())


def _stamped(token: bytes) -> bytes:
    """The content of the TSTInfo sequence."""
    content = list(_parts(_want(list(_parts(token)), 0, _SEQUENCE)))
    if _want(content, 0, _OID) != _SIGNED_DATA:
        raise _odd()
    signed = list(_parts(_want(list(_parts(_want(content, 1, _CONTEXT_0))), 0, _SEQUENCE)))
    capsule = list(_parts(_want(signed, 2, _SEQUENCE)))
    if _want(capsule, 0, _OID) != _TST_INFO:
        raise _odd()
    octets = _want(list(_parts(_want(capsule, 1, _CONTEXT_0))), 0, _OCTETS)
    return _want(list(_parts(octets)), 0, _SEQUENCE)


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element in a row of DER elements."""
    place = 0
    while place < len(content):
        tag, length, start = content[place], *_length(content, place + 1)
        if start + length > len(content):
            raise _odd()
        yield tag, content[start : start + length]
        place = start + length


def _length(content: bytes, place: int) -> tuple[int, int]:
    """The length that stands at `place`, and where the content starts."""
    first = content[place] if place < len(content) else 0x80
    if first < 0x80:
        return first, place + 1
    size = first & 0x7F
    if not 1 <= size <= 4:  # indefinite lengths are no DER
        raise _odd()
    return int.from_bytes(content[place + 1 : place + 1 + size]), place + 1 + size


def _want(parts: list[tuple[int, bytes]], index: int, tag: int) -> bytes:
    if index >= len(parts) or parts[index][0] != tag:
        raise _odd()
    return parts[index][1]


def _odd() -> MalformedError:
    return MalformedError(
        at="adoTst", why=Phrase("it is no time stamp that we can read", "не е времеви печат, който можем да прочетем")
    )
