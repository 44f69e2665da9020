"""A gate: the rule sets that the organisation chose, on facts from the database (`campus.assurance.gates` evaluates them)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance import gates
from campus.assurance.models import GateRecord
from campus.catalogue.models import Design, DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Person
from campus.quality.chains import chain_of
from campus.quality.gate import Context, Finding, Gate, Outcome
from campus.quality.models import Party, Review, Stage
from laurel.policy.evaluate import Answer

ID = "policies"
PAGE = "design_gates"  # where every rule is shown with its facts
_BLOCKING = {Answer.WARN: Outcome.WARN, Answer.REFER: Outcome.REFER, Answer.FAIL: Outcome.FAIL}


def gather(design: Design, review: Review | None, _at: datetime) -> int:
    """How many different people will have written, reviewed and approved it when every stage is decided."""
    if review is None:
        return len({design.author_id, *design.edited_by}) + len(chain_of(design.organisation).stages)
    left = Stage.objects.filter(review=review, decided__isnull=True).count()
    return Party.objects.filter(review=review).count() + left


def check(context: Context) -> Iterator[Finding]:
    """A blocking set stops or refers; whatever a set that only warns does not find met is worth a look."""
    if context.record is None:
        return
    report = gates.at_publish(context.design, record=context.record, people=context.known, on=context.on)
    for name in report.unreadable:
        yield Finding(
            gate=ID,
            outcome=Outcome.FAIL,
            code="UNREADABLE",
            en=f"The set of rules “{name}” cannot be read any more.",
            bg=f"Наборът правила „{name}“ вече не може да се прочете.",
            mend=PAGE,
        )
    for line in report.told:
        yield Finding(
            gate=ID,
            outcome=_outcome(line),
            code=line.finding.rule.id,
            en=f"{line.finding.rule.title.en}: {line.finding.reason('en')}",
            bg=f"{line.finding.rule.title.bg}: {line.finding.reason('bg')}",
            mend=PAGE,
        )


def keep(review: Review, version: DesignVersion, *, person: Person, at: datetime) -> GateRecord:
    """Keep what the rules said when a version was published: issuing asks later how many people had a hand in it.

    Raises:
        GateClosedError: a blocking rule is not met.
    """
    people = Party.objects.filter(review=review).count()
    record = record_of(version)
    report = gates.at_publish(review.design, record=record, people=people, on=localdate(at))
    return gates.pass_through(report, version, stage=GateRecord.Stage.PUBLISH, by=person, at=at)


def _outcome(line: gates.GateLine) -> Outcome:
    if line.closes:
        return Outcome.FAIL
    return _BLOCKING[line.finding.answer] if line.blocking else Outcome.WARN


POLICIES = Gate(id=ID, title=_("Chosen rules"), check=check, gather=gather)
