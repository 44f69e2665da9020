"""O2 in a cohort: how each assessment is watched, and what an award keeps of it and of how it was known who the learner is.

An award keeps both as they are when it is given. What is recorded later changes no award.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.learning.cohorts import STAFF
from campus.learning.models import Cohort, Enrolment
from campus.people.roles import Actor, person_of, require
from laurel.annex1.vocabularies import Assurance, IdentityLevel, IdentityVerification, Supervision

VERIFIED = tuple(level.value for level in IdentityLevel if level.verified)


class UnknownAssessmentError(Refusal):
    """The version has no such assessment."""

    code = "UNKNOWN_ASSESSMENT"
    text = _("This micro-credential has no assessment {assessment}.")


class UnknownSupervisionError(Refusal):
    """Not a way of watching."""

    code = "UNKNOWN_SUPERVISION"
    text = _("Choose whether and how the assessment is supervised.")


@transaction.atomic
def supervise(cohort: Cohort, watched: Mapping[str, str], *, by: Actor, at: datetime) -> Cohort:
    """Say how assessments of the cohort are watched; "" takes back what was said. Those not named stay as they are.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        UnknownAssessmentError, UnknownSupervisionError: see there.
    """
    require(by, cohort.organisation, *STAFF)
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("design_version").get(pk=cohort.pk)
    changed = _changed(locked, locked.supervision, watched)
    if changed != locked.supervision:
        locked.supervision = changed
        locked.save(update_fields=["supervision"])
        _note("cohort.supervised", "cohort", locked.pk, cohort, changed, by=by, at=at)
    return locked


@transaction.atomic
def supervise_one(enrolment: Enrolment, watched: Mapping[str, str], *, by: Actor, at: datetime) -> Enrolment:
    """Say where it was otherwise for one learner; "" means: as for everybody.

    Raises:
        NotAllowedError, UnknownAssessmentError, UnknownSupervisionError: as for `supervise`.
    """
    cohort = enrolment.cohort
    require(by, cohort.organisation, *STAFF)
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    changed = _changed(cohort, locked.supervision, watched)
    if changed != locked.supervision:
        locked.supervision = changed
        locked.save(update_fields=["supervision"])
        _note("enrolment.supervised", "enrolment", locked.pk, cohort, changed, by=by, at=at)
    return locked


def set_identity(enrolment: Enrolment, level: IdentityLevel, *, on: date, assurance: Assurance | None = None) -> None:
    """Write how it is known who a learner is. The caller has locked the enrolment, checked who may, and keeps the history."""
    enrolment.identity, enrolment.identity_on = level.value, on
    enrolment.identity_assurance = assurance.value if assurance else ""
    enrolment.save(update_fields=["identity", "identity_on", "identity_assurance"])


def conditions_of(cohort: Cohort, enrolment: Enrolment, assessments: Iterable[str]) -> dict[str, Any]:
    """What an award keeps: identity and supervision as they are now, of these assessments; {} where nothing is recorded."""
    watched = {**cohort.supervision, **enrolment.supervision}
    of_these = {name: watched[name] for name in assessments if name in watched}
    kept: dict[str, Any] = {"supervision": of_these} if of_these else {}
    if enrolment.identity and enrolment.identity_on:
        facts = {"level": enrolment.identity, "on": enrolment.identity_on.isoformat()}
        kept["identity"] = facts | ({"assurance": enrolment.identity_assurance} if enrolment.identity_assurance else {})
    return kept


def unverified(cohort: Cohort) -> QuerySet[Enrolment]:
    """Who is ready for the award, although the design foresees verified identity and theirs is not; else nobody."""
    ready = Enrolment.objects.filter(cohort=cohort, meets_rules=True, award__isnull=True)
    if record_of(cohort.design_version).identity_verification is not IdentityVerification.VERIFIED:
        return ready.none()
    return ready.exclude(identity__in=VERIFIED)


def _changed(cohort: Cohort, stands: Mapping[str, str], watched: Mapping[str, str]) -> dict[str, str]:
    known = {one.id for one in record_of(cohort.design_version).assessments}
    for name, kind in watched.items():
        if name not in known:
            raise UnknownAssessmentError(assessment=name)
        if kind not in ("", *(each.value for each in Supervision)):
            raise UnknownSupervisionError(field=name)
    return {name: kind for name, kind in {**stands, **watched}.items() if kind}


def _note(action: str, kind: str, subject: int, cohort: Cohort, facts: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=cohort.organisation_id, subject_kind=kind, subject=subject, at=at, **facts
    )
