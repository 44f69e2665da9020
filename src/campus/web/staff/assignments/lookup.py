"""Finding assignments, submissions and marks inside their organisation and cohort; who may look into what."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import get_language

from campus.learning.cohorts import STAFF
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.moderation import ADJUSTABLE, may_moderate
from campus.marking.settling import MODERATORS
from campus.marking.setup import AUTHORS
from campus.people.models import Organisation, Person, Role
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.staff.cohorts.lookup import cohort_in

READERS = (Role.AUTHOR, Role.ASSESSOR, Role.APPROVER, Role.REGISTRAR, Role.ADMINISTRATOR)
MARK_READERS = (Role.ASSESSOR, Role.APPROVER, Role.REGISTRAR, Role.ADMINISTRATOR)
TONES = {Assignment.State.DRAFT: "attention", Assignment.State.OPEN: "valid", Assignment.State.CLOSED: "unknown"}
_NAMED = (Submission.State.CONFIRMED, Submission.State.RELEASED)


def assignment_in(organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID) -> Assignment:
    """The assignment with this id, in that cohort.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    rows = Assignment.objects.select_related("cohort__organisation", "cohort__design_version__design")
    found = rows.filter(cohort=cohort_in(organisation, public_id), public_id=assignment_id).first()
    if found is None:
        raise NotFoundError
    return found


def submission_in(assignment: Assignment, submission_id: uuid.UUID) -> Submission:
    """What was handed in under this id. A draft is the learner's alone.

    Raises:
        NotFoundError: there is none.
    """
    rows = Submission.objects.filter(assignment=assignment).exclude(state=Submission.State.DRAFT)
    found = rows.select_related("enrolment__cohort").filter(public_id=submission_id).first()
    if found is None:
        raise NotFoundError
    found.assignment = assignment
    return found


def mark_in(assignment: Assignment, mark_id: uuid.UUID, person: Person) -> Mark:
    """This person's own mark with this id.

    Raises:
        NotFoundError: there is none, or it is somebody else's to give.
    """
    rows = Mark.objects.filter(submission__assignment=assignment, assessor=person, public_id=mark_id)
    found = rows.exclude(submission__state=Submission.State.DRAFT).select_related("submission__enrolment__cohort").first()
    if found is None:
        raise NotFoundError
    found.submission.assignment = assignment
    return found


def may_look_into(submission: Submission, person: Person) -> bool:
    """Whether somebody may see what was handed in: who marks it; who may moderate it, while there is something to moderate."""
    if submission.marks.filter(assessor=person).exists():
        return True
    held = roles_of(person, submission.assignment.cohort.organisation)
    return submission.state in ADJUSTABLE and bool(held & set(MODERATORS)) and may_moderate(submission, person)


def sees_marks(submission: Submission, person: Person, *, assesses: bool) -> bool:
    """Whether somebody may see others' marks: not while they, or any assessor, may still have to mark this work themselves."""
    if any(mark.assessor_id == person.pk and mark.state != Mark.State.DONE for mark in submission.marks.all()):
        return False
    return not assesses or submission.state not in (Submission.State.SUBMITTED, Submission.State.MARKED)


def named(submission: Submission) -> bool:
    """Whether staff see whose it is: where marking is not anonymous, and after it is confirmed."""
    return not submission.assignment.anonymous or submission.state in _NAMED


def frame_of(assignment: Assignment, person: Person) -> dict[str, Any]:
    """What every page about an assignment shows, and what this person may do there."""
    held = roles_of(person, assignment.cohort.organisation)
    return {
        "organisation": assignment.cohort.organisation,
        "cohort": assignment.cohort,
        "assignment": assignment,
        "title": assignment.title_in(get_language() or "en"),
        "tone": TONES[Assignment.State(assignment.state)],
        "zone": assignment.time_zone,
        "writes": bool(held & set(AUTHORS)),
        "staff": bool(held & set(STAFF)),
        "assesses": Role.ASSESSOR in held,
        "moderates": bool(held & set(MODERATORS)),
        "reads_marks": bool(held & set(MARK_READERS)),
    }
