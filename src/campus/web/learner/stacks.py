"""How a learner stands in a programme: what counts, what is missing and why, what if; applying for the award."""

from __future__ import annotations

import uuid
from typing import Any

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

from campus.base.refusals import Refusal
from campus.people.scope import NotFoundError
from campus.recognition import stack_applying
from campus.recognition.models import ProgrammeVersion, StackApplication
from campus.recognition.stack_held import offers_for
from campus.recognition.stack_reading import offered, said_in, title_in
from campus.recognition.stack_standing import MOST_WHAT_IF, Stack, is_supposed, stack_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page
from campus.web.programmes.limits import number_in
from campus.web.programmes.picture import branch, sources
from campus.web.programmes.words import Line
from campus.web.public.programmes import card_of, tree_of
from laurel.errors import Language, LimitError
from laurel.stacking import words

PER_PAGE = 20
MOST_CHOICES = 60
TONES = {"applied": "attention", "awarded": "valid", "refused": "refused", "withdrawn": "unknown"}


class ApplyForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=300, help_text=_("As it has to stand in the credential and in your documents.")
    )


@require_safe
@login_required
def my_programmes(request: PersonRequest) -> HttpResponse:
    language = get_language() or "en"
    applications = list(stack_applying.applications_of(request.user)[:100])
    page = Paginator(offered(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "applications": [_shown(each, language) for each in applications],
        "cards": [card_of(version, language) for version in page],
        "page": page,
    }
    return private_page(request, "learner/programmes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_programme(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    version = _version(request, public_id)
    form = ApplyForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            stack_applying.apply(version, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("You have applied. A person decides; then an e-mail tells you."))
            return redirect("my_programme", public_id)
    context = _page(request, version, form)
    return private_page(request, "learner/programmes/programme.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    waiting = stack_applying.applications_of(request.user).filter(programme__public_id=public_id, state="applied").first()
    if waiting is None:
        raise NotFoundError
    try:
        stack_applying.withdraw(waiting, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Your application is taken back. You can apply again."))
    return redirect("my_programme", public_id)


def _version(request: PersonRequest, public_id: uuid.UUID) -> ProgrammeVersion:
    """What is on offer, or else what one applied for."""
    version = offered().filter(programme__public_id=public_id).first()
    if version is None:
        mine = stack_applying.applications_of(request.user).filter(programme__public_id=public_id)
        applied = mine.select_related("version__programme__organisation", "version__awards").first()
        if applied is None:
            raise NotFoundError
        version = applied.version
    return version


def _page(request: PersonRequest, version: ProgrammeVersion, form: ApplyForm) -> dict[str, Any]:
    language: Language = "bg" if get_language() == "bg" else "en"
    said, supposed = said_in(version), request.GET.getlist("if")[:MOST_WHAT_IF]
    tree = tree_of(version, said, language)
    applications = list(stack_applying.applications_of(request.user).filter(programme=version.programme)[:50])
    context: dict[str, Any] = {
        **card_of(version, language),
        "form": form,
        "applications": [_shown(each, language) for each in applications],
        "bound": any(each.state in ("applied", "awarded") for each in applications),
        "offered": offered().filter(pk=version.pk).exists(),
        "supposing": bool(supposed),
    }
    try:
        stack = stack_of(version, request.user, language=language, at=timezone.now(), supposed=supposed)
    except LimitError:
        return {**context, "lines": tree, "too_long": True}
    return {**context, **_told(stack, tree, language), "choices": _choices(version, stack, supposed, language)}


def _told(stack: Stack, tree: list[Line], language: Language) -> dict[str, Any]:
    standing = stack.standing
    rows = {row.requirement.id: row for row in standing.progress}
    titles = {line.id: line.title for line in tree}
    shares = sources(standing)
    return {
        "complete": standing.complete,
        "headline": words.headline(standing, language),
        "missing": words.missing(standing, language),
        "because": words.because(standing, language),
        "remedies": words.remedies(standing, language),
        "expiry": words.expiry(standing, language),
        "rows": [(line, rows[line.id].met, words.row(rows[line.id], language)) for line in tree if line.id in rows],
        "counted": [
            (
                each.credential,
                titles.get(each.requirement, ""),
                is_supposed(each.credential),
                stack.agreed_with(each.credential),
            )
            for each in standing.counted
        ],
        "left_out": [
            (each.credential, words.left_out(each, language)) for each in standing.left_out if not is_supposed(each.credential)
        ],
        "branch": branch(tree, standing),
        "shares": [(share, number_in(share.ects, language)) for share in shares],
        "holds": len(stack.credentials) + len(stack.decisions),
    }


def _choices(version: ProgrammeVersion, stack: Stack, supposed: list[str], language: Language) -> list[dict[str, Any]]:
    """What could still be earned and would fit somewhere, for asking "what if"."""
    leaves = stack.standing.programme.leaves
    held = {str(credential.design_version.design.public_id) for credential in stack.credentials.values()}
    fitting = [
        offer
        for offer in offers_for(version, language=language)
        if offer.id not in held and any(offer.fits(leaf.choice) for leaf in leaves)
    ]
    return [
        {
            "id": offer.id,
            "title": offer.title,
            "ects": "" if offer.ects is None else number_in(offer.ects, language),
            "chosen": offer.id in supposed,
        }
        for offer in sorted(fitting, key=lambda each: each.title)[:MOST_CHOICES]
    ]


def _shown(application: StackApplication, language: str) -> dict[str, Any]:
    combined = stack_applying.combined_of(application) if application.state == StackApplication.State.AWARDED else None
    return {
        "application": application,
        "tone": TONES[application.state],
        "title": title_in(application.version, language),
        "said": application.shown.get("said", {}).get(language, []),
        "issued": combined is not None and combined.issued_at is not None,
    }
