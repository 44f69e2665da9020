"""Canonical JSON (RFC 8785) of one structure for any texts, by putting them between quotes in their places."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from laurel.canon import jcs
from laurel.canon.compiled.blocks import taker
from laurel.canon.compiled.lines import OutsideError, needs_escape
from laurel.canon.compiled.outline import Outline, Path, replaced


class JsonForm:
    """A document's canonical JSON with holes.

    Args:
        text: the JSON of a document in which each text to fill in is `mark(secret, index)`.
        secret: what nobody could have foreseen.
    """

    def __init__(self, text: str, *, secret: str) -> None:
        pieces = re.split(rf"laurel:{secret}:([0-9]+):", text)
        self._form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        self._take = taker([int(index) for index in pieces[1::2]])

    def write(self, values: Sequence[str]) -> str:
        """The JSON text for these values."""
        if needs_escape("".join(values)):
            values = [encode_basestring(text)[1:-1] for text in values]
        return self._form % self._take(values)

    def canonical(self, values: Sequence[str], /) -> bytes:
        """The same in UTF-8.

        Raises:
            OutsideError: a lone surrogate.
        """
        try:
            return self.write(values).encode()
        except UnicodeEncodeError:
            raise OutsideError from None


@dataclass(frozen=True, slots=True)
class LearnedForm:
    """Nothing but the structure, which the outline holds."""

    weight: int

    def writer(self, document: Mapping[str, Any], outline: Outline, _: Mapping[Path, str], /) -> JsonForm:
        """The form with holes for the texts of `outline`; the document holds the others."""
        return canonical_form(document, outline.order)


def marked(document: Mapping[str, Any], places: Sequence[Path]) -> tuple[dict[str, Any], str]:
    """A copy with a mark in each place, and the secret in the marks."""
    secret = secrets.token_hex(16)
    return replaced(document, {place: f"laurel:{secret}:{index}:" for index, place in enumerate(places)}), secret


def canonical_form(document: Mapping[str, Any], places: Sequence[Path]) -> JsonForm:
    """The form of the document's canonical JSON.

    Raises:
        MalformedError: it has none.
    """
    copy, secret = marked(document, places)
    return JsonForm(jcs.canonicalize(copy).decode(), secret=secret)
