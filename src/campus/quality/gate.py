"""What a gate is: a pure question about a micro-credential, asked when it is handed in, approved and published.

A gate gets a `Context` and answers with findings; no finding is a pass. What it has to know from the database is read before,
by its `gather`, so that the question itself stays a function of values. `gates.GATES` is the ordered list of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django_stubs_ext import StrOrPromise

from campus.catalogue.drafts import DraftState
from campus.catalogue.models import Design
from campus.quality.models import Review
from laurel.annex1.record import MicroCredential


class Moment(StrEnum):
    """When the gates are asked."""

    SUBMIT = "submit"
    APPROVE = "approve"
    PUBLISH = "publish"


class Outcome(StrEnum):
    """What a gate answers. FAIL stops; REFER asks the person who approves to say why; WARN is worth a look."""

    PASS = "pass"  # noqa: S105  # no password
    WARN = "warn"
    REFER = "refer"
    FAIL = "fail"


_ORDER = tuple(Outcome)
EVERY_MOMENT = frozenset(Moment)


class Mend(StrEnum):
    """Where a finding is mended; the web knows the pages."""

    DRAFT = "draft"  # the step of the form that asks for `at`
    MEMBERS = "members"
    CHAIN = "chain"
    COMMENTS = "comments"
    NOWHERE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer of a gate that is not simply a pass.

    Attributes:
        gate: the gate's id.
        code: stable, names what is wrong.
        en, bg: the reason, a sentence for a person.
        at: JSON pointer into the draft, where it is about one place.
        mend: where it is mended: a `Mend`, or the name of another page of the organisation or the design.
    """

    gate: str
    outcome: Outcome
    code: str
    en: str
    bg: str
    at: str = ""
    mend: str = Mend.NOWHERE

    def say(self, language: str) -> str:
        """The reason in one of the two languages."""
        return self.bg if language == "bg" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the gates are asked about.

    Attributes:
        moment: handing in, approving or publishing.
        on: the day for which it has to hold.
        design: the micro-credential; a gate reads its facts and changes nothing.
        text: the draft as it was handed in, or as it stands when there is no review yet.
        state: how far that text is a record, with problems and findings.
        review: the round under way; None before it is handed in.
        known: what this gate's own `gather` read.
    """

    moment: Moment
    on: date
    design: Design
    text: dict[str, Any]
    state: DraftState
    review: Review | None
    known: Any = None

    @property
    def record(self) -> MicroCredential | None:
        """The record of the text; None when nothing of it can be read."""
        return self.state.record


Check = Callable[[Context], Iterable[Finding]]
Gather = Callable[[Design, Review | None, datetime], Any]


def _nothing(_design: Design, _review: Review | None, _at: datetime) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate: its stable id, its name for people, the pure check, and what it reads before."""

    id: str
    title: StrOrPromise
    check: Check
    gather: Gather = _nothing
    moments: frozenset[Moment] = EVERY_MOMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one gate said."""

    gate: Gate
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """The gravest of its findings; PASS without any."""
        return max((finding.outcome for finding in self.findings), key=_ORDER.index, default=Outcome.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What all gates said at one moment, in their order."""

    moment: Moment
    state: DraftState
    answers: tuple[Answered, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, gate by gate."""
        return tuple(finding for answer in self.answers for finding in answer.findings)

    def having(self, outcome: Outcome) -> tuple[Finding, ...]:
        """The findings with one outcome."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)

    @property
    def stops(self) -> bool:
        """True when something has to be mended first."""
        return bool(self.having(Outcome.FAIL))

    @property
    def refers(self) -> bool:
        """True when the person who approves has to say why."""
        return bool(self.having(Outcome.REFER))

    def as_json(self) -> list[dict[str, Any]]:
        """The report as it is kept with a decision: what was known when it was made."""
        return [
            {
                "gate": answer.gate.id,
                "outcome": str(answer.outcome),
                "findings": [
                    {"outcome": str(each.outcome), "code": each.code, "at": each.at, "en": each.en, "bg": each.bg}
                    for each in answer.findings
                ],
            }
            for answer in self.answers
        ]
