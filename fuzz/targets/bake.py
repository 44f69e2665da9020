"""Pictures and PDFs (`bake`): PNG, SVG and PDF of strangers hold one credential, or none that we take out."""

import zlib
from collections.abc import Iterator
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.bake import detect, png, svg, unbake

DICTIONARY = "bake"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Take the credential out, put another one in, take that out."""
    kind, _ = refused(lambda: detect(data))
    text, _ = refused(lambda: unbake(data))
    insist(text is None or text.strip(), "an empty credential")
    module = {"png": png, "svg": svg}.get(kind or "")
    if module is None:
        return
    baked, no = refused(lambda: module.bake(data, '{"a":"]]>&<\\u0000"}'))
    if not no and baked is not None:
        insist(module.extract(baked) == '{"a":"]]>&<\\u0000"}', "not what was put in")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the bytes; of a PNG, whole chunks, with the right check sums."""
    chunks = list(_chunks(data)) if data.startswith(png.SIGNATURE) else []
    if not chunks or random.random() < 0.2:
        return edits.of_bytes(data, random)
    place = random.randrange(len(chunks))
    kind, body = chunks[place]
    match random.randrange(6):
        case 0:
            chunks.insert(random.randrange(len(chunks) + 1), chunks[place])
        case 1:
            del chunks[place]
        case 2:
            chunks[place] = (random.choice((b"iTXt", b"tEXt", b"zTXt", b"IEND", b"iDOT", kind)), body)
        case 3:
            chunks[place] = (b"iTXt", _text_chunk(body, random))
        case _:
            chunks[place] = (kind, edits.of_bytes(body, random))
    return png.SIGNATURE + b"".join(written_chunk(kind, body) for kind, body in chunks)


def written_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(png.SIGNATURE)
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def _text_chunk(body: bytes, random: Random) -> bytes:
    name, _, text = body.partition(b"\0")
    flags = random.choice((b"\0\0", b"\1\0", b"\1\1", b"\2\0"))
    packed = zlib.compress(text[4:]) if flags[0] == 1 else text[4:]
    return random.choice((name, b"openbadges", b"openbadgecredential")) + b"\0" + flags + b"\0\0" + packed
