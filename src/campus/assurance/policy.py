"""What an organisation has settled about its own quality assurance: how often it reviews, and where learners are heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.assurance.criteria_sets import NoSuchCriteriaError, set_for
from campus.assurance.models import QualityPolicy
from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import Actor, person_of, require
from campus.policies.chosen import KEEPERS

LONGEST_INTERVAL = 60  # months


class BadIntervalError(Refusal):
    """Not a number of months that anybody could keep."""

    code = "BAD_INTERVAL"
    text = _("Reviews come every 1 to 60 months.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What holds for an organisation. `criteria_set`: a review by this set comes before publishing; "": none is asked for."""

    review_months: int = QualityPolicy.REVIEW_MONTHS
    feedback_route: str = ""
    complaints_route: str = ""
    criteria_set: str = ""


def settled_for(organisation: Organisation) -> Settled:
    """What the organisation has settled, with the defaults where it has not."""
    row = QualityPolicy.objects.filter(organisation=organisation).first()
    if row is None:
        return Settled()
    return Settled(
        review_months=row.review_months,
        feedback_route=row.feedback_route,
        complaints_route=row.complaints_route,
        criteria_set=row.criteria_set,
    )


@transaction.atomic
def settle(organisation: Organisation, wanted: Settled, *, by: Actor, at: datetime) -> Settled:
    """Settle how often designs are reviewed and by which criteria, and where learners are heard.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        BadIntervalError: fewer than 1 or more than `LONGEST_INTERVAL` months.
        NoSuchCriteriaError: there is no such set of criteria.
    """
    require(by, organisation, *KEEPERS)
    if not 1 <= wanted.review_months <= LONGEST_INTERVAL:
        raise BadIntervalError(field="review_months")
    if wanted.criteria_set and set_for(organisation, wanted.criteria_set) is None:
        raise NoSuchCriteriaError(field="criteria_set")
    person, key = person_of(by), organisation.pk
    values = {
        "review_months": wanted.review_months,
        "feedback_route": wanted.feedback_route.strip(),
        "complaints_route": wanted.complaints_route.strip(),
        "criteria_set": wanted.criteria_set,
    }
    QualityPolicy.objects.update_or_create(
        organisation=organisation, defaults={**values, "changed_by": person, "changed_at": at}
    )
    audit.note(
        "quality_policy.changed",
        actor=person,
        organisation=key,
        subject_kind="organisation",
        subject=key,
        at=at,
        months=wanted.review_months,
    )
    return settled_for(organisation)
