"""Moderation: how assessors mark compared with one another, what they disagree about, and totals that a moderator changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, permutations
from statistics import mean
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.marking.models import Adjustment, Assignment, Mark, Submission
from campus.marking.pools import is_barred
from campus.marking.settling import MODERATORS
from campus.marking.setup import locked_assignment, locked_submission, note
from campus.people.models import Person
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

BANDS = 10
ADJUSTABLE = (Submission.State.SECOND_MARKED, Submission.State.SETTLED, Submission.State.MODERATED)


class OwnMarkError(Refusal):
    """Whoever marked it does not moderate it."""

    code = "OWN_MARK"
    text = _("You cannot change this mark: you marked this work, or have a conflict of interest.")


class AdjustmentError(Refusal):
    """A total that cannot be, or no reason."""

    code = "ADJUSTMENT"
    text = _("This mark cannot be set: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one assessor marks. `bands` counts their totals in tenths of the maximum; `against` is the mean difference to others
    who marked the same work (None: nobody did).
    """

    person: Person
    count: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    passing: int | None
    bands: tuple[int, ...]
    against: Decimal | None


def spreads_of(assignment: Assignment) -> list[Spread]:
    """How each assessor marks, by name."""
    done = Mark.objects.filter(submission__assignment=assignment, state=Mark.State.DONE)
    passing = Q(total__gte=assignment.pass_mark) if assignment.pass_mark is not None else Q(pk__lt=0)
    counted = (
        done.values("assessor")
        .order_by()
        .annotate(
            count=Count("pk"),
            mean=Avg("total"),
            lowest=Min("total"),
            highest=Max("total"),
            passing=Count("pk", filter=passing),
            **_band_counts(assignment),
        )
    )
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    people = Person.objects.in_bulk([row["assessor"] for row in rows])
    against = _against_others(assignment)
    spreads = [
        Spread(
            person=people[row["assessor"]],
            count=row["count"],
            mean=_plain(row["mean"]),
            lowest=row["lowest"],
            highest=row["highest"],
            passing=None if assignment.pass_mark is None else row["passing"],
            bands=tuple(row[f"band_{band}"] for band in range(BANDS)),
            against=against.get(row["assessor"]),
        )
        for row in rows
    ]
    return sorted(spreads, key=lambda spread: spread.person.name.casefold())


def disputed(assignment: Assignment) -> QuerySet[Submission]:
    """Work whose two marks lie too far apart and that no third mark has settled yet."""
    return Submission.objects.filter(assignment=assignment, state=Submission.State.SECOND_MARKED).order_by("pk")


def may_moderate(submission: Submission, person: Person) -> bool:
    """Whether this person neither marked the work nor is barred from it."""
    marked = submission.marks.filter(assessor=person).exists()
    return not marked and not is_barred(submission.enrolment, person)


@transaction.atomic
def adjust(submission: Submission, *, total: Decimal, reason: str, by: Actor, at: datetime) -> Adjustment:
    """Set another total, with the reason. The marks and what was settled before stay on record.

    Points off for being late are not taken off again.

    Raises:
        NotAllowedError: neither assessor nor approver there.
        NotFoundError: no mark is settled or disputed, the board has confirmed it, or a case set it.
        OwnMarkError: the moderator marked it, or has a conflict of interest.
        AdjustmentError: beyond the scale, the same as before, or without a reason.
    """
    assignment = locked_assignment(Assignment(pk=submission.assignment_id))
    require(by, assignment.cohort.organisation, *MODERATORS)
    locked = locked_submission(submission.pk)
    if locked.state not in ADJUSTABLE or locked.settled_by == Submission.Settled.INTEGRITY:
        raise NotFoundError
    if not may_moderate(locked, person_of(by)):
        raise OwnMarkError
    _check(assignment, locked, total, reason)
    made = Adjustment.objects.create(
        submission=locked, before=locked.total, after=total, reason=reason.strip(), made_by=person_of(by), made_at=at
    )
    if locked.state == Submission.State.SECOND_MARKED:
        locked.state = Submission.State.SETTLED
        locked.marks.exclude(state=Mark.State.DONE).delete()
    locked.total, locked.settled_by, locked.settled_at = total, Submission.Settled.MODERATOR, at
    locked.save(update_fields=["total", "settled_by", "settled_at", "state"])
    note("assignment.mark_adjusted", assignment, by=by, at=at, submission=locked.pk)
    return made


def _check(assignment: Assignment, submission: Submission, total: Decimal, reason: str) -> None:
    if not total.is_finite() or not 0 <= total <= assignment.maximum or total != round(total, 4):
        highest = f"{assignment.maximum.normalize():f}"
        raise AdjustmentError(why=_("it is from 0 to {highest}.").format(highest=highest), field="total")
    if submission.total == total:
        raise AdjustmentError(why=_("it is the same as before."), field="total")
    if len(reason.strip()) < 10 or len(reason) > 2000:
        raise AdjustmentError(why=_("say why, in 10 to 2,000 characters."), field="reason")


def _band_counts(assignment: Assignment) -> dict[str, Count]:
    width = assignment.maximum / BANDS
    counts = {}
    for band in range(BANDS):
        inside = Q(total__gte=width * band)
        if band < BANDS - 1:
            inside &= Q(total__lt=width * (band + 1))
        counts[f"band_{band}"] = Count("pk", filter=inside)
    return counts


def _against_others(assignment: Assignment) -> dict[int, Decimal]:
    """By assessor: the mean difference between their totals and those of others for the same work."""
    marks = Mark.objects.filter(submission__assignment=assignment, state=Mark.State.DONE)
    twice = marks.exclude(submission__sampled=Submission.Sampled.NOT).order_by("submission_id")
    differences: dict[int, list[Decimal]] = defaultdict(list)
    rows = twice.values_list("submission_id", "assessor_id", "total").iterator(chunk_size=2000)
    for _submission, group in groupby(rows, key=lambda row: row[0]):
        listed = [(assessor, total) for _pk, assessor, total in group if total is not None]
        for one, other in permutations(listed, 2):
            differences[one[0]].append(one[1] - other[1])
    return {assessor: _plain(mean(several)) for assessor, several in differences.items()}


def _plain(number: object) -> Decimal:
    return round(Decimal(str(number)), 2)
