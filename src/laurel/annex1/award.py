"""Who has earned a micro-credential, by the rules of its design: results in, a decision with its reasons out.

The rules, in order:

1. A learner who withdrew earns nothing.
2. A mandatory part must reach its threshold; without a threshold it must have a result. A word must be an accepted one.
3. Where parts have weights, the overall result is their weighted mean; a part without a result counts as nothing, one whose
   result is a word is left out. When every weighted part is marked on the grading scale itself (its maximum is the scale's),
   the mean is a grade on that scale; otherwise percentages are laid onto the scale from its minimum to its maximum. It must
   reach the pass mark.
4. Without any mandatory part and without weights nobody can earn it: the design states no rule.
5. A learner without any result earns nothing, even where no rule asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from laurel.annex1.record import Assessment, GradingScale, LangString, MicroCredential
from laurel.errors import Language

_PLACES = Decimal("0.01")
_PERCENT = GradingScale(name=LangString({}), minimum=Decimal(0), maximum=Decimal(100), pass_mark=Decimal(0))

SENTENCES: Mapping[str, tuple[str, str]] = {
    "WITHDRAWN": ("The learner withdrew.", "Обучаемият е прекъснал."),
    "NO_RESULTS": ("No results yet.", "Още няма резултати."),
    "RESULT_MISSING": ("{title}: no result yet.", "{title}: все още няма резултат."),
    "BELOW_THRESHOLD": ("{title}: {value} of at least {threshold}.", "{title}: {value} при изискване поне {threshold}."),
    "THRESHOLD_MET": ("{title}: {value}, at least {threshold} needed.", "{title}: {value} при изискване поне {threshold}."),
    "WORD_NOT_ACCEPTED": (
        "{title}: “{value}”; accepted are {accepted}.",
        "{title}: „{value}“; приемат се {accepted}.",
    ),
    "WORD_ACCEPTED": ("{title}: “{value}”.", "{title}: „{value}“."),
    "RESULT_PRESENT": ("{title}: {value}.", "{title}: {value}."),
    "BELOW_PASS_MARK": ("Overall: {value} of at least {threshold}.", "Общо: {value} при изискване поне {threshold}."),
    "PASS_MARK_MET": ("Overall: {value}, at least {threshold} needed.", "Общо: {value} при изискване поне {threshold}."),
    "OVERALL": ("Overall: {value}.", "Общо: {value}."),
    "NO_RULE": (
        "The micro-credential has neither mandatory parts nor weights, so nothing says who passes.",
        "Микроквалификацията няма нито задължителни части, нито тежести и нищо не определя кой успява.",
    ),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A learner's result in one part: a number on its scale, or a word."""

    value: Decimal | None = None
    word: str = ""

    def __str__(self) -> str:
        """As a person writes it."""
        return self.word if self.value is None else plain(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule and how the learner stands to it."""

    code: str
    met: bool
    title_en: str = ""
    title_bg: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def say(self, language: Language) -> str:
        """One sentence in `language`."""
        english, bulgarian = SENTENCES[self.code]
        if language == "bg":
            return bulgarian.format(title=self.title_bg, **self.facts)
        return english.format(title=self.title_en, **self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether it is earned, with every reason. Without weighted parts `overall` is None, and `grade` a word or score."""

    earned: bool
    overall: Decimal | None
    grade: str
    reasons: tuple[Reason, ...]
    marks: Mapping[str, Mark]


def decide(design: MicroCredential, marks: Mapping[str, Mark], *, withdrawn: bool = False) -> Decision:
    """Apply the design's rules to one learner's results, by assessment id."""
    if withdrawn:
        reason = Reason(code="WITHDRAWN", met=False)
        return Decision(earned=False, overall=None, grade="", reasons=(reason,), marks=marks)
    reasons = [_part(part, marks.get(part.id)) for part in design.assessments if part.mandatory or part.id in marks]
    overall = overall_of(design, marks)
    if overall is not None:
        reasons.append(_overall(design, overall))
    elif not any(part.mandatory for part in design.assessments):
        reasons.append(Reason(code="NO_RULE", met=False))
    known = {part.id: marks[part.id] for part in design.assessments if part.id in marks}
    if not known and all(reason.met for reason in reasons):
        reasons.append(Reason(code="NO_RESULTS", met=False))
    return Decision(
        earned=all(reason.met for reason in reasons),
        overall=overall,
        grade=_grade(design, marks, overall),
        reasons=tuple(reasons),
        marks=known,
    )


def overall_of(design: MicroCredential, marks: Mapping[str, Mark]) -> Decimal | None:
    """The weighted mean on the grading scale (without one: in percent); None where no part with a number has a weight."""
    weighted = [part for part in design.assessments if part.weight > 0 and not marks.get(part.id, Mark()).word]
    total = sum((part.weight for part in weighted), Decimal(0))
    if not total:
        return None
    scale = design.grading or _PERCENT
    if all(part.maximum == scale.maximum for part in weighted):
        mean = sum((_value(marks, part) * part.weight for part in weighted), Decimal(0)) / total
    else:
        share = sum((_value(marks, part) / part.maximum * part.weight for part in weighted), Decimal(0)) / total
        mean = scale.minimum + share * (scale.maximum - scale.minimum)
    return mean.quantize(_PLACES, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A number without needless zeros: 72, 4.5."""
    return f"{number.normalize():f}"


def _value(marks: Mapping[str, Mark], part: Assessment) -> Decimal:
    return marks.get(part.id, Mark()).value or Decimal(0)


def _part(part: Assessment, mark: Mark | None) -> Reason:
    english, bulgarian = part.title.text("en") or part.id, part.title.text("bg") or part.id

    def reason(code: str, *, met: bool, **facts: Any) -> Reason:
        return Reason(code=code, met=met, title_en=english, title_bg=bulgarian, facts=facts)

    if mark is None:
        return reason("RESULT_MISSING", met=False)
    if mark.value is None:
        accepted = {word.casefold() for word in part.accepted}
        if mark.word.casefold() in accepted:
            return reason("WORD_ACCEPTED", met=True, value=mark)
        return reason("WORD_NOT_ACCEPTED", met=not part.mandatory, value=mark, accepted=", ".join(part.accepted) or "–")
    if part.threshold is None:
        return reason("RESULT_PRESENT", met=True, value=mark)
    if mark.value < part.threshold:
        return reason("BELOW_THRESHOLD", met=not part.mandatory, value=mark, threshold=plain(part.threshold))
    return reason("THRESHOLD_MET", met=True, value=mark, threshold=plain(part.threshold))


def _overall(design: MicroCredential, overall: Decimal) -> Reason:
    if design.grading is None:
        return Reason(code="OVERALL", met=True, facts={"value": f"{plain(overall)} %"})
    facts = {"value": plain(overall), "threshold": plain(design.grading.pass_mark)}
    if overall < design.grading.pass_mark:
        return Reason(code="BELOW_PASS_MARK", met=False, facts=facts)
    return Reason(code="PASS_MARK_MET", met=True, facts=facts)


def _grade(design: MicroCredential, marks: Mapping[str, Mark], overall: Decimal | None) -> str:
    if overall is not None:
        return plain(overall) if design.grading else f"{plain(overall)} %"
    return next(_words(design, marks), "")


def _words(design: MicroCredential, marks: Mapping[str, Mark]) -> Iterator[str]:
    for part in design.assessments:
        if part.mandatory and part.id in marks:
            yield str(marks[part.id])
