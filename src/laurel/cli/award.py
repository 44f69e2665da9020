"""Apply a design's rules to one learner's results: awarded or not, with which grade, and why not.

Rules, in this order:
1. A mandatory assessment must have a result that passes: its threshold is reached, or its word is among the accepted ones;
   one with neither needs a score above 0.
2. The overall score is the weighted mean of score / maximum; a missing score counts 0, an accepted word full, another word 0.
3. The overall score is carried over to the grading scale, rounded to two decimals (half up), and must reach the pass mark.
   A design without a grading scale has no overall pass mark, and then at least one result must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from laurel.annex1.record import Assessment, GradingScale, MicroCredential
from laurel.cli.gradebook import number_in
from laurel.errors import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the rules say: `grade` is on the design's scale ("" without one); `reasons` say why not."""

    awarded: bool
    grade: str
    reasons: tuple[Phrase, ...]


def decide(results: Mapping[str, str], *, design: MicroCredential) -> Decision:
    """Decide about one learner whose `results` (assessment id -> cell) were read without problems."""
    reasons = list(_mandatory(results, design))
    grade = ""
    score = _overall(results, design)
    if design.grading is not None and score is not None:
        value = _on_scale(score, design.grading)
        grade = _plain(value)
        if value < design.grading.pass_mark:
            mark = _plain(design.grading.pass_mark)
            reasons.append(Phrase(f"grade {grade} is below the pass mark {mark}", f"оценка {grade} е под прага {mark}"))
    if not results:
        reasons = [Phrase("no results yet", "още няма резултати")]
    return Decision(awarded=not reasons, grade=grade, reasons=tuple(reasons))


def _mandatory(results: Mapping[str, str], design: MicroCredential) -> Iterator[Phrase]:
    for assessment in design.assessments:
        if not assessment.mandatory:
            continue
        name = assessment.id
        cell = results.get(name, "")
        if not cell:
            yield Phrase(f"{name} has no result", f"{name} няма резултат")
        elif not _passes(assessment, cell):
            yield Phrase(f"{name} was not passed ({cell})", f"{name} не е взето ({cell})")


def _passes(assessment: Assessment, cell: str) -> bool:
    value = number_in(cell)
    if value is None:
        return _is_accepted(assessment, cell)
    return value >= assessment.threshold if assessment.threshold is not None else value > 0


def _is_accepted(assessment: Assessment, cell: str) -> bool:
    return cell.casefold() in {word.casefold() for word in assessment.accepted}


def _overall(results: Mapping[str, str], design: MicroCredential) -> Decimal | None:
    """The weighted mean from 0 to 1, or None where nothing has a weight."""
    total = sum((each.weight for each in design.assessments), Decimal(0))
    if not total:
        return None
    return sum((each.weight * _share(each, results.get(each.id, "")) for each in design.assessments), Decimal(0)) / total


def _share(assessment: Assessment, cell: str) -> Decimal:
    value = number_in(cell)
    if value is None:
        return Decimal(int(_is_accepted(assessment, cell)))
    return value / assessment.maximum


def _on_scale(score: Decimal, scale: GradingScale) -> Decimal:
    value = scale.minimum + score * (scale.maximum - scale.minimum)
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
