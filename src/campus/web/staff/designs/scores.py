"""How a draft does at each European element and each principle: the worst answer of the rules that serve it."""

from __future__ import annotations

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from campus.quality.lint import Lint
from campus.web.elements import LABELS, PRINCIPLES
from laurel.errors import Language
from laurel.policy.evaluate import Answer


@dataclass(frozen=True, slots=True)
class Score:
    """One element or principle: how many rules serve it, how many of them are met, and the worst answer."""

    code: str
    label: StrOrPromise
    met: int
    asked: int
    tone: str
    word: str


def scores_of(found: Lint, language: Language) -> list[Score]:
    """Every element and principle that some rule serves, in their order."""
    names = {**LABELS, **PRINCIPLES}
    answers: dict[str, list[Answer]] = {}
    for line in found.lines:
        answers.setdefault(line.element, []).append(line.answer)
    return [_score(code, names[code], answers[code], language) for code in names if code in answers]


def _score(code: str, label: StrOrPromise, answers: list[Answer], language: Language) -> Score:
    worst = max(answers)
    tones = {Answer.PASS: "valid", Answer.WARN: "attention", Answer.REFER: "unknown", Answer.FAIL: "refused"}
    return Score(code, label, sum(each is Answer.PASS for each in answers), len(answers), tones[worst], worst.say(language))
