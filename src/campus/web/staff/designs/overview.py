"""One micro-credential: where it stands, what its elements say, what is still to be mended, and what can be done next."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.designs import EDITABLE, copy_design, retire
from campus.catalogue.differences import differences
from campus.catalogue.drafts import DraftState, state_of
from campus.catalogue.models import Design
from campus.catalogue.versions import record_of
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.quality import comments, review, stages
from campus.quality.models import Review
from campus.wallet.picture import draw
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.binding import messages_of
from campus.web.staff.designs.element_states import element_states
from campus.web.staff.designs.lookup import TONES, design_in, newest_version, title_of
from campus.web.staff.designs.spots import spots
from campus.web.staff.designs.stage_list import stages_shown
from campus.web.staff.designs.steps import STEPS, step_of

PICTURE_HEADERS = {
    "Cache-Control": "private, max-age=60",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


@require_safe
@inside()
def design(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = design_in(organisation, public_id)
    language = get_language() or "en"
    state = state_of(found.draft, on=timezone.localdate())
    held = roles_of(request.user, organisation)
    under_way = review.open_review_of(found)
    newest = newest_version(found)
    page = {
        "organisation": organisation,
        "design": found,
        "title": title_of(found.draft, language),
        "tone": TONES[found.state],
        **_elements_and_comments(request, found, state, language),
        "state": state,
        "problems": [(message, step_of(message.at).slug) for message in messages_of(state, language=language, findings=False)],
        "steps": STEPS[:-1],
        "review": under_way,
        "stages": stages_shown(under_way, language) if under_way else [],
        "waits": stages.current_stage(under_way) if under_way else None,
        "publishes": found.state == Design.State.APPROVED and bool(held & set(review.PUBLISHERS)),
        "rounds": Review.objects.filter(design=found).exists(),
        "last_review": Review.objects.filter(design=found)
        .exclude(decision="")
        .select_related("decided_by")
        .order_by("-pk")
        .first(),
        "newest": newest,
        "unchanged": newest is not None and state.record is not None and not differences(record_of(newest), state.record),
        "editable": found.state in EDITABLE and Role.AUTHOR in held,
        "decides": bool(held & set(review.DECIDERS)),
        "retires": found.state in EDITABLE and bool(held & {Role.AUTHOR, Role.QA_OFFICER}),
        "is_author": Role.AUTHOR in held,
        "starts_cohorts": newest is not None
        and bool(held & {Role.ASSESSOR, Role.REGISTRAR})
        and found.state != Design.State.RETIRED,
    }
    return render(request, "staff/designs/overview.html", page)


@require_POST
@inside(Role.AUTHOR)
def copy(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    copied = copy_design(design_in(organisation, public_id), by=request.user, at=timezone.now())
    messages.success(request, gettext("This is a copy. Change its title first."))
    return redirect("design_step", organisation.slug, copied.public_id, "about")


@require_http_methods(["GET", "POST"])
@inside(Role.AUTHOR, Role.QA_OFFICER)
def retire_design(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = design_in(organisation, public_id)
    if request.method == "POST":
        try:
            retire(found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("It is retired. Badges issued from it stay valid."))
        return redirect("design", organisation.slug, public_id)
    page = {"organisation": organisation, "design": found, "title": title_of(found.draft, get_language() or "en")}
    return render(request, "staff/designs/retire.html", page)


@require_POST
@inside(Role.AUTHOR)
def submit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = design_in(organisation, public_id)
    try:
        review.submit(found, by=request.user, at=timezone.now())
    except review.NotReadyError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("design_step", organisation.slug, public_id, "check")
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("It is with quality assurance now. The text is frozen until they decide."))
    return redirect("design", organisation.slug, public_id)


@require_POST
@inside(Role.AUTHOR)
def withdraw(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    if under_way is not None:
        try:
            review.withdraw(under_way, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("Taken back. You can go on working on it."))
    return redirect("design", organisation.slug, public_id)


@require_POST
@inside(*review.PUBLISHERS)
def publish(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    if under_way is not None:
        try:
            version = review.publish(under_way, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("Published as version %(number)s.") % {"number": version.number})
    return redirect("design", organisation.slug, public_id)


@require_safe
@inside()
def picture(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = design_in(organisation, public_id)
    if found.image:
        return HttpResponse(bytes(found.image), content_type="image/png", headers=PICTURE_HEADERS)
    record = state_of(found.draft, on=timezone.localdate(), record_id=f"urn:uuid:{found.public_id}").record
    if record is None:
        return HttpResponse(status=404)
    svg = draw(record, organisation, language=get_language() or "en")
    return HttpResponse(svg, content_type="image/svg+xml", headers=PICTURE_HEADERS)


def _elements_and_comments(request: PersonRequest, design: Design, state: DraftState, language: str) -> dict[str, Any]:
    """The elements as they stand, with what was said about them in any round."""
    said = list(comments.comments_of(design))
    shown, general = spots(element_states(state, language), design.draft, said, commenting=False)
    held = roles_of(request.user, design.organisation)
    return {
        "spots": shown,
        "general": general,
        "said": len(said),
        "open_comments": sum(each.resolved_at is None for each in said),
        "answers": bool(held & {Role.AUTHOR, *review.DECIDERS}),
        "resolves": bool(held & set(review.DECIDERS)) and not comments.worked_on(design, request.user),
        "page_name": "design",
    }
