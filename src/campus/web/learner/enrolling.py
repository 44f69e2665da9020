"""Enrolling: what is asked, the form, and the person's own applications with what they can do about each."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of, title_in
from campus.catalogue.visibility import may_see
from campus.enrolling import applying, prerequisites
from campus.enrolling.applying import Evidence, Wish
from campus.enrolling.intakes import with_edition
from campus.enrolling.invitations import invitation_for, invited_to
from campus.enrolling.models import Application, Intake
from campus.enrolling.prerequisites import Strength
from campus.enrolling.seats import UNDER_WAY, State, room
from campus.learning.learners import enrolments_of
from campus.marking.file_kinds import KINDS, clean_name, kind_of, named
from campus.people.scope import NotFoundError
from campus.web.edition_texts import edition_shown
from campus.web.enrolling.applications import TONES, steps_of
from campus.web.enrolling.prerequisite_texts import shown
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page

EVIDENCE_KINDS = ("pdf", "png", "jpeg")
LARGEST_EVIDENCE = 5 * 1024 * 1024
TRIES, AN_HOUR = 30, 3_600


class BadLinkError(Refusal):
    """Not a web address."""

    code = "BAD_LINK"
    text = _("Write the whole address of the page, beginning with https://.")


class EnrolForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=300, help_text=_("As it stands in your documents: the badge will bear it.")
    )
    statement = forms.CharField(
        label=_("What you want those who decide to know"),
        max_length=applying.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    code = forms.CharField(
        label=_("Code of your employer or sponsor"),
        max_length=40,
        required=False,
        help_text=_("Only if somebody gave you one: then your place is paid by them."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrol(request: PersonRequest, intake_id: uuid.UUID) -> HttpResponse:
    intake, now = _intake_for(request, intake_id), timezone.now()
    mine = Application.objects.filter(intake=intake, person=request.user, state__in=UNDER_WAY).first()
    if mine is not None:
        return redirect("my_application", mine.public_id)
    form = EnrolForm(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if intake.admission != Intake.Admission.DECISION:
        del form.fields["statement"]
    if not intake.sponsors.filter(ended_at=None).exclude(code_digest="").exists():
        del form.fields["code"]
    wrong, wrong_text = "", ""
    if request.method == "POST" and form.is_valid():
        try:
            at_most(request, "enrolling", times=TRIES, seconds=AN_HOUR, at=now)
            made = applying.apply(intake, _wish(request, intake, form.cleaned_data), by=request.user, at=now)
        except Refusal as refusal:
            wrong, wrong_text = refusal.field or "", str(refusal.message)
            refuse(form, refusal)
        else:
            request.session.pop(_session_key(intake), None)
            messages.success(request, _said(made))
            return redirect("my_application", made.public_id)
    page = _page(request, intake) | {"form": form, "wrong": wrong, "wrong_text": wrong_text}
    return private_page(request, "learner/learning/enrol.html", page, status=400 if form.errors else 200)


@require_safe
@login_required
def invitation(request: PersonRequest, secret: str) -> HttpResponse:
    """The link of an invitation: remembered for this visit, so that it stands in no further address."""
    intake = invited_to(secret, at=timezone.now())
    request.session[_session_key(intake)] = secret
    return redirect("enrol", intake.public_id)


@require_safe
@login_required
def my_learning(request: PersonRequest) -> HttpResponse:
    language = get_language() or "en"
    applications = applying.applications_of(request.user)
    known = {each.enrolment_id for each in applications if each.enrolment_id is not None}
    others = enrolments_of(request.user).filter(withdrawn=False).exclude(pk__in=known)
    page = {
        "cards": [_card(each, language) for each in applications],
        "courses": [
            (title_in(each.cohort.design_version, language), each.cohort.organisation.name_in(language), each.cohort)
            for each in others.select_related("cohort__design_version", "cohort__organisation").order_by("-pk")[:100]
        ],
    }
    return private_page(request, "learner/learning/list.html", page)


@require_safe
@login_required
def my_application(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    application, language, now = _mine(request, public_id), get_language() or "en", timezone.now()
    intake = application.intake
    waived = frozenset(entry for entry, word in application.met.items() if word == "waived")
    verdicts = applying.verdicts_for(intake, request.user, waived=waived, at=now)
    ahead = _ahead(application)
    page = {
        **_card(application, language),
        "entries": shown(
            [each for each in verdicts if not each.holds and each.entry.strength == Strength.RECOMMENDED], language
        ),
        "waivers": application.waivers.order_by("pk"),
        "steps": steps_of(application),
        "ahead": ahead,
        "can_withdraw": application.state in UNDER_WAY,
        "can_apply_again": application.state not in UNDER_WAY and applying.takes_applications(intake, at=now),
        "zone": ZoneInfo(intake.edition.time_zone),
    }
    return private_page(request, "learner/learning/application.html", page)


@require_POST
@login_required
def act(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    application, now = _mine(request, public_id), timezone.now()
    try:
        if request.POST.get("do") == "accept":
            applying.accept(application, by=request.user, at=now)
            messages.success(request, gettext("You are enrolled. Welcome!"))
        elif request.POST.get("do") == "withdraw":
            applying.withdraw(application, by=request.user, at=now)
            messages.success(request, gettext("You have withdrawn. The place goes to the next in line."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("my_application", public_id)


def _intake_for(request: PersonRequest, intake_id: uuid.UUID) -> Intake:
    """The intake, for somebody who may see what it leads to, or is invited.

    Raises:
        NotFoundError: none, or not for this person's eyes.
    """
    intake = with_edition().filter(public_id=intake_id).first()
    if intake is None:
        raise NotFoundError
    if not may_see(intake.cohort.design_version, request.user):
        secret = str(request.session.get(_session_key(intake), ""))
        if invitation_for(intake, request.user, secret=secret, at=timezone.now()) is None:
            raise NotFoundError
    return intake


def _mine(request: PersonRequest, public_id: uuid.UUID) -> Application:
    mine: QuerySet[Application] = Application.objects.filter(person=request.user, public_id=public_id)
    found = mine.select_related(
        "intake__edition__design__organisation", "intake__cohort__design_version", "intake__cohort__organisation", "enrolment"
    ).first()
    if found is None:
        raise NotFoundError
    return found


def _page(request: PersonRequest, intake: Intake) -> dict[str, Any]:
    now, language = timezone.now(), get_language() or "en"
    said = frozenset(request.POST.getlist("says"))
    there = room(intake, None, at=now)
    return {
        "intake": intake,
        "title": title_in(intake.cohort.design_version, language),
        "organisation": intake.cohort.organisation.name_in(language),
        "edition": edition_shown(intake.edition, language=language, on=timezone.localdate()),
        "entries": [
            replace(each, typed=request.POST.get(f"evidence-{each.id}", "")[: applying.MOST_TEXT])
            for each in shown(applying.verdicts_for(intake, request.user, said=said, at=now), language)
        ],
        "stops": any(each.stops for each in applying.verdicts_for(intake, request.user, said=_all_said(intake), at=now)),
        "hours": record_of(intake.cohort.design_version).workload,
        "open": applying.takes_applications(intake, at=now),
        "room": there,
        "decision": intake.admission == Intake.Admission.DECISION,
        "invited_only": intake.admission == Intake.Admission.INVITATION and not _is_invited(request, intake),
        "email": request.user.email,
        "file_help": gettext("%(kinds)s, at most %(size)s MB. Only those who decide see it; it is deleted afterwards.")
        % {"kinds": named({kind: KINDS[kind] for kind in EVIDENCE_KINDS}), "size": LARGEST_EVIDENCE // 1024**2},
    }


def _all_said(intake: Intake) -> frozenset[str]:
    """As if every statement were made: whatever still stops somebody then stops them for good."""
    return frozenset(each.id for each in prerequisites.statements(prerequisites.read(intake.prerequisites)))


def _is_invited(request: PersonRequest, intake: Intake) -> bool:
    secret = str(request.session.get(_session_key(intake), ""))
    return invitation_for(intake, request.user, secret=secret, at=timezone.now()) is not None


def _wish(request: PersonRequest, intake: Intake, typed: dict[str, Any]) -> Wish:
    entries = prerequisites.read(intake.prerequisites)
    return Wish(
        name=typed["name"],
        statement=typed.get("statement", ""),
        said=frozenset(request.POST.getlist("says")),
        evidence={entry.id: _evidence(request, entry.id) for entry in entries},
        code=typed.get("code", ""),
        secret=str(request.session.get(_session_key(intake), "")),
        language=get_language() or "bg",
    )


def _evidence(request: HttpRequest, entry: str) -> Evidence:
    link = request.POST.get(f"link-{entry}", "").strip()[:500]
    if link:
        try:
            URLValidator(schemes=["https", "http"])(link)
        except ValidationError:
            raise BadLinkError(field=entry) from None
    text = request.POST.get(f"evidence-{entry}", "")
    file = request.FILES.get(f"file-{entry}")
    if file is None:
        return Evidence(text=text, link=link)
    content = file.read(LARGEST_EVIDENCE + 1)
    name = clean_name(file.name or "")
    kind_of(name, content, allowed=EVIDENCE_KINDS, largest=LARGEST_EVIDENCE)
    return Evidence(text=text, link=link, file_name=name, content=content)


def _card(application: Application, language: str) -> dict[str, Any]:
    intake = application.intake
    return {
        "application": application,
        "title": title_in(intake.cohort.design_version, language),
        "organisation": intake.cohort.organisation.name_in(language),
        "edition": edition_shown(intake.edition, language=language, on=timezone.localdate()),
        "state": State(application.state).label,
        "tone": TONES[State(application.state)],
    }


def _ahead(application: Application) -> int | None:
    """How many wait before this one; None where it does not wait."""
    if application.state != State.WAITLISTED:
        return None
    group = application.intake.applications.filter(sponsor=application.sponsor, state=State.WAITLISTED)
    earlier = group.filter(waits_since__lt=application.waits_since).count()
    return earlier + group.filter(waits_since=application.waits_since, pk__lt=application.pk).count()


def _said(application: Application) -> str:
    return {
        State.ENROLLED: gettext("You are enrolled. Welcome!"),
        State.WAITLISTED: gettext("Every place is taken. You are on the waiting list; we write as soon as a place is free."),
    }.get(State(application.state), gettext("Your application has arrived. We write as soon as it is decided."))


def _session_key(intake: Intake) -> str:
    return f"invited-{intake.public_id}"
