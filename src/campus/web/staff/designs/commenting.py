"""Making a comment on a text under review, answering it, resolving it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.people.models import Organisation, Role
from campus.people.scope import NotFoundError
from campus.quality import comments, review
from campus.quality.models import Comment
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in


@require_POST
@inside(*review.DECIDERS)
def comment(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    under_way = review.open_review_of(design_in(organisation, public_id))
    if under_way is None:
        return redirect("design", organisation.slug, public_id)
    place, text = request.POST.get("place", ""), request.POST.get("text", "")
    _tell(
        request,
        lambda: comments.comment(under_way, place=place, text=text, by=request.user, at=timezone.now()),
        gettext("Your comment is kept. The authors see it beside the text."),
    )
    return redirect("design_review", organisation.slug, public_id)


@require_POST
@inside(Role.AUTHOR, *review.DECIDERS)
def answer(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, comment_id: int) -> HttpResponse:
    design = design_in(organisation, public_id)
    found = _comment(design, comment_id)
    _tell(
        request,
        lambda: comments.answer(found, text=request.POST.get("text", ""), by=request.user, at=timezone.now()),
        gettext("Your answer is kept."),
    )
    return _back(request, design)


@require_POST
@inside(*review.DECIDERS)
def resolve(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, comment_id: int) -> HttpResponse:
    design = design_in(organisation, public_id)
    found, again = _comment(design, comment_id), request.POST.get("do") == "reopen"
    act = comments.reopen if again else comments.resolve
    told = gettext("The comment is open again.") if again else gettext("The comment is resolved.")
    _tell(request, lambda: act(found, by=request.user, at=timezone.now()), told)
    return _back(request, design)


def _comment(design: Design, comment_id: int) -> Comment:
    found = comments.comments_of(design).filter(pk=comment_id).first()
    if found is None:
        raise NotFoundError
    found.design = design
    return found


def _back(request: PersonRequest, design: Design) -> HttpResponse:
    page = "design_review" if request.POST.get("page") == "review" else "design"
    return redirect(page, design.organisation.slug, design.public_id)


def _tell(request: PersonRequest, act: Callable[[], object], told: StrOrPromise) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, str(told))
