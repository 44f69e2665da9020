"""The assignments of a cohort; setting one, its overview with what comes next, opening, allotting, drawing the sample."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.marking import allocation, sampling, settling, setup
from campus.marking.marks import marks_of, progress_of
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.pools import pool_of
from campus.marking.sampling import asks_for_second_marks
from campus.marking.setup import AUTHORS
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.forms import NewAssignmentForm, RulesForm, rules_initial
from campus.web.staff.assignments.lookup import READERS, TONES, assignment_in, frame_of
from campus.web.staff.cohorts.lookup import cohort_in
from campus.web.work.showing import criteria_in

State = Submission.State


@require_safe
@inside()
def assignments(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort, language = cohort_in(organisation, public_id), get_language() or "en"
    names = {part.id: part.title.text(language) or part.id for part in setup.assessments_of(cohort)}
    handed_in = Count("submissions", filter=~Q(submissions__state=State.DRAFT))
    found = Assignment.objects.filter(cohort=cohort).annotate(handed_in=handed_in).order_by("pk")
    rows = [
        {
            "assignment": each,
            "title": each.title_in(language),
            "tone": TONES[Assignment.State(each.state)],
            "assessment": names.get(each.assessment, each.assessment),
            "handed_in": each.handed_in,
        }
        for each in found
    ]
    held = roles_of(request.user, organisation)
    context = {
        "organisation": organisation,
        "cohort": cohort,
        "rows": rows,
        "writes": bool(held & set(AUTHORS)) and cohort.closed_at is None,
        "reads": bool(held & set(READERS)),
    }
    return private_page(request, "staff/assignments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def new(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort, language = cohort_in(organisation, public_id), get_language() or "en"
    form = NewAssignmentForm(request.POST or None)
    free = [(part.id, part.title.text(language) or part.id) for part in setup.free_assessments(cohort)]
    form.fields["assessment"].choices = free  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            assessment = form.cleaned_data["assessment"]
            made = setup.create(cohort, assessment=assessment, by=request.user, at=timezone.now(), **form.rules())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("assignment_rubric", organisation.slug, public_id, made.public_id)
    context = {"organisation": organisation, "cohort": cohort, "form": form, "any": bool(free)}
    return private_page(request, "staff/assignments/new.html", context, status=400 if form.errors else 200)


@require_safe
@inside(*READERS)
def overview(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID
) -> HttpResponse:
    assignment, language = assignment_in(organisation, public_id, assignment_id), get_language() or "en"
    counts = settling.counts_of(assignment)
    context = {
        **frame_of(assignment, request.user),
        "instructions": assignment.instructions_in(language),
        "criteria": criteria_in(assignment, language),
        "counts": counts,
        "handed_in": sum(counts.values()) - counts[State.DRAFT],
        "learners": assignment.cohort.enrolments.filter(withdrawn=False).count(),
        "pool": len(pool_of(assignment.cohort)),
        "mine": progress_of(request.user, assignment),
        "mine_open": marks_of(request.user, assignment).exclude(state=Mark.State.DONE).exists(),
        **_next(assignment, counts),
    }
    return private_page(request, "staff/assignments/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def edit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    form = RulesForm(request.POST or None, initial=rules_initial(assignment))
    if assignment.state != Assignment.State.DRAFT:
        for name in setup.FROZEN & set(form.fields):
            form.fields[name].disabled = True  # the form then keeps what stands
    if request.method == "POST" and form.is_valid():
        try:
            setup.change(assignment, by=request.user, at=timezone.now(), **form.rules())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The rules are saved."))
            return redirect("assignment", organisation.slug, public_id, assignment_id)
    context = {**frame_of(assignment, request.user), "form": form}
    return private_page(request, "staff/assignments/rules.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*READERS)
def act(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID, action: str
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    deed = _DEEDS.get(action)
    if deed is None:
        raise NotFoundError
    try:
        said = deed(assignment, request, timezone.now())
    except Refusal as refusal:
        if refusal.code == "NOT_ALLOWED":
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)
        if action == "delete":
            return redirect("assignments", organisation.slug, public_id)
    place = "assignment_moderation" if action == "moderate" else "assignment"
    return redirect(place, organisation.slug, public_id, assignment_id)


def _open(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    setup.open_(assignment, by=request.user, at=now)
    return gettext("The assignment is open. Rubric and rules of marking stand as they are now.")


def _close(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    setup.close(assignment, by=request.user, at=now)
    return gettext("The assignment is closed. Nothing more is taken.")


def _delete(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    setup.delete_draft(assignment, by=request.user, at=now)
    return gettext("The draft is deleted.")


def _allot(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    done = allocation.order(assignment, by=request.user, at=now)
    if done is None:
        return gettext("The work is being allotted. Look again in a moment.")
    said = ngettext("{count} piece of work is allotted.", "{count} pieces of work are allotted.", done.given)
    said = said.format(count=done.given)
    if done.left:
        left = gettext("{count} could not be: everybody in the pool has a conflict of interest, their maximum, or is away.")
        said = f"{said} {left.format(count=done.left)}"
    return said


def _draw(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    drawn = sampling.draw(assignment, by=request.user, at=now)
    return gettext("{sampled} of {total} are marked twice. The others are settled.").format(
        sampled=drawn.sampled, total=drawn.of
    )


def _moderate(assignment: Assignment, request: PersonRequest, now: datetime) -> str:
    done = settling.finish_moderation(assignment, by=request.user, at=now)
    return ngettext("{count} mark is moderated.", "{count} marks are moderated.", done).format(count=done)


_DEEDS = {
    "open": _open,
    "close": _close,
    "delete": _delete,
    "allot": _allot,
    "draw": _draw,
    "moderate": _moderate,
}


def _next(assignment: Assignment, counts: dict[str, int]) -> dict[str, Any]:
    """What is waiting: work without an assessor, a sample to be drawn, marks to be moderated."""
    roles = Mark.Role
    waiting = {role.value: allocation.waiting_for(assignment, role).count() for role in roles}
    return {
        "waiting": sum(waiting.values()),
        "asks_twice": asks_for_second_marks(assignment),
        "may_draw": asks_for_second_marks(assignment) and assignment.sample_drawn_at is None and counts[State.MARKED] > 0,
        "unmarked": counts[State.SUBMITTED],
        "to_moderate": counts[State.SETTLED] + counts[State.SECOND_MARKED],
    }
