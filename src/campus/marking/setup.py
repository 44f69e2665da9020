"""Setting an assignment: its rules and rubric, opening it to learners, closing it.

    create ──▶ change, set_rubric ──▶ open_ ──▶ close ⇄ open_
                                        └─ change: deadlines and texts; what marking rests on is frozen

Opening freezes the rubric and how marks are settled: nobody is marked by other rules than their neighbour.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Cohort, Quiz
from campus.marking.file_kinds import KINDS
from campus.marking.models import Assignment, Submission
from campus.marking.rubrics import Rubric, as_json, read_rubric, usual_rubric
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from laurel.annex1.record import Assessment

AUTHORS = (Role.AUTHOR, Role.ASSESSOR)
RULES = frozenset(
    (
        "title_bg", "title_en", "instructions_bg", "instructions_en", "time_zone", "opens_at", "due_at", "late", "late_until",
        "late_percent", "takes_text", "takes_files", "takes_links", "kinds", "most_files", "largest_file", "attempts_allowed",
        "cool_down", "resit_days", "counts", "anonymous", "second_percent", "second_minimum", "second_fails", "borderline",
        "tolerance", "agreed", "needs_board", "release_at", "appeal_days",
    )
)  # fmt: skip
FROZEN = frozenset(
    (
        "late", "late_percent", "counts", "anonymous", "second_percent", "second_minimum", "second_fails", "borderline",
        "tolerance", "agreed", "needs_board", "appeal_days",
    )
)  # fmt: skip
MOST_ATTEMPTS, LONGEST_PAUSE = 20, timedelta(days=366)
LARGEST_FILE, MOST_FILES = 20 * 1024**2, 20
LONGEST_TEXT = 20_000
State = Assignment.State


class AssignmentTakenError(Refusal):
    """The assessment gets its results otherwise already."""

    code = "ASSIGNMENT_TAKEN"
    text = _("This assessment has an assignment or a quiz already.")


class UnknownAssessmentError(Refusal):
    """The micro-credential has no such assessment, or its result is a word."""

    code = "UNKNOWN_ASSESSMENT"
    text = _("The micro-credential of this cohort has no such assessment with a number as its result.")


class AssignmentRuleError(Refusal):
    """A rule of the assignment cannot be so."""

    code = "ASSIGNMENT_RULE"
    text = _("This cannot be so: {why}")


class AssignmentFrozenError(Refusal):
    """Learners have met it already."""

    code = "ASSIGNMENT_FROZEN"
    text = _("The assignment is open, so the rubric and the rules of marking stand as they are.")


class AssignmentMovedOnError(Refusal):
    """It was opened or closed in the meantime."""

    code = "ASSIGNMENT_MOVED_ON"
    text = _("This assignment has moved on in the meantime. Look at it again.")


class RubricOfDesignError(Refusal):
    """The approved design says how this part is marked."""

    code = "RUBRIC_OF_DESIGN"
    text = _("The rubric comes from the approved design. Change it there, with a new version.")


def assessments_of(cohort: Cohort) -> list[Assessment]:
    """The assessments whose results are numbers."""
    return [part for part in record_of(cohort.design_version).assessments if not part.accepted]


def assessment_of(assignment: Assignment) -> Assessment:
    """The assessment an assignment gives the results of."""
    return next(part for part in assessments_of(assignment.cohort) if part.id == assignment.assessment)


def rubric_of(assignment: Assignment) -> Rubric:
    """The criteria an assignment is marked by."""
    return read_rubric(assignment.rubric)


def free_assessments(cohort: Cohort) -> list[Assessment]:
    """Those that get their results from neither an assignment nor a quiz yet."""
    taken = set(Assignment.objects.filter(cohort=cohort).values_list("assessment", flat=True))
    taken |= set(Quiz.objects.filter(cohort=cohort).values_list("assessment", flat=True))
    return [part for part in assessments_of(cohort) if part.id not in taken]


@transaction.atomic
def create(cohort: Cohort, *, assessment: str, by: Actor, at: datetime, **rules: Any) -> Assignment:
    """Begin an assignment with the rubric of the design, or else the usual one; `rules` are fields named in `RULES`.

    Raises:
        NotAllowedError: neither author nor assessor there.
        CohortClosedError, UnknownAssessmentError, AssignmentTakenError, AssignmentRuleError.
    """
    require(by, cohort.organisation, *AUTHORS)
    if cohort.closed_at is not None:
        raise CohortClosedError
    part = next((part for part in assessments_of(cohort) if part.id == assessment), None)
    if part is None:
        raise UnknownAssessmentError(field="assessment")
    if Quiz.objects.filter(cohort=cohort, assessment=assessment).exists():
        raise AssignmentTakenError(field="assessment")
    assignment = Assignment(
        cohort=cohort,
        assessment=assessment,
        rubric=as_json(part.rubric or usual_rubric(record_of(cohort.design_version), part)),
        rubric_of_design=bool(part.rubric),
        maximum=part.maximum,
        pass_mark=part.threshold,
        seed=secrets.token_hex(16),
        created_by=person_of(by),
        created_at=at,
    )
    _set(assignment, rules)
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError:
        raise AssignmentTakenError(field="assessment") from None
    note("assignment.created", assignment, by=by, at=at)
    return assignment


@transaction.atomic
def change(assignment: Assignment, *, by: Actor, at: datetime, **rules: Any) -> Assignment:
    """Change rules. Once it is open, those in `FROZEN` stand.

    Raises:
        NotAllowedError, AssignmentRuleError.
        AssignmentFrozenError: a rule that marking rests on would change after opening.
    """
    require(by, assignment.cohort.organisation, *AUTHORS)
    locked = locked_assignment(assignment)
    before = {name: getattr(locked, name) for name in rules}
    _set(locked, rules)
    frozen = sorted(name for name in FROZEN & set(rules) if before[name] != getattr(locked, name))
    if locked.state != State.DRAFT and frozen:
        raise AssignmentFrozenError(field=frozen[0])
    locked.save(update_fields=sorted(rules))
    note("assignment.changed", locked, by=by, at=at)
    return locked


@transaction.atomic
def set_rubric(assignment: Assignment, rubric: Sequence[object], *, by: Actor, at: datetime) -> Assignment:
    """Replace the rubric of a draft.

    Args:
        rubric: criteria as of laurel.annex1 `Criterion`, or as JSON.

    Raises:
        NotAllowedError, RubricError, RubricOfDesignError.
        AssignmentFrozenError: learners have met the present one.
    """
    require(by, assignment.cohort.organisation, *AUTHORS)
    locked = locked_assignment(assignment)
    if locked.rubric_of_design:
        raise RubricOfDesignError
    if locked.state != State.DRAFT:
        raise AssignmentFrozenError
    locked.rubric = as_json(read_rubric(rubric))
    locked.save(update_fields=["rubric"])
    note("assignment.rubric_set", locked, by=by, at=at)
    return locked


@transaction.atomic
def open_(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """Show it to learners, who may hand in as soon as the opening time has come; or open a closed one again.

    Raises:
        NotAllowedError, CohortClosedError.
        RubricError: there is nothing to mark by.
        AssignmentMovedOnError: it is open already.
    """
    require(by, assignment.cohort.organisation, *AUTHORS)
    locked = locked_assignment(assignment)
    if locked.state == State.OPEN:
        raise AssignmentMovedOnError
    if locked.cohort.closed_at is not None:
        raise CohortClosedError
    rubric_of(locked)
    locked.state, locked.opened_at = State.OPEN, locked.opened_at or at
    locked.save(update_fields=["state", "opened_at"])
    note("assignment.opened", locked, by=by, at=at)
    return locked


@transaction.atomic
def close(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Take nothing more. Drafts stay as they are. Closing twice is the same as once.

    Raises:
        NotAllowedError: neither author nor assessor there.
    """
    require(by, assignment.cohort.organisation, *AUTHORS)
    if Assignment.objects.filter(pk=assignment.pk, state=State.OPEN).update(state=State.CLOSED):
        note("assignment.closed", assignment, by=by, at=at)


@transaction.atomic
def delete_draft(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Delete an assignment that never opened.

    Raises:
        NotAllowedError, AssignmentMovedOnError.
    """
    require(by, assignment.cohort.organisation, *AUTHORS)
    locked = locked_assignment(assignment)
    if locked.state != State.DRAFT or Submission.objects.filter(assignment=locked).exists():
        raise AssignmentMovedOnError
    note("assignment.deleted", locked, by=by, at=at)
    locked.delete()


def locked_submission(key: int) -> Submission:
    """A submission's row, locked, with its assignment, cohort, organisation and learner. Raises Submission.DoesNotExist."""
    rows = Submission.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("assignment__cohort__organisation", "enrolment__cohort").get(pk=key)


def locked_assignment(assignment: Assignment) -> Assignment:
    """The assignment as it stands, locked until the transaction ends; learners may go on handing in."""
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "cohort__organisation", "cohort__design_version"
    )
    return rows.get(pk=assignment.pk)


def note(action: str, assignment: Assignment, *, by: Actor, at: datetime, **details: object) -> None:
    """An entry of the audit trail about an assignment."""
    audit.note(
        action,
        actor=person_of(by),
        organisation=assignment.cohort.organisation_id,
        subject_kind="assignment",
        subject=assignment.pk,
        at=at,
        **details,
    )


def _set(assignment: Assignment, rules: dict[str, Any]) -> None:
    unknown = set(rules) - RULES
    if unknown:
        raise TypeError(f"no rules of an assignment: {sorted(unknown)}")
    for name, value in rules.items():
        setattr(assignment, name, value.strip() if isinstance(value, str) else value)
    for field, wrong, why in (*_wrong_times(assignment), *_wrong_rules(assignment)):
        if wrong:
            raise AssignmentRuleError(why=why, field=field)


def _wrong_times(row: Assignment) -> Iterable[tuple[str, bool, Any]]:
    opens, due, until = row.opens_at, row.due_at, row.late_until
    yield "time_zone", row.time_zone not in available_timezones(), _("this is no time zone.")
    yield "due_at", opens is not None and due is not None and due <= opens, _("it is due before it opens.")
    yield "late_until", until is not None and due is None, _("late is only what comes after a deadline, so there must be one.")
    early = until is not None and due is not None and until <= due
    yield "late_until", early, _("late work is taken until a moment after the deadline.")
    yield (
        "release_at",
        row.release_at is not None and due is not None and row.release_at <= due,
        _("feedback cannot be shown before the deadline."),
    )


def _wrong_rules(row: Assignment) -> Iterable[tuple[str, bool, Any]]:
    yield "title_en", not (row.title_bg or row.title_en), _("it needs a title.")
    long = max(len(row.instructions_bg), len(row.instructions_en)) > LONGEST_TEXT
    yield "instructions_en", long, _("instructions have at most 20,000 characters.")
    yield "takes_text", not (row.takes_text or row.takes_files or row.takes_links), _("something has to be handed in.")
    yield "appeal_days", not 1 <= row.appeal_days <= 366, _("from 1 to 366 days.")
    yield "kinds", any(kind not in KINDS for kind in row.kinds), _("this kind of file is not known.")
    yield "most_files", not 1 <= row.most_files <= MOST_FILES, _("from 1 to 20 files.")
    yield "largest_file", not 1024 <= row.largest_file <= LARGEST_FILE, _("a file has at most 20 MB.")
    yield "attempts_allowed", not 1 <= row.attempts_allowed <= MOST_ATTEMPTS, _("from 1 to 20 attempts.")
    yield "cool_down", not timedelta(0) <= row.cool_down <= LONGEST_PAUSE, _("a pause of at most a year.")
    yield "resit_days", not 1 <= row.resit_days <= 366, _("from 1 to 366 days.")
    for name in ("late_percent", "second_percent", "borderline"):
        yield name, not Decimal(0) <= getattr(row, name) <= 100, _("from 0 to 100 percent.")
    yield "second_minimum", not 0 <= row.second_minimum <= 10_000, _("from 0 to 10,000 pieces of work.")
    yield "tolerance", not 0 <= row.tolerance <= 8, _("from 0 to 8 levels.")
    known = {"late": Assignment.Late, "counts": Assignment.Counts, "agreed": Assignment.Agreed}
    for name, choices in known.items():
        yield name, getattr(row, name) not in choices.values, _("this is none of the choices.")
