"""A gradebook on its way in, one address for all of it: columns, progress, preview, result."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.learning import uploads
from campus.learning.changes import batches, changes_of
from campus.learning.cohorts import STAFF
from campus.learning.gradebook import GradebookError, Mapping, Problem, guess_mapping
from campus.learning.gradebook.decode import ENCODINGS
from campus.learning.gradebook.export import csv_lines
from campus.learning.gradebook.problems import SENTENCES
from campus.learning.models import GradebookUpload
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import PRIVATE, private_page
from campus.web.staff.cohorts.columns import columns_form, read_columns
from campus.web.staff.cohorts.lookup import UPLOAD_TONES, upload_in
from laurel.annex1.award import Mark

State = GradebookUpload.State
GOOD_ROWS_SHOWN = 10
UNDER_WAY = (State.CHECKING, State.IMPORTING)
MAPPABLE = (State.UPLOADED, State.CHECKED, State.REFUSED, State.CHECKING)


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def gradebook(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, upload_id: uuid.UUID) -> HttpResponse:
    upload = upload_in(organisation, public_id, upload_id)
    if request.method == "POST":
        return _choose(request, upload)
    wants_columns = upload.state == State.UPLOADED or "columns" in request.GET
    if wants_columns and upload.state in MAPPABLE and upload.content is not None:
        return _columns(request, upload, Mapping.from_json(upload.mapping))
    if request.headers.get("HX-Request") and upload.state not in UNDER_WAY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    part = "staff/cohorts/progress.html" if request.headers.get("HX-Request") else "staff/cohorts/gradebook.html"
    return private_page(request, part, _page(upload))


@require_POST
@inside(*STAFF)
def act(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, upload_id: uuid.UUID, action: str
) -> HttpResponse:
    upload = upload_in(organisation, public_id, upload_id)
    if action not in ("confirm", "drop"):
        raise NotFoundError
    try:
        if action == "drop":
            uploads.drop(upload, by=request.user, at=timezone.now())
            messages.info(request, gettext("Put aside. Nothing was written, and the file is deleted."))
            return redirect("cohort", organisation.slug, public_id)
        confirmed = uploads.confirm(upload, by=request.user, at=timezone.now())
        if uploads.is_small(confirmed):
            uploads.run_import(confirmed.pk, at=timezone.now(), today=timezone.localdate())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("gradebook", organisation.slug, public_id, upload_id)


@require_safe
@inside(*STAFF)
def bad_rows(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, upload_id: uuid.UUID) -> HttpResponse:
    upload = upload_in(organisation, public_id, upload_id)
    lines = csv_lines(_bad_rows(upload, get_language() or "en"))
    name = f"problems-{upload.public_id}.csv"
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=PRIVATE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]  # Django's two responses share a base that views may return


def _choose(request: PersonRequest, upload: GradebookUpload) -> HttpResponse:
    reading = {"encoding": request.POST.get("encoding", ""), "sheet": request.POST.get("sheet", "")[:200]}
    design = record_of(upload.cohort.design_version)
    mapping = read_columns(request.POST, Mapping.from_json(upload.mapping), design)
    place = (upload.cohort.organisation.slug, upload.cohort.public_id, upload.public_id)
    try:
        if request.POST.get("do") == "reread":
            sheet = uploads.sheet_of(upload, reading=reading)
            guessed = guess_mapping(sheet, design, hint=upload.cohort.title)
            return _columns(request, upload, guessed, reading=reading)
        if request.POST.get("do") == "filter":
            return _columns(request, upload, mapping, reading=reading)
        chosen = uploads.choose_mapping(upload, mapping=mapping, reading=reading, by=request.user, at=timezone.now())
        if uploads.is_small(chosen):
            uploads.run_check(chosen.pk, at=timezone.now(), today=timezone.localdate())
    except uploads.MappingRefusedError as refusal:
        return _columns(request, upload, mapping, reading=reading, problems=refusal.problems)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("gradebook", *place)


def _columns(
    request: PersonRequest,
    upload: GradebookUpload,
    mapping: Mapping,
    *,
    reading: dict[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    language = get_language() or "en"
    chosen = upload.reading if reading is None else reading
    try:
        sheet = uploads.sheet_of(upload, reading=chosen)
        form = columns_form(sheet, mapping, record_of(upload.cohort.design_version), language=language)
    except (Refusal, GradebookError) as error:
        messages.error(request, error.say(language) if isinstance(error, GradebookError) else str(error.message))
        return redirect("cohort", upload.cohort.organisation.slug, upload.cohort.public_id)
    context = {
        **_frame(upload),
        "sheet": sheet,
        "mapping": mapping,
        "form": form,
        "layout": dict(_layouts()).get(mapping.layout, ""),
        "encodings": [(name, name == (chosen.get("encoding") or sheet.encoding)) for name in ENCODINGS],
        "problems": [problem.say(language) for problem in problems],
    }
    return private_page(request, "staff/cohorts/columns.html", context, status=400 if problems else 200)


def _page(upload: GradebookUpload) -> dict[str, Any]:
    language = get_language() or "en"
    refused = str(upload.summary.get("code", "")) if upload.state == State.REFUSED else ""
    page = {
        **_frame(upload),
        "under_way": upload.state in UNDER_WAY,
        "written": uploads.written_rows(upload) if upload.state == State.IMPORTING else None,
        "tone": UPLOAD_TONES[State(upload.state)],
        "good": upload.rows - upload.bad_rows,
        "problems": [(Problem.from_json(stored), Problem.from_json(stored).say(language)) for stored in upload.problems],
        "notes": [
            (Problem.from_json(stored), Problem.from_json(stored).say(language)) for stored in upload.summary.get("notes", [])
        ],
        "refused": GradebookError(refused, **upload.summary.get("facts", {})).say(language) if refused in SENTENCES else "",
    }
    if upload.state == State.CHECKED:
        page |= _first_rows(upload, language)
    return page


def _frame(upload: GradebookUpload) -> dict[str, Any]:
    return {"organisation": upload.cohort.organisation, "cohort": upload.cohort, "upload": upload}


def _first_rows(upload: GradebookUpload, language: str) -> dict[str, Any]:
    design = record_of(upload.cohort.design_version)
    rows = uploads.checked_rows(upload, uploads.sheet_of(upload), today=timezone.localdate())
    first = list(itertools.islice((row for row in rows if row.learner), GOOD_ROWS_SHOWN))
    parts = [(part.id, part.title.text(language) or part.id) for part in design.assessments]
    shown = []
    for row in first:
        scores = {score.assessment: str(Mark(score.value, score.word)) for score in row.scores}
        shown.append((row, [scores.get(part, "") for part, _ in parts]))
    mapping = Mapping.from_json(upload.mapping)
    chosen = set(mapping.pivot.names.values()) if mapping.pivot else set(mapping.results)
    unread = [title for part, title in parts if part not in chosen]
    return {
        "parts": [title for _, title in parts],
        "first_rows": shown,
        "unread": unread,
        "nothing_read": len(unread) == len(parts),
    }


def _bad_rows(upload: GradebookUpload, language: str) -> Iterator[list[str]]:
    """The file's own heading and every row that is left out, each with what is wrong with it in front."""
    sheet = uploads.sheet_of(upload)
    found: dict[int, list[Problem]] = {}
    for part in batches(uploads.checked_rows(upload, sheet, today=timezone.localdate())):
        for row in part:
            if row.problems:
                found.setdefault(row.row, []).extend(row.problems)
        for problem in changes_of(upload.cohort, part).refused:
            found.setdefault(problem.row, []).append(problem)
    yield [gettext("Row"), gettext("What is wrong"), *sheet.headers]
    for source in sheet.rows():
        if source.number in found:
            told = [f"{problem.column} {problem.say(language)}".strip() for problem in found[source.number]]
            yield [str(source.number), " ".join(told), *source.cells]


def _layouts() -> list[tuple[str, str]]:
    return [
        ("laurel", gettext("It looks like our own layout.")),
        ("moodle", gettext("It looks like a gradebook export of Moodle.")),
        ("canvas", gettext("It looks like a gradebook export of Canvas.")),
        ("oulad", gettext("It looks like the student list of the Open University’s dataset.")),
        ("oulad_results", gettext("It looks like the result list of the Open University’s dataset: one row for each result.")),
    ]
