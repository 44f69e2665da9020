"""Handing in: a draft that is saved as one goes, files, the receipt, and taking it back.

Two devices, two clicks and two servers may do this at the same moment: the learner's enrolment is locked for each step, and the
database lets a learner have one submission under way. Handing in twice gives the same receipt.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.learning.models import Enrolment
from campus.marking.deadlines import Deadline, deadline_of, deduction_of, is_late
from campus.marking.file_kinds import clean_name, kind_of
from campus.marking.models import Assignment, Extension, IntegrityCase, Mark, Submission, SubmissionFile
from campus.people.models import Person
from campus.people.scope import NotFoundError

LONGEST_TEXT = 200_000
MOST_LINKS = 10
LONGEST_LINK = 2000
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is mistaken for something else
State = Submission.State


class Closed(StrEnum):
    """Why a learner cannot hand in now."""

    NOT_OPEN_YET = "not_open_yet"
    OVER = "over"
    BEING_MARKED = "being_marked"
    PASSED = "passed"
    NO_ATTEMPT_LEFT = "no_attempt_left"


WHY: dict[Closed, StrOrPromise] = {
    Closed.NOT_OPEN_YET: _("Handing in is not open yet."),
    Closed.OVER: _("Handing in is over."),
    Closed.BEING_MARKED: _("Your work is handed in."),
    Closed.PASSED: _("You have passed."),
    Closed.NO_ATTEMPT_LEFT: _("You have no attempt left."),
}


class NotTakenError(Refusal):
    """Nothing can be handed in now; `closed` says why."""

    code = "NOT_TAKEN"
    text = _("Nothing can be handed in now. {why}")

    def __init__(self, closed: Closed) -> None:
        self.closed = closed
        super().__init__(why=WHY[closed])


class StaleDraftError(Refusal):
    """It was saved elsewhere in between; nothing was written."""

    code = "STALE_DRAFT"
    text = _("You have saved this on another device or in another window since. Open the page again to go on with that.")


class NothingToHandInError(Refusal):
    """An empty draft."""

    code = "NOTHING_TO_HAND_IN"
    text = _("There is nothing to hand in yet.")


class NotAskedForError(Refusal):
    """The assignment takes something else."""

    code = "NOT_ASKED_FOR"
    text = _("This assignment does not take that.")


class TooMuchError(Refusal):
    """More than the assignment takes."""

    code = "TOO_MUCH"
    text = _("That is too much: at most {most}.")


class BadLinkError(Refusal):
    """Not a web address."""

    code = "BAD_LINK"
    text = _("Line {line} is no web address. It begins with https://.")


class TooLateToTakeBackError(Refusal):
    """After the deadline, or somebody marks it already."""

    code = "TOO_LATE_TO_TAKE_BACK"
    text = _("It cannot be taken back: the deadline is over, or it is being marked already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a learner may do at an assignment now. `closed` is None where they may hand in, as attempt `number` of `most`."""

    closed: Closed | None
    number: int
    most: int
    deadline: Deadline
    draft: Submission | None
    latest: Submission | None

    @property
    def may_hand_in(self) -> bool:
        """Whether a draft can be written and handed in."""
        return self.closed is None


def standing_of(assignment: Assignment, enrolment: Enrolment, *, at: datetime) -> Standing:
    """How a learner stands at an assignment."""
    extension = Extension.objects.filter(assignment=assignment, enrolment=enrolment).first()
    tried = list(submissions_of(assignment, enrolment))
    draft = next((each for each in tried if each.state == State.DRAFT), None)
    handed_in = [each for each in tried if each.state != State.DRAFT]
    latest = handed_in[-1] if handed_in else None
    deadline = deadline_of(assignment, extension, latest)
    most = assignment.attempts_allowed + (extension.extra_attempts if extension else 0)
    return Standing(
        closed=_closed(assignment, enrolment, latest, deadline, most, at),
        number=(latest.number if latest else 0) + 1,
        most=most,
        deadline=deadline,
        draft=draft,
        latest=latest,
    )


def submissions_of(assignment: Assignment, enrolment: Enrolment) -> list[Submission]:
    """A learner's attempts, in order."""
    return list(Submission.objects.filter(assignment=assignment, enrolment=enrolment).order_by("number"))


@transaction.atomic
def save_draft(
    assignment: Assignment,
    enrolment: Enrolment,
    *,
    text: str,
    links: Sequence[str],
    revision: int | None,
    at: datetime,
    window: str = "",
) -> Submission:
    """Keep what a learner has written so far.

    Args:
        revision: of the draft as it was read, None for a new one: nobody writes over what another window saved since.
        window: names the opened page, which may be behind its own savings.

    Raises:
        NotFoundError: not the learner's, or not opened to learners.
        NotTakenError, StaleDraftError, NotAskedForError, TooMuchError, BadLinkError.
    """
    draft = _draft(assignment, enrolment, at=at)
    sound = _links(links)
    if (draft.text, draft.links) == (text, sound):
        return draft
    own = bool(window) and draft.saved_in == window
    if revision is not None and draft.revision != revision and not own:
        raise StaleDraftError
    if (sound and not assignment.takes_links) or (text.strip() and not assignment.takes_text):
        raise NotAskedForError
    if len(text) > LONGEST_TEXT:
        raise TooMuchError(most=_("200,000 characters"), field="text")
    draft.text, draft.links, draft.saved_at, draft.revision, draft.saved_in = text, sound, at, draft.revision + 1, window[:32]
    draft.save(update_fields=["text", "links", "saved_at", "revision", "saved_in"])
    return draft


@transaction.atomic
def add_file(assignment: Assignment, enrolment: Enrolment, *, name: str, content: bytes, at: datetime) -> SubmissionFile:
    """Put a file to the draft. The same content twice is one file.

    Raises:
        NotFoundError, NotTakenError, NotAskedForError, TooMuchError.
        FileRefused: its kind, size or content; a subclass says which.
    """
    if not assignment.takes_files:
        raise NotAskedForError(field="files")
    kind = kind_of(name, content, allowed=tuple(assignment.kinds), largest=assignment.largest_file)
    draft = _draft(assignment, enrolment, at=at)
    digest = hashlib.sha256(content).hexdigest()
    held = draft.files.filter(digest=digest).defer("content").first()
    if held is not None:
        return held
    if draft.files.count() >= assignment.most_files:
        raise TooMuchError(most=_("{count} files").format(count=assignment.most_files), field="files")
    Submission.objects.filter(pk=draft.pk).update(saved_at=at)
    return SubmissionFile.objects.create(
        submission=draft,
        name=clean_name(name),
        kind=kind,
        size=len(content),
        digest=digest,
        content=content,
        added_at=at,
    )


@transaction.atomic
def remove_file(assignment: Assignment, enrolment: Enrolment, *, public_id: UUID, at: datetime) -> None:
    """Take a file out of the draft; one that is not there is out already.

    Raises:
        NotFoundError, NotTakenError.
    """
    draft = _draft(assignment, enrolment, at=at)
    draft.files.filter(public_id=public_id).delete()
    Submission.objects.filter(pk=draft.pk).update(saved_at=at)


@transaction.atomic
def hand_in(assignment: Assignment, enrolment: Enrolment, *, at: datetime) -> Submission:
    """Hand the draft in. A second click, at the same moment or later, gives what the first one handed in.

    Raises:
        NotFoundError: not the learner's, or not opened to learners.
        NotTakenError: too early, too late, or no attempt left.
        NothingToHandInError: the draft is empty, or there is none.
    """
    current, locked = _locked(assignment, enrolment)
    standing = standing_of(current, locked, at=at)
    if standing.closed is Closed.BEING_MARKED and standing.latest is not None and standing.latest.state == State.SUBMITTED:
        return standing.latest
    if standing.closed is not None:
        raise NotTakenError(standing.closed)
    draft = standing.draft
    if draft is None or not (draft.text.strip() or draft.links or draft.files.exists()):
        raise NothingToHandInError
    draft.state, draft.handed_in_at, draft.due_at = State.SUBMITTED, at, standing.deadline.due_at
    draft.late = is_late(standing.deadline, at=at)
    draft.deduction = deduction_of(current, standing.deadline, at=at)
    draft.number, draft.most, draft.digest = standing.number, standing.most, _digest(draft, at)
    draft.save(update_fields=["state", "handed_in_at", "due_at", "late", "deduction", "number", "most", "digest"])
    outbox.record("submission.handed_in", subject=draft.pk, at=at)
    return draft


@transaction.atomic
def take_back(assignment: Assignment, enrolment: Enrolment, *, by: Person, at: datetime) -> Submission:
    """Make what was handed in a draft again, before the deadline and before anybody began to mark it.

    Raises:
        NotFoundError: nothing is handed in.
        TooLateToTakeBackError: after the deadline, or marking has begun.
    """
    current, locked = _locked(assignment, enrolment)
    row = Submission.objects.select_for_update().filter(assignment=current, enrolment=locked, state=State.SUBMITTED).first()
    if row is None:
        raise NotFoundError
    over = row.due_at is not None and at > row.due_at
    questioned = row.cases.exclude(state=IntegrityCase.State.DECIDED).exists()
    if over or questioned or current.state != Assignment.State.OPEN or row.marks.exclude(state=Mark.State.ALLOTTED).exists():
        raise TooLateToTakeBackError
    row.marks.all().delete()
    receipt, row.state, row.handed_in_at, row.digest, row.late, row.deduction = row.digest, State.DRAFT, None, "", False, 0
    row.save(update_fields=["state", "handed_in_at", "digest", "late", "deduction"])
    audit.note(
        "submission.taken_back",
        actor=by,
        organisation=current.cohort.organisation_id,
        subject_kind="submission",
        subject=row.pk,
        at=at,
        digest=receipt,
    )
    return row


def _locked(assignment: Assignment, enrolment: Enrolment) -> tuple[Assignment, Enrolment]:
    if enrolment.cohort_id != assignment.cohort_id:
        raise NotFoundError
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    current = Assignment.objects.select_related("cohort").get(pk=assignment.pk)
    if current.state == Assignment.State.DRAFT:
        raise NotFoundError
    return current, locked


def _draft(assignment: Assignment, enrolment: Enrolment, *, at: datetime) -> Submission:
    """The learner's draft, begun where there is none."""
    current, locked = _locked(assignment, enrolment)
    standing = standing_of(current, locked, at=at)
    if standing.closed is not None:
        raise NotTakenError(standing.closed)
    if standing.draft is not None:
        return Submission.objects.select_for_update().get(pk=standing.draft.pk)
    facts = {"number": standing.number, "most": standing.most, "begun_at": at, "saved_at": at}
    for _each in range(5):
        try:
            with transaction.atomic():
                return Submission.objects.create(assignment=current, enrolment=locked, code=_code(), **facts)
        except IntegrityError:  # the code stands for somebody else already
            continue
    raise NotTakenError(Closed.BEING_MARKED)


def _closed(
    assignment: Assignment, enrolment: Enrolment, latest: Submission | None, deadline: Deadline, most: int, at: datetime
) -> Closed | None:
    shut = assignment.state != Assignment.State.OPEN or assignment.cohort.closed_at is not None or enrolment.withdrawn
    passed = latest is not None and _passed(assignment, latest)
    reasons = (
        (latest is not None and latest.state != State.RELEASED, Closed.BEING_MARKED),
        (passed, Closed.PASSED),
        (latest is not None and latest.number >= most, Closed.NO_ATTEMPT_LEFT),
        (shut, Closed.OVER),
        (deadline.opens_at is not None and at < deadline.opens_at, Closed.NOT_OPEN_YET),
        (deadline.until is not None and at > deadline.until, Closed.OVER),
    )
    return next((why for holds, why in reasons if holds), None)


def _passed(assignment: Assignment, latest: Submission) -> bool:
    return assignment.pass_mark is not None and latest.total is not None and latest.total >= assignment.pass_mark


def _links(links: Sequence[str]) -> list[str]:
    kept = [link.strip() for link in links if link.strip()]
    if len(kept) > MOST_LINKS:
        raise TooMuchError(most=_("10 links"), field="links")
    for number, link in enumerate(kept, start=1):
        host = link.partition("://")[2].partition("/")[0]
        plain = not any(letter.isspace() or letter in '<>"\\`' or ord(letter) < 32 for letter in link)
        if not link.startswith(("https://", "http://")) or not host or len(link) > LONGEST_LINK or not plain or "@" in host:
            raise BadLinkError(line=number, field="links")
    return kept


def _digest(draft: Submission, at: datetime) -> str:
    """SHA-256 over everything that is handed in, the attempt and the moment: the receipt proves all of it."""
    files = draft.files.order_by("digest").values_list("name", "size", "digest")
    said = {
        "assignment": str(draft.assignment.public_id),
        "attempt": draft.number,
        "at": at.isoformat(),
        "text": hashlib.sha256(draft.text.encode()).hexdigest(),
        "links": draft.links,
        "files": [list(file) for file in files],
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _each in range(8))
    return f"{letters[:4]}-{letters[4:]}"
