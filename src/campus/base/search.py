"""Find texts by what people type: in two alphabets, with typing errors, on both databases with the same answer.

    put(kind, {subject: texts}) ──▶ SearchEntry rows, kept beside their trigrams (SQLite: FTS5, PostgreSQL: pg_trgm)
    find(kind, query) ──▶ candidates that share trigrams ──▶ words compared one by one ──▶ hits, best first

The database only proposes candidates; which of them fit, and in which order, is decided here, so that both databases agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction
from rapidfuzz import fuzz

from campus.base.models import SearchEntry

MAX_WORDS = 12
_CANDIDATES = 600
_SIMILAR = 75  # percent: one wrong letter in a word of four, another ending in a word of eight
_NEEDED = 0.5  # of the words of a query
_SPOKEN = 0.7  # of the words of an entry
_MOST_SAID = 24  # words of a long text that candidates are looked up by
_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text to be found by; `weight` from 1 to 100 says how much a hit in it counts (a title: 100)."""

    language: str
    text: str
    weight: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: its key, and how well it fits, from 0 to 100."""

    subject: int
    score: float


def fold(text: str) -> str:
    """How texts are compared: small letters, Latin letters without marks, one blank between words.

    Й and ё keep their marks: without them they would be other letters.
    """
    small = unicodedata.normalize("NFKC", text).casefold()
    letters = (part[0] if part[0].isascii() else letter for letter in small for part in [unicodedata.normalize("NFD", letter)])
    return " ".join(_WORD.findall("".join(letters)))


@transaction.atomic
def put(kind: str, texts: Mapping[int, Iterable[Text]]) -> None:
    """Make these texts, and no others, lead to their subjects."""
    SearchEntry.objects.filter(kind=kind, subject__in=texts.keys()).delete()
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(kind=kind, subject=subject, language=each.language, weight=each.weight, text=folded)
            for subject, several in texts.items()
            for each in several
            if (folded := fold(each.text)[:2000])
        ),
        batch_size=2000,
    )


def forget(kind: str, subjects: Iterable[int]) -> None:
    """Let nothing lead to these any more."""
    SearchEntry.objects.filter(kind=kind, subject__in=list(subjects)).delete()


def find(kind: str, query: str, *, limit: int = 200) -> list[Hit]:
    """What fits a query, best first. A query without letters finds nothing.

    Every word of the query is looked for; half of them have to be there, and a word may be mistyped or in another form.
    """
    words = words_of(query)
    if not words:
        return []
    best: dict[int, float] = {}
    for subject, weight, text in _candidates(kind, words):
        score = _score(words, text) * weight / 100
        if score > best.get(subject, 0):
            best[subject] = score
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(subject=subject, score=score) for subject, score in ranked[:limit]]


def spoken_of(kind: str, text: str, *, common: Collection[str] = (), limit: int = 20) -> list[Hit]:
    """What a longer text speaks of, best first: entries most of whose words stand in it.

    Args:
        common: words that say nothing; they count on neither side.
    """
    said = [word for word in words_of(text, most=60) if word not in common]
    if not said:
        return []
    best: dict[int, float] = {}
    for subject, weight, entry in _candidates(kind, said[:_MOST_SAID]):
        own = [word for word in entry.split() if word not in common and not word[0].isdigit()]
        found = [_word_score(word, " ".join(said)) for word in own]
        if own and sum(score > 0 for score in found) >= _SPOKEN * len(own):
            best[subject] = max(best.get(subject, 0), sum(found) / len(own) * weight / 100 * min(1, (len(own) + 1) / 3))
    return [Hit(subject=key, score=score) for key, score in sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]]


def words_of(query: str, *, most: int = MAX_WORDS) -> tuple[str, ...]:
    """The different words of a text, as they are compared; the first `most` of them."""
    return tuple(dict.fromkeys(fold(query).split()))[:most]


def _score(words: Sequence[str], text: str) -> float:
    found = [_word_score(word, text) for word in words]
    if sum(score > 0 for score in found) < _NEEDED * len(words):
        return 0
    # of two texts that hold every word, the one that says little else fits better
    return sum(found) / len(words) * (0.9 + 0.1 * min(1, len(words) / max(1, len(text.split()))))


@lru_cache(maxsize=20_000)
def _word_score(word: str, text: str) -> float:
    best = 0.0
    for other in text.split():
        if other == word:
            return 100
        if len(word) >= 3 and other.startswith(word):
            best = max(best, 95)
        elif len(word) >= 5 and word in other:
            best = max(best, 85)
        elif len(word) >= 4 and abs(len(other) - len(word)) <= 3:
            ratio = fuzz.ratio(word, other, score_cutoff=_SIMILAR)
            best = max(best, ratio * 0.9)
    return best


def _candidates(kind: str, words: Sequence[str]) -> list[tuple[int, int, str]]:
    if connection.vendor == "postgresql":
        return _by_similarity(kind, words)
    return _by_trigrams(kind, words)


def _by_trigrams(kind: str, words: Sequence[str]) -> list[tuple[int, int, str]]:
    grams = dict.fromkeys(gram for word in words for gram in _grams(word))
    if not grams:
        return []
    wanted = " OR ".join(f'"{gram}"' for gram in grams)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.subject, e.weight, e.text FROM base_searchentry_trigrams t JOIN base_searchentry e ON e.id = t.rowid"
            " WHERE t.text MATCH %s AND e.kind = %s ORDER BY t.rank LIMIT %s",
            [wanted, kind, _CANDIDATES],
        )
        return [(int(subject), int(weight), str(text)) for subject, weight, text in cursor.fetchall()]


def _grams(word: str) -> list[str]:
    padded = f" {word} " if len(word) < 3 else f" {word}"
    return [padded[start : start + 3] for start in range(len(padded) - 2)]


def _by_similarity(kind: str, words: Sequence[str]) -> list[tuple[int, int, str]]:
    alike = " OR ".join(["%s <%% text"] * len(words))
    similar = " + ".join(["word_similarity(%s, text)"] * len(words))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.4")
        cursor.execute(
            f"SELECT subject, weight, text FROM base_searchentry WHERE kind = %s AND ({alike})"  # noqa: S608 - placeholders only
            f" ORDER BY {similar} DESC, id LIMIT %s",
            [kind, *words, *words, _CANDIDATES],
        )
        return [(int(subject), int(weight), str(text)) for subject, weight, text in cursor.fetchall()]
