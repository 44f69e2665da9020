"""Results that an appeal or a case changes after they were confirmed, and what that means for an award that rests on them.

no award yet             the rules are asked again; that is all
awarded, no badge yet    the award follows the results: renewed, or taken back
ordered, not signed yet  the same, and the badge that would say what is no longer so is never signed: another can be ordered
a badge is signed        the award stands, and is marked: a registrar revokes the badge, then renews the award
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.issuing.models import Credential
from campus.issuing.set_aside import replace
from campus.learning.assess import marks_of
from campus.learning.award import facts_of, key_of
from campus.learning.conditions import conditions_of
from campus.learning.models import Award, Cohort, Enrolment, Result
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.annex1.award import Decision, decide


class BadgeStandsError(Refusal):
    """The badge is still valid."""

    code = "BADGE_STANDS"
    text = _("Revoke the badge first: it says something that is no longer so.")


@transaction.atomic
def correct(enrolment: Enrolment, assessment: str, score: Decimal | None, *, at: datetime) -> None:
    """Write a changed result (None: there is none any more), also where the cohort is closed and the award given.

    Whether it may be changed is for the caller to check.
    """
    cohort = _locked(enrolment.cohort_id)
    if score is None:
        Result.objects.filter(enrolment=enrolment, assessment=assessment).delete()
    else:
        facts = {"score": score, "word": "", "upload": None, "recorded_at": at}
        Result.objects.update_or_create(enrolment=enrolment, assessment=assessment, defaults=facts)
    decision = _decision(cohort, enrolment)
    Enrolment.objects.filter(pk=enrolment.pk).update(meets_rules=decision.earned)
    award = Award.objects.filter(enrolment=enrolment).first()
    if award is None:
        return
    if not Credential.objects.filter(award_key=award.key).exists():
        _follow(award, decision)
        return
    agrees = _agrees(award, decision)
    if not agrees and replace(award.key):
        _follow(award, decision)
        return
    award.contradicted_at = None if agrees else award.contradicted_at or at
    award.save(update_fields=["contradicted_at"])


@transaction.atomic
def renew(award: Award, *, by: Actor, at: datetime) -> Award | None:
    """Let an award follow the results after its badge was revoked: another badge can be issued, or (None) it is taken back.

    Raises:
        NotAllowedError: not a registrar there.
        NotFoundError: nothing contradicts it.
        BadgeStandsError: the badge is not revoked.
    """
    enrolment = award.enrolment
    cohort = _locked(enrolment.cohort_id)
    require(by, cohort.organisation, Role.REGISTRAR)
    current = Award.objects.select_for_update().filter(pk=award.pk, contradicted_at__isnull=False).first()
    if current is None:
        raise NotFoundError
    if Credential.objects.filter(award_key=current.key, revoked_at__isnull=True).exists():
        raise BadgeStandsError
    first = key_of(cohort, enrolment.number)
    current.conditions = conditions_of(cohort, enrolment, [each["assessment"] for each in current.results])
    current.key = f"{first}:{Credential.objects.filter(award_key__startswith=first).count() + 1}"
    renewed = _follow(current, _decision(cohort, enrolment))
    audit.note(
        "award.withdrawn" if renewed is None else "award.renewed",
        actor=person_of(by),
        organisation=cohort.organisation_id,
        subject_kind="enrolment",
        subject=enrolment.pk,
        at=at,
    )
    return renewed


def contradicted(organisation: Organisation) -> QuerySet[Award]:
    """Awards there whose badge says something that a changed result no longer bears out, the oldest first."""
    rows = Award.objects.filter(enrolment__cohort__organisation=organisation, contradicted_at__isnull=False)
    return rows.select_related("enrolment__cohort").order_by("contradicted_at", "pk")


def _locked(cohort_id: int) -> Cohort:
    cohorts = Cohort.objects.select_for_update(of=("self",)).select_related("design_version", "organisation")
    return cohorts.get(pk=cohort_id)


def _decision(cohort: Cohort, enrolment: Enrolment) -> Decision:
    results = Result.objects.filter(enrolment=enrolment).order_by("pk")
    return decide(record_of(cohort.design_version), marks_of(results), withdrawn=enrolment.withdrawn)


def _agrees(award: Award, decision: Decision) -> bool:
    facts = facts_of(decision)
    return decision.earned and (award.grade, award.overall, award.results) == (
        facts["grade"],
        facts["overall"],
        facts["results"],
    )


def _follow(award: Award, decision: Decision) -> Award | None:
    if not decision.earned:
        award.delete()
        return None
    for name, value in facts_of(decision).items():
        setattr(award, name, value)
    award.contradicted_at = None
    award.save()
    return award
