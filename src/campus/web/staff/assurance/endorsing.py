"""Endorsements: those asked of others or brought by them for one's own designs, and those that others ask for."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.assurance.models import Endorsement
from campus.base.refusals import Refusal
from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import title_in
from campus.people.models import Organisation, Role
from campus.people.roles import SecondStepMissingError, require, roles_of
from campus.people.scope import NotFoundError
from campus.quality import endorsements
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, newest_version

PER_PAGE = 25
TONES = {"requested": "attention", "signed": "valid", "declined": "refused", "withdrawn": "unknown"}
_WHY = _("Why you ask, or what they know of it. The other side reads it.")


class RequestForm(forms.Form):
    endorser = forms.SlugField(
        label=_("Short name of the organisation"), help_text=_("As it stands in its web address on this site."), max_length=60
    )
    kind = forms.ChoiceField(label=_("As what"), choices=Endorsement.Kind.choices)
    reason = forms.CharField(
        label=_("Reason"), help_text=_WHY, max_length=endorsements.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Signed endorsement"),
        help_text=_("An EndorsementCredential (JSON, Open Badges 3.0) about this version. We verify it first."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    kind = forms.ChoiceField(label=_("As what"), choices=Endorsement.Kind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=endorsements.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("What you say"),
        help_text=_("When you sign, everybody reads it, also in the badges. When you decline or withdraw, it is the reason."),
        required=False,
        max_length=endorsements.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_safe
@inside()
def quality_endorsements(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    page = Paginator(endorsements.seen_by(organisation), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    rows = [(row, title_in(row.version, language), row.endorser_id == organisation.pk, TONES[row.state]) for row in page]
    context = {"organisation": organisation, "page": page, "rows": rows}
    return render(request, "staff/assurance/endorsements.html", context)


@require_http_methods(["GET", "POST"])
@inside()
def design_endorsements(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    version = newest_version(design)
    if version is None:
        raise NotFoundError
    uploading = request.POST.get("what") == "upload"
    asking = request.method == "POST" and not uploading
    request_form = RequestForm(request.POST if asking else None)
    upload_form = UploadForm(request.POST if uploading else None, request.FILES if uploading else None)
    if request.method == "POST":
        require(request.user, organisation, *endorsements.ASKERS)
        if (_uploaded if uploading else _asked)(upload_form if uploading else request_form, version, request):
            return redirect("quality_endorsements", organisation.slug)
    held = roles_of(request.user, organisation)
    context = {
        "organisation": organisation,
        "design": design,
        "version": version,
        "title": title_in(version, get_language() or "en"),
        "request_form": request_form,
        "upload_form": upload_form,
        "may_ask": bool(held & set(endorsements.ASKERS)),
        "may_upload": bool(held & {Role.QA_OFFICER, Role.ADMINISTRATOR}),
    }
    refused = request_form.errors or upload_form.errors
    return render(request, "staff/assurance/design_endorsements.html", context, status=400 if refused else 200)


@require_safe
@inside()
def quality_endorsement(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, organisation, _endorsement(organisation, public_id), AnswerForm())


@require_POST
@inside(fresh=True)
def answer(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, action: str) -> HttpResponse:
    row, form = _endorsement(organisation, public_id), AnswerForm(request.POST)
    if form.is_valid():
        try:
            _done(action, row, organisation, form.cleaned_data["text"], request)
        except SecondStepMissingError:
            raise
        except Refusal as refusal:
            if isinstance(refusal, NotFoundError) or refusal.code == "NOT_ALLOWED":
                raise
            refuse(form, refusal, comment="text", because="text")
    if form.errors:
        return _page(request, organisation, row, form)
    messages.success(request, gettext("Done."))
    return redirect("quality_endorsement", organisation.slug, public_id)


def _done(action: str, row: Endorsement, organisation: Organisation, text: str, request: PersonRequest) -> None:
    by, at = request.user, timezone.now()
    if action == "withdraw":
        endorsements.withdraw(row, because=text, by=by, at=at, of=organisation)
    elif row.endorser_id != organisation.pk:
        raise NotFoundError
    elif action == "sign":
        endorsements.sign(row, comment=text, by=by, at=at)
    elif action == "decline":
        endorsements.decline(row, because=text, by=by, at=at)
    else:
        raise NotFoundError


def _asked(form: forms.Form, version: DesignVersion, request: PersonRequest) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        endorsements.request(
            version,
            endorser=given["endorser"],
            kind=Endorsement.Kind(given["kind"]),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, gettext("Asked. They see it under “Quality”, “Endorsements”."))
    return True


def _uploaded(form: forms.Form, version: DesignVersion, request: PersonRequest) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        endorsements.upload(
            version,
            content=given["file"].read(endorsements.LARGEST_FILE + 1),
            kind=Endorsement.Kind(given["kind"]),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal, endorser="file")
        return False
    messages.success(request, gettext("Verified and taken: it stands on the public page and in the badges from now on."))
    return True


def _endorsement(organisation: Organisation, public_id: uuid.UUID) -> Endorsement:
    found = endorsements.seen_by(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def _page(request: PersonRequest, organisation: Organisation, row: Endorsement, form: AnswerForm) -> HttpResponse:
    held, theirs = roles_of(request.user, organisation), row.endorser_id == organisation.pk
    requested, signed = row.state == "requested", row.state == "signed"
    context = {
        "organisation": organisation,
        "row": row,
        "tone": TONES[row.state],
        "title": title_in(row.version, get_language() or "en"),
        "owner": row.version.design.organisation.name_in(get_language() or "en"),
        "may_sign": theirs and requested and Role.REGISTRAR in held,
        "may_decline": theirs and requested and bool(held & set(endorsements.ANSWERERS)),
        "may_withdraw": (signed and theirs and bool(held & set(endorsements.ANSWERERS)))
        or (not theirs and (signed or requested) and bool(held & set(endorsements.ASKERS))),
        "waits_for_registrar": theirs and requested and Role.REGISTRAR not in held,
        "form": form,
    }
    return render(request, "staff/assurance/endorsement.html", context, status=400 if form.errors else 200)
