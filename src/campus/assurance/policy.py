"""What an organisation has settled about its own quality assurance: how often it reviews, and where learners are heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.assurance.models import QualityPolicy
from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require

KEEPERS = (Role.QA_OFFICER, Role.ADMINISTRATOR)
LONGEST_INTERVAL = 60  # months


class BadIntervalError(Refusal):
    """Not a number of months that anybody could keep."""

    code = "BAD_INTERVAL"
    text = _("Reviews come every 1 to 60 months.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What holds for an organisation today."""

    review_months: int
    feedback_route: str
    complaints_route: str


def settled_for(organisation: Organisation) -> Settled:
    """What the organisation has settled, with the defaults where it has not."""
    row = QualityPolicy.objects.filter(organisation=organisation).first()
    return Settled(
        review_months=row.review_months if row else QualityPolicy.REVIEW_MONTHS,
        feedback_route=row.feedback_route if row else "",
        complaints_route=row.complaints_route if row else "",
    )


@transaction.atomic
def settle(
    organisation: Organisation, *, review_months: int, feedback_route: str, complaints_route: str, by: Actor, at: datetime
) -> Settled:
    """Say how often designs are reviewed, and where learners are heard.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        BadIntervalError: fewer than 1 or more than `LONGEST_INTERVAL` months.
    """
    require(by, organisation, *KEEPERS)
    if not 1 <= review_months <= LONGEST_INTERVAL:
        raise BadIntervalError(field="review_months")
    values = {
        "review_months": review_months,
        "feedback_route": feedback_route.strip(),
        "complaints_route": complaints_route.strip(),
    }
    person, key = person_of(by), organisation.pk
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
        months=review_months,
    )
    return settled_for(organisation)
