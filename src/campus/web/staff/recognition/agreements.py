"""Agreements with other institutions: the list, one of them with its texts, drafting, signing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
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
from campus.catalogue.models import Design, Offer
from campus.catalogue.versions import address_of, title_in
from campus.people.models import Organisation, Person
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.recognition import agreement_signing, agreement_texts, agreements
from campus.recognition.agreement_texts import READERS, SIGNERS, WRITERS
from campus.recognition.agreements import Agreed, Party, Terms
from campus.recognition.models import Agreement, AgreementLine
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.recognition.agreements import SignForm, shown
from campus.web.step_up import require_recent_log_in

PER_PAGE = 25
MOST_CHOICES = 500
_DAY = forms.DateInput(attrs={"type": "date"})


class TermsForm(forms.Form):
    scope = forms.CharField(
        label=_("What it is about"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In words: why you trust each other's credentials, and for whom it is. It stands in the public register."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=_DAY)
    valid_until = forms.DateField(label=_("Valid until"), widget=_DAY)
    signatory_email = forms.EmailField(
        label=_("Who signs for the other institution"),
        help_text=_("An e-mail address. Whoever has confirmed it here can read the text and sign; the public does not see it."),
    )

    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(**{name: self.cleaned_data[name] for name in TermsForm.base_fields})


class AgreementForm(TermsForm):
    partner = forms.ChoiceField(label=_("The other institution"), required=False)
    partner_name = forms.CharField(label=_("Or its name, if it is not on this site"), required=False, max_length=300)
    partner_issuer = forms.CharField(
        label=_("The identifier that its credentials carry as issuer"),
        required=False,
        max_length=500,
        help_text=_("Its DID or web address, exactly as a credential names it. Check one of its credentials to see it."),
    )
    field_order = ("partner", "partner_name", "partner_issuer")

    def __init__(self, *arguments: Any, organisation: Organisation, language: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = Organisation.objects.filter(vouched_at__isnull=False).exclude(pk=organisation.pk).defer("logo")
        self._known = {each.slug: each for each in known.order_by("name_en", "name_bg")[:MOST_CHOICES]}
        choices = [(slug, each.name_in(language)) for slug, each in self._known.items()]
        self.fields["partner"].choices = [("", _("Not on this site")), *choices]  # type: ignore[attr-defined]

    def party(self) -> Party:
        """The other side."""
        said = self.cleaned_data
        return Party(organisation=self._known.get(said["partner"]), name=said["partner_name"], issuer=said["partner_issuer"])


class LineForm(forms.Form):
    source = forms.ChoiceField(label=_("Its micro-credential"), required=False)
    achievement = forms.CharField(
        label=_("Its micro-credential: the identifier of the achievement"),
        required=False,
        max_length=500,
        help_text=_("As a credential names it. Leave identifier and title empty to cover every micro-credential it issues."),
    )
    title = forms.CharField(label=_("Its title"), required=False, max_length=500)
    design = forms.ChoiceField(label=_("Recognised as"), required=False)
    target_title = forms.CharField(
        label=_("Or as a module that is not listed"),
        required=False,
        max_length=500,
        help_text=_("Leave both empty where it is recognised for whatever is asked for."),
    )
    outcome = forms.ChoiceField(label=_("How far"), choices=AgreementLine.Outcome.choices, widget=forms.RadioSelect)
    ects = forms.DecimalField(label=_("ECTS credits granted"), required=False, min_value=0, max_value=60, decimal_places=2)
    note = forms.CharField(
        label=_("Which learning outcomes stand for which"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, agreement: Agreement, language: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        ours = _offers(agreement.organisation)
        self._designs = {str(each.design.public_id): each.design for each in ours}
        choices = [(str(each.design.public_id), title_in(each.version, language)) for each in ours]
        self.fields["design"].choices = [("", _("Something else")), *choices]  # type: ignore[attr-defined]
        theirs = [] if agreement.partner is None else _offers(agreement.partner)
        self._sources = {str(each.design.public_id): each for each in theirs}
        self._language = language
        if theirs:
            listed = [(key, title_in(each.version, language)) for key, each in self._sources.items()]
            self.fields["source"].choices = [("", _("Not listed, or all of them")), *listed]  # type: ignore[attr-defined]
        else:
            del self.fields["source"]

    def agreed(self) -> Agreed:
        """What was filled in."""
        said = self.cleaned_data
        source = self._sources.get(said.get("source", ""))
        design: Design | None = self._designs.get(said["design"])
        return Agreed(
            outcome=said["outcome"],
            achievement=said["achievement"] if source is None else address_of(source.design.public_id, source.version.number),
            title=said["title"] if source is None else title_in(source.version, self._language),
            design=design,
            target_title=said["target_title"],
            ects=said["ects"],
            note=said["note"],
        )


class EndForm(forms.Form):
    because = forms.CharField(
        label=_("Why it ends"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Decisions that were made stay. What is submitted from now on is decided without it."),
    )


@require_safe
@inside(*READERS)
def listing(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    language, today = get_language() or "en", timezone.localdate()
    page = Paginator(agreement_texts.of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    rows = [shown(newest, language, on=today) for each in page if (newest := each.texts.all()[0])]
    context = {
        "organisation": organisation,
        "page": page,
        "rows": rows,
        "writes": bool(roles_of(request.user, organisation) & set(WRITERS)),
    }
    return private_page(request, "staff/recognition/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    today = timezone.localdate()
    begins = {"valid_from": today, "valid_until": today + timedelta(days=3 * 365)}
    form = AgreementForm(request.POST or None, organisation=organisation, language=get_language() or "en", initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            made = agreements.draft(organisation, form.party(), form.terms(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Now add what is recognised, line by line."))
            return redirect("agreement", organisation.slug, made.public_id)
    context = {"organisation": organisation, "form": form, "title": gettext("Begin an agreement")}
    return private_page(request, "staff/recognition/agreement_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def edit(request: PersonRequest, organisation: Organisation, agreement_id: uuid.UUID) -> HttpResponse:
    agreement = agreement_texts.find(organisation, agreement_id)
    text = agreement.texts.all()[0]
    initial = {name: getattr(text, name) for name in TermsForm.base_fields}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.edit(agreement, form.terms(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("agreement", organisation.slug, agreement.public_id)
    context = {"organisation": organisation, "agreement": agreement, "form": form, "title": gettext("Change the draft")}
    return private_page(request, "staff/recognition/agreement_form.html", context, status=400 if form.errors else 200)


@require_safe
@inside(*READERS)
def agreement(request: PersonRequest, organisation: Organisation, agreement_id: uuid.UUID) -> HttpResponse:
    return _page(request, agreement_texts.find(organisation, agreement_id))


@require_POST
@inside(*READERS)
def act(request: PersonRequest, organisation: Organisation, agreement_id: uuid.UUID, action: str) -> HttpResponse:
    """Add or remove a line, put forward, take back, sign, renew, end."""
    found = agreement_texts.find(organisation, agreement_id)
    if action not in _ACTIONS:
        raise NotFoundError
    if action in ("sign", "end"):
        require_recent_log_in(request)
    form = _form(action, request, found)
    if form is not None and not form.is_valid():
        return _page(request, found, {action: form})
    try:
        done = _ACTIONS[action](found, form, request)
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
            return redirect("agreement", organisation.slug, found.public_id)
        refuse(form, refusal)
        return _page(request, found, {action: form})
    messages.success(request, done)
    return redirect("agreement", organisation.slug, found.public_id)


def _form(action: str, request: PersonRequest, found: Agreement) -> forms.Form | None:
    if action == "line":
        return LineForm(request.POST, prefix="line", agreement=found, language=get_language() or "en")
    if action == "sign":
        return SignForm(request.POST, prefix="sign")
    return EndForm(request.POST, prefix="end") if action == "end" else None


def _line(found: Agreement, form: Any, request: PersonRequest) -> str:
    agreements.add_line(found, form.agreed(), by=request.user, at=timezone.now())
    return gettext("Added.")


def _remove(found: Agreement, form: Any, request: PersonRequest) -> str:
    number = request.POST.get("number", "")
    agreements.remove_line(found, int(number) if number.isdecimal() else 0, by=request.user, at=timezone.now())
    return gettext("Removed.")


def _offer(found: Agreement, form: Any, request: PersonRequest) -> str:
    agreements.offer(found, by=request.user, at=timezone.now())
    return gettext("Put forward. Both sides can sign it now; the other institution is told by e-mail.")


def _recall(found: Agreement, form: Any, request: PersonRequest) -> str:
    agreements.recall(found, by=request.user, at=timezone.now())
    return gettext("Taken back: it is a draft again, without signatures.")


def _sign(found: Agreement, form: Any, request: PersonRequest) -> str:
    said = form.cleaned_data
    agreement_signing.sign_here(found, digest=said["digest"], position=said["position"], by=request.user, at=timezone.now())
    return gettext("Signed.")


def _renew(found: Agreement, form: Any, request: PersonRequest) -> str:
    agreements.renew(found, by=request.user, at=timezone.now())
    return gettext("A new draft. The text in force holds until both sides have signed this one.")


def _end(found: Agreement, form: Any, request: PersonRequest) -> str:
    agreements.end(found, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
    return gettext("The agreement has ended.")


_ACTIONS: dict[str, Callable[[Agreement, Any, PersonRequest], str]] = {
    "line": _line,
    "remove": _remove,
    "offer": _offer,
    "recall": _recall,
    "sign": _sign,
    "renew": _renew,
    "end": _end,
}


def _page(request: PersonRequest, found: Agreement, sent: dict[str, forms.Form] | None = None) -> HttpResponse:
    language, today, forms_sent = get_language() or "en", timezone.localdate(), sent or {}
    texts = [shown(each, language, on=today) for each in found.texts.all()]
    newest = texts[0]["text"]
    held = roles_of(request.user, found.organisation)
    waits = newest.offered_at is not None and newest.in_force_at is None and found.ended_at is None
    context = {
        "organisation": found.organisation,
        "agreement": found,
        "texts": texts,
        "newest": newest,
        "is_draft": newest.offered_at is None and found.ended_at is None,
        "waits": waits,
        "renews": newest.in_force_at is not None and found.ended_at is None,
        "writes": bool(held & set(WRITERS)),
        "may_sign": waits and bool(held & set(SIGNERS)) and not _signed(newest, request.user),
        "may_end": found.ended_at is None and bool(held & set(SIGNERS)),
        "line_form": forms_sent.get("line", LineForm(prefix="line", agreement=found, language=language)),
        "sign_form": forms_sent.get("sign", SignForm(prefix="sign", initial={"digest": newest.digest})),
        "end_form": forms_sent.get("end", EndForm(prefix="end")),
        "sent": next(iter(forms_sent), ""),
    }
    return private_page(request, "staff/recognition/agreement.html", context, status=400 if sent else 200)


def _signed(text: Any, person: Person) -> bool:
    return any(each.side == "here" or each.person_id == person.pk for each in text.signatures.all())


def _offers(organisation: Organisation) -> list[Offer]:
    rows = Offer.objects.filter(organisation=organisation).select_related("version__design", "design").order_by("pk")
    return list(rows[:MOST_CHOICES])
