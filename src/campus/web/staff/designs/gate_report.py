"""What the gates said, for a page: each gate with its findings, and the link to where each is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django_stubs_ext import StrOrPromise

from campus.catalogue.models import Design
from campus.quality.gate import Finding, Mend, Outcome, Report
from campus.quality.gates import GATES
from campus.web.staff.designs.steps import step_of

TONES: Mapping[str, str] = {
    Outcome.PASS: "valid",
    Outcome.WARN: "attention",
    Outcome.REFER: "attention",
    Outcome.FAIL: "refused",
}
_PAGES: Mapping[str, str] = {Mend.MEMBERS: "members", Mend.CHAIN: "chain", Mend.COMMENTS: "design"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """One finding: its tone and reason, and where it is mended ("" where nobody here can)."""

    tone: str
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateShown:
    """One gate and what it found."""

    title: StrOrPromise
    tone: str
    outcome: str
    findings: tuple[FindingShown, ...]


def gates_shown(report: Report, design: Design, *, language: str, mends: bool) -> list[GateShown]:
    """The report, with links to where each finding is mended when the reader can mend (`mends`)."""
    return [
        GateShown(
            title=answer.gate.title,
            tone=TONES[answer.outcome],
            outcome=str(answer.outcome),
            findings=tuple(
                FindingShown(
                    tone=TONES[finding.outcome], text=finding.say(language), url=_where(finding, design) if mends else ""
                )
                for finding in answer.findings
            ),
        )
        for answer in report.answers
    ]


def gates_kept(report: list[dict[str, Any]], *, language: str) -> list[GateShown]:
    """The same from a report that was kept with a decision; a gate that is no more shows its id."""
    titles = {gate.id: gate.title for gate in GATES}
    spoken = "bg" if language == "bg" else "en"
    return [
        GateShown(
            title=titles.get(kept["gate"], kept["gate"]),
            tone=TONES.get(kept["outcome"], "unknown"),
            outcome=kept["outcome"],
            findings=tuple(
                FindingShown(tone=TONES.get(each["outcome"], "unknown"), text=each[spoken], url="") for each in kept["findings"]
            ),
        )
        for kept in report
    ]


def _where(finding: Finding, design: Design) -> str:
    slug, key = design.organisation.slug, design.public_id
    if finding.mend == Mend.DRAFT:
        return reverse("design_step", args=[slug, key, step_of(finding.at).slug]) + "?check"
    name = _PAGES.get(finding.mend, finding.mend)
    for arguments in ([slug, key], [slug]):
        try:
            return reverse(name, args=arguments) if name else ""
        except NoReverseMatch:
            continue
    return ""
