"""The gates before publishing and before issuing: what the chosen rules say of the facts, and what that means.

    design ─────reading──▶ facts ─┐
    process ────database─▶ facts ─┼─▶ chosen packs ─▶ GateReport ─▶ a blocking FAIL: GateClosedError; the rest is shown
    register ──standing──▶ facts ─┘

This floor stands below issuing and learning, which ask it, and below quality, which asks it too and tells it what only quality
knows (how many people had a hand in it). A gate never asks upward.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campus.assurance import register
from campus.assurance.models import GateRecord, Standing
from campus.assurance.policy import Settled, settled_for
from campus.base.refusals import Refusal
from campus.catalogue.models import Design, DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Membership, Organisation, Role
from campus.people.roles import Actor, person_of
from campus.policies.chosen import chosen_packs
from laurel.annex1.record import MicroCredential
from laurel.errors import Language
from laurel.policy.evaluate import Answer, RuleFinding, evaluate
from laurel.policy.facts import UNKNOWN, Known
from laurel.policy.pack import Pack, Stage, read_pack
from laurel.policy.reading import facts_of_design

PUBLISH: tuple[Stage, ...] = ("design", "publish")
ISSUE: tuple[Stage, ...] = ("publish", "issue")
DAYS_A_MONTH = Decimal("30.4375")


class GateClosedError(Refusal):
    """A rule that the organisation lets block is not met. `report` names every finding."""

    code = "GATE_CLOSED"
    text = _("Rules that your organisation holds itself to are not met: {rules}.")

    def __init__(self, report: GateReport) -> None:
        self.report = report
        names = [*(line.finding.rule.id for line in report.closing), *report.unreadable]
        super().__init__(rules=", ".join(dict.fromkeys(names)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """What one rule of one set says."""

    pack: Pack
    blocking: bool
    finding: RuleFinding
    strict: bool = False  # a fact that nobody stated is not enough

    @property
    def closes(self) -> bool:
        """True when this alone stops it."""
        if self.strict:
            return self.finding.answer is not Answer.PASS
        return self.blocking and self.finding.answer is Answer.FAIL

    def told(self, language: Language) -> dict[str, object]:
        """What a page or a program shows of it."""
        finding = self.finding
        return {
            "rule": finding.rule.id,
            "title": finding.rule.title.say(language),
            "pack": self.pack.id,
            "pack_title": self.pack.title.say(language),
            "answer": finding.answer.name.lower(),
            "word": finding.answer.say(language),
            "closes": self.closes,
            "reason": finding.reason(language),
            "advice": finding.advice(language),
            "source": finding.rule.source,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What every chosen rule says on one day. `unreadable`: blocking sets whose file cannot be read any more."""

    on: date
    people: int
    lines: tuple[GateLine, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """True when something stops it. What cannot be read was not met."""
        return bool(self.closing or self.unreadable)

    @property
    def closing(self) -> tuple[GateLine, ...]:
        """What stops it."""
        return tuple(line for line in self.lines if line.closes)

    @property
    def told(self) -> tuple[GateLine, ...]:
        """What a person should see: everything that is not simply met."""
        return tuple(line for line in self.lines if line.finding.answer is not Answer.PASS)

    @property
    def answer(self) -> Answer:
        """The worst of all."""
        return max((line.finding.answer for line in self.lines), default=Answer.PASS)


def at_publish(design: Design, *, record: MicroCredential, people: int, on: date) -> GateReport:
    """What the gate before publishing says of a draft.

    Args:
        people: different people who wrote, reviewed and approved it, the one about to approve included.
    """
    settled = settled_for(design.organisation)
    stated = _process(design.organisation, settled, people)
    packs, unreadable = _chosen(design.organisation)
    if Standing.objects.filter(design=design, cross_border_since__isnull=False).exists():
        packs = [*packs, (readiness(), True)]
    return _ask(packs, _facts(design.organisation, record, on, stated), PUBLISH, on, people, unreadable)


def at_issue(version: DesignVersion, *, names_checked: bool, on: date) -> GateReport:
    """What the gate before issuing says of a published version.

    Args:
        names_checked: whoever orders has said that the learners' names were compared with their documents.
    """
    organisation = version.design.organisation
    settled = settled_for(organisation)
    people = people_of(version)
    stated = {
        **_process(organisation, settled, people),
        "review_interval_months": max(Decimal(settled.review_months), months_since_review(version.design, on=on)),
        "name_verified": True if names_checked else UNKNOWN,
        # an award is only made to who reached every mandatory outcome: learning.award decides by the same record
        "outcomes_below_threshold": frozenset[str](),
        "has_awards": True,
    }
    packs, unreadable = _chosen(organisation)
    return _ask(packs, _facts(organisation, record_of(version), on, stated), ISSUE, on, people, unreadable)


def at_border(version: DesignVersion, *, on: date) -> GateReport:
    """What stands against offering a version to learners of other countries. Here a fact nobody stated is not enough."""
    organisation = version.design.organisation
    people = people_of(version)
    facts = _facts(organisation, record_of(version), on, _process(organisation, settled_for(organisation), people))
    return _ask([(readiness(), True)], facts, PUBLISH, on, people)


def facts_of_draft(organisation: Organisation, record: MicroCredential, *, on: date) -> dict[str, Known]:
    """What is known of a draft before anybody has reviewed it: its text, the process that is settled, the register."""
    stated = _process(organisation, settled_for(organisation), 0)
    del stated["approving_people"]  # the review will tell
    return _facts(organisation, record, on, stated)


def pass_through(
    report: GateReport, version: DesignVersion, *, stage: GateRecord.Stage, by: Actor, at: datetime, about: str = ""
) -> GateRecord:
    """Keep what the gate said, in the caller's transaction.

    Args:
        about: at issuing, which batch.

    Raises:
        GateClosedError: a blocking rule is not met.
    """
    require_open(report)
    return GateRecord.objects.create(
        version=version,
        stage=stage,
        about=about,
        checked_at=at,
        checked_by=person_of(by),
        people=report.people,
        answer=report.answer.name.lower(),
        report=json.dumps(_kept(report), ensure_ascii=False),
    )


def require_open(report: GateReport) -> None:
    """Refuse where a blocking rule is not met.

    Raises:
        GateClosedError: carries the report.
    """
    if report.closed:
        raise GateClosedError(report)


def people_of(version: DesignVersion) -> int:
    """How many different people had a hand in a version: as the gate noted it, else its author and its approver."""
    noted = GateRecord.objects.filter(version=version, stage=GateRecord.Stage.PUBLISH).first()
    return noted.people if noted else len({version.author_id, version.approved_by_id})


def months_since_review(design: Design, *, on: date) -> Decimal:
    """How long nobody has looked at the published text, in months."""
    reviewed = last_looked_at(design)
    return Decimal(0) if reviewed is None else Decimal(max((on - reviewed).days, 0)) / DAYS_A_MONTH


def last_looked_at(design: Design) -> date | None:
    """The day of the last review: the newest version's publication or the last periodic review; None before the first."""
    moments = [
        *Standing.objects.filter(design=design).values_list("reviewed_at", flat=True),
        *design.versions.order_by("-number").values_list("published_at", flat=True)[:1],
    ]
    return max((timezone.localdate(moment) for moment in moments if moment), default=None)


@cache
def readiness() -> Pack:
    """What has to be settled before a micro-credential is offered across borders."""
    return read_pack(resources.files("campus.assurance").joinpath("readiness.toml").read_text(encoding="utf-8"))


def _chosen(organisation: Organisation) -> tuple[list[tuple[Pack, bool]], tuple[str, ...]]:
    """The sets of rules that can be asked, each with whether it blocks; and the blocking ones that cannot be read any more."""
    chosen = chosen_packs(organisation)
    readable = [(each.pack, each.blocking) for each in chosen if each.pack is not None]
    return readable, tuple(each.pack_id for each in chosen if each.pack is None and each.blocking)


def _process(organisation: Organisation, settled: Settled, people: int) -> dict[str, Known]:
    """The facts of the process that the database knows."""
    return {
        "approving_people": Decimal(people),
        "review_interval_months": Decimal(settled.review_months),
        "learner_feedback_route": True,  # whoever holds a badge can answer the survey about it
        "complaints_route": bool(settled.complaints_route) or _somebody_answers(organisation),
    }


def _somebody_answers(organisation: Organisation) -> bool:
    """Whether complaints filed here reach anybody."""
    handlers = Membership.objects.filter(organisation=organisation, role__in=[Role.QA_OFFICER, Role.ADMINISTRATOR])
    return handlers.filter(person__is_active=True).exists()


def _facts(organisation: Organisation, record: MicroCredential, on: date, stated: Mapping[str, Known]) -> dict[str, Known]:
    facts = {**facts_of_design(record, on=on), **stated}
    standing = register.standing_of(organisation, on=on)
    if standing is not register.ExternalStanding.UNLISTED:
        facts["external_quality_valid"] = standing is register.ExternalStanding.VALID
    elif facts["external_quality_valid"] is True:
        # The design says so, and nobody else does: neither right nor wrong until a person has looked.
        facts["external_quality_valid"] = UNKNOWN
    return facts


def _ask(
    packs: list[tuple[Pack, bool]],
    facts: Mapping[str, Known],
    stages: tuple[Stage, ...],
    on: date,
    people: int,
    unreadable: tuple[str, ...] = (),
) -> GateReport:
    lines = tuple(
        GateLine(pack=pack, blocking=blocking, finding=finding, strict=pack is readiness())
        for pack, blocking in packs
        for finding in evaluate(facts, pack, on=on, stages=stages).findings
    )
    return GateReport(on=on, people=people, lines=lines, unreadable=unreadable)


def _kept(report: GateReport) -> list[dict[str, object]]:
    return [
        line.told("en") | {"reason_bg": line.finding.reason("bg"), "pack_version": line.pack.version} for line in report.lines
    ]
