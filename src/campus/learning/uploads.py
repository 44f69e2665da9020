"""A gradebook on its way in: received, mapped, checked, and only then confirmed or dropped. Nothing is written before that.

    receive ──▶ choose_mapping ──▶ run_check ──▶ confirm ──▶ run_import
                     ▲                 │            │
                     └── other columns ┘            └─ drop

Large files are checked and imported by a worker, which reacts to the facts "gradebook.mapped" and "gradebook.confirmed";
`run_check` and `run_import` are safe to call again at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import lazystr
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.base import audit, outbox, progress
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.learning import assess
from campus.learning.changes import Counts, batches, changes_of
from campus.learning.cohorts import STAFF, CohortClosedError
from campus.learning.gradebook import CheckedRow, GradebookError, Mapping, Problem, Sheet, check, guess_mapping, read
from campus.learning.models import Cohort, Enrolment, GradebookUpload
from campus.people.roles import Actor, person_of, require

INLINE_BYTES = 150_000  # smaller files are checked and imported while the person waits
KEPT_PROBLEMS = 200
FILES_KEPT = timedelta(days=30)
State = GradebookUpload.State


class GradebookRefusedError(Refusal):
    """The file as a whole cannot be used; `code` is the gradebook's own."""

    def __init__(self, error: GradebookError) -> None:
        self.error = error
        super().__init__(field="file")
        self.code = error.code  # type: ignore[misc]  # one class for every code of the gradebook

    @property
    def message(self) -> StrOrPromise:
        """What is wrong with the file, in the person's language."""
        return lazystr(self.error.say(get_language() or "en"))


class MappingRefusedError(Refusal):
    """The choice of columns cannot work; `problems` say why."""

    code = "MAPPING_REFUSED"
    text = _("These columns do not fit together yet.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__()


class WrongStateError(Refusal):
    """It was confirmed, dropped or imported in the meantime."""

    code = "WRONG_STATE"
    text = _("This gradebook has moved on in the meantime. Look at it again.")


class NothingToImportError(Refusal):
    """No row of the file is good."""

    code = "NOTHING_TO_IMPORT"
    text = _("No row of this file can be imported.")


def receive(cohort: Cohort, *, content: bytes, file_name: str, by: Actor, at: datetime) -> GradebookUpload:
    """Take a file in and guess its columns. Nothing is checked or written yet.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        CohortClosedError: the cohort takes no more results.
        GradebookRefusedError: the file cannot be read as a table.
    """
    require(by, cohort.organisation, *STAFF)
    if cohort.closed_at is not None:
        raise CohortClosedError
    name = PurePath(file_name.replace("\\", "/").replace("\0", "")).name[-255:] or "gradebook.csv"
    try:
        sheet = read(content, name, max_bytes=settings.UPLOAD_LIMIT)
        mapping = guess_mapping(sheet, record_of(cohort.design_version), hint=cohort.title)
    except GradebookError as error:
        raise GradebookRefusedError(error) from error
    return GradebookUpload.objects.create(
        cohort=cohort,
        uploaded_by=person_of(by),
        uploaded_at=at,
        file_name=name,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        layout=mapping.layout,
        mapping=mapping.to_json(),
        rows=sheet.estimated_rows,
    )


def sheet_of(upload: GradebookUpload, *, reading: Mappings[str, str] | None = None) -> Sheet:
    """The upload opened as a table, read the way a person chose.

    Raises:
        GradebookRefusedError: not readable that way.
        WrongStateError: the file is no longer kept.
    """
    if upload.content is None:
        raise WrongStateError
    chosen = upload.reading if reading is None else reading
    try:
        return read(
            bytes(upload.content),
            upload.file_name,
            encoding=chosen.get("encoding", ""),
            sheet=chosen.get("sheet", ""),
            max_bytes=settings.UPLOAD_LIMIT,
        )
    except GradebookError as error:
        raise GradebookRefusedError(error) from error


def checked_rows(upload: GradebookUpload, sheet: Sheet, *, today: date) -> Iterator[CheckedRow]:
    """The upload's rows, checked, under its mapping and the cohort's list of learners."""
    cohort = upload.cohort
    known = None
    if cohort.fixed_list:
        numbers = Enrolment.objects.filter(cohort=cohort).values_list("number", flat=True)
        known = frozenset(number.lower() for number in numbers.iterator(chunk_size=5000))
    mapping = Mapping.from_json(upload.mapping)
    return check(sheet, mapping, record_of(cohort.design_version), today=today, known=known)


@transaction.atomic
def choose_mapping(
    upload: GradebookUpload, *, mapping: Mapping, by: Actor, at: datetime, reading: Mappings[str, str] | None = None
) -> GradebookUpload:
    """Say which column is what, and begin the check: at once for a small file (call `run_check`), else by a worker.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        MappingRefusedError: columns missing or used twice.
        GradebookRefusedError: not readable in the encoding or sheet chosen.
        WrongStateError: already confirmed, dropped or imported.
    """
    require(by, upload.cohort.organisation, *STAFF)
    chosen = dict(upload.reading if reading is None else reading)
    problems = mapping.problems(sheet_of(upload, reading=chosen))
    if problems:
        raise MappingRefusedError(problems)
    open_states = (State.UPLOADED, State.CHECKED, State.REFUSED, State.CHECKING)
    _move(
        upload, open_states, State.CHECKING, mapping=mapping.to_json(), layout=mapping.layout, reading=chosen, done_rows=0,
        problems=[], problem_count=0, bad_rows=0, summary={},
    )  # fmt: skip
    if not is_small(upload):
        outbox.record("gradebook.mapped", subject=upload.pk, at=at)
    return GradebookUpload.objects.select_related("cohort__organisation", "cohort__design_version").get(pk=upload.pk)


def run_check(upload_id: int, *, at: datetime, today: date | None = None) -> GradebookUpload:
    """Check every row, note the problems, and count what an import would change. Does nothing unless a check is due.

    Args:
        upload_id: primary key.
        at: now.
        today: the last day a date may name; the day of `at` unless given.
    """
    upload = _loaded(upload_id)
    if upload.state != State.CHECKING:
        return upload
    tally = _Tally(upload)
    try:
        sheet = sheet_of(upload)
        rows = tally.watch(checked_rows(upload, sheet, today=today or localdate(at)))
        for part in batches(rows):
            tally.compare(part)
            GradebookUpload.objects.filter(pk=upload.pk, state=State.CHECKING).update(done_rows=tally.rows)
    except GradebookError as error:
        return _refuse(upload, error, at=at)
    except GradebookRefusedError as refusal:
        return _refuse(upload, refusal.error, at=at)
    return tally.finish()


@transaction.atomic
def confirm(upload: GradebookUpload, *, by: Actor, at: datetime) -> GradebookUpload:
    """Order the import of the good rows: at once for a small file (call `run_import`), else by a worker.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        WrongStateError: it is not checked, or another click came first.
        NothingToImportError: no row is good.
        CohortClosedError: the cohort takes no more results.
    """
    require(by, upload.cohort.organisation, *STAFF)
    if upload.cohort.closed_at is not None:
        raise CohortClosedError
    if upload.rows <= upload.bad_rows:
        raise NothingToImportError
    _move(upload, (State.CHECKED,), State.IMPORTING, done_rows=0)
    if not is_small(upload):
        outbox.record("gradebook.confirmed", subject=upload.pk, at=at)
    return _loaded(upload.pk)


def run_import(upload_id: int, *, at: datetime, today: date | None = None) -> GradebookUpload:
    """Write the good rows, in one transaction with the state that says so. Does nothing unless an import is due."""
    with transaction.atomic():
        upload = GradebookUpload.objects.select_for_update().get(pk=upload_id)
        if upload.state != State.IMPORTING:
            return _loaded(upload_id)
        upload = _loaded(upload_id)
        try:
            rows = checked_rows(upload, sheet_of(upload), today=today or localdate(at))
            counts = assess.record(upload.cohort, rows, at=at, upload=upload, progress=partial(progress.tell, work_of(upload)))
        except CohortClosedError:
            return _close(upload, State.REFUSED, at=at, summary={"code": CohortClosedError.code})
        audit.note(
            "gradebook.imported",
            actor=upload.uploaded_by,
            organisation=upload.cohort.organisation_id,
            subject_kind="gradebook",
            subject=upload.pk,
            at=at,
            digest=upload.digest,
            **asdict(counts),
        )
        transaction.on_commit(partial(progress.forget, work_of(upload)))
        return _close(upload, State.IMPORTED, at=at, summary=asdict(counts), done_rows=upload.rows)


def written_rows(upload: GradebookUpload) -> int | None:
    """How many rows an import under way has written; None where that is not known."""
    return progress.told(work_of(upload))


def work_of(upload: GradebookUpload) -> str:
    """The name under which the import of an upload tells how far it is."""
    return f"gradebook-{upload.public_id}"


@transaction.atomic
def drop(upload: GradebookUpload, *, by: Actor, at: datetime) -> GradebookUpload:
    """Put a gradebook aside without importing it; the file is deleted.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        WrongStateError: it is being imported or was.
    """
    require(by, upload.cohort.organisation, *STAFF)
    open_states = (State.UPLOADED, State.CHECKED, State.CHECKING, State.REFUSED)
    _move(upload, open_states, State.DROPPED, content=None, problems=[], finished_at=at)
    return _loaded(upload.pk)


def forget_files(*, at: datetime) -> int:
    """Delete the files of gradebooks that are done, or were never finished, for `FILES_KEPT`; returns how many."""
    old = GradebookUpload.objects.filter(uploaded_at__lt=at - FILES_KEPT, content__isnull=False)
    return old.exclude(state=State.IMPORTING).update(content=None)


def too_large() -> GradebookRefusedError:
    """The refusal for a file that is too large to be read at all."""
    return GradebookRefusedError(GradebookError("FILE_TOO_LARGE", limit=settings.UPLOAD_LIMIT // 1024**2))


def is_small(upload: GradebookUpload) -> bool:
    """Say whether it is checked and imported while the person waits."""
    return upload.content is not None and len(upload.content) <= INLINE_BYTES


class _Tally:
    """Counts and problems of one check, gathered while its rows stream by."""

    def __init__(self, upload: GradebookUpload) -> None:
        self.upload = upload
        self.rows = self.bad_rows = self.problem_count = 0
        self.problems: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.counts = Counts()

    def watch(self, rows: Iterator[CheckedRow]) -> Iterator[CheckedRow]:
        for row in rows:
            self.rows += bool(row.learner or row.problems)
            self.bad_rows += bool(row.problems)
            self._keep(row.problems)
            self.notes.extend(note.to_json() for note in row.notes[: KEPT_PROBLEMS - len(self.notes)])
            yield row

    def compare(self, part: list[CheckedRow]) -> None:
        batch = changes_of(self.upload.cohort, part)
        self.counts += batch.counts
        self.bad_rows += batch.counts.conflicts
        self._keep(tuple(problem for problem in batch.refused if problem.code == "EMAIL_OF_ANOTHER"))
        room = KEPT_PROBLEMS - len(self.notes)
        self.notes.extend(problem.to_json() for problem in batch.refused[:room] if problem.code == "AWARD_STANDS")

    def _keep(self, problems: tuple[Problem, ...]) -> None:
        self.problem_count += len(problems)
        room = KEPT_PROBLEMS - len(self.problems)
        self.problems.extend(problem.to_json() for problem in problems[:room])

    @transaction.atomic
    def finish(self) -> GradebookUpload:
        held = GradebookUpload.objects.select_for_update().only("mapping", "reading").get(pk=self.upload.pk)
        if (held.mapping, held.reading) != (self.upload.mapping, self.upload.reading):
            return _loaded(self.upload.pk)  # other columns were chosen meanwhile: their own check is due
        GradebookUpload.objects.filter(pk=self.upload.pk, state=State.CHECKING).update(
            state=State.CHECKED,
            rows=self.rows,
            done_rows=self.rows,
            bad_rows=self.bad_rows,
            problems=self.problems,
            problem_count=self.problem_count,
            summary={**asdict(self.counts), "notes": self.notes},
        )
        return _loaded(self.upload.pk)


def _loaded(upload_id: int) -> GradebookUpload:
    return GradebookUpload.objects.select_related("cohort__organisation", "cohort__design_version", "uploaded_by").get(
        pk=upload_id
    )


def _move(upload: GradebookUpload, states: tuple[State, ...], to: State, **facts: Any) -> None:
    if not GradebookUpload.objects.filter(pk=upload.pk, state__in=states).update(state=to, **facts):
        raise WrongStateError


def _refuse(upload: GradebookUpload, error: GradebookError, *, at: datetime) -> GradebookUpload:
    facts = {name: str(value) for name, value in error.facts.items()}
    return _close(upload, State.REFUSED, at=at, summary={"code": error.code, "facts": facts})


def _close(upload: GradebookUpload, state: State, *, at: datetime, **facts: Any) -> GradebookUpload:
    GradebookUpload.objects.filter(pk=upload.pk).update(state=state, finished_at=at, **facts)
    return _loaded(upload.pk)
