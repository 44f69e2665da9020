"""Who has handed in and who has not, and more time or attempts for one learner."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.cohorts import READERS, STAFF
from campus.marking import extensions
from campus.marking.models import Extension, Submission
from campus.people.models import Organisation
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import assignment_in, frame_of

PER_PAGE = 50


class ExtensionForm(forms.Form):
    number = forms.CharField(label=_("Learner number"), max_length=100)
    due_at = forms.DateTimeField(
        label=_("Due instead on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the time zone of the assignment. Empty: the deadline stays."),
    )
    extra_attempts = forms.IntegerField(label=_("Attempts more"), min_value=0, max_value=10, initial=0)
    reason = forms.ChoiceField(
        label=_("Kind of reason"), choices=Extension.Reason.choices, help_text=_("Nothing else about it is kept.")
    )


@require_safe
@inside(*READERS)
def learners(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    query = request.GET.get("q", "").strip()[:100]
    rows = assignment.cohort.enrolments.filter(withdrawn=False).order_by("number", "pk")
    if query:
        rows = rows.filter(Q(number__icontains=query) | Q(name__icontains=query) | Q(email__icontains=query))
    missing = request.GET.get("missing") == "1"
    if missing:
        there = Submission.objects.filter(assignment=assignment).exclude(state=Submission.State.DRAFT)
        rows = rows.exclude(pk__in=there.values("enrolment"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    keys = [each.pk for each in page]
    latest: dict[int, Submission] = {}
    for submission in Submission.objects.filter(assignment=assignment, enrolment__in=keys).defer("text").order_by("number"):
        latest[submission.enrolment_id] = submission
    given = {each.enrolment_id: each for each in assignment.extensions.filter(enrolment__in=keys)}
    context = {
        **frame_of(assignment, request.user),
        "rows": [{"learner": each, "latest": latest.get(each.pk), "extension": given.get(each.pk)} for each in page],
        "page": page,
        "q": query,
        "missing": missing,
        "form": ExtensionForm(initial={"number": request.GET.get("number", "")[:100]}),
    }
    return private_page(request, "staff/assignments/learners.html", context)


@require_POST
@inside(*STAFF)
def extend(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    place = redirect("assignment_learners", organisation.slug, public_id, assignment_id)
    now = timezone.now()
    try:
        if "end" in request.POST:
            extensions.take_away(assignment, number=request.POST["end"][:100], by=request.user, at=now)
            messages.success(request, gettext("Everybody’s dates hold for this learner again."))
            return place
        form = ExtensionForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("Give a learner number, a kind of reason, and a date or a number of attempts."))
            return place
        sent: dict[str, Any] = form.cleaned_data
        due = _meant(sent["due_at"], assignment.time_zone)
        extensions.extend(assignment, **{**sent, "due_at": due}, by=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Saved."))
    return place


def _meant(moment: datetime | None, zone: str) -> datetime | None:
    return None if moment is None else timezone.localtime(moment).replace(tzinfo=ZoneInfo(zone), fold=0)
