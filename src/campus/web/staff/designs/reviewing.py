"""The page on which a stage of a review is read and decided, commented on, handed on, or given to somebody from outside."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.catalogue.drafts import DraftState, state_of
from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Organisation, Role
from campus.quality import comments, delegating, external, review, stages
from campus.quality.gate import Moment
from campus.quality.gates import ask
from campus.quality.models import Review, Stage, StageKind
from campus.web.changes import Told, told
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.element_states import element_states
from campus.web.staff.designs.gate_report import gates_shown
from campus.web.staff.designs.lookup import design_in, newest_version, title_of
from campus.web.staff.designs.spots import spots
from campus.web.staff.designs.stage_list import stages_shown

READERS = (*review.DECIDERS, Role.ADMINISTRATOR)


class DecisionForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment for the authors"),
        help_text=_("Needed when you ask for changes. Say what should change and why; the authors see it on their page."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@require_http_methods(["GET", "POST"])
@inside(*READERS)
def review_page(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    under_way = review.open_review_of(design)
    if under_way is None:
        messages.info(request, gettext("Nothing waits for review here: it was decided or taken back."))
        return redirect("design", organisation.slug, public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, form, under_way):
        return redirect("design", organisation.slug, public_id)
    language = get_language() or "en"
    state, stage = state_of(under_way.submitted, on=timezone.localdate()), stages.current_stage(under_way)
    page = {
        "organisation": organisation,
        "design": design,
        "review": under_way,
        "stages": stages_shown(under_way, language),
        "title": title_of(under_way.submitted, language),
        "state": state,
        "in_other": element_states(state, "en" if language == "bg" else "bg"),
        "other_language": "en" if language == "bg" else "bg",
        "changes": _changes(under_way, state),
        "form": form,
        **_gates_and_comments(request, under_way, state, language),
        **_of_stage(request, stage, language),
    }
    return render(request, "staff/designs/review.html", page, status=400 if form.errors else 200)


@require_POST
@inside(*READERS)
def hand_on(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    stage = None if under_way is None else stages.current_stage(under_way)
    if under_way is not None and stage is not None:
        stage.review = under_way
        key = request.POST.get("to", "")
        chosen = next((each for each in stages.qualified(stage) if str(each.public_id) == key), None)
        because = request.POST.get("because", "")
        try:
            if chosen is None:
                raise delegating.NotQualifiedError
            delegating.delegate(under_way, to=chosen, by=request.user, at=timezone.now(), because=because)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("Handed to %(name)s, who is told by e-mail.") % {"name": chosen})
    return redirect("design_review", organisation.slug, public_id)


@require_POST
@inside(*external.INVITERS)
def invite_reviewer(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    if under_way is not None:
        asked = {name: request.POST.get(name, "") for name in ("email", "name", "language")}
        try:
            external.invite(under_way, by=request.user, at=timezone.now(), **asked)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("The invitation is on its way."))
    return redirect("design_review", organisation.slug, public_id)


@require_POST
@inside(*external.INVITERS)
def revoke_reviewer(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, invitation_id: int
) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    stage = None if under_way is None else stages.current_stage(under_way)
    for invitation in [] if stage is None else external.invitations_of(stage):
        if invitation.pk == invitation_id:
            external.revoke(invitation, by=request.user, at=timezone.now())
            messages.success(request, gettext("The invitation is withdrawn: its link no longer works."))
    return redirect("design_review", organisation.slug, public_id)


def _of_stage(request: PersonRequest, stage: Stage | None, language: str) -> dict[str, Any]:
    """What this person can do about the stage that waits."""
    if stage is None:
        return {"stage": None, "may_decide": False, "why_not": gettext("Every stage is approved. It waits to be published.")}
    outside, person = stage.kind == StageKind.EXTERNAL_REVIEW, request.user
    hands_on = not outside and delegating.may_delegate(stage, person)
    return {
        "stage": stage,
        "stage_name": stage.name_in(language),
        "may_decide": stages.may_decide(stage, person),
        "why_not": _why_not(stage, person),
        "candidates": stages.qualified(stage).exclude(pk=person.pk) if hands_on else [],
        "hands_on": hands_on,
        "outside": outside,
        "invitations": external.invitations_of(stage) if outside else [],
        "now": timezone.now(),
    }


def _why_not(stage: Stage, person: Any) -> str:
    """Why this person cannot decide the stage; "" when they can."""
    if stage.kind == StageKind.EXTERNAL_REVIEW:
        return gettext("An external reviewer decides this stage, through the link of their invitation.")
    if not stages.holds_role(stage, person):
        return gettext("This stage needs another role than you have here.")
    party = stage.review.parties.filter(person=person).first()
    if party is not None and party.part == "decided":
        return gettext("You decided an earlier stage of this review. Somebody else has to decide this one.")
    if party is not None:
        return gettext("You wrote, changed or handed this in, so somebody else has to decide about it.")
    if stage.assigned_to is not None and stage.assigned_to != person:
        return gettext("This stage was handed to %(name)s, who decides it.") % {"name": stage.assigned_to}
    return ""


def _gates_and_comments(request: PersonRequest, under_way: Review, state: DraftState, language: str) -> dict[str, Any]:
    design = under_way.design
    report = ask(design, moment=Moment.APPROVE, at=timezone.now(), review=under_way)
    worked = comments.worked_on(design, request.user)
    commenting = not worked and any(stage["waits"] for stage in stages_shown(under_way, language))
    shown, general = spots(
        element_states(state, language), under_way.submitted, comments.comments_of(design), commenting=commenting
    )
    return {
        "gates": gates_shown(report, design, language=language, mends=False),
        "stops": report.stops,
        "spots": shown,
        "general": general,
        "commenting": commenting,
        "resolves": not worked,
        "answers": True,
        "page_name": "review",
    }


def _decided(request: PersonRequest, form: DecisionForm, under_way: Review) -> bool:
    comment, at = form.cleaned_data["comment"], timezone.now()
    seen = request.POST.get("stage", "")
    position = int(seen) if seen.isdecimal() and len(seen) < 4 else None
    try:
        if request.POST.get("decision") == "approve":
            version = review.approve(under_way, by=request.user, at=at, comment=comment, stage=position)
            text = _told_of_approval(version, under_way)
        else:
            review.request_changes(under_way, comment=comment, by=request.user, at=at, stage=position)
            text = gettext("Sent back to the authors with your comment.")
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, text)
    return True


def _told_of_approval(version: DesignVersion | None, under_way: Review) -> str:
    if version is not None:
        return gettext("Approved and published as version %(number)s.") % {"number": version.number}
    if stages.current_stage(under_way) is None:
        return gettext("Approved. It waits to be published.")
    return gettext("Your approval is written down. The next stage goes on from here.")


def _changes(under_way: Review, state: DraftState) -> list[Told] | None:
    """What differs from the version that is public now; None when there is none yet."""
    newest = newest_version(under_way.design)
    return told(record_of(newest), state.record) if newest and state.record else None
