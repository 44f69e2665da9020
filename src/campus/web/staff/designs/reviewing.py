"""The page on which quality assurance reads everything and decides."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.catalogue.drafts import DraftState, state_of
from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from campus.quality import review
from campus.quality.models import Review
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.history import Told, told
from campus.web.staff.designs.lookup import design_in, newest_version, title_of
from campus.web.staff.designs.overview import element_states


class DecisionForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment for the authors"),
        help_text=_("Needed when you ask for changes. Say what should change and why; the authors see it on their page."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@require_http_methods(["GET", "POST"])
@inside(*review.DECIDERS)
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
    state = state_of(under_way.submitted, on=timezone.localdate())
    page = {
        "organisation": organisation,
        "design": design,
        "review": under_way,
        "title": title_of(under_way.submitted, language),
        "state": state,
        "elements": element_states(state, language),
        "in_other": element_states(state, "en" if language == "bg" else "bg"),
        "other_language": "en" if language == "bg" else "bg",
        "changes": _changes(under_way, state),
        "form": form,
        "may_approve": review.may_decide(under_way, request.user),
    }
    return render(request, "staff/designs/review.html", page, status=400 if form.errors else 200)


def _decided(request: PersonRequest, form: DecisionForm, under_way: Review) -> bool:
    comment, at = form.cleaned_data["comment"], timezone.now()
    try:
        if request.POST.get("decision") == "approve":
            version = review.approve(under_way, by=request.user, at=at, comment=comment)
            text = _told_of_approval(version)
        else:
            review.request_changes(under_way, comment=comment, by=request.user, at=at)
            text = gettext("Sent back to the authors with your comment.")
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, text)
    return True


def _told_of_approval(version: DesignVersion | None) -> str:
    if version is None:
        return gettext("Your approval is written down. The next stage goes on from here.")
    return gettext("Approved and published as version %(number)s.") % {"number": version.number}


def _changes(under_way: Review, state: DraftState) -> list[Told] | None:
    """What differs from the version that is public now; None when there is none yet."""
    newest = newest_version(under_way.design)
    return told(record_of(newest), state.record) if newest and state.record else None
