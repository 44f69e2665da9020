"""Find things by words, however many texts there are: each word of a kind stands once, with the subjects it leads to.

    put(kind, {subject: texts}) ──▶ IndexedWord, once each ──▶ WordPlace: the subject, and how much the word counts there
    find(kind, slots) ──▶ the known words like those asked for ──▶ one query adds up what they count ──▶ hits, best first

What is typed is compared with the known words, which are thousands, and never with the texts, which are many more; so a word
that stands everywhere costs no more than reading its places. Both databases give the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, Max
from rapidfuzz import fuzz, process

from campus.base.models import IndexedWord, WordPlace
from campus.base.search import Hit, Text, fold

LONGEST = 60  # letters of a word
_NEEDED = 0.5  # of the words asked for
_SIMILAR = 75  # percent: one wrong letter in a word of four, another ending in a word of eight
_MOST_ALIKE = 100  # known words for one that is asked for
_MOST_WORDS = 400  # of one subject's texts, a text
_known: dict[str, tuple[tuple[int, int], list[int], list[str]]] = {}

Slot = Mapping[str, float]
"""One word asked for, with others that mean the same: each with its factor, from 0 to 1."""


@transaction.atomic
def put(kind: str, texts: Mapping[int, Iterable[Text]]) -> None:
    """Make the words of these texts, and no others, lead to their subjects."""
    places = {(word, subject): weight for subject, several in texts.items() for word, weight in _weights(several).items()}
    keys = _keys(kind, sorted({word for word, _subject in places}))
    forget(kind, texts.keys())
    WordPlace.objects.bulk_create(
        (WordPlace(word_id=keys[word], subject=subject, weight=weight) for (word, subject), weight in places.items()),
        batch_size=5000,
    )


def forget(kind: str, subjects: Iterable[int]) -> None:
    """Let nothing lead to these any more."""
    WordPlace.objects.filter(subject__in=list(subjects), word__kind=kind).delete()


def find(kind: str, slots: Sequence[Slot], *, limit: int) -> list[Hit]:
    """What fits, best first: for every slot the best word that a subject has; half of the slots have to be there.

    A word may be mistyped, be the beginning of another, or stand inside one.
    """
    matched = [
        (key, place, round(score * 10)) for place, slot in enumerate(slots) for key, score in _alike_slot(kind, slot).items()
    ]
    if not matched:
        return []
    needed = max(1, math.ceil(_NEEDED * len(slots)))
    values = ",".join(f"({key:d},{place:d},{score:d})" for key, place, score in matched)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH matched(word_id, slot, score) AS (VALUES {values})"  # noqa: S608 - whole numbers of our own
            " SELECT subject, SUM(best) AS total FROM (SELECT p.subject AS subject, MAX(m.score * p.weight) AS best"
            " FROM matched m JOIN base_wordplace p ON p.word_id = m.word_id GROUP BY p.subject, m.slot) AS by_slot"
            " GROUP BY subject HAVING COUNT(*) >= %s ORDER BY total DESC, subject LIMIT %s",
            [needed, limit],
        )
        found = cursor.fetchall()
    return [Hit(subject=int(subject), score=int(total) / len(slots) / 10_000) for subject, total in found]


def alike(word: str, keys: Sequence[int], words: Sequence[str]) -> dict[int, float]:
    """The known words that fit one that is asked for, each with how well, from 0 to 100."""
    scores: dict[int, float] = {}
    if len(word) >= 4:
        near = process.extract(word, words, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=_MOST_ALIKE)
        scores = {keys[place]: ratio * 0.9 for other, ratio, place in near if abs(len(other) - len(word)) <= 3}
    if len(word) >= 3:
        inside = [place for place, other in enumerate(words) if word in other]
        for place in inside[: _MOST_ALIKE * 4]:
            begins = words[place].startswith(word)
            if begins or len(word) >= 5:
                scores[keys[place]] = max(scores.get(keys[place], 0), 95 if begins else 85)
    scores |= {keys[place]: 100 for place, other in enumerate(words) if other == word}
    return scores


def _alike_slot(kind: str, slot: Slot) -> dict[int, float]:
    keys, words = _words(kind)
    found: dict[int, float] = {}
    for word, factor in slot.items():
        for key, score in alike(word, keys, words).items():
            found[key] = max(found.get(key, 0), score * factor)
    return found


def _words(kind: str) -> tuple[list[int], list[str]]:
    """All known words, kept in this process until another one appears anywhere."""
    stamp = IndexedWord.objects.filter(kind=kind).aggregate(last=Max("pk"), all=Count("pk"))
    seen = (stamp["last"] or 0, stamp["all"])
    if kind in _known and _known[kind][0] == seen and not connection.in_atomic_block:
        return _known[kind][1:]
    rows = list(IndexedWord.objects.filter(kind=kind).values_list("pk", "word"))
    keys, words = [key for key, _word in rows], [word for _key, word in rows]
    if not connection.in_atomic_block:  # what is not committed yet may never be
        _known[kind] = (seen, keys, words)
    return keys, words


def _keys(kind: str, words: Sequence[str]) -> dict[str, int]:
    """The keys of words, new ones among them. In order, so that two who write at once do not wait for each other in a ring."""
    known = _stored(kind, words)
    if missing := [word for word in words if word not in known]:
        IndexedWord.objects.bulk_create(
            (IndexedWord(kind=kind, word=word) for word in missing), ignore_conflicts=True, batch_size=2000
        )
        known |= _stored(kind, missing)
    return known


def _stored(kind: str, words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(words), 2000):
        rows = IndexedWord.objects.filter(kind=kind, word__in=words[start : start + 2000])
        found |= dict(rows.values_list("word", "pk"))
    return found


def _weights(texts: Iterable[Text]) -> dict[str, int]:
    """How much each word counts, in tenths of a percent: what its best text says; a short text says it more clearly."""
    found: dict[str, int] = {}
    for text in texts:
        words = fold(text.text).split()[:_MOST_WORDS]
        weight = round(text.weight * (9 + 1 / max(1, len(words))))
        for word in words:
            found[word[:LONGEST]] = max(found.get(word[:LONGEST], 0), weight)
    return found


__all__: Final = ("Slot", "alike", "find", "forget", "put")
