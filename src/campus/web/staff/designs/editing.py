"""The design form: one step a page, saved as one goes, nothing typed ever lost."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.catalogue.designs import EDITABLE, StaleDraftError, save_draft
from campus.catalogue.drafts import DraftState, state_of
from campus.catalogue.models import Design
from campus.people.models import Organisation, Role
from campus.people.scope import NotFoundError
from campus.quality.gate import Moment
from campus.quality.gates import ask
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.binding import BoundGroup, Control, Message, bind, messages_of
from campus.web.staff.designs.element_states import element_states
from campus.web.staff.designs.fields import Step
from campus.web.staff.designs.gate_report import gates_shown
from campus.web.staff.designs.last_steps import ASSESSMENT
from campus.web.staff.designs.linting import blocking_lines, mend, panel
from campus.web.staff.designs.lookup import design_in, title_of
from campus.web.staff.designs.matrix import matrix_shown
from campus.web.staff.designs.reading import read_step
from campus.web.staff.designs.skill_finding import offer_skills, picker_for
from campus.web.staff.designs.steps import BY_SLUG, STEPS, after, step_of


@require_http_methods(["GET", "POST"])
@inside(Role.AUTHOR)
def step(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, slug_of_step: str) -> HttpResponse:
    design, page = design_in(organisation, public_id), _step(slug_of_step)
    if design.state not in EDITABLE:
        return redirect("design", organisation.slug, public_id)
    if request.method == "POST" and page.groups:
        return _save(request, design, page)
    if not page.groups:
        return _check(request, design)
    return _form(request, design, page, design.draft, design.draft_revision, told="check" in request.GET)


@require_POST
@inside(Role.AUTHOR)
def autosave(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, slug_of_step: str) -> HttpResponse:
    """Save quietly while somebody types; answer with the state of saving and the messages of the field just finished."""
    design, page = design_in(organisation, public_id), _step(slug_of_step)
    draft = read_step(page, request.POST, design.draft)
    context: dict[str, Any] = {"revision": _revision(request)}
    try:
        saved = _saved(request, design, draft, ends=False)
        context |= {"saved_at": date_format(timezone.localtime(), "TIME_FORMAT"), "revision": saved.draft_revision}
    except StaleDraftError:
        context["stale"] = True
    except Refusal as refusal:
        context["refused"] = refusal.message
    language = get_language() or "en"
    told = messages_of(state_of(draft, on=timezone.localdate()), language=language)
    groups = bind(page, draft, told, language=language)
    context["control"] = _finished(request, groups)
    context["picker"] = picker_for(request.headers.get("HX-Trigger-Name", ""), groups, draft, language=language)
    context |= {"organisation": organisation, "design": design, "step": page, **panel(request, design, draft, page)}
    context |= _matrix(page, state_of(draft, on=timezone.localdate()), language)
    return render(request, "staff/designs/autosaved.html", context)


def _save(request: PersonRequest, design: Design, page: Step) -> HttpResponse:
    draft = read_step(page, request.POST, design.draft)
    action = request.POST.get("do", "next")
    try:
        saved = _saved(request, design, draft)
    except StaleDraftError as stale:
        return _form(request, design, page, draft, stale.current.draft_revision, stale=stale.current)
    except Refusal as refusal:
        return _form(request, design, page, draft, design.draft_revision, refused=refusal)
    if action.startswith("fix:"):
        return _mended(request, saved, page, action.removeprefix("fix:"))
    if action.startswith(("add:", "remove:", "find:")):
        return _form(request, saved, page, draft, saved.draft_revision, opened=action)
    if any(page.owns(problem.at) for problem in state_of(draft, on=timezone.localdate()).problems):
        return _form(request, saved, page, draft, saved.draft_revision)
    if action == "leave":
        return redirect("design", design.organisation.slug, design.public_id)
    return redirect("design_step", design.organisation.slug, design.public_id, after(page).slug)


def _matrix(page: Step, state: DraftState, language: str) -> dict[str, Any]:
    return matrix_shown(state, language) if page is ASSESSMENT else {}


def _mended(request: PersonRequest, design: Design, page: Step, key: str) -> HttpResponse:
    try:
        mend(request, design, key)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    back = reverse("design_step", args=[design.organisation.slug, design.public_id, page.slug])
    return redirect(f"{back}?check")


def _saved(request: PersonRequest, design: Design, draft: dict[str, Any], *, ends: bool = True) -> Design:
    """Save what one opened form holds; its own quiet saves, which may still be under way, do not make it stale."""
    form = request.POST.get("form_id", "")[:32]
    revision, now = _revision(request), timezone.now()
    return save_draft(design, draft=draft, revision=revision, by=request.user, at=now, form=form, ends=ends)


def _form(
    request: PersonRequest, design: Design, page: Step, draft: dict[str, Any], revision: int, *, told: bool = False, **more: Any
) -> HttpResponse:
    """Show a step. Findings are told only when somebody asked for the check: a fresh form does not shout."""
    language = get_language() or "en"
    state = state_of(draft, on=timezone.localdate())
    groups = bind(page, draft, messages_of(state, language=language, findings=told), language=language)
    offer_skills(groups, request.POST, draft, language=language)
    failed = bool(more.get("stale") or more.get("refused"))
    context = {
        **_frame(design, page, draft),
        "groups": groups,
        "summary": _summary(groups),
        "revision": revision,
        "form_id": secrets.token_hex(16),
        "told": told,
        **_matrix(page, state, language),
        **panel(request, design, draft, page),
        **more,
    }
    return render(request, "staff/designs/step.html", context, status=409 if failed else 200)


def _check(request: PersonRequest, design: Design) -> HttpResponse:
    language = get_language() or "en"
    state = state_of(design.draft, on=timezone.localdate())
    problems = [(message, step_of(message.at).slug) for message in messages_of(state, language=language, findings=False)]
    report = ask(design, moment=Moment.SUBMIT, at=timezone.now())
    context = {
        **_frame(design, STEPS[-1], design.draft),
        "state": state,
        "stops": report.stops,
        "gates": gates_shown(report, design, language=language, mends=True),
        "elements": element_states(state, language),
        "problems": problems,
        "blocking": blocking_lines(design),
    }
    return render(request, "staff/designs/check.html", context)


def _frame(design: Design, page: Step, draft: dict[str, Any]) -> dict[str, Any]:
    place = STEPS.index(page)
    slug = design.organisation.slug
    steps = [
        {
            "step": each,
            "url": reverse("design_step", args=[slug, design.public_id, each.slug]),
            "current": each is page,
            "done": number < place,
        }
        for number, each in enumerate(STEPS)
    ]
    return {
        "organisation": design.organisation,
        "design": design,
        "title": title_of(draft, get_language() or "en"),
        "step": page,
        "steps": steps,
        "number": place + 1,
        "last": len(STEPS),
        "previous": steps[place - 1]["url"] if place else None,
    }


def _summary(groups: list[BoundGroup]) -> list[tuple[str, str, Message]]:
    """What has to be mended on this page: where to jump, what it is called, and the sentence."""
    found: list[tuple[str, str, Message]] = []
    for group in groups:
        found += [(group.id, str(group.group.title), message) for message in group.messages]
        for row in group.rows:
            label = f"{group.group.item} {row.number}" if group.group.repeats else str(group.group.title)
            found += [(group.id, label, message) for message in row.messages]
            for control in row.controls:
                name = f"{label}, {control.label}" if group.group.repeats else str(control.label)
                found += [(control.focus, name, message) for message in control.messages]
    return [entry for entry in found if entry[2].tone == "refused"]


def _finished(request: PersonRequest, groups: list[BoundGroup]) -> Control | None:
    """The control that the person has just left, if its value says anything."""
    name = request.headers.get("HX-Trigger-Name", "")
    for group in groups:
        for row in group.rows:
            for control in row.controls:
                if name == control.name or any(name == part.name for part in control.parts):
                    return control
    return None


def _step(slug: str) -> Step:
    if slug not in BY_SLUG:
        raise NotFoundError
    return BY_SLUG[slug]


def _revision(request: PersonRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
