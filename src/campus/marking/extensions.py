"""More time or attempts for one learner. Of the reason only its kind is kept: the story behind it is nobody's business here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.learning.cohorts import STAFF
from campus.marking.models import Assignment, Extension
from campus.marking.setup import locked_assignment, note
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

MOST_EXTRA = 10


class ExtensionError(Refusal):
    """It would give nothing, or something impossible."""

    code = "EXTENSION"
    text = _("This cannot be given: {why}")


@transaction.atomic
def extend(
    assignment: Assignment,
    *,
    number: str,
    due_at: datetime | None,
    extra_attempts: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> Extension:
    """Give one learner a later deadline or further attempts. What was given before is replaced.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NotFoundError: no learner of the cohort has this number.
        ExtensionError: nothing is given, or the deadline is no later than everybody's.
    """
    require(by, assignment.cohort.organisation, *STAFF)
    locked = locked_assignment(assignment)
    enrolment = locked.cohort.enrolments.filter(number=number).first()
    if enrolment is None:
        raise NotFoundError(field="number")
    if reason not in Extension.Reason.values:
        raise ExtensionError(why=_("say what kind of reason there is."), field="reason")
    if not 0 <= extra_attempts <= MOST_EXTRA:
        raise ExtensionError(why=_("from 0 to 10 attempts."), field="extra_attempts")
    if due_at is None and not extra_attempts:
        raise ExtensionError(why=_("give a later deadline or an attempt."), field="due_at")
    if due_at is not None and (locked.due_at is None or due_at <= locked.due_at):
        raise ExtensionError(why=_("the deadline has to be later than everybody’s."), field="due_at")
    facts = {
        "due_at": due_at,
        "extra_attempts": extra_attempts,
        "reason": reason,
        "given_by": person_of(by),
        "given_at": at,
    }
    row, _made = Extension.objects.update_or_create(assignment=locked, enrolment=enrolment, defaults=facts)
    note("assignment.extended", locked, by=by, at=at)
    return row


@transaction.atomic
def take_away(assignment: Assignment, *, number: str, by: Actor, at: datetime) -> None:
    """Let everybody's dates hold for a learner again.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NotFoundError: the learner has no extension.
    """
    require(by, assignment.cohort.organisation, *STAFF)
    gone, _rows = Extension.objects.filter(assignment=assignment, enrolment__number=number).delete()
    if not gone:
        raise NotFoundError(field="number")
    note("assignment.extension_ended", assignment, by=by, at=at)
