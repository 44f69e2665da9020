"""Gradebooks on their way in: uploaded, mapped, checked, and only then confirmed or dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.problem import ProblemError
from campus.api.refusing import language_now
from campus.api.v1.cohorts import cohort_for
from campus.api.v1.shapes import Asked
from campus.learning import uploads
from campus.learning.cohorts import READERS
from campus.learning.gradebook import Mapping, Pivot, Problem
from campus.learning.models import GradebookUpload
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Gradebooks"])
Column = Annotated[int, Field(ge=0, le=1000)]


class PivotShape(Asked):
    assessment: Column
    score: Column
    names: dict[str, str] = Field(default_factory=dict, description="the file's names of assessments -> the design's ids")


class MappingShape(Asked):
    """Columns are counted from 0; null means the file has none."""

    layout: str = Field(default="other", max_length=20)
    number: Column | None = None
    name: Column | None = None
    given_name: Column | None = None
    family_name: Column | None = None
    email: Column | None = None
    completed_on: Column | None = None
    results: dict[str, Column] = Field(default_factory=dict, description="assessment id of the design -> column")
    only: dict[str, str] = Field(default_factory=dict, description="column -> the value a row must have there to be read")
    email_pattern: str = Field(
        default="", max_length=200, description="e.g. `student-{number}@example.org`, where there is no address"
    )
    name_pattern: str = Field(default="", max_length=200)
    pivot: PivotShape | None = Field(default=None, description="set when each row holds one result, not one learner")


class ReadingShape(Asked):
    encoding: str = Field(default="", max_length=40)
    sheet: str = Field(default="", max_length=200)


class MappingAsked(Asked):
    mapping: MappingShape
    reading: ReadingShape | None = Field(
        default=None, description="encoding, or sheet of the workbook, where the guess is wrong"
    )


class CellProblem(BaseModel):
    row: int = Field(description="as a spreadsheet counts; 0: the choice of columns")
    column: str = Field(description="its letter; empty for a whole row")
    header: str
    code: str
    detail: str


class GradebookShown(BaseModel):
    id: str
    cohort: str
    file_name: str
    sha256: str
    layout: str
    state: GradebookUpload.State
    headers: list[str] = Field(description="the headings of the file's columns, in order; empty once the file is deleted")
    mapping: MappingShape
    rows: int
    done_rows: int
    bad_rows: int
    problem_count: int
    summary: dict[str, Any] = Field(description="what an import changes, in learners: new, changed, unchanged, withdrawn, …")
    uploaded_at: datetime
    finished_at: datetime | None


class Problems(BaseModel):
    count: int = Field(description="all of them; at most 200 are listed")
    problems: list[CellProblem]
    notes: list[CellProblem] = Field(description="worth knowing; the rows are imported")


_FILE = {"type": "string", "format": "binary"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "CSV or XLSX: as `file` of a form (up to 20 MB), or as the body itself with `file_name` (up to 5 MB)",
        "content": {
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
            "text/csv": {"schema": _FILE},
            "application/octet-stream": {"schema": _FILE},
        },
    }
}


@router.get(
    "/cohorts/{uuid:cohort_id}/gradebooks", response=list[GradebookShown], summary=gettext_noop("The cohort's gradebooks")
)
def list_gradebooks(request: HttpRequest, cohort_id: UUID) -> list[GradebookShown]:
    cohort = cohort_for(request, cohort_id)
    require(key_of(request), cohort.organisation, *READERS)
    found = cohort.uploads.select_related("cohort__organisation", "cohort__design_version").order_by("-pk")[:100]
    return [_shown(upload, headers=False) for upload in found]


@router.post(
    "/cohorts/{uuid:cohort_id}/gradebooks",
    response={201: GradebookShown},
    openapi_extra=_BODY,
    summary=gettext_noop("Upload a gradebook; its columns are guessed, nothing is written"),
)
@idempotent()
def upload_gradebook(
    request: HttpRequest, cohort_id: UUID, file_name: Annotated[str, Query("gradebook.csv", max_length=255)]
) -> Status[GradebookShown]:
    cohort = cohort_for(request, cohort_id)
    content, name = _sent(request, file_name)
    upload = uploads.receive(cohort, content=content, file_name=name, by=key_of(request), at=timezone.now())
    return Status(201, _shown(upload))


@router.get("/gradebooks/{uuid:gradebook_id}", response=GradebookShown, summary=gettext_noop("How far a gradebook is"))
def get_gradebook(request: HttpRequest, gradebook_id: UUID) -> GradebookShown:
    return _shown(_upload(request, gradebook_id))


@router.put(
    "/gradebooks/{uuid:gradebook_id}/mapping",
    response=GradebookShown,
    summary=gettext_noop("Say which column is what, and check every row"),
)
def map_gradebook(request: HttpRequest, gradebook_id: UUID, asked: MappingAsked) -> GradebookShown:
    reading = None if asked.reading is None else asked.reading.model_dump()
    return _shown(_check(request, _upload(request, gradebook_id), asked.mapping, reading))


@router.post(
    "/gradebooks/{uuid:gradebook_id}/check",
    response=GradebookShown,
    summary=gettext_noop("Check every row with the guessed columns"),
)
@idempotent(required=False)
def check_gradebook(request: HttpRequest, gradebook_id: UUID) -> GradebookShown:
    upload = _upload(request, gradebook_id)
    return _shown(_check(request, upload, _mapping_shown(upload), None))


@router.get(
    "/gradebooks/{uuid:gradebook_id}/problems", response=Problems, summary=gettext_noop("Every bad cell, by row and column")
)
def list_problems(request: HttpRequest, gradebook_id: UUID) -> Problems:
    upload = _upload(request, gradebook_id)
    return Problems(
        count=upload.problem_count,
        problems=[_problem_shown(Problem.from_json(stored)) for stored in upload.problems],
        notes=[_problem_shown(Problem.from_json(stored)) for stored in upload.summary.get("notes", [])],
    )


@router.post("/gradebooks/{uuid:gradebook_id}/confirm", response=GradebookShown, summary=gettext_noop("Import the good rows"))
@idempotent()
def confirm_gradebook(request: HttpRequest, gradebook_id: UUID) -> GradebookShown:
    upload = uploads.confirm(_upload(request, gradebook_id), by=key_of(request), at=timezone.now())
    if uploads.is_small(upload):
        upload = uploads.run_import(upload.pk, at=timezone.now())
    return _shown(upload)


@router.post(
    "/gradebooks/{uuid:gradebook_id}/drop", response=GradebookShown, summary=gettext_noop("Put it aside without importing")
)
@idempotent(required=False)
def drop_gradebook(request: HttpRequest, gradebook_id: UUID) -> GradebookShown:
    return _shown(uploads.drop(_upload(request, gradebook_id), by=key_of(request), at=timezone.now()))


def _check(
    request: HttpRequest, upload: GradebookUpload, shape: MappingShape, reading: dict[str, str] | None
) -> GradebookUpload:
    mapping = _mapping(shape)
    upload = uploads.choose_mapping(upload, mapping=mapping, by=key_of(request), at=timezone.now(), reading=reading)
    return uploads.run_check(upload.pk, at=timezone.now()) if uploads.is_small(upload) else upload


def _mapping(shape: MappingShape) -> Mapping:
    stored = shape.model_dump(exclude={"pivot", "only"})
    columns = {column: value for column, value in shape.only.items() if column.isascii() and column.isdigit()}
    if len(columns) != len(shape.only):
        raise ProblemError(422, "INVALID_REQUEST", _("Columns are counted from 0."), errors=[{"pointer": "/mapping/only"}])
    pivot = None if shape.pivot is None else Pivot(**shape.pivot.model_dump())
    return Mapping(**stored, only={int(column): value for column, value in columns.items()}, pivot=pivot)


def _mapping_shown(upload: GradebookUpload) -> MappingShape:
    stored = dict(upload.mapping)
    stored["only"] = {str(column): value for column, value in stored.get("only", {}).items()}
    return MappingShape.model_validate(stored)


def _problem_shown(problem: Problem) -> CellProblem:
    return CellProblem(
        row=problem.row,
        column=problem.column,
        header=problem.header,
        code=problem.code,
        detail=problem.say(language_now()),
    )


def _shown(upload: GradebookUpload, *, headers: bool = True) -> GradebookShown:
    readable = headers and upload.content is not None
    return GradebookShown(
        id=str(upload.public_id),
        cohort=str(upload.cohort.public_id),
        file_name=upload.file_name,
        sha256=upload.digest,
        layout=upload.layout,
        state=GradebookUpload.State(upload.state),
        headers=list(uploads.sheet_of(upload).headers) if readable else [],
        mapping=_mapping_shown(upload),
        rows=upload.rows,
        done_rows=upload.done_rows,
        bad_rows=upload.bad_rows,
        problem_count=upload.problem_count,
        summary={name: value for name, value in upload.summary.items() if name != "notes"},
        uploaded_at=upload.uploaded_at,
        finished_at=upload.finished_at,
    )


def _sent(request: HttpRequest, file_name: str) -> tuple[bytes, str]:
    if request.content_type != "multipart/form-data":
        return request.body, file_name
    file = request.FILES.get("file")
    if file is None:
        raise ProblemError(400, "NOTHING_SENT", _("Send the gradebook as “file” of a form, or as the body itself."))
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise ProblemError(413, "TOO_LARGE", _("The request is larger than this address accepts."))
    return file.read(), file.name or file_name


def _upload(request: HttpRequest, gradebook_id: UUID) -> GradebookUpload:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *READERS)
    rows = GradebookUpload.objects.select_related("cohort__organisation", "cohort__design_version", "uploaded_by")
    upload = rows.filter(cohort__organisation=organisation, public_id=gradebook_id).first()
    if upload is None:
        raise NotFoundError
    return upload
