"""What a text has to be to go into a slot, and how it is written there.

Both are decided for all texts of a document at once, by a few passes in C over all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from laurel.canon import nquads
from laurel.canon.compiled.forms import taker
from laurel.canon.compiled.lines import SCHEMES, OutsideError

_BETWEEN: Final = "\0"
_TO_ESCAPE: Final = bytes(range(1, 0x20)) + b'\x7f"\\'

# what expansion returns unchanged and N-Quads writes as it is: narrower than what the full path lets through
_IRI: Final = re.compile(
    rf"(?:{'|'.join(SCHEMES)}):"
    '[^\\s\x00-\x20\x7f-\xa0<>"{}|\\\\^`\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff]+'
)

# the same for what is ASCII, as almost every IRI is: all of a document in one match
_ASCII_IRI: Final = rf"(?:{'|'.join(SCHEMES)}):" r"[!#-;=?-\[\]_a-z~]+"


def plain_texts(values: Sequence[str]) -> list[bytes] | None:
    """The texts in UTF-8, or None where one of them holds a character that N-Quads or JSON escapes.

    Raises:
        OutsideError: a lone surrogate.
    """
    try:
        joined = _BETWEEN.join(values).encode()
    except UnicodeEncodeError:
        raise OutsideError from None
    if len(joined.translate(None, _TO_ESCAPE)) != len(joined):
        return None
    texts = joined.split(b"\0")
    return texts if len(texts) == len(values) else None  # one with a NUL makes two


class Values:
    """The texts of one template.

    Args:
        size: how many.
        iris: which of them become IRIs.
    """

    def __init__(self, size: int, iris: Sequence[int]) -> None:
        self.size = size
        self._iris = frozenset(iris)
        self._take_iris = taker(iris)
        self._all_ascii = re.compile(" ".join([_ASCII_IRI] * len(iris)).encode()).fullmatch

    def cells(self, values: Sequence[str], plain: Sequence[bytes] | None = None) -> list[bytes]:
        """The texts as they stand in terms; `plain` is what `plain_texts` gave, where the caller knows.

        Raises:
            OutsideError: a lone surrogate, or no plain absolute IRI of a known scheme where one is needed.
        """
        texts = plain_texts(values) if plain is None else list(plain)
        if texts is None:
            return [self._cell(index, value) for index, value in enumerate(values)]
        iris = self._take_iris(texts)
        if not self._all_ascii(b" ".join(iris)):
            for iri in iris:
                _check_iri(iri.decode())
        return texts

    def _cell(self, index: int, value: str) -> bytes:
        if index in self._iris:
            return _check_iri(value).encode()
        return nquads.escape(value).encode()


def _check_iri(value: str) -> str:
    if not _IRI.fullmatch(value):
        raise OutsideError
    return value
