"""The linter: what the European elements and the chosen rule sets say of a draft, rule by rule, with what would mend it.

    draft × chosen packs × day ──▶ Lint: PASS · WARN · REFER · FAIL for each rule, facts, reason, source, fix

Web, API and the quality gates ask the same functions of `laurel`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campus.assurance.gates import facts_of_draft
from campus.catalogue.drafts import Draft, DraftState, state_of
from campus.catalogue.mending import Change, apply
from campus.people.models import Organisation
from campus.policies.chosen import ChosenPack
from laurel.annex1.findings import Finding, Fix
from laurel.annex1.kinds import Classified, classify
from laurel.annex1.record import MicroCredential
from laurel.errors import Language
from laurel.policy.changes import changes_of
from laurel.policy.evaluate import Answer, Evaluation, RuleFinding, evaluate
from laurel.policy.facts import FACTS, Facts, show_all
from laurel.policy.pack import Stage
from laurel.policy.reading import facts_of_design
from laurel.policy.score import OF_A_DESIGN, Score, score

STAGES: tuple[Stage, ...] = ("design", "publish")
ELEMENTS = "elements"  # stands for the European elements where a pack's id stands otherwise
RECOMMENDATION = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=celex:32022H0627%2802%29"
_ANSWERS = {"fail": Answer.FAIL, "warn": Answer.WARN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one rule says.

    Attributes:
        pack: id of the rule set, or `ELEMENTS`.
        rule: R-03, or the code of a check of the elements.
        at: JSON pointer to the place of the draft; "" where no single place is meant.
        blocks: True where the answer stands in the way of publishing.
        fix: changes of the draft that would turn it; () where none is offered.
        reason, facts, advice: by language.
    """

    pack: str
    rule: str
    answer: Answer
    element: str
    at: str
    blocks: bool
    reason: Mapping[Language, str]
    facts: Mapping[Language, str]
    advice: Mapping[Language, str]
    source: str
    fix: tuple[Change, ...] = ()

    @property
    def key(self) -> str:
        """Names the line in its report, so that its fix can be asked for."""
        return f"{self.pack}:{self.rule}:{self.at}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What one chosen rule set says; `evaluation` is None where its file cannot be read any more."""

    chosen: ChosenPack
    evaluation: Evaluation | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """The whole report on a draft."""

    state: DraftState
    elements: tuple[Line, ...]
    packs: tuple[PackReport, ...]
    classified: Classified | None
    score: Score

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line: the elements, then each rule set."""
        return (*self.elements, *(line for report in self.packs for line in report.lines))

    def count(self, answer: Answer) -> int:
        """How many lines give this answer."""
        return sum(line.answer is answer for line in self.lines)

    def line(self, key: str) -> Line | None:
        """The line of this key."""
        return next((line for line in self.lines if line.key == key), None)


def lint_draft(draft: Draft, packs: Sequence[ChosenPack], *, on: date, organisation: Organisation | None = None) -> Lint:
    """Put a draft before the European elements and the chosen rule sets, as they stand on a day.

    Args:
        organisation: whose process and register count, too; without one, only what the draft says.
    """

    def facts_of(record: MicroCredential | None) -> Facts:
        if record is None:
            return {}
        return facts_of_draft(organisation, record, on=on) if organisation else facts_of_design(record, on=on)

    state = state_of(draft, on=on)
    record = state.record
    facts = facts_of(record)
    evaluations = [None if each.pack is None else evaluate(facts, each.pack, on=on, stages=STAGES) for each in packs]
    failing = _failing(state, evaluations)
    elements = tuple(_checked(finding, draft) for finding in state.findings)
    mended = {change.at for line in elements for change in line.fix}

    def offered(fix: Facts) -> tuple[Change, ...]:
        """A fix that would break as much as it mends is none; one thing at a place, and that of the elements first."""
        changes = _changes(changes_of(fix))
        if not changes or mended & {change.at for change in changes}:
            return ()
        if not _fits(draft, changes):
            return ()
        after = state_of(apply(draft, changes)[0], on=on)
        asked = (evaluate(facts_of(after.record), each.pack, on=on, stages=STAGES) for each in packs if each.pack)
        return changes if _failing(after, asked) < failing else ()

    return Lint(
        state=state,
        elements=elements,
        packs=tuple(
            PackReport(
                chosen=chosen,
                evaluation=evaluation,
                lines=()
                if evaluation is None
                else tuple(_ruled(chosen, finding, offered(finding.fix)) for finding in evaluation.findings),
            )
            for chosen, evaluation in zip(packs, evaluations, strict=True)
        ),
        classified=classify(record) if record else None,
        score=score(state.findings, [each for each in evaluations if each], asked=OF_A_DESIGN if record else ()),
    )


def _checked(finding: Finding, draft: Draft) -> Line:
    changes = _changes([finding.fix] if finding.fix else [])
    return Line(
        pack=ELEMENTS,
        rule=finding.code,
        answer=_ANSWERS[finding.severity],
        element=finding.element,
        at=finding.at,
        blocks=finding.severity == "fail",
        reason={"en": finding.say("en"), "bg": finding.say("bg")},
        facts={"en": "", "bg": ""},
        advice={"en": "", "bg": ""},
        source=RECOMMENDATION,
        fix=changes if _fits(draft, changes) else (),
    )


def _ruled(chosen: ChosenPack, finding: RuleFinding, changes: tuple[Change, ...]) -> Line:
    places = [FACTS[name].at for name in (*finding.fix, *finding.facts) if FACTS[name].at]
    return Line(
        pack=chosen.pack_id,
        rule=finding.rule.id,
        answer=finding.answer,
        element=finding.rule.element,
        at=places[0] if places else "",
        blocks=chosen.blocking and finding.answer is Answer.FAIL,
        reason={"en": finding.rule.demand("en"), "bg": finding.rule.demand("bg")},
        facts={"en": show_all(finding.facts, "en"), "bg": show_all(finding.facts, "bg")},
        advice={"en": finding.advice("en"), "bg": finding.advice("bg")},
        source=finding.rule.source,
        fix=changes,
    )


def _changes(fixes: Iterable[Fix]) -> tuple[Change, ...]:
    return tuple(Change(at=fix.at, value=fix.value) for fix in fixes)


def _failing(state: DraftState, evaluations: Iterable[Evaluation | None]) -> int:
    broken = sum(finding.answer is Answer.FAIL for each in evaluations if each for finding in each.findings)
    return state.failures + broken


def _fits(draft: Draft, changes: tuple[Change, ...]) -> bool:
    try:
        apply(draft, changes)
    except LookupError:
        return False
    return True
