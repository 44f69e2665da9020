"""How far a design is, per element of Annex I and per principle of Annex II, from what the checks and the rules answered.

    findings × evaluations ──score──▶ Score: one line each for M1 … O5 and P1 … P10, and the share of those that hold

What counts, and nothing else does:

- an element is as good as the worst that was said of it, by the checks of Annex I and by every rule that serves it and applies;
- a principle is as good as the worst of the elements that show it (`annex1.standard.SHOWN_BY`) and of the rules that serve it;
- held counts one, advice a half, an error nothing; what a person has to decide is open and does not count at all;
- what nobody asked about (a learner in a design, a principle that neither an element nor a rule speaks of) has no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from laurel.annex1.findings import Finding
from laurel.annex1.standard import ELEMENTS, OF_A_LEARNER, PRINCIPLES, SHOWN_BY, name_of
from laurel.errors import Language
from laurel.policy.evaluate import Answer, Evaluation, RuleFinding

OF_A_DESIGN: Final = tuple(code for code in ELEMENTS if code not in OF_A_LEARNER)
OF_A_RECORD: Final = tuple(ELEMENTS)

_WORTH: Final = {Answer.PASS: Decimal(1), Answer.WARN: Decimal("0.5"), Answer.FAIL: Decimal(0)}
_ANSWERS: Final = {"fail": Answer.FAIL, "warn": Answer.WARN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason for an answer: the code of a finding, or the rule and its pack; where in the design, if it has a place."""

    element: str
    code: str
    pack: str
    answer: Answer
    at: str
    en: str
    bg: str

    def say(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.bg if language == "bg" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One element or principle. `answer` is None where nobody asked; `because` says who gave it, unless it is PASS.

    `rests_on` names what was asked: elements for a principle, and the rules that apply.
    """

    code: str
    answer: Answer | None
    because: tuple[Because, ...]
    rests_on: tuple[str, ...]

    def title(self, language: Language) -> str:
        """The name of the element or principle."""
        return name_of(self.code, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Every line, and how many of them hold."""

    elements: tuple[Line, ...]
    principles: tuple[Line, ...]

    def __getitem__(self, code: str) -> Line:
        """The line of an element or principle; KeyError where there is none."""
        return {line.code: line for line in (*self.elements, *self.principles)}[code]

    @property
    def elements_percent(self) -> int | None:
        """The share of the elements, in percent, rounded down: 100 only when every one that counts holds. None: none counts."""
        return _percent(self.elements)

    @property
    def principles_percent(self) -> int | None:
        """The same for the principles."""
        return _percent(self.principles)

    @property
    def open(self) -> tuple[str, ...]:
        """Elements and principles that a person has to decide."""
        return tuple(line.code for line in (*self.elements, *self.principles) if line.answer is Answer.REFER)


def score(
    findings: Iterable[Finding], evaluations: Sequence[Evaluation] = (), *, asked: Collection[str] = OF_A_DESIGN
) -> Score:
    """Score what was found.

    Args:
        findings: what `annex1.checks.check` said of a design, or `check_record` of a record.
        evaluations: what policy packs answered; none are needed.
        asked: the elements that the checks asked about: those of a design, or `OF_A_RECORD`.
    """
    said: dict[str, list[Because]] = {code: [] for code in (*ELEMENTS, *PRINCIPLES)}
    rests_on: dict[str, list[str]] = {code: [] for code in said}
    for finding in findings:
        said[finding.element].append(_of_finding(finding))
    for pack, rule in _asked_rules(evaluations):
        for code in _serves(rule):
            said[code].append(_of_rule(rule, pack))
            rests_on[code].append(rule.rule.id)
    known = {*asked, *(code for code in ELEMENTS if said[code])}
    elements = tuple(_line(code, said[code], rests_on[code], asked=code in known) for code in ELEMENTS)
    by_code = {line.code: line for line in elements}
    return Score(
        elements=elements, principles=tuple(_principle(code, said[code], rests_on[code], by_code) for code in PRINCIPLES)
    )


def explained(language: Language) -> str:
    """What counts, in a few sentences for a person."""
    if language == "bg":
        return (
            "Всеки елемент е толкова добър, колкото най-лошото, казано за него. Спазеното носи една точка, съветът – половин, "
            "грешката – нищо; каквото решава човек, е отворено и не се брои. Един принцип се вижда от елементите, които го "
            "показват, и от правилата, които му служат."
        )
    return (
        "Each element is as good as the worst that was said of it. What holds counts one, advice a half, an error nothing; "
        "what a person has to decide is open and does not count. A principle is seen by the elements that show it and by the "
        "rules that serve it."
    )


def _asked_rules(evaluations: Iterable[Evaluation]) -> Iterator[tuple[str, RuleFinding]]:
    for evaluation in evaluations:
        yield from ((evaluation.pack.id, finding) for finding in evaluation.findings if finding.applies)


def _serves(found: RuleFinding) -> tuple[str, ...]:
    """What a rule says something about. One that asks whether every element is there speaks of those that are not."""
    missing = found.facts.get("missing_elements")
    if isinstance(missing, frozenset):
        return tuple(code for code in ELEMENTS if code in missing)
    return (found.rule.element,)


def _principle(code: str, said: list[Because], rules: list[str], elements: dict[str, Line]) -> Line:
    shown = [line for name in ELEMENTS if name in SHOWN_BY[code] and (line := elements[name]).answer is not None]
    reasons = [*(because for line in shown for because in line.because), *said]
    return _line(code, reasons, [*(line.code for line in shown), *rules], asked=bool(shown))


def _line(code: str, said: Sequence[Because], rests_on: Sequence[str], *, asked: bool) -> Line:
    worst = max((each.answer for each in said), default=Answer.PASS if asked else None)
    because = tuple(each for each in said if each.answer is worst) if worst is not Answer.PASS else ()
    return Line(code=code, answer=worst, because=because, rests_on=tuple(dict.fromkeys(rests_on)))


def _of_finding(finding: Finding) -> Because:
    answer = _ANSWERS[finding.severity]
    return Because(
        element=finding.element,
        code=finding.code,
        pack="",
        answer=answer,
        at=finding.at,
        en=finding.say("en"),
        bg=finding.say("bg"),
    )


def _of_rule(found: RuleFinding, pack: str) -> Because:
    return Because(
        element=found.rule.element,
        code=found.rule.id,
        pack=pack,
        answer=found.answer,
        at="",
        en=found.reason("en"),
        bg=found.reason("bg"),
    )


def _percent(lines: Sequence[Line]) -> int | None:
    worths = [_WORTH[line.answer] for line in lines if line.answer is not None and line.answer in _WORTH]
    if not worths:
        return None
    return int((100 * sum(worths, Decimal(0)) / len(worths)).to_integral_value(ROUND_FLOOR))
