"""Issued badges: find one, see it, send its message again, revoke it."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.issuing import revoke as revoking
from campus.issuing.models import Credential, RevocationReason
from campus.issuing.refusals import said
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.verification.check import check_own
from campus.wallet import deliver
from campus.wallet.models import Delivery, Holding
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.public.badge_facts import reason_of, strip_of

READERS = (Role.REGISTRAR, Role.ADMINISTRATOR, Role.QA_OFFICER)
STATES = {
    "issued": Q(issued_at__isnull=False, revoked_at__isnull=True),
    "revoked": Q(revoked_at__isnull=False),
    "waiting": Q(issued_at__isnull=True, failure=""),
    "failed": Q(issued_at__isnull=True) & ~Q(failure=""),
}


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("issued", gettext_lazy("Issued")),
            ("revoked", gettext_lazy("Revoked")),
            ("waiting", gettext_lazy("Waiting")),
            ("failed", gettext_lazy("Failed")),
        ],
    )


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=RevocationReason.choices, widget=forms.RadioSelect, initial=None
    )
    because = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The learner and whoever opens a link to the badge will read this. Write no names."),
    )
    confirmed = forms.BooleanField(label=gettext_lazy("I understand that this cannot be undone"))


@require_safe
@inside(*READERS)
def credentials(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = FilterForm(request.GET)
    rows = _rows(organisation)
    if form.is_valid():
        rows = _filtered(rows, query=form.cleaned_data["q"], state=form.cleaned_data["state"])
    page = Paginator(rows.order_by("-pk"), 50).get_page(request.GET.get("page"))
    language = get_language() or "en"
    shown = [(credential, title_in(credential.design_version, language)) for credential in page]
    context = {"organisation": organisation, "rows": shown, "page": page, "form": form, "filtered": bool(request.GET)}
    return private_page(request, "staff/issuing/credentials.html", context)


@require_safe
@inside(*READERS)
def credential(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = _credential(organisation, public_id)
    context = _page(request, organisation, found)
    return private_page(request, "staff/issuing/credential.html", context)


@require_http_methods(["GET", "POST"])
@inside(Role.REGISTRAR, fresh=True)
def revoke(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = _credential(organisation, public_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wishes = {"reason": form.cleaned_data["reason"], "because": form.cleaned_data["because"]}
        try:
            revoking.revoke(found.pk, by=request.user, at=timezone.now(), **wishes)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The badge is revoked. Whoever checks it from now on will see so."))
            return redirect("credential", organisation.slug, public_id)
    context = {**_page(request, organisation, found), "form": form}
    return render(request, "staff/issuing/revoke.html", context, status=400 if form.errors else 200)


@require_POST
@inside(Role.REGISTRAR)
def resend(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = _credential(organisation, public_id)
    try:
        deliver.resend(found, by=request.user, at=timezone.now(), new_link="new_link" in request.POST)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The message is on its way."))
    return redirect("credential", organisation.slug, public_id)


def _page(request: PersonRequest, organisation: Organisation, found: Credential) -> dict[str, object]:
    language = get_language() or "en"
    finding = check_own(found.document, at=timezone.now()) if found.document else None
    return {
        "organisation": organisation,
        "credential": found,
        "title": title_in(found.design_version, language),
        "strip": strip_of(finding, found, language=language) if finding else None,
        "delivery": Delivery.objects.filter(credential=found).first(),
        "holding": Holding.objects.filter(credential=found).first(),
        "failure": said(found.failure, language=language),
        "reason": reason_of(found) if found.revoked_at else "",
        "is_registrar": Role.REGISTRAR in roles_of(request.user, organisation),
    }


def _rows(organisation: Organisation) -> QuerySet[Credential]:
    return Credential.objects.filter(organisation=organisation).select_related("design_version", "batch")


def _filtered(rows: QuerySet[Credential], *, query: str, state: str) -> QuerySet[Credential]:
    if state in STATES:
        rows = rows.filter(STATES[state])
    for word in query.split()[:5]:
        rows = rows.filter(
            Q(recipient_name__icontains=word)
            | Q(recipient_email__icontains=word)
            | Q(design_version__title_en__icontains=word)
            | Q(design_version__title_bg__icontains=word)
        )
    return rows


def _credential(organisation: Organisation, public_id: uuid.UUID) -> Credential:
    found = (
        _rows(organisation).select_related("organisation", "signing_key", "design_version__design").filter(public_id=public_id)
    )
    first = found.first()
    if first is None:
        raise NotFoundError
    return first
