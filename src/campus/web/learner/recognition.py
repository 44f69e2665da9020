"""Asking for recognition: desks, an application with its credentials, questions, the decision, an appeal."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.catalogue.models import Offer
from campus.catalogue.versions import title_in
from campus.issuing.models import Credential
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.scope import NotFoundError
from campus.recognition import cases, deciding
from campus.recognition.case_evidence import MOST, finding_of, title_of
from campus.recognition.case_sides import said_in
from campus.recognition.cases import Asked, Described
from campus.recognition.desk_terms import terms_of, terms_of_all
from campus.recognition.models import Case, Purpose
from campus.recognition.stack_held import holdings
from campus.verification.fetch import guarded_fetcher
from campus.wallet import imported
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page
from campus.web.public.verifying import VerifyForm, content_of
from campus.web.recognition.showing import OUTCOME_TONES, TONES, WriteForm, paper_of, shown

PER_PAGE = 20
MOST_TARGETS = 500


class EvidenceForm(VerifyForm):
    """A credential of any issuer: a file, a link, a text, or a badge of one's account, also one from elsewhere."""

    badge = forms.ChoiceField(label=_("One of your badges here"), required=False)
    field_order: tuple[str, ...] = ("badge", "file", "text")

    def __init__(self, *arguments: Any, person: Person, language: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._person = person
        own = [(name, title_in(each.design_version, language)) for name, each in holdings(person).items()]
        choices = own + [(str(each.public_id), each.title) for each in imported.of(person).defer("content", "report")]
        self.fields["badge"].choices = [("", _("None of these")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["badge"]

    def clean(self) -> dict[str, object]:
        return dict(self.cleaned_data) if self.cleaned_data.get("badge") else super().clean()

    def contents(self) -> list[bytes]:
        """Everything that was handed over, as bytes."""
        said, found = self.cleaned_data, []
        if name := said.get("badge"):
            found.append(self._from_account(name))
        if said.get("file") or said.get("text"):
            found.append(content_of(said.get("file"), said.get("text", ""), guarded_fetcher()))
        return found

    def _from_account(self, name: str) -> bytes:
        own = holdings(self._person).get(name)
        if own is not None:
            return Credential.objects.only("document").get(pk=own.pk).document.encode()
        return bytes(imported.find(uuid.UUID(name), person=self._person).content)


class CaseForm(EvidenceForm):
    """What is asked for, and the first credential."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices, widget=forms.RadioSelect)
    target = forms.ChoiceField(label=_("Recognise it for"), required=False)
    title = forms.CharField(
        label=_("Or a module or course that is not listed"), required=False, max_length=500, help_text=_("Its title.")
    )
    outcomes = forms.CharField(
        label=_("What one learns there"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One learning outcome a line, as the module's description has it."),
    )
    eqf = forms.IntegerField(label=_("EQF level"), required=False, min_value=1, max_value=8)
    ects = forms.DecimalField(label=_("ECTS credits"), required=False, min_value=0, max_value=60, decimal_places=2)
    name = forms.CharField(label=_("Your name"), max_length=300, help_text=_("As it has to stand in the decision."))
    note = forms.CharField(
        label=_("Anything the desk should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("purpose", "target", "title", "outcomes", "eqf", "ects", "badge", "file", "text", "name", "note")

    def __init__(self, *arguments: Any, organisation: Organisation, language: str, **named: Any) -> None:
        super().__init__(*arguments, language=language, **named)
        offers = Offer.objects.filter(organisation=organisation).select_related("version__design").order_by("pk")
        self._versions = {str(each.version.design.public_id): each.version for each in offers[:MOST_TARGETS]}
        choices = sorted(((key, title_in(each, language)) for key, each in self._versions.items()), key=lambda one: one[1])
        self.fields["target"].choices = [("", _("Something else, described below")), *choices]  # type: ignore[attr-defined]
        self._language = language

    def asked(self) -> Asked:
        """What was filled in."""
        said = self.cleaned_data
        version = self._versions.get(said["target"])
        described = Described(title=said["title"], outcomes=said["outcomes"].splitlines(), eqf=said["eqf"], ects=said["ects"])
        return Asked(
            purpose=said["purpose"],
            target=version or described,
            name=said["name"],
            note=said["note"],
            language=self._language,
        )


class AppealForm(forms.Form):
    grounds = forms.CharField(
        label=_("Why you appeal"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Other people than those who decided read it and decide again."),
    )


@require_safe
@login_required
def my_recognition(request: PersonRequest) -> HttpResponse:
    language = get_language() or "en"
    page = Paginator(cases.mine(request.user), PER_PAGE).get_page(request.GET.get("page"))
    desks = list(_desks()[:MOST_TARGETS])
    terms = terms_of_all(desks)
    context = {
        "page": page,
        "rows": [_row(case, language) for case in page],
        "desks": [(each, each.name_in(language), terms[each.pk]) for each in desks],
    }
    return private_page(request, "learner/recognition/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_for_recognition(request: PersonRequest, slug: str) -> HttpResponse:
    desk = get_object_or_404(_desks(), slug=slug)
    language = get_language() or "en"
    form = CaseForm(
        request.POST or None,
        request.FILES or None,
        organisation=desk,
        person=request.user,
        language=language,
        initial={"name": request.user.name, "target": request.GET.get("for", ""), "purpose": Purpose.EXEMPTION},
    )
    if request.method == "POST" and form.is_valid():
        try:
            at_most(request, "recognition", times=20, seconds=60, at=timezone.now())
            case = cases.submit(desk, form.asked(), contents=form.contents(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Submitted. We write to you when something happens."))
            return redirect("my_recognition_case", case.public_id)
    context = {"form": form, "desk": desk, "desk_name": desk.name_in(language), "terms": terms_of(desk)}
    return private_page(request, "learner/recognition/new.html", context, status=400 if form.errors else 200)


@require_safe
@login_required
def my_case(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    return _case_page(request, _mine(request, public_id))


@require_POST
@login_required
def act(request: PersonRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Write, add a credential, appeal, or take it back."""
    case = _mine(request, public_id)
    if action not in _ACTIONS:
        raise NotFoundError
    form, done = _ACTIONS[action](request, case)
    if form is not None and not form.is_valid():
        return _case_page(request, case, form)
    try:
        said = done()
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
            return redirect("my_recognition_case", case.public_id)
        refuse(form, refusal)
        return _case_page(request, case, form)
    messages.success(request, said)
    return redirect("my_recognition_case", case.public_id)


@require_safe
@login_required
def paper(request: PersonRequest, public_id: uuid.UUID, number: int, form: str) -> HttpResponse:
    """The letter (PDF, "letter-en" or "letter-bg") or the signed credential ("credential") of a decision."""
    return paper_of(_mine(request, public_id), number, form)


def _write(request: PersonRequest, case: Case) -> tuple[forms.Form, Any]:
    form = WriteForm(request.POST)

    def done() -> str:
        cases.write(case, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        return gettext("Sent.")

    return form, done


def _add(request: PersonRequest, case: Case) -> tuple[forms.Form, Any]:
    form = _evidence_form(request, request.POST, request.FILES)

    def done() -> str:
        at_most(request, "recognition", times=20, seconds=60, at=timezone.now())
        language = get_language() or "en"
        cases.add_evidence(case, contents=form.contents(), language=language, by=request.user, at=timezone.now())
        return gettext("Checked and added.")

    return form, done


def _appeal(request: PersonRequest, case: Case) -> tuple[forms.Form, Any]:
    form = AppealForm(request.POST, prefix="appeal")

    def done() -> str:
        deciding.appeal(case, grounds=form.cleaned_data["grounds"], by=request.user, at=timezone.now())
        return gettext("Your appeal is lodged. Other people decide on it.")

    return form, done


def _withdraw(request: PersonRequest, case: Case) -> tuple[None, Any]:
    def done() -> str:
        cases.withdraw(case, by=request.user, at=timezone.now())
        return gettext("Your application is taken back.")

    return None, done


_ACTIONS: dict[str, Any] = {"write": _write, "add": _add, "appeal": _appeal, "withdraw": _withdraw}


def _case_page(request: PersonRequest, case: Case, form: forms.Form | None = None) -> HttpResponse:
    language = get_language() or "en"
    still_open = case.state in cases.OPEN
    until = deciding.appeal_until(case)
    context = {
        **_row(case, language),
        "credentials": [(each, finding_of(each), title_of(each, language)) for each in case.evidence.order_by("pk")],
        "said": case.messages.select_related("author").order_by("at", "pk"),
        "open": still_open,
        "decisions": [shown(each, language) for each in case.decisions.order_by("-number")],
        "appeal_until": until if until is not None and until >= timezone.localdate() else None,
        "write_form": form if isinstance(form, WriteForm) else WriteForm(),
        "add_form": form if isinstance(form, EvidenceForm) else _evidence_form(request),
        "appeal_form": form if isinstance(form, AppealForm) else AppealForm(prefix="appeal"),
        "room": still_open and case.evidence.count() < MOST,
        "failed": form,
    }
    return private_page(request, "learner/recognition/case.html", context, status=400 if form is not None else 200)


def _evidence_form(request: PersonRequest, *data: Any) -> EvidenceForm:
    return EvidenceForm(*data, prefix="add", person=request.user, language=get_language() or "en")


def _desks() -> Any:
    officers = Membership.objects.filter(role=Role.RECOGNITION_OFFICER).values("organisation")
    return Organisation.objects.filter(pk__in=officers).order_by("slug")


def _mine(request: PersonRequest, public_id: uuid.UUID) -> Case:
    case = cases.mine(request.user).filter(public_id=public_id).first()
    if case is None:
        raise NotFoundError
    return case


def _row(case: Case, language: str) -> dict[str, Any]:
    decision = deciding.decision_of(case)
    tone = TONES[case.state] if decision is None or case.state != Case.State.DECIDED else OUTCOME_TONES[decision.outcome]
    return {
        "case": case,
        "title": said_in(case.target["title"], language),
        "desk_name": case.organisation.name_in(language),
        "tone": tone,
        "word": decision.get_outcome_display() if decision and case.state == "decided" else case.get_state_display(),
    }
