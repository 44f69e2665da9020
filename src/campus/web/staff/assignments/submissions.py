"""What was handed in: the list by state, one piece with its marks side by side, and what a moderator does there."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.cohorts import STAFF
from campus.marking import allocation, integrity, moderation, pools
from campus.marking.models import Assignment, Mark, Submission, SubmissionFile
from campus.marking.moderation import ADJUSTABLE
from campus.marking.previews import picture_of
from campus.marking.rubrics import distances
from campus.marking.settling import MODERATORS
from campus.marking.setup import rubric_of
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import (
    MARK_READERS,
    assignment_in,
    frame_of,
    may_look_into,
    named,
    sees_marks,
    submission_in,
)
from campus.web.staff.assignments.shown import files_shown
from campus.web.work.showing import criteria_in, file_to_download, picture_to_show, plain

PER_PAGE = 50
TONES = {
    Submission.State.SUBMITTED: "unknown",
    Submission.State.MARKED: "unknown",
    Submission.State.SECOND_MARKED: "attention",
    Submission.State.SETTLED: "attention",
    Submission.State.MODERATED: "attention",
    Submission.State.CONFIRMED: "valid",
    Submission.State.RELEASED: "valid",
}


class AdjustForm(forms.Form):
    total = forms.DecimalField(label=_("Total"), max_digits=12, decimal_places=4, min_value=0)
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the board. The marks, and what stood before, are kept."),
    )


@require_safe
@inside(*MARK_READERS)
def submissions(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    state, query = request.GET.get("state", ""), request.GET.get("q", "").strip().upper()[:20]
    marks = Mark.objects.select_related("assessor").only(
        "role", "state", "total", "submission_id", "assessor__name", "assessor__email"
    )
    rows = Submission.objects.filter(assignment=assignment).exclude(state=Submission.State.DRAFT)
    rows = rows.defer("text").select_related("enrolment").prefetch_related(Prefetch("marks", marks.order_by("pk")))
    if state in TONES:
        rows = rows.filter(state=state)
    if query:
        rows = rows.filter(code__startswith=query)
    page = Paginator(rows.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    frame = frame_of(assignment, request.user)
    for each in page:
        each.assignment = assignment
    context = {
        **frame,
        "rows": [
            {
                "submission": each,
                "tone": TONES[Submission.State(each.state)],
                "named": named(each),
                "total": plain(each.total),
                "marks": _marks_in_list(each, request, assesses=frame["assesses"]),
            }
            for each in page
        ],
        "page": page,
        "state": state if state in TONES else "",
        "states": [(key.value, key.label) for key in TONES],
        "q": query,
    }
    return private_page(request, "staff/assignments/submissions.html", context)


@require_safe
@inside(*MARK_READERS)
def submission(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    found = submission_in(assignment, submission_id)
    return _page(request, assignment, found, AdjustForm(initial={"total": plain(found.total)}))


@require_POST
@inside(*MODERATORS)
def adjust(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    found = submission_in(assignment, submission_id)
    form = AdjustForm(request.POST)
    if form.is_valid():
        sent: dict[str, Any] = form.cleaned_data
        try:
            moderation.adjust(found, total=Decimal(sent["total"]), reason=sent["reason"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            if isinstance(refusal, NotFoundError):
                raise
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The total is set. What stood before is kept."))
            return redirect("assignment_submission", organisation.slug, public_id, assignment_id, submission_id)
    return _page(request, assignment, found, form)


@require_POST
@inside(*STAFF)
def hand_over(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    found = submission_in(assignment, submission_id)
    people = {str(each.public_id): each for each in pools.assessors_of(organisation)}
    mark = next((each for each in found.marks.all() if str(each.public_id) == request.POST.get("mark")), None)
    person = people.get(request.POST.get("person", ""))
    if mark is None or person is None:
        messages.error(request, gettext("Choose who marks instead."))
    else:
        mark.submission = found
        try:
            allocation.hand_over(mark, person, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("The mark is handed over."))
    return redirect("assignment_submission", organisation.slug, public_id, assignment_id, submission_id)


@require_safe
@inside(*MARK_READERS)
def file(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
    file_id: uuid.UUID,
) -> HttpResponse:
    place, found, kept = _file(request, organisation, public_id, assignment_id, submission_id, file_id)
    return file_to_download(kept, name="" if named(found) else f"{found.code}-{place}")


@require_safe
@inside(*MARK_READERS)
def picture(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
    file_id: uuid.UUID,
) -> HttpResponse:
    _place, _found, kept = _file(request, organisation, public_id, assignment_id, submission_id, file_id)
    shown = picture_of(kept)
    if shown is None:
        raise NotFoundError
    return picture_to_show(shown)


def _file(
    request: PersonRequest,
    organisation: Organisation,
    public_id: uuid.UUID,
    assignment_id: uuid.UUID,
    submission_id: uuid.UUID,
    file_id: uuid.UUID,
) -> tuple[int, Submission, SubmissionFile]:
    found = submission_in(assignment_in(organisation, public_id, assignment_id), submission_id)
    if not may_look_into(found, request.user):
        raise NotFoundError
    for place, kept in enumerate(found.files.defer("content").order_by("pk"), start=1):
        if kept.public_id == file_id:
            return place, found, kept
    raise NotFoundError


def _page(request: PersonRequest, assignment: Assignment, found: Submission, form: AdjustForm) -> HttpResponse:
    looks = may_look_into(found, request.user)
    marks = list(found.marks.select_related("assessor").order_by("pk"))
    frame = frame_of(assignment, request.user)
    blind = not sees_marks(found, request.user, assesses=frame["assesses"])
    adjustable = frame["moderates"] and found.state in ADJUSTABLE and moderation.may_moderate(found, request.user)
    context = {
        **frame,
        "submission": found,
        "tone": TONES[Submission.State(found.state)],
        "named": named(found),
        "total": plain(found.total),
        "maximum": plain(assignment.maximum),
        "looks": looks,
        "files": files_shown(found) if looks else [],
        "opens_cases": bool(roles_of(request.user, assignment.cohort.organisation) & set(integrity.OPENERS)),
        "blind": blind,
        "marks": [] if blind else [_mark_shown(mark) for mark in marks],
        "criteria": [] if blind else _side_by_side(assignment, marks),
        "unfinished": [mark for mark in marks if mark.state != Mark.State.DONE] if frame["staff"] else [],
        "assessors": pools.assessors_of(assignment.cohort.organisation) if frame["staff"] else [],
        "adjustments": found.adjustments.select_related("made_by").order_by("pk"),
        "form": form if adjustable else None,
    }
    return private_page(request, "staff/assignments/submission.html", context, status=400 if form.errors else 200)


def _marks_in_list(submission: Submission, request: PersonRequest, *, assesses: bool) -> list[dict[str, Any]]:
    seen = sees_marks(submission, request.user, assesses=assesses)
    return [
        {"mark": mark, "total": plain(mark.total) if seen or mark.assessor_id == request.user.pk else ""}
        for mark in submission.marks.all()
    ]


def _mark_shown(mark: Mark) -> dict[str, Any]:
    return {"mark": mark, "total": plain(mark.total), "role": mark.get_role_display()}


def _side_by_side(assignment: Assignment, marks: list[Mark]) -> list[dict[str, Any]]:
    """Each criterion with what every finished mark says of it, and whether two lie too far apart."""
    done = [mark for mark in marks if mark.state == Mark.State.DONE]
    apart = distances(rubric_of(assignment), done[0].levels, done[1].levels) if len(done) > 1 else {}
    rows = []
    for criterion in criteria_in(assignment, get_language() or "en"):
        levels = {level["id"]: level for level in criterion["levels"]}
        cells = [
            {"level": levels.get(mark.levels.get(criterion["id"], "")), "comment": mark.comments.get(criterion["id"], "")}
            for mark in done
        ]
        far = apart.get(criterion["id"], 0) > assignment.tolerance
        rows.append({**criterion, "cells": cells, "far": far})
    return rows
