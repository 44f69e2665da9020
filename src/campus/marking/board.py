"""The examination board: it sits over all moderated results of a cohort, decides on each, signs, and confirms them together.

No result is confirmed by those alone who marked it: among those who sign there is somebody else. Whoever changes what is
decided makes the others sign again. Once a sitting is closed its digest stands for what was decided, by whom, and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from statistics import mean
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.learning.models import Cohort
from campus.marking.models import Adjustment, Assignment, BoardItem, BoardMember, Mark, Sitting, Submission
from campus.marking.questions import in_question
from campus.marking.settling import confirm, ready_for_board
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.canon import jcs

OPENERS = (Role.APPROVER, Role.REGISTRAR)
SEATS = (Role.APPROVER, Role.ASSESSOR)
READERS = (*SEATS, Role.REGISTRAR, Role.ADMINISTRATOR)
CHUNK = 500
MOST_CHANGED = 500
Decision = BoardItem.Decision
State = Sitting.State


class NothingToConfirmError(Refusal):
    """No result waits."""

    code = "NOTHING_TO_CONFIRM"
    text = _("No result waits for the board: nothing is moderated that has not been confirmed.")


class SittingOpenError(Refusal):
    """One at a time."""

    code = "SITTING_OPEN"
    text = _("The board of this cohort is in session already.")


class BoardTooSmallError(Refusal):
    """A board is more than one person, one of them an approver."""

    code = "BOARD_TOO_SMALL"
    text = _("A board has at least two members, and one of them has the role Approver.")


class NotAMemberError(Refusal):
    """Only its members decide and sign."""

    code = "NOT_A_MEMBER"
    text = _("Only members of this board decide and sign.")


class SittingOverError(Refusal):
    """It is closed, or was called off."""

    code = "SITTING_OVER"
    text = _("This sitting is over. What it decided stands.")


class ReasonMissingError(Refusal):
    """What is not confirmed has a reason."""

    code = "REASON_MISSING"
    text = _("Say why it is not confirmed.")


class NoQuorumError(Refusal):
    """Too few have signed."""

    code = "NO_QUORUM"
    text = _("{signed} of {quorum} have signed. The board needs the others too.")


class InQuestionError(Refusal):
    """A case is open about what would be confirmed."""

    code = "IN_QUESTION"
    text = _("{count} results cannot be confirmed yet: it is being settled how the work was done. Put them off.")


class OwnWorkAloneError(Refusal):
    """Those who sign are those who marked it."""

    code = "OWN_WORK_ALONE"
    text = _("{count} results would be confirmed by nobody but those who marked them. Somebody else on the board has to sign.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The results of one assignment before the board. Totals on its scale; `twice`: marked by more than one assessor."""

    assignment: Assignment
    count: int
    passing: int | None
    mean: Decimal | None
    bands: tuple[int, ...]
    twice: int
    moderated: int


@transaction.atomic
def open_sitting(cohort: Cohort, people: Collection[Person], *, quorum: int = 2, by: Actor, at: datetime) -> Sitting:
    """Open a sitting over everything that waits for the board.

    Raises:
        NotAllowedError: neither approver nor registrar there.
        NothingToConfirmError, SittingOpenError, BoardTooSmallError.
    """
    require(by, cohort.organisation, *OPENERS)
    locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
    seats = set(may_sit(cohort.organisation).filter(pk__in=[person.pk for person in people]))
    approver = Membership.objects.filter(organisation=cohort.organisation, role=Role.APPROVER, person__in=seats)
    if len(seats) < max(2, quorum) or not approver.exists():
        raise BoardTooSmallError(field="people")
    if not ready_for_board(locked).exists():
        raise NothingToConfirmError
    try:
        with transaction.atomic():
            made = Sitting.objects.create(
                cohort=locked,
                number=Sitting.objects.filter(cohort=locked).count() + 1,
                quorum=max(2, quorum),
                opened_by=person_of(by),
                opened_at=at,
            )
    except IntegrityError:
        raise SittingOpenError from None
    BoardMember.objects.bulk_create(BoardMember(sitting=made, person=person) for person in seats)
    for keys in _chunks(ready_for_board(locked).values_list("pk", flat=True).iterator(chunk_size=CHUNK)):
        BoardItem.objects.bulk_create(BoardItem(sitting=made, submission_id=key) for key in keys)
    _note("board.opened", made, by=by, at=at, members=len(seats), results=made.items.count())
    return made


@transaction.atomic
def decide(sitting: Sitting, items: Collection[int], decision: str, *, reason: str = "", by: Person, at: datetime) -> int:
    """Say of these results what becomes of them; gives how many. Everybody has to sign anew.

    Raises:
        SittingOverError, NotAMemberError, ReasonMissingError.
        NotFoundError: no such decision.
    """
    current = _locked(sitting, by)
    if decision not in Decision.values or len(items) > MOST_CHANGED:
        raise NotFoundError
    why = " ".join(reason.split())[:500]
    if decision != Decision.CONFIRM and not why:
        raise ReasonMissingError(field="reason")
    kept = "" if decision == Decision.CONFIRM else why
    changed = current.items.filter(pk__in=items).update(decision=decision, reason=kept, decided_by=by)
    if changed:
        current.members.update(signed_at=None)
        _note("board.decided", current, by=by, at=at, decision=decision, results=changed)
    return changed


@transaction.atomic
def sign(sitting: Sitting, *, by: Person, at: datetime) -> None:
    """Sign what is decided now, as a member.

    Raises:
        SittingOverError, NotAMemberError.
    """
    current = _locked(sitting, by)
    if current.members.filter(person=by, signed_at__isnull=True).update(signed_at=at):
        _note("board.signed", current, by=by, at=at)


@transaction.atomic
def close(sitting: Sitting, *, note: str = "", by: Person, at: datetime) -> Sitting:
    """Close it: confirmed results are recorded, those sent back are moderated again, the others wait for the next sitting.

    Raises:
        SittingOverError, NotAMemberError, NoQuorumError, OwnWorkAloneError, InQuestionError: nothing was confirmed.
        CohortClosedError: the cohort takes no more results.
    """
    current = _locked(sitting, by)
    signed = list(current.members.filter(signed_at__isnull=False).values_list("person", flat=True))
    if len(signed) < current.quorum:
        raise NoQuorumError(signed=len(signed), quorum=current.quorum)
    alone = _only_marked_by(current, signed).count()
    if alone:
        raise OwnWorkAloneError(count=alone)
    questioned = current.items.filter(in_question("submission"), decision=Decision.CONFIRM).count()
    if questioned:
        raise InQuestionError(count=questioned)
    confirmed = 0
    for keys in _chunks(_with(current, Decision.CONFIRM).iterator(chunk_size=CHUNK)):
        confirmed += confirm(current.cohort, keys, at=at)
    for keys in _chunks(_with(current, Decision.BACK).iterator(chunk_size=CHUNK)):
        rows = Submission.objects.filter(pk__in=keys, state=Submission.State.MODERATED)
        rows.update(state=Submission.State.SETTLED)
    current.state, current.closed_by, current.closed_at, current.note = State.CLOSED, by, at, note.strip()[:5_000]
    current.digest = digest_of(current)
    current.save(update_fields=["state", "closed_by", "closed_at", "note", "digest"])
    _note("board.closed", current, by=by, at=at, confirmed=confirmed, digest=current.digest)
    return current


@transaction.atomic
def call_off(sitting: Sitting, *, by: Actor, at: datetime) -> None:
    """End it without a decision; its results wait for the next sitting.

    Raises:
        NotAllowedError: neither approver nor registrar there.
        SittingOverError.
    """
    require(by, sitting.cohort.organisation, *OPENERS)
    if not Sitting.objects.filter(pk=sitting.pk, state=State.OPEN).update(state=State.CALLED_OFF):
        raise SittingOverError
    _note("board.called_off", sitting, by=by, at=at)


def digest_of(sitting: Sitting) -> str:
    """SHA-256 over the minutes: who sat and signed, each result by its code, its total and the decision, and when."""
    items = sitting.items.order_by("pk").values_list("submission__code", "submission__total", "decision", "reason")
    said: dict[str, Any] = {
        "sitting": str(sitting.public_id),
        "closed": None if sitting.closed_at is None else sitting.closed_at.astimezone(UTC).isoformat(),
        "note": sitting.note,
        "members": [
            [str(member.person.public_id), member.signed_at is not None]
            for member in sitting.members.select_related("person").order_by("pk")
        ],
    }
    state = hashlib.sha256(jcs.canonicalize(said))
    for code, total, decision, reason in items.iterator(chunk_size=CHUNK):
        state.update(jcs.canonicalize([code, None if total is None else str(total.normalize()), decision, reason]))
    return state.hexdigest()


def pictures_of(sitting: Sitting) -> list[Picture]:
    """The results before the board, by assignment."""
    pictures = []
    for assignment in Assignment.objects.filter(submissions__in=sitting.items.values("submission")).distinct().order_by("pk"):
        rows = Submission.objects.filter(pk__in=sitting.items.values("submission"), assignment=assignment)
        totals = [total for total in rows.values_list("total", flat=True).iterator(chunk_size=CHUNK) if total is not None]
        done = Count("marks", filter=Q(marks__state=Mark.State.DONE))
        pass_mark = assignment.pass_mark
        pictures.append(
            Picture(
                assignment=assignment,
                count=len(totals),
                passing=None if pass_mark is None else sum(total >= pass_mark for total in totals),
                mean=mean(totals) if totals else None,
                bands=_bands(totals, assignment.maximum),
                twice=rows.annotate(done=done).filter(done__gt=1).count(),
                moderated=rows.filter(Exists(Adjustment.objects.filter(submission=OuterRef("pk")))).count(),
            )
        )
    return pictures


def may_sit(organisation: Organisation) -> QuerySet[Person]:
    """Who can be on a board there."""
    held = Membership.objects.filter(organisation=organisation, role__in=SEATS)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "pk")


def sitting_in(cohort: Cohort, public_id: UUID) -> Sitting:
    """The cohort's sitting with this id.

    Raises:
        NotFoundError: there is none.
    """
    found = Sitting.objects.filter(cohort=cohort, public_id=public_id).select_related("opened_by", "closed_by").first()
    if found is None:
        raise NotFoundError
    found.cohort = cohort
    return found


def _bands(totals: Iterable[Decimal], maximum: Decimal) -> tuple[int, ...]:
    bands = [0] * 10
    for total in totals:
        bands[min(9, int(total * 10 / maximum))] += 1
    return tuple(bands)


def _only_marked_by(sitting: Sitting, signed: Collection[int]) -> QuerySet[BoardItem]:
    """Results to be confirmed that every one of these people marked or changed."""
    rows = sitting.items.filter(decision=Decision.CONFIRM)
    for person in signed:
        marked = Mark.objects.filter(submission=OuterRef("submission"), assessor=person)
        changed = Adjustment.objects.filter(submission=OuterRef("submission"), made_by=person)
        rows = rows.filter(Exists(marked) | Exists(changed))
    return rows


def _with(sitting: Sitting, decision: BoardItem.Decision) -> QuerySet[BoardItem, int]:
    return sitting.items.filter(decision=decision).order_by("pk").values_list("submission", flat=True)


def _locked(sitting: Sitting, person: Person) -> Sitting:
    current = Sitting.objects.select_for_update(of=("self",)).select_related("cohort__organisation").get(pk=sitting.pk)
    require(person, current.cohort.organisation, *SEATS)
    if current.state != State.OPEN:
        raise SittingOverError
    if not current.members.filter(person=person).exists():
        raise NotAMemberError
    return current


def _chunks(rows: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _note(action: str, sitting: Sitting, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=sitting.cohort.organisation_id,
        subject_kind="sitting",
        subject=sitting.pk,
        at=at,
        **details,
    )
