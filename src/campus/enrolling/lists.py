"""Lists of people to enrol, as CSV or Excel: received, checked row by row, and only then confirmed or dropped.

Whoever is on it and has an application or an enrolment already is passed over. While there are seats people are enrolled, in
the order of the list; the rest wait. All of it in one transaction: a list that stops half-way has enrolled nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox, progress
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.enrolling.codes import free_codes
from campus.enrolling.models import Application, Intake, ListUpload
from campus.enrolling.seats import UNDER_WAY, State, free_numbers, locked
from campus.enrolling.steps import begin, enrol_all, tell, wait
from campus.learning.changes import batches
from campus.learning.gradebook import CheckedRow, GradebookError, Mapping, Problem, Sheet, check, guess_mapping, read
from campus.learning.models import Enrolment
from campus.learning.uploads import INLINE_BYTES, KEPT_PROBLEMS, GradebookRefusedError, NothingToImportError, WrongStateError
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require

STAFF = (Role.REGISTRAR,)
Stage = ListUpload.State


class NoAddressColumnError(Refusal):
    """Nobody can be enrolled without an address."""

    code = "NO_ADDRESS_COLUMN"
    text = _("No column is headed “e-mail”. Name the columns “e-mail” and “name”.")


@dataclass(frozen=True, slots=True)
class Found:
    """Good rows of a part of the list: those to be enrolled, and how many are known already."""

    new: list[CheckedRow]
    known: int


def receive(intake: Intake, *, content: bytes, file_name: str, language: str, by: Actor, at: datetime) -> ListUpload:
    """Take a list in and check it: at once when it is small, else by a worker. Nobody is enrolled yet.

    Raises:
        NotAllowedError: not a registrar there.
        GradebookRefusedError: the file cannot be read as a table.
        NoAddressColumnError.
    """
    require(by, intake.cohort.organisation, *STAFF)
    name = PurePath(file_name.replace("\\", "/").replace("\0", "")).name[-255:] or "list.csv"
    with transaction.atomic():
        upload = ListUpload(
            intake=intake,
            uploaded_by=person_of(by),
            uploaded_at=at,
            file_name=name,
            content=content,
            language=language,
        )
        sheet, _mapping = _opened(upload)
        upload.rows = sheet.estimated_rows
        upload.save(force_insert=True)
        if not is_small(upload):
            outbox.record("list.received", subject=upload.pk, at=at)
    return run_check(upload.pk, at=at) if is_small(upload) else upload


def run_check(upload_id: int, *, at: datetime) -> ListUpload:
    """Check every row and count what enrolling would come to. Does nothing unless a check is due."""
    upload = _loaded(upload_id)
    if upload.state != Stage.CHECKING:
        return upload
    problems: list[dict[str, Any]] = []
    rows = bad = count = new = known = 0
    try:
        for part in batches(_rows(upload, at=at)):
            rows += len(part)
            wrong = [problem for row in part for problem in row.problems]
            bad += sum(bool(row.problems) for row in part)
            count += len(wrong)
            problems += [problem.to_json() for problem in wrong[: KEPT_PROBLEMS - len(problems)]]
            found = _found(upload.intake, part)
            new, known = new + len(found.new), known + found.known
            ListUpload.objects.filter(pk=upload.pk, state=Stage.CHECKING).update(done_rows=rows)
    except GradebookError as error:
        facts = {name: str(value) for name, value in error.facts.items()}
        return _close(upload, Stage.REFUSED, at=at, summary={"code": error.code, "facts": facts}, content=None)
    ListUpload.objects.filter(pk=upload.pk, state=Stage.CHECKING).update(
        state=Stage.CHECKED,
        rows=rows,
        done_rows=rows,
        bad_rows=bad,
        problems=problems,
        problem_count=count,
        summary={"new": new, "known": known},
    )
    return _loaded(upload_id)


@transaction.atomic
def confirm(upload: ListUpload, *, by: Actor, at: datetime) -> ListUpload:
    """Order that the new people of a checked list be enrolled: at once when it is small (call `run`), else by a worker.

    Raises:
        NotAllowedError: not a registrar there.
        NothingToImportError: nobody on it is new.
        WrongStateError: not checked, or another click came first.
    """
    require(by, upload.intake.cohort.organisation, *STAFF)
    if not upload.summary.get("new"):
        raise NothingToImportError
    _move(upload, (Stage.CHECKED,), Stage.ENROLLING)
    if not is_small(upload):
        outbox.record("list.confirmed", subject=upload.pk, at=at)
    return _loaded(upload.pk)


def run(upload_id: int, *, at: datetime) -> ListUpload:
    """Enrol the people of a confirmed list, in one transaction with the state that says so. Does nothing unless it is due."""
    with transaction.atomic():
        upload = _loaded(upload_id)
        intake = locked(upload.intake)
        upload.refresh_from_db(fields=["state"])
        if upload.state != Stage.ENROLLING:
            return upload
        upload.intake = intake
        enrolled = waiting = known = done = 0
        for part in batches(_rows(upload, at=at)):
            found = _found(intake, part)
            given, waits = _enrol(upload, found.new, at=at)
            enrolled, waiting, known, done = enrolled + given, waiting + waits, known + found.known, done + len(part)
            progress.tell(work_of(upload), done)
        audit.note(
            "intake.listed",
            actor=upload.uploaded_by,
            organisation=intake.cohort.organisation_id,
            subject_kind="intake",
            subject=intake.pk,
            at=at,
            enrolled=enrolled,
            waiting=waiting,
        )
        tell(intake, at=at)
        transaction.on_commit(partial(progress.forget, work_of(upload)))
        counts = {"enrolled": enrolled, "waiting": waiting, "known": known}
        return _close(upload, Stage.DONE, at=at, summary=counts, content=None)


@transaction.atomic
def drop(upload: ListUpload, *, by: Actor, at: datetime) -> ListUpload:
    """Put a list aside: nobody is enrolled, and the file is deleted.

    Raises:
        NotAllowedError: not a registrar there.
        WrongStateError: its people are being enrolled, or were.
    """
    require(by, upload.intake.cohort.organisation, *STAFF)
    _move(upload, (Stage.CHECKING, Stage.CHECKED), Stage.DROPPED, content=None, problems=[], finished_at=at)
    return _loaded(upload.pk)


def is_small(upload: ListUpload) -> bool:
    """Say whether it is worked through while the person waits."""
    return upload.content is not None and len(upload.content) <= INLINE_BYTES


def work_of(upload: ListUpload) -> str:
    """The name under which work on it tells how far it is."""
    return f"list-{upload.public_id}"


def _opened(upload: ListUpload) -> tuple[Sheet, Mapping]:
    design = record_of(upload.intake.cohort.design_version)
    try:
        sheet = read(bytes(upload.content or b""), upload.file_name, max_bytes=settings.UPLOAD_LIMIT)
        guess = guess_mapping(sheet, design)
    except GradebookError as error:
        raise GradebookRefusedError(error) from error
    if guess.email is None:
        raise NoAddressColumnError(field="file")
    people = Mapping(
        number=guess.email, email=guess.email, name=guess.name, given_name=guess.given_name, family_name=guess.family_name
    )
    return sheet, people


def _rows(upload: ListUpload, *, at: datetime) -> Iterator[CheckedRow]:
    sheet, mapping = _opened(upload)
    for row in check(sheet, mapping, record_of(upload.intake.cohort.design_version), today=localdate(at)):
        yield CheckedRow(row.row, row.learner, problems=_of_addresses(row.problems))


# the address stands for the number as well, of which nobody said anything
_SAME: Final[Mappings[str, str]] = {
    "MISSING_NUMBER": "MISSING_EMAIL",
    "NUMBER_TOO_LONG": "BAD_EMAIL",
    "DUPLICATE_NUMBER": "DUPLICATE_EMAIL",
}


def _of_addresses(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    said = (replace(each, code=_SAME.get(each.code, each.code)) for each in problems)
    return tuple({(each.code, each.column): each for each in said}.values())


def _found(intake: Intake, part: list[CheckedRow]) -> Found:
    good = [row for row in part if row.learner is not None]
    emails = [row.learner.email for row in good if row.learner is not None]
    applied = Application.objects.filter(intake=intake, email__in=emails, state__in=UNDER_WAY)
    known = set(applied.values_list("email", flat=True))
    enrolled = Enrolment.objects.filter(cohort=intake.cohort, email__in=emails, withdrawn=False)
    known |= set(enrolled.values_list("email", flat=True))
    new = [row for row in good if row.learner is not None and row.learner.email not in known]
    return Found(new, len(good) - len(new))


def _enrol(upload: ListUpload, rows: list[CheckedRow], *, at: datetime) -> tuple[int, int]:
    """Enrol while there are seats and nobody waits; gives how many are enrolled, and how many wait."""
    if not rows:
        return 0, 0
    intake, numbers = upload.intake, free_codes(upload.intake, len(rows))
    applications = [
        Application(
            intake=intake,
            number=number,
            name=row.learner.name,
            email=row.learner.email,
            language=upload.language,
            way=Application.Way.LISTED,
            state=State.APPLIED,
            applied_at=at,
        )
        for row, number in zip(rows, numbers, strict=True)
        if row.learner is not None
    ]
    begin(applications, by=upload.uploaded_by, at=at)
    waits = intake.applications.filter(sponsor=None, state=State.WAITLISTED).exists()
    seats = 0 if waits else len(free_numbers(intake, None, wanted=len(applications), at=at))
    enrol_all(intake, applications[:seats], None, by=upload.uploaded_by, at=at)
    wait(applications[seats:], by=upload.uploaded_by, at=at)
    return seats, len(applications) - seats


def problems_of(upload: ListUpload) -> list[Problem]:
    """What is wrong with which row, as far as it is kept."""
    return [Problem.from_json(stored) for stored in upload.problems]


def _loaded(upload_id: int) -> ListUpload:
    rows = ListUpload.objects.select_related(
        "intake__cohort__organisation", "intake__cohort__design_version", "intake__edition", "uploaded_by"
    )
    return rows.get(pk=upload_id)


def _move(upload: ListUpload, states: tuple[Stage, ...], to: Stage, **facts: Any) -> None:
    if not ListUpload.objects.filter(pk=upload.pk, state__in=states).update(state=to, **facts):
        raise WrongStateError


def _close(upload: ListUpload, state: Stage, *, at: datetime, **facts: Any) -> ListUpload:
    ListUpload.objects.filter(pk=upload.pk).update(state=state, finished_at=at, **facts)
    return _loaded(upload.pk)
