"""Who may come in, beside those who come by themselves: invited people, sponsors' people, people from a list."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.enrolling import invitations, sponsors
from campus.enrolling.models import Intake
from campus.enrolling.seats import HOLDING
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.intakes.frame import found, frame

PER_PAGE = 25
_LANGUAGES = [("bg", "Български"), ("en", "English")]


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses, one a line"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Each gets a link that works for 30 days. At most 500 at a time; longer lists are better uploaded."),
    )
    language = forms.ChoiceField(label=_("Language of the message"), choices=_LANGUAGES)


class SponsorForm(forms.Form):
    name = forms.CharField(label=_("Who pays"), max_length=200, help_text=_("For example an employer, or a fund."))
    seats = forms.IntegerField(label=_("Places set aside"), min_value=1, max_value=999_999)
    domain = forms.CharField(
        label=_("Domain of their e-mail addresses"),
        max_length=253,
        required=False,
        help_text=_("Whoever has a confirmed address there takes one of these places. Left empty, a code is made instead."),
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file or Excel workbook"), help_text=_("With the columns “e-mail” and “name” in its first row.")
    )
    language = forms.ChoiceField(label=_("Language of the messages"), choices=_LANGUAGES)


@require_safe
@inside(*sponsors.STAFF)
def people(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    return _page(request, organisation, found(organisation, intake_id))


@require_POST
@inside(*invitations.STAFF)
def invite(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    intake, form = found(organisation, intake_id), InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, intake, invite=form)
    lines, language = form.cleaned_data["addresses"].splitlines(), form.cleaned_data["language"]
    try:
        number = invitations.invite(intake, lines, language=language, by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, organisation, intake, invite=form)
    said = ngettext("%(n)s invitation goes out.", "%(n)s invitations go out.", number) % {"n": number}
    messages.success(request, said if number else gettext("All of them are invited or have applied already."))
    return redirect("intake_people", organisation.slug, intake_id)


@require_POST
@inside(*invitations.STAFF)
def take_back(
    request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, invitation_id: uuid.UUID
) -> HttpResponse:
    intake = found(organisation, intake_id)
    invitation = intake.invitations.filter(public_id=invitation_id).first()
    if invitation is None:
        raise NotFoundError
    invitation.intake = intake
    invitations.take_back(invitation, by=request.user, at=timezone.now())
    messages.success(request, gettext("The invitation is withdrawn; its link works no more."))
    return redirect("intake_people", organisation.slug, intake_id)


@require_POST
@inside(*sponsors.STAFF)
def add_sponsor(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    intake, form = found(organisation, intake_id), SponsorForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, intake, sponsor=form)
    facts = sponsors.SponsorFacts(**form.cleaned_data)
    try:
        _made, code = sponsors.add(intake, facts, by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, organisation, intake, sponsor=form)
    if code:
        return _page(request, organisation, intake, code=code)
    messages.success(request, gettext("The places are set aside."))
    return redirect("intake_people", organisation.slug, intake_id)


@require_POST
@inside(*sponsors.STAFF)
def end_sponsor(
    request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, sponsor_id: uuid.UUID
) -> HttpResponse:
    intake = found(organisation, intake_id)
    sponsor = intake.sponsors.filter(public_id=sponsor_id).first()
    if sponsor is None:
        raise NotFoundError
    sponsor.intake = intake
    sponsors.finish(sponsor, by=request.user, at=timezone.now())
    messages.success(request, gettext("The sponsorship has ended. Its free places are everybody's again."))
    return redirect("intake_people", organisation.slug, intake_id)


def _page(
    request: PersonRequest,
    organisation: Organisation,
    intake: Intake,
    *,
    invite: InviteForm | None = None,
    sponsor: SponsorForm | None = None,
    code: str = "",
) -> HttpResponse:
    return private_page(
        request,
        "staff/intakes/people.html",
        page_of(request, organisation, intake, invite=invite, sponsor=sponsor) | {"code": code},
        status=400 if invite or sponsor else 200,
    )


def page_of(
    request: PersonRequest,
    organisation: Organisation,
    intake: Intake,
    *,
    invite: InviteForm | None = None,
    sponsor: SponsorForm | None = None,
    lists: ListForm | None = None,
) -> dict[str, Any]:
    """The page, with the form that was refused."""
    open_ones = intake.invitations.filter(used_at=None, withdrawn_at=None).order_by("-pk")
    held = Count("applications", filter=Q(applications__state__in=HOLDING))
    return {
        **frame(organisation, intake, request.user),
        "invite_form": invite or InviteForm(auto_id="invite_%s", initial={"language": request.user.language}),
        "sponsor_form": sponsor or SponsorForm(auto_id="sponsor_%s"),
        "list_form": lists or ListForm(auto_id="list_%s", initial={"language": request.user.language}),
        "page": Paginator(open_ones, PER_PAGE).get_page(request.GET.get("page")),
        "sponsors": intake.sponsors.annotate(taken=held).order_by("name"),
        "lists": intake.lists.select_related("uploaded_by").defer("content").order_by("-pk")[:10],
    }
