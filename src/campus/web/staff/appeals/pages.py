"""Appeals at work: which wait, one of them with its reasons, taking it up or giving it to somebody, and the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.issuing.models import Credential
from campus.learning import corrections
from campus.learning.models import Award
from campus.marking import appeals
from campus.marking.models import Appeal
from campus.people.models import Organisation, Role
from campus.people.roles import NotAllowedError, roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.learner.appeals import TONES
from campus.web.pages import private_page
from campus.web.work.showing import plain

READERS = (*appeals.DECIDERS, Role.REGISTRAR)
PER_PAGE = 25


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    total = forms.DecimalField(
        label=_("New points"),
        required=False,
        max_digits=12,
        decimal_places=4,
        min_value=0,
        help_text=_("Only where the result is changed. They are the result from then on."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        min_length=appeals.SHORTEST,
        max_length=appeals.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The learner reads them. Say what you looked at, and what follows from it."),
    )


@require_safe
@inside(*READERS)
def appeals_list(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    held, state = roles_of(request.user, organisation), request.GET.get("state", "open")
    rows = appeals.appeals_of(organisation, request.user, held)
    if state in Appeal.State.values:
        rows = rows.filter(state=state)
    elif state != "all":
        state, rows = "open", rows.filter(state__in=appeals.OPEN)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [_row(each) for each in page],
        "state": state,
        "states": [("open", _("Not decided yet")), *Appeal.State.choices, ("all", _("All of them"))],
        "to_renew": _to_renew(organisation) if Role.REGISTRAR in held else [],
    }
    return private_page(request, "staff/appeals/list.html", context)


@require_safe
@inside(*READERS)
def appeal(request: PersonRequest, organisation: Organisation, appeal_id: uuid.UUID) -> HttpResponse:
    return _page(request, organisation, _appeal(request, organisation, appeal_id), None)


@require_POST
@inside(*READERS)
def decide(request: PersonRequest, organisation: Organisation, appeal_id: uuid.UUID) -> HttpResponse:
    found, form = _appeal(request, organisation, appeal_id), DecisionForm(request.POST)
    if form.is_valid():
        try:
            appeals.decide(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            _stop(refusal)
            refuse(form, refusal)
        else:
            messages.success(request, gettext("It is decided. The learner is told by e-mail."))
            return redirect("appeal", organisation.slug, appeal_id)
    return _page(request, organisation, found, form)


@require_POST
@inside(*READERS)
def act(request: PersonRequest, organisation: Organisation, appeal_id: uuid.UUID, action: str) -> HttpResponse:
    found, now = _appeal(request, organisation, appeal_id), timezone.now()
    try:
        if action == "take":
            appeals.take(found, by=request.user, at=now)
        elif action == "give-back":
            appeals.give_back(found, by=request.user, at=now)
        elif action == "give":
            chosen = request.POST.get("person", "")
            person = next((each for each in appeals.deciders_for(found) if str(each.public_id) == chosen), None)
            if person is None:
                raise appeals.InvolvedError
            appeals.give(found, person, by=request.user, at=now)
        else:
            raise NotFoundError
    except Refusal as refusal:
        _stop(refusal)
        messages.error(request, str(refusal.message))
    return redirect("appeal", organisation.slug, appeal_id)


@require_POST
@inside(Role.REGISTRAR)
def renew(request: PersonRequest, organisation: Organisation, award_id: int) -> HttpResponse:
    award = corrections.contradicted(organisation).filter(pk=award_id).first()
    if award is None:
        raise NotFoundError
    try:
        renewed = corrections.renew(award, by=request.user, at=timezone.now())
    except Refusal as refusal:
        _stop(refusal)
        messages.error(request, str(refusal.message))
        return redirect("appeals", organisation.slug)
    if renewed is None:
        messages.success(request, gettext("The award is taken back: the rules are not met any more."))
    else:
        messages.success(request, gettext("The award is renewed. Another badge can be issued."))
    return redirect("cohort_awards", organisation.slug, award.enrolment.cohort.public_id)


def _stop(refusal: Refusal) -> None:
    if isinstance(refusal, NotFoundError | NotAllowedError):
        raise refusal


def _appeal(request: PersonRequest, organisation: Organisation, appeal_id: uuid.UUID) -> Appeal:
    readable = appeals.appeals_of(organisation, request.user, roles_of(request.user, organisation))
    found = readable.filter(public_id=appeal_id).first()
    if found is None:
        raise NotFoundError
    return found


def _page(request: PersonRequest, organisation: Organisation, found: Appeal, form: DecisionForm | None) -> HttpResponse:
    held, mine = roles_of(request.user, organisation), found.decider_id == request.user.pk
    able = bool(held & set(appeals.DECIDERS)) and appeals.may_decide(found.submission, request.user)
    is_open = found.state in appeals.OPEN
    context = {
        **_row(found),
        "organisation": organisation,
        "submission": found.submission,
        "may_take": found.state == Appeal.State.FILED and able and found.filed_by_id != request.user.pk,
        "mine": mine and found.state == Appeal.State.TAKEN,
        "others": appeals.deciders_for(found) if is_open and held & set(appeals.GIVERS) else [],
        "gives": is_open and bool(held & set(appeals.GIVERS)),
        "before": plain(found.before),
        "after": plain(found.after),
        "maximum": plain(found.submission.assignment.maximum),
        "form": form or DecisionForm(),
    }
    return private_page(request, "staff/appeals/appeal.html", context, status=200 if form is None else 400)


def _row(each: Appeal) -> dict[str, Any]:
    assignment = each.submission.assignment
    return {
        "appeal": each,
        "tone": TONES[Appeal.State(each.state)],
        "assignment": assignment,
        "cohort": assignment.cohort,
        "title": assignment.title_in(get_language() or "en"),
    }


def _to_renew(organisation: Organisation) -> list[tuple[Award, Credential | None]]:
    awards = list(corrections.contradicted(organisation)[:PER_PAGE])
    badges = {each.award_key: each for each in Credential.objects.filter(award_key__in=[award.key for award in awards])}
    return [(award, badges.get(award.key)) for award in awards]
