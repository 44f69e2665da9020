"""The queue of the recognition desk, and one case: taking it, asking, messages, the committee."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person
from campus.people.scope import NotFoundError
from campus.recognition import cases, deciding
from campus.recognition.case_evidence import finding_of, is_intact, title_of
from campus.recognition.case_sides import said_in
from campus.recognition.cases import OFFICERS
from campus.recognition.desk_terms import DAYS, MONTHS, SETTERS, set_terms, terms_of
from campus.recognition.models import Case, CaseSeat
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.recognition.agreements import proposals_shown
from campus.web.recognition.showing import TONES, WriteForm, paper_of, shown

PER_PAGE = 25


class CommitteeForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many people decide"),
        min_value=1,
        max_value=deciding.MOST_IN_COMMITTEE,
        help_text=_("With more than one, each votes and the decision is what most voted for."),
    )


class TermsForm(forms.Form):
    months_to_decide = forms.IntegerField(
        label=_("Months in which you decide"),
        min_value=MONTHS[0],
        max_value=MONTHS[1],
        help_text=_("At most four (rule R-45; Lisbon Recognition Convention, recommendation on procedures)."),
    )
    days_to_appeal = forms.IntegerField(
        label=_("Days in which one can appeal"),
        min_value=DAYS[0],
        max_value=DAYS[1],
        help_text=_("Counted from the decision. An appeal is decided by other people (rule R-45)."),
    )


class VoteForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Your vote"), choices=CaseSeat.Vote.choices, widget=forms.RadioSelect)
    because = forms.CharField(label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
@inside(*OFFICERS)
def queue(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    language, state = get_language() or "en", request.GET.get("state", "")
    state = state if state in Case.State.values else ""
    mine, words = request.GET.get("mine") == "1", request.GET.get("q", "").strip()[:100]
    found = cases.queue(organisation, reader=request.user, state=state, mine=mine, words=words)
    if not state:
        found = found.exclude(state__in=(Case.State.DECIDED, Case.State.WITHDRAWN))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(each, said_in(each.target["title"], language), TONES[each.state], _late(each)) for each in page],
        "state": state,
        "states": Case.State.choices,
        "mine": mine,
        "q": words,
    }
    return private_page(request, "staff/recognition/queue.html", context)


@require_safe
@inside(*OFFICERS)
def case_page(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, cases.case_for(request.user, organisation, public_id))


@require_POST
@inside(*OFFICERS)
def act(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Take it, ask, write, set the committee, or vote."""
    case = cases.case_for(request.user, organisation, public_id)
    if action not in _ACTIONS:
        raise NotFoundError
    make, do = _ACTIONS[action]
    form = None if make is None else make(request.POST, prefix=action)
    if form is not None and not form.is_valid():
        return _page(request, case, {action: form})
    try:
        done = do(case, {} if form is None else form.cleaned_data, request.user)
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
            return redirect("recognition_case", organisation.slug, case.public_id)
        refuse(form, refusal)
        return _page(request, case, {action: form})
    messages.success(request, done)
    return redirect("recognition_case", organisation.slug, case.public_id)


@require_safe
@inside(*OFFICERS)
def paper(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, number: int, form: str) -> HttpResponse:
    """The letter or the signed credential of a decision, as the applicant has it."""
    return paper_of(cases.case_for(request.user, organisation, public_id), number, form)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*SETTERS)
def terms(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    """The deadlines of the desk."""
    now = terms_of(organisation)
    initial = {"months_to_decide": now.months_to_decide, "days_to_appeal": now.days_to_appeal}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_terms(organisation, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, gettext("Kept. It holds for what is submitted from now on."))
        return redirect("recognition_terms", organisation.slug)
    context = {"organisation": organisation, "form": form}
    return private_page(request, "staff/recognition/terms.html", context, status=400 if form.errors else 200)


def _take(case: Case, said: dict[str, Any], by: Person) -> str:
    deciding.take(case, by=by, at=timezone.now())
    return gettext("The case is yours.")


def _ask(case: Case, said: dict[str, Any], by: Person) -> str:
    cases.ask(case, text=said["text"], by=by, at=timezone.now())
    return gettext("Asked. The case waits for the answer.")


def _write(case: Case, said: dict[str, Any], by: Person) -> str:
    cases.write(case, text=said["text"], by=by, at=timezone.now())
    return gettext("Sent.")


def _committee(case: Case, said: dict[str, Any], by: Person) -> str:
    deciding.set_committee(case, count=said["count"], by=by, at=timezone.now())
    return gettext("The committee is set.")


def _vote(case: Case, said: dict[str, Any], by: Person) -> str:
    deciding.vote(case, outcome=said["outcome"], because=said["because"], by=by, at=timezone.now())
    return gettext("Your vote is noted. You can change it until the decision.")


_ACTIONS: dict[str, tuple[type[forms.Form] | None, Callable[[Case, dict[str, Any], Person], str]]] = {
    "take": (None, _take),
    "ask": (WriteForm, _ask),
    "write": (WriteForm, _write),
    "committee": (CommitteeForm, _committee),
    "vote": (VoteForm, _vote),
}


def frame_of(request: PersonRequest, case: Case) -> dict[str, Any]:
    """What every page of a case shows at its top."""
    language = get_language() or "en"
    seats = list(case.seats.filter(round=deciding.round_of(case)).select_related("person").order_by("pk"))
    return {
        "organisation": case.organisation,
        "case": case,
        "title": said_in(case.target["title"], language),
        "tone": TONES[case.state],
        "late": _late(case),
        "seats": seats,
        "seated": any(seat.person_id == request.user.pk for seat in seats),
        "barred": case.seats.filter(person=request.user).exclude(round=deciding.round_of(case)).exists(),
        "decidable": case.state in (Case.State.REVIEW, Case.State.APPEALED),
        "open": case.state in cases.OPEN or case.state == Case.State.APPEALED,
    }


def _page(request: PersonRequest, case: Case, forms_sent: dict[str, forms.Form] | None = None) -> HttpResponse:
    language, sent = get_language() or "en", forms_sent or {}
    context = {
        **frame_of(request, case),
        "credentials": [(each, finding_of(each), title_of(each, language), is_intact(each)) for each in case.evidence.all()],
        "proposals": proposals_shown(case, language),
        "said": case.messages.select_related("author").order_by("at", "pk"),
        "decisions": [shown(each, language) for each in case.decisions.order_by("-number")],
        "ask_form": sent.get("ask", WriteForm(prefix="ask")),
        "write_form": sent.get("write", WriteForm(prefix="write")),
        "committee_form": sent.get("committee", CommitteeForm(prefix="committee", initial={"count": case.committee})),
        "vote_form": sent.get("vote", VoteForm(prefix="vote")),
        "sent": next(iter(sent), ""),
    }
    return private_page(request, "staff/recognition/case.html", context, status=400 if sent else 200)


def _late(case: Case) -> bool:
    return case.due_on < timezone.localdate() and case.state in cases.OPEN
