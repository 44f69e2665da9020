"""The page behind an external reviewer's link: one text, comments on it, one decision. Nothing else of the organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.catalogue.drafts import state_of
from campus.quality import comments, external
from campus.quality.gate import Moment
from campus.quality.gates import ask
from campus.quality.models import ReviewerInvitation
from campus.wallet.picture import draw
from campus.web.forms import refuse
from campus.web.pages import PRIVATE, private_page
from campus.web.staff.designs.element_states import element_states
from campus.web.staff.designs.gate_report import gates_shown
from campus.web.staff.designs.lookup import title_of
from campus.web.staff.designs.overview import PICTURE_HEADERS
from campus.web.staff.designs.reviewing import DecisionForm
from campus.web.staff.designs.spots import spots


@require_http_methods(["GET", "HEAD", "POST"])
def external_review(request: HttpRequest, secret: str) -> HttpResponse:
    at_most(request, "external_review", times=120, seconds=300, at=timezone.now())
    try:
        invitation = external.find(secret, at=timezone.now())
    except external.LinkOverError as refusal:
        return private_page(request, "public/external_review_over.html", {"refusal": refusal}, status=410)
    form = DecisionForm(request.POST if "decision" in request.POST else None)
    if request.method == "POST" and "decision" not in request.POST:
        _commented(request, secret)
        return redirect("external_review", secret)
    if request.method == "POST" and form.is_valid():
        decided = _decided(request, secret, form)
        if decided:
            return private_page(request, "public/external_review_done.html", {"decided": decided, **_names(invitation)})
    page = {**_page(invitation), "form": form, "secret": secret}
    return private_page(request, "public/external_review.html", page, status=400 if form.errors else 200)


@require_safe
def picture(request: HttpRequest, secret: str) -> HttpResponse:
    at_most(request, "external_review", times=120, seconds=300, at=timezone.now())
    try:
        under_way = external.find(secret, at=timezone.now()).stage.review
    except external.LinkOverError:
        return HttpResponse(status=410)
    design = under_way.design
    if design.image:
        return HttpResponse(bytes(design.image), content_type="image/png", headers={**PICTURE_HEADERS, **PRIVATE})
    record = state_of(under_way.submitted, on=timezone.localdate(), record_id=f"urn:uuid:{design.public_id}").record
    if record is None:
        return HttpResponse(status=404)
    svg = draw(record, design.organisation, language=get_language() or "en")
    return HttpResponse(svg, content_type="image/svg+xml", headers={**PICTURE_HEADERS, **PRIVATE})


def _commented(request: HttpRequest, secret: str) -> None:
    place, text = request.POST.get("place", ""), request.POST.get("text", "")
    try:
        external.add_comment(secret, place=place, text=text, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Your comment is kept. The authors see it beside the text."))


def _decided(request: HttpRequest, secret: str, form: DecisionForm) -> str:
    """What was decided; "" when it was refused, which the form then says."""
    comment, at = form.cleaned_data["comment"], timezone.now()
    try:
        if request.POST.get("decision") == "approve":
            external.approve(secret, at=at, comment=comment)
            return "approved"
        external.request_changes(secret, at=at, comment=comment)
    except Refusal as refusal:
        refuse(form, refusal)
        return ""
    return "changes_requested"


def _names(invitation: ReviewerInvitation) -> dict[str, object]:
    language, under_way = get_language() or "en", invitation.stage.review
    return {
        "invitation": invitation,
        "title": title_of(under_way.submitted, language),
        "organisation_name": under_way.design.organisation.name_in(language),
        "stage": invitation.stage,
        "stage_name": invitation.stage.name_in(language),
    }


def _page(invitation: ReviewerInvitation) -> dict[str, object]:
    language, under_way = get_language() or "en", invitation.stage.review
    state = state_of(under_way.submitted, on=timezone.localdate())
    own = comments.comments_of(under_way.design).filter(stage=invitation.stage)
    shown, general = spots(element_states(state, language), under_way.submitted, own, commenting=True)
    report = ask(under_way.design, moment=Moment.APPROVE, at=timezone.now(), review=under_way)
    other = "en" if language == "bg" else "bg"
    return {
        **_names(invitation),
        "spots": shown,
        "general": general,
        "commenting": True,
        "in_other": element_states(state, other),
        "other_language": other,
        "gates": gates_shown(report, under_way.design, language=language, mends=False),
    }
