"""Badges from elsewhere in the learner's account: added from a file or a link, checked, looked at, carried away, removed."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.verification.check import Finding
from campus.verification.fetch import guarded_fetcher
from campus.wallet import imported as importing
from campus.wallet.imported import Given
from campus.wallet.models import ImportedCredential
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import PRIVATE, private_page
from campus.web.public.badge_facts import worst_of
from campus.web.public.verifying import VerifyForm, content_of
from laurel.timestamp import parse_timestamp

PER_PAGE = 24
CHECKS, A_WHILE = 30, 600  # of one visitor in so many seconds


class AddForm(VerifyForm):
    declared = forms.BooleanField(
        label=_("It is mine, although it does not name an e-mail address that I have confirmed here"),
        required=False,
        help_text=_("The badge is then marked as yours by your own word."),
    )


@require_safe
@login_required
def my_imported(request: PersonRequest) -> HttpResponse:
    page = Paginator(importing.of(request.user).defer("content", "report"), PER_PAGE).get_page(request.GET.get("page"))
    kept = importing.kept_by(request.user)
    context = {
        "page": page,
        "rows": [(row, *_state(row)) for row in page],
        "room": {"badges": kept.badges, "most": importing.MOST_KEPT, "size": kept.size, "most_size": importing.MOST_BYTES_KEPT},
    }
    return private_page(request, "learner/elsewhere/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: PersonRequest) -> HttpResponse:
    form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
    if request.method == "POST" and form.is_valid():
        try:
            at_most(request, "import", times=CHECKS, seconds=A_WHILE, at=timezone.now())
            fetch = guarded_fetcher()
            made = importing.add(_given(form), person=request.user, at=timezone.now(), fetch=fetch)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The badge is checked and kept. Only you see it."))
            return redirect("my_imported_one", made.public_id)
    status = 400 if form.errors else 200
    return private_page(
        request, "learner/elsewhere/add.html", {"form": form, "addresses": importing.addresses_of(request.user)}, status=status
    )


@require_safe
@login_required
def imported(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    found = importing.find(public_id, person=request.user)
    finding, language = Finding(found.report), get_language() or "en"
    worst, facts = worst_of(finding.checks), finding.credential or {}
    context = {
        "imported": found,
        "finding": finding,
        "facts": facts,
        "issued_on": parse_timestamp(facts.get("valid_from", "")),
        "headline": finding.headline(language),
        "advice": worst.say(language) if worst else "",
        "checks": [(each, each.title(language), each.say(language), each.details(language)) for each in finding.checks],
        "by_address": found.belongs == ImportedCredential.Belongs.ADDRESS,
    }
    return private_page(request, "learner/elsewhere/badge.html", context)


@require_POST
@login_required
def check(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    found = importing.find(public_id, person=request.user)
    try:
        at_most(request, "import", times=CHECKS, seconds=A_WHILE, at=timezone.now())
        importing.recheck(found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("It is checked again. Below is what we found."))
    return redirect("my_imported_one", public_id)


@require_POST
@login_required
def remove(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    importing.remove(importing.find(public_id, person=request.user), by=request.user, at=timezone.now())
    messages.success(request, gettext("The badge is removed from your account. The file that you have stays yours."))
    return redirect("my_imported")


@require_safe
@login_required
def file(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    kept = importing.file_of(importing.find(public_id, person=request.user))
    headers = {**PRIVATE, "Content-Disposition": kept.disposition}
    return HttpResponse(kept.body, content_type=kept.media_type, headers=headers)


def _given(form: AddForm) -> Given:
    file, text, declared = (form.cleaned_data[name] for name in ("file", "text", "declared"))
    content = content_of(file, text, guarded_fetcher())
    if file is not None:
        return Given(content=content, file_name=file.name or "", declared=declared)
    if text.encode("utf-8", "surrogatepass") == content:
        return Given(content=content, declared=declared)
    return Given(content=content, file_name=text.rstrip("/").rpartition("/")[2], source=text, declared=declared)


def _state(row: ImportedCredential) -> tuple[str, str]:
    states = {
        "accept": ("valid", gettext("Holds")),
        "warn": ("attention", gettext("Holds, with a remark")),
        "reject": ("refused", gettext("Does not hold")),
    }
    return states[row.verdict]
