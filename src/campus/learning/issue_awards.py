"""From awards to an order: what the issuing floor needs to know about each learner who earned it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from campus.issuing.issue import AwardToIssue, order_batch
from campus.issuing.models import Batch
from campus.learning.holds import held
from campus.learning.models import Award, Cohort
from campus.people.roles import Actor

ROWS_AT_ONCE = 500


@transaction.atomic
def issue_awards(cohort: Cohort, *, by: Actor, at: datetime, names_checked: bool = False) -> Batch:
    """Order a badge for every award of the cohort that has none yet and about whose learner nothing is open.

    Ordering twice is the same as once.

    Args:
        names_checked: `by` states that the learners' names were compared with their documents.

    Raises:
        NotAllowedError, SecondStepMissingError: the actor may not issue there.
        NothingToIssueError: nobody in the cohort holds an award, or all who do are on hold.
        GateClosedError: a rule that the organisation lets block is not met.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # a hold that opens now waits, or is seen
    return order_batch(
        cohort.organisation,
        design_version=cohort.design_version,
        awards=awards_of(cohort),
        by=by,
        at=at,
        names_checked=names_checked,
    )


def awards_of(cohort: Cohort) -> Iterator[AwardToIssue]:
    """The cohort's awards that nothing holds, as issuing knows them, as learners were enrolled, in bounded memory."""
    awards = Award.objects.filter(enrolment__cohort=cohort).exclude(held("enrolment")).select_related("enrolment")
    for award in awards.order_by("enrolment_id").iterator(chunk_size=ROWS_AT_ONCE):
        yield AwardToIssue(
            award_key=award.key,
            recipient_name=award.enrolment.name,
            recipient_email=award.enrolment.email,
            awarded_at=award.awarded_at,
            grade=award.grade,
            results=tuple(award.results),
            conditions=award.conditions,
        )
