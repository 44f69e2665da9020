"""How a draft does at each European element and each principle, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from laurel.errors import Language
from laurel.policy.evaluate import Answer
from laurel.policy.score import Line, Score

TONES: Mapping[Answer, str] = {
    Answer.PASS: "valid",
    Answer.WARN: "attention",
    Answer.REFER: "unknown",
    Answer.FAIL: "refused",
}


@dataclass(frozen=True, slots=True)
class ShownScore:
    """One element or principle: its answer, and why it is no better."""

    code: str
    title: str
    tone: str
    word: str
    reasons: list[str]


def scores_of(found: Score, language: Language) -> list[tuple[str, int | None, list[ShownScore]]]:
    """The elements, then the principles: their share in percent, and each that somebody asked about."""
    return [
        ("elements", found.elements_percent, _lines(found.elements, language)),
        ("principles", found.principles_percent, _lines(found.principles, language)),
    ]


def _lines(lines: Iterable[Line], language: Language) -> list[ShownScore]:
    return [_line(line, line.answer, language) for line in lines if line.answer is not None]


def _line(line: Line, answer: Answer, language: Language) -> ShownScore:
    reasons = list(dict.fromkeys(each.say(language) for each in line.because))
    return ShownScore(line.code, line.title(language), TONES[answer], answer.say(language), reasons)
