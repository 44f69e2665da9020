"""What a gate says, as its template shows it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from campus.assurance.gates import GateReport
from laurel.errors import Language

TONES: Mapping[object, str] = {"pass": "valid", "warn": "attention", "refer": "unknown", "fail": "refused"}


def shown(report: GateReport) -> dict[str, object]:
    """For `staff/assurance/gate.html`: what stops it first, then what is worth a look, then what is met."""
    language: Language = "bg" if get_language() == "bg" else "en"
    lines = [line.told(language) for line in sorted(report.lines, key=lambda line: (not line.closes, -line.finding.answer))]
    for line in lines:
        line["tone"] = "refused" if line["closes"] else TONES[line["answer"]]
    return {
        "closed": report.closed,
        "unreadable": report.unreadable,
        "told": [line for line in lines if line["answer"] != "pass"],
        "met": [line for line in lines if line["answer"] == "pass"],
    }
