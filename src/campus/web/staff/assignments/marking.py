"""An assessor's own work: on to the next piece, or what is done; and the comments kept for everybody."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.marking import comment_bank
from campus.marking.marks import marks_of, next_mark, progress_of
from campus.marking.models import Mark, Submission
from campus.people.models import Organisation, Role
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import assignment_in, frame_of
from campus.web.work.showing import criteria_in, plain

PER_PAGE = 50


@require_safe
@inside(Role.ASSESSOR)
def marking(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    if "all" not in request.GET and (mark := next_mark(request.user, assignment)) is not None:
        return redirect("assignment_mark", organisation.slug, public_id, assignment_id, mark.public_id)
    page = Paginator(marks_of(request.user, assignment).select_related("submission"), PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    criteria = criteria_in(assignment, get_language() or "en")
    statements = {each["id"]: each["statement"] for each in criteria}
    context = {
        **frame_of(assignment, request.user),
        "progress": progress_of(request.user, assignment),
        "rows": [
            {
                "mark": each,
                "total": plain(each.total),
                "again": each.state == Mark.State.DONE
                and each.role == Mark.Role.FIRST
                and each.submission.state == Submission.State.MARKED
                and assignment.sample_drawn_at is None,
            }
            for each in shown
        ],
        "page": shown,
        "kept": [
            {"comment": each, "criterion": statements.get(each.criterion, "")} for each in comment_bank.kept_for(assignment)
        ],
        "criteria": criteria,
    }
    return private_page(request, "staff/assignments/queue.html", context)


@require_POST
@inside(Role.ASSESSOR)
def comments(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    try:
        if "forget" in request.POST:
            comment_bank.forget(assignment, _uuid(request.POST["forget"]), by=request.user)
            messages.success(request, gettext("The comment is removed. Marks that used it keep their text."))
        else:
            text, criterion = request.POST.get("text", ""), request.POST.get("criterion", "")
            comment_bank.keep(assignment, text=text, criterion=criterion, by=request.user, at=timezone.now())
            messages.success(request, gettext("The comment is kept."))
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        messages.error(request, str(refusal.message))
    place = redirect("assignment_marking", organisation.slug, public_id, assignment_id)
    place["Location"] += "?all=1#comments"
    return place


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFoundError from None
