"""Which outcome of a credential covers which outcome of a target: proposals with a score and the reason for it.

Two outcomes that name the same skill of a framework are near to each other; how near, the share of skills they have in common
says. Where neither names one, words are compared, in a language that both are written in; words alone never score above
`MOST_BY_WORDS`, because the same words can mean less. A person takes a proposal or leaves it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Final, Literal

from laurel.errors import Language
from laurel.recognition.side import Outcome

PROPOSED: Final = 40
"""The lowest score, of 100, that is proposed."""
MOST_BY_WORDS: Final = 80
BY_SKILL: Final = 60  # one skill in common
_STEM: Final = 5  # letters kept of a word: endings carry grammar, in both languages

_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY: Final = frozenset(
    {"and", "the", "for", "with", "from", "that", "their", "its", "into", "are", "can", "use", "uses", "using", "understand"}
    | {"know", "able", "или", "със", "при", "като", "към", "чрез", "върху", "тяхна", "техни", "свои", "своя", "може", "умее"}
    | {"знае", "разбира", "използва"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One proposal. `score` is 0 to 100; `shared` holds the skills, or the words, that both have."""

    target: str
    source: str
    score: int
    by: Literal["skill", "words"]
    shared: tuple[str, ...]
    lower_level: bool = False

    def reason(self, language: Language) -> str:
        """Why it is proposed."""
        listed = ", ".join(self.shared)
        lead = _REASONS[self.by][language == "bg"].format(listed=listed)
        return f"{lead} {_LOWER[language == 'bg']}" if self.lower_level else lead


_REASONS = {
    "skill": ("Both name the same skill: {listed}.", "И двата назовават едно и също умение: {listed}."),
    "words": ("Both speak of: {listed}.", "И двата говорят за: {listed}."),
}
_LOWER = ("It is at a lower level than asked for.", "Той е на по-ниско ниво от исканото.")


def match(source: Sequence[Outcome], target: Sequence[Outcome]) -> tuple[Match, ...]:
    """Every pair that is near enough to be proposed: by outcome of the target, the best first.

    The order in which outcomes are given changes nothing but the order of the targets.
    """
    found: list[Match] = []
    for wanted in target:
        near = [one for offered in source if (one := _near(offered, wanted)) is not None]
        found.extend(sorted(near, key=lambda one: (one.lower_level, -one.score, one.source)))
    return tuple(found)


def best(matches: Iterable[Match]) -> dict[str, Match]:
    """The first proposal for each outcome of the target that has one and is not at a lower level."""
    chosen: dict[str, Match] = {}
    for one in matches:
        if not one.lower_level:
            chosen.setdefault(one.target, one)
    return chosen


def _near(offered: Outcome, wanted: Outcome) -> Match | None:
    shared = offered.skills & wanted.skills
    lower = offered.level is not None and wanted.level is not None and offered.level < wanted.level
    if shared:
        score = BY_SKILL + (100 - BY_SKILL) * len(shared) // len(offered.skills | wanted.skills)
        return Match(
            target=wanted.id, source=offered.id, score=score, by="skill", shared=tuple(sorted(shared)), lower_level=lower
        )
    score, words = _by_words(offered, wanted)
    if score < PROPOSED:
        return None
    return Match(target=wanted.id, source=offered.id, score=score, by="words", shared=words, lower_level=lower)


def _by_words(offered: Outcome, wanted: Outcome) -> tuple[int, tuple[str, ...]]:
    """The best of the languages that both are written in."""
    return max(_in_languages(offered, wanted), default=(0, ()))


def _in_languages(offered: Outcome, wanted: Outcome) -> Iterator[tuple[int, tuple[str, ...]]]:
    for language in sorted(set(offered.statement.languages) & set(wanted.statement.languages)):
        one, other = _words(offered.statement.root[language]), _words(wanted.statement.root[language])
        counts, others = Counter(stem for stem, _ in one), Counter(stem for stem, _ in other)
        common = counts.keys() & others.keys()
        if common:
            length = sqrt(sum(n * n for n in counts.values()) * sum(n * n for n in others.values()))
            cosine = sum(counts[stem] * others[stem] for stem in common) / length
            shown = sorted({word for stem, word in other if stem in common})
            yield int(MOST_BY_WORDS * min(cosine, 1.0) + 1e-9), tuple(shown)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    words = [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY]
    return tuple((word[:_STEM], word) for word in words)
