"""JSON of one structure for any texts, put between quotes in their places: canonical (RFC 8785), or as it was written."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from laurel.canon import jcs
from laurel.canon.compiled.digests import DIGESTS, Digest
from laurel.canon.compiled.forms import Part, laid_out, taker
from laurel.canon.compiled.outline import Path, replaced
from laurel.canon.compiled.values import plain_texts
from laurel.canon.rdfc import HashName


class JsonText:
    """A document's JSON with holes.

    Args:
        text: the JSON of a document in which each text to fill in is `mark(secret, index)`.
        secret: what nobody could have foreseen.
    """

    def __init__(self, text: str, *, secret: str) -> None:
        pieces, holes = laid_out(_parts(text, secret))
        self._pieces = [piece.decode() for piece in pieces]
        self._take = taker(holes)

    def write(self, values: Sequence[str], *, plain: bool) -> str:
        """The JSON text for these values; `plain` says that none of them needs escaping."""
        if not plain:
            values = [encode_basestring(text)[1:-1] for text in values]
        pieces = self._pieces.copy()
        pieces[1::2] = self._take(values)
        return "".join(pieces)


class JsonForm:
    """A document's canonical JSON with holes, in UTF-8.

    Args:
        text, secret: as for `JsonText`.
        digest: what `digest` hashes with.
    """

    grown = False

    def __init__(self, text: str, *, secret: str, digest: Digest) -> None:
        self._pieces, holes = laid_out(_parts(text, secret))
        self._take = taker(holes)
        self._digest = digest
        self.weight = len(holes)

    def canonical(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """The canonical JSON for these values.

        Raises:
            OutsideError: a lone surrogate.
        """
        texts = plain_texts(values) if plain is None else plain
        if texts is None:
            texts = [encode_basestring(text)[1:-1].encode() for text in values]
        pieces = self._pieces.copy()
        pieces[1::2] = self._take(texts)
        return b"".join(pieces)

    def digest(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """The digest of `canonical`; raises as it."""
        return self._digest(self.canonical(values, plain)).digest()


@dataclass(frozen=True, slots=True)
class LearnedForm:
    """Nothing but the structure: the document at hand shows it."""

    hash_name: HashName

    def writer(self, document: Mapping[str, Any], places: Sequence[Path], _: Mapping[Path, str], /) -> JsonForm:
        """The form with holes at these places; the document holds the other texts.

        Raises:
            MalformedError: it has no canonical form.
        """
        copy, secret = marked(document, places)
        return JsonForm(jcs.canonicalize(copy).decode(), secret=secret, digest=DIGESTS[self.hash_name])


def marked(document: Mapping[str, Any], places: Sequence[Path]) -> tuple[dict[str, Any], str]:
    """A copy with a mark in each place, and the secret in the marks."""
    secret = secrets.token_hex(16)
    return replaced(document, {place: f"laurel:{secret}:{index}:" for index, place in enumerate(places)}), secret


def _parts(text: str, secret: str) -> list[Part]:
    pieces = re.split(rf"laurel:{secret}:([0-9]+):", text)
    return [int(piece) if place % 2 else piece.encode() for place, piece in enumerate(pieces)]
