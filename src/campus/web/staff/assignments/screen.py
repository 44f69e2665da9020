"""The marking screen: work and rubric side by side, everything by the keyboard, a form without scripts.

While marking is anonymous it shows a code: no name, address, name of a file, or moment of handing in.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.marking import comment_bank, marks, pools
from campus.marking.marks import Judgement, next_mark, progress_of
from campus.marking.models import Assignment, Conflict, Mark, Submission
from campus.marking.rubrics import LevelError
from campus.marking.setup import rubric_of
from campus.people.models import Organisation, Role
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import assignment_in, frame_of, mark_in
from campus.web.staff.assignments.shown import files_shown
from campus.web.work.showing import criteria_in, plain


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Role.ASSESSOR)
def mark(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID, mark_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    found = mark_in(assignment, mark_id, request.user)
    if request.method != "POST":
        return _page(request, assignment, found, _said_before(found), "")
    said, now = _judgement(assignment, request.POST, timezone.now()), timezone.now()
    try:
        _keep_comments(request, assignment, said)
        if request.POST.get("go") == "finish":
            marks.finish_mark(found, said, by=request.user, at=now)
        else:
            marks.save_mark(found, said, by=request.user, at=now)
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError | LevelError):
            raise
        return _page(request, assignment, found, said, str(refusal.message))
    following = next_mark(request.user, assignment, after=found.pk)
    if following is None or (following.pk == found.pk and request.POST.get("go") == "finish"):
        messages.success(request, gettext("All your work is marked."))
        return redirect("assignment_marking", organisation.slug, public_id, assignment_id)
    return redirect("assignment_mark", organisation.slug, public_id, assignment_id, following.public_id)


@require_POST
@inside(Role.ASSESSOR)
def save(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID, mark_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    found, now, problem = mark_in(assignment, mark_id, request.user), timezone.now(), ""
    try:
        marks.save_mark(found, _judgement(assignment, request.POST, now), by=request.user, at=now)
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        problem = str(refusal.message)
    context = {"now": now, "problem": problem, "opened": now.isoformat()}
    return private_page(request, "staff/assignments/mark_saved.html", context)


@require_POST
@inside(Role.ASSESSOR)
def again(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID, mark_id: uuid.UUID
) -> HttpResponse:
    found = mark_in(assignment_in(organisation, public_id, assignment_id), mark_id, request.user)
    try:
        marks.take_up_again(found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("assignment_marking", organisation.slug, public_id, assignment_id)
    return redirect("assignment_mark", organisation.slug, public_id, assignment_id, mark_id)


@require_POST
@inside(Role.ASSESSOR)
def conflict(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID, mark_id: uuid.UUID
) -> HttpResponse:
    found = mark_in(assignment_in(organisation, public_id, assignment_id), mark_id, request.user)
    try:
        kind = request.POST.get("kind", "")
        pools.declare(found.submission.enrolment, request.user, kind=kind, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("assignment_mark", organisation.slug, public_id, assignment_id, mark_id)
    messages.success(request, gettext("Thank you for saying so. Somebody else marks this work."))
    return redirect("assignment_marking", organisation.slug, public_id, assignment_id)


def _page(request: PersonRequest, assignment: Assignment, found: Mark, said: Judgement, problem: str) -> HttpResponse:
    language = get_language() or "en"
    submission = found.submission
    kept = comment_bank.kept_for(assignment)
    criteria = [
        {
            **criterion,
            "chosen": said.levels.get(criterion["id"], ""),
            "comment": said.comments.get(criterion["id"], ""),
            "kept": [each for each in kept if each.criterion in ("", criterion["id"])],
            "open": bool(problem) and criterion["id"] not in said.levels,
        }
        for criterion in criteria_in(assignment, language)
    ]
    last = (
        marks.marks_of(request.user, assignment)
        .filter(state=Mark.State.DONE, role=Mark.Role.FIRST, submission__state=Submission.State.MARKED)
        .order_by("-done_at")
        .first()
    )
    following = next_mark(request.user, assignment, after=found.pk)
    context = {
        **frame_of(assignment, request.user),
        "mark": found,
        "submission": submission,
        "learner": None if assignment.anonymous else submission.enrolment,
        "files": files_shown(submission),
        "criteria": criteria,
        "said": said,
        "problem": problem,
        "done": found.state == Mark.State.DONE,
        "total": plain(found.total),
        "maximum": plain(assignment.maximum),
        "instructions": assignment.instructions_in(language),
        "progress": progress_of(request.user, assignment),
        "last": last if assignment.sample_drawn_at is None else None,
        "following": following if following is not None and following.pk != found.pk else None,
        "kept_overall": [each for each in kept if not each.criterion],
        "conflicts": Conflict.Kind.choices,
        "opened": timezone.now().isoformat(),
    }
    return private_page(request, "staff/assignments/mark.html", context, status=400 if problem else 200)


def _said_before(found: Mark) -> Judgement:
    return Judgement(levels=found.levels, comments=found.comments, overall=found.overall, private_note=found.private_note)


def _judgement(assignment: Assignment, sent: QueryDict, now: datetime) -> Judgement:
    """What the form says. A kept comment that was chosen joins the comment, where it does not stand already."""
    kept = {str(each.public_id): each.text for each in comment_bank.kept_for(assignment)}
    levels, comments = {}, {}
    for criterion in rubric_of(assignment):
        if level := sent.get(f"level-{criterion.id}", ""):
            levels[criterion.id] = level
        comments[criterion.id] = _joined(
            sent.get(f"comment-{criterion.id}", ""), kept.get(sent.get(f"kept-{criterion.id}", ""))
        )
    return Judgement(
        levels=levels,
        comments=comments,
        overall=_joined(sent.get("overall", ""), kept.get(sent.get("kept-overall", ""))),
        private_note=sent.get("private_note", ""),
        seconds=_seconds(sent.get("opened", ""), now),
    )


def _joined(text: str, kept: str | None) -> str:
    if not kept or kept in text:
        return text
    return f"{text.rstrip()} {kept}".strip()


def _seconds(opened: str, now: datetime) -> int:
    try:
        begun = datetime.fromisoformat(opened)
    except ValueError:
        return 0
    if begun.tzinfo is None:
        begun = begun.replace(tzinfo=UTC)
    return max(0, int((now - begun).total_seconds()))


def _keep_comments(request: PersonRequest, assignment: Assignment, said: Judgement) -> None:
    """Keep the comments that are ticked, for everybody who marks this assignment."""
    for criterion, text in said.comments.items():
        if request.POST.get(f"keep-{criterion}") and text.strip():
            comment_bank.keep(assignment, text=text, criterion=criterion, by=request.user, at=timezone.now())
    if request.POST.get("keep-overall") and said.overall.strip():
        comment_bank.keep(assignment, text=said.overall, by=request.user, at=timezone.now())
