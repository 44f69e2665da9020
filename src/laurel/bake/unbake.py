"""What is this file, and which credential is in it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from laurel.bake import png, svg
from laurel.bake.refusals import refused, text_of

Carrier = Literal["json", "jwt", "png", "svg", "pdf"]
"""Inside what a credential was found: a picture, a document, or nothing but itself."""

_JWT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(~[\x21-\x7e]*)?")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def detect(presented: bytes) -> Carrier:
    """What carries the credential, told by the first bytes; never by a file name.

    Raises:
        BakeError: none of the five.
    """
    start = presented[:4096].removeprefix(_BYTE_ORDER_MARK).lstrip()
    if presented.startswith(png.SIGNATURE):
        return "png"
    if start.startswith((b"{", b"[")):
        return "json"
    if start.startswith(b"<"):
        return "svg"
    if b"%PDF-" in presented[:1024]:  # last of all: its words may stand in a text or a picture
        return "pdf"
    if _JWT.fullmatch(presented.removeprefix(_BYTE_ORDER_MARK).strip()):
        return "jwt"
    raise refused("NOT_A_BADGE")


def unbake(presented: bytes) -> str:
    """The credential text (JSON or JWT) in whatever was presented. Nothing is checked but that there is exactly one.

    Raises:
        BakeError: no credential, several, or a file that cannot be trusted to be read in one way.
        MissingExtraError: a PDF, and the extra `[pdf]` is not installed.
    """
    return _EXTRACT[detect(presented)](presented)


def _plain(presented: bytes) -> str:
    return text_of(presented.removeprefix(_BYTE_ORDER_MARK))


def _from_pdf(presented: bytes) -> str:
    from laurel.bake import pdf  # noqa: PLC0415 - an extra, and slow to load

    return pdf.extract(presented)


_EXTRACT: Mapping[Carrier, Callable[[bytes], str]] = {
    "json": _plain,
    "jwt": _plain,
    "png": png.extract,
    "svg": svg.extract,
    "pdf": _from_pdf,
}
