"""A credential in a PNG: one iTXt chunk with the keyword `openbadgecredential`.

Source: https://www.imsglobal.org/spec/ob/v3p0#baked-badge; PNG chunks: https://www.w3.org/TR/png-3/#11iTXt.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from laurel.bake.refusals import MAX_CREDENTIAL, MAX_FILE, refused, text_of

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OPEN_BADGES_2 = b"openbadges"
_KEYWORDS = (KEYWORD + b"\0", OPEN_BADGES_2 + b"\0")
_TEXTS = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_MAX_CHUNKS = 10_000


class _Chunk(NamedTuple):
    kind: bytes
    body: bytes
    raw: bytes


def bake(png: bytes, credential: str, *, keyword: bytes = KEYWORD) -> bytes:
    """Put the credential (JSON or JWT text) into the picture; one already there is replaced, all else stays byte for byte.

    Raises:
        BakeError: not a PNG, a damaged one, or too large.
    """
    text = credential.encode()
    if len(text) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    # `keyword`, no compression, no language, no translated keyword
    chunk = _write(b"iTXt", keyword + b"\0\0\0\0\0" + text)
    kept = [one.raw for one in _chunks(png) if not _is_ours(one)]
    return b"".join((SIGNATURE, kept[0], chunk, *kept[1:]))


def extract(png: bytes) -> str:
    """The credential text in the picture.

    Raises:
        BakeError: not a PNG, a damaged one, too large, or with none or several credentials in it.
    """
    found = [one for one in _chunks(png) if _is_ours(one)]
    if len(found) > 1:
        raise refused("SEVERAL_CREDENTIALS")
    if not found or found[0].kind != b"iTXt":
        raise refused("NO_CREDENTIAL")
    return _text(found[0].body)


def _is_ours(chunk: _Chunk) -> bool:
    """Whether some reader would take it for a credential: the older text chunks count, though nothing is read from them."""
    return chunk.kind in _TEXTS and chunk.body.startswith(_KEYWORDS)


def _text(body: bytes) -> str:
    rest = body.partition(b"\0")[2]
    compressed, method, rest = rest[:1], rest[1:2], rest[2:]
    _, first, rest = rest.partition(b"\0")  # language tag
    _, second, text = rest.partition(b"\0")  # translated keyword
    if not (first and second) or compressed not in (b"\0", b"\1"):
        raise refused("DAMAGED")
    if compressed == b"\1":
        text = _unpacked(text, method)
    return text_of(text)


def _unpacked(packed: bytes, method: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MAX_CREDENTIAL + 1)
    except zlib.error as error:
        raise refused("DAMAGED") from error
    if len(text) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    if method != b"\0" or not unpacker.eof:
        raise refused("DAMAGED")
    return text


def _chunks(png: bytes) -> Iterator[_Chunk]:
    if len(png) > MAX_FILE:
        raise refused("FILE_TOO_LARGE")
    if not png.startswith(SIGNATURE):
        raise refused("NOT_A_PNG")
    place, kind = len(SIGNATURE), b""
    for count in range(_MAX_CHUNKS):
        length = int.from_bytes(png[place : place + 4])
        raw = png[place : place + 12 + length]
        kind, body = raw[4:8], raw[8:-4]
        whole = len(raw) == 12 + length and zlib.crc32(raw[4:-4]) == int.from_bytes(raw[-4:])
        if not whole or (count == 0) != (kind == b"IHDR"):
            raise refused("DAMAGED")
        yield _Chunk(kind, body, raw)
        place += len(raw)
        if kind == b"IEND":
            return
    raise refused("DAMAGED")


def _write(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
