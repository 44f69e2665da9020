"""Who a learner is known to be, and how their work was watched, in words: for staff and for the learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from campus.catalogue.versions import record_of
from campus.enrolling import identity
from campus.enrolling.models import IdentityCheck
from campus.learning.models import Cohort, Enrolment
from laurel.annex1.vocabularies import Assurance, IdentityLevel


def level_of(enrolment: Enrolment, language: str) -> tuple[str, str]:
    """What is known of a learner, in words, with its tone."""
    if not enrolment.identity:
        return gettext("Nothing recorded"), "unknown"
    level = IdentityLevel.of(enrolment.identity)
    return level.name_in(language), "valid" if level.verified else "attention"


def assessments_of(cohort: Cohort, watched: Mapping[str, str], language: str) -> list[tuple[str, str, str]]:
    """Each assessment of the version: its id, its title, how it is watched by these facts."""
    design = record_of(cohort.design_version)
    return [(one.id, one.title.text(language) or one.id, watched.get(one.id, "")) for one in design.assessments]


def history_of(enrolments: Iterable[Enrolment], language: str) -> dict[int, list[dict[str, Any]]]:
    """What was found out about each of these learners, the newest first."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for each in identity.checks_of(enrolments):
        found[each.enrolment_id].append(_line(each, language))
    return found


def _line(check: IdentityCheck, language: str) -> dict[str, Any]:
    document = IdentityCheck.Document(check.document).label if check.document else ""
    assurance = Assurance.of(check.assurance).name_in(language) if check.assurance else ""
    return {
        "on": check.on,
        "level": IdentityLevel.of(check.level).name_in(language),
        "how": " · ".join(str(part) for part in (document, check.provider, check.method, assurance) if part),
        "by": check.recorded_by,
        "at": check.recorded_at,
    }
