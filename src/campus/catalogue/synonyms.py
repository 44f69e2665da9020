"""Words for the same thing. In a catalogue of micro-credentials they say nothing, so they narrow nothing down (P-08)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from campus.base.search import fold, words_of

# Synonyms of the search alone: „микрокредит“ means a small loan in everyday Bulgarian and is never shown.
_ENGLISH = (
    "microcredential microcredentials credential credentials micro badge badges microdegree microdegrees nanodegree "
    "nanodegrees microcredit microcredits course courses"
)
_BULGARIAN = (
    "микроквалификация микроквалификации микроквалификацията микроквалификациите микроудостоверение микроудостоверения "
    "микрокредит микрокредити микростепен микростепени наностепен наностепени значка значки микро нано степен курс курсове"
)
MICRO_CREDENTIAL: Final = frozenset(fold(f"{_ENGLISH} {_BULGARIAN}").split())
_SMALL_WORDS = "a an and at by for from in of on or the to with в във и на от по при с със за до или как"
_EMPTY: Final = frozenset(_SMALL_WORDS.split())
_OTHER: Final = 0.97
_ALIKE: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(group.split())
    for group in (
        "digital дигитален дигитална дигитално дигитални цифров цифрова цифрово цифрови",
        "data данни",
        "programming coding програмиране кодиране",
        "security safety сигурност безопасност",
        "privacy поверителност неприкосновеност",
        "ai изкуствен интелект",
        "information информация",
        "copyright авторско",
    )
)


def telling_words(query: str) -> tuple[str, ...]:
    """The words of a query that tell one micro-credential from another; none when it only says what all of them are."""
    return tuple(word for word in words_of(query) if word not in MICRO_CREDENTIAL and word not in _EMPTY)


def slots(words: Sequence[str]) -> list[dict[str, float]]:
    """Each word with those of the same meaning, which count a little less than what was typed."""
    found = []
    for word in words:
        alike = {other: _OTHER for group in _ALIKE if word in group for other in group}
        found.append({**alike, word: 1.0})
    return found
