"""Base64url without padding (RFC 4648, section 5), read strictly: one byte string has exactly one text."""

from __future__ import annotations

import base64
import binascii

from laurel.errors import MalformedError, Phrase


def encode(octets: bytes) -> str:
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Read base64url.

    Raises:
        MalformedError: padding, white space, a foreign character, an impossible length, or unused bits that are not zero.
    """
    try:
        # validate=True: without it Python quietly drops characters
        octets = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise MalformedError(why=Phrase("not base64url", "не е base64url")) from None
    # Python reads the characters of plain base64 as well; and only the last few bytes can have more than one text
    tail = octets[len(octets) - (len(octets) % 3 or 3) :] if octets else b""
    if "+" in text or "/" in text or not text.endswith(encode(tail)) or len(text) != (len(octets) * 4 + 2) // 3:
        raise MalformedError(why=Phrase("not base64url in its one form", "не е base64url в единствената му форма"))
    return octets
