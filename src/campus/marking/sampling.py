"""Which work is marked twice (R-22): a share drawn by a recorded seed, never fewer than a minimum, and all at the pass mark.

Anybody with the seed can draw again and must find the same: submissions are ranked by SHA-256 of seed and public id.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.learning.cohorts import STAFF
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.setup import locked_assignment, note
from campus.people.roles import Actor, require

Why = Submission.Sampled
BATCH = 1000


class SampleDrawnError(Refusal):
    """A sample is drawn once."""

    code = "SAMPLE_DRAWN"
    text = _("The sample for second marking is drawn already.")


class NothingToDrawError(Refusal):
    """No first mark is finished."""

    code = "NOTHING_TO_DRAW"
    text = _("No first mark is finished yet, so there is nothing to draw from.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRules:
    """The numbers of R-22. `borderline` is a percentage of `maximum`, on either side of `pass_mark`."""

    percent: Decimal
    minimum: int
    fails: bool
    borderline: Decimal
    maximum: Decimal
    pass_mark: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How many pieces of work were drawn from, and how many are marked twice."""

    of: int
    sampled: int


def rules_of(assignment: Assignment) -> SampleRules:
    """The rules of an assignment."""
    return SampleRules(
        percent=assignment.second_percent,
        minimum=assignment.second_minimum,
        fails=assignment.second_fails,
        borderline=assignment.borderline,
        maximum=assignment.maximum,
        pass_mark=assignment.pass_mark,
    )


def asks_for_second_marks(assignment: Assignment) -> bool:
    """Whether any work of this assignment can be marked twice at all."""
    at_the_mark = assignment.pass_mark is not None and (assignment.second_fails or assignment.borderline > 0)
    return bool(assignment.second_percent or assignment.second_minimum or at_the_mark)


def must(rules: SampleRules, total: Decimal) -> Submission.Sampled:
    """Why work with this total is always marked twice; `NOT` where nothing asks for it."""
    if rules.pass_mark is None:
        return Why.NOT
    band = rules.maximum * rules.borderline / 100
    if rules.borderline > 0 and abs(total - rules.pass_mark) <= band:
        return Why.BORDERLINE
    if rules.fails and total < rules.pass_mark:
        return Why.FAIL
    return Why.NOT


def size_of(rules: SampleRules, count: int) -> int:
    """How many of `count` pieces are drawn: the share, rounded up, or the minimum where that is more."""
    return min(count, max(math.ceil(rules.percent * count / 100), rules.minimum))


def choose(pieces: Iterable[tuple[str, Decimal]], rules: SampleRules, *, seed: str) -> dict[str, Submission.Sampled]:
    """Which of these pieces (name and total) are marked twice, each with the reason."""
    listed = list(pieces)
    chosen: dict[str, Submission.Sampled] = {}
    for name, total in listed:
        if (why := must(rules, total)) != Why.NOT:
            chosen[name] = why
    ranked = sorted((rank(seed, name), name) for name, _total in listed)
    for _rank, name in ranked[: size_of(rules, len(listed))]:
        chosen.setdefault(name, Why.DRAWN)
    return chosen


def choose_later(name: str, total: Decimal, rules: SampleRules, *, seed: str) -> Submission.Sampled:
    """Whether work that was marked after the sample was drawn is marked twice, too: by the same rules, with the same chance."""
    asked = must(rules, total)
    if asked != Why.NOT:
        return asked
    return Why.DRAWN if rank(seed, name) * 100 < rules.percent * 2**256 else Why.NOT


def rank(seed: str, name: str) -> int:
    """Where a piece of work stands in the draw, from 0 to 2²⁵⁶."""
    return int.from_bytes(hashlib.sha256(f"{seed}|sample|{name}".encode()).digest(), "big")


@transaction.atomic
def draw(assignment: Assignment, *, by: Actor, at: datetime) -> Drawn:
    """Draw the sample from all work whose first mark is finished. What is not in it is settled with its one mark.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        SampleDrawnError, NothingToDrawError.
    """
    require(by, assignment.cohort.organisation, *STAFF)
    locked = locked_assignment(assignment)
    if locked.sample_drawn_at is not None:
        raise SampleDrawnError
    marks = Mark.objects.filter(
        submission__assignment=locked, submission__state=Submission.State.MARKED, role=Mark.Role.FIRST, state=Mark.State.DONE
    )
    pieces = [(str(name), total) for name, total in marks.values_list("submission__public_id", "total") if total is not None]
    if not pieces:
        raise NothingToDrawError
    chosen = choose(pieces, rules_of(locked), seed=locked.seed)
    for why in Why:
        names = [name for name, reason in chosen.items() if reason == why]
        for start in range(0, len(names), BATCH):
            rows = Submission.objects.filter(assignment=locked, public_id__in=names[start : start + BATCH])
            rows.update(sampled=why)
    locked.sample_drawn_at = at
    locked.save(update_fields=["sample_drawn_at"])
    note("assignment.sample_drawn", locked, by=by, at=at, sampled=len(chosen), total=len(pieces), seed=locked.seed)
    outbox.record("marking.sample_drawn", subject=locked.pk, at=at)
    return Drawn(of=len(pieces), sampled=len(chosen))
