"""The learner's own badges: the list, one badge, its files, and its links."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.people.scope import NotFoundError
from campus.verification.check import check_own
from campus.wallet import export, share
from campus.wallet.models import Holding, Share
from campus.wallet.picture import png_for
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.learner.sharing import ShareForm, shown_shares
from campus.web.pages import PRIVATE, private_page
from campus.web.public.badge_facts import BadgeFacts, strip_of
from laurel.canon import strict_json
from laurel.formats import openbadge3

PER_PAGE = 24
SEARCH_FROM = 7


@require_safe
@login_required
def my_badges(request: PersonRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    mine = _holdings(request)
    total = mine.count()
    if query:
        version = "credential__design_version__"
        mine = mine.filter(Q(**{f"{version}title_en__icontains": query}) | Q(**{f"{version}title_bg__icontains": query}))
    page = Paginator(mine.order_by("-credential__issued_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    cards = [_card(holding, language) for holding in page]
    context = {"cards": cards, "page": page, "query": query, "total": total, "searchable": total >= SEARCH_FROM or query}
    return private_page(request, "learner/badges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_badge(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    holding = _holding(request, public_id)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = share.create(holding, at=timezone.now(), **form.wishes(timezone.now()))
        except Refusal as refusal:
            refuse(form, refusal, expires_at="expires")
        else:
            messages.success(request, _("The link is ready: copy it below."))
            return redirect(f"{reverse('my_badge', args=[public_id])}?{urlencode({'link': made.public_id})}#links")
    status = 400 if form.errors else 200
    return private_page(request, "learner/badge.html", _detail(request, holding, form), status=status)


@require_POST
@login_required
def withdraw(request: PersonRequest, public_id: uuid.UUID, share_id: uuid.UUID) -> HttpResponse:
    holding = _holding(request, public_id)
    found = Share.objects.filter(holding=holding, public_id=share_id).first()
    if found is None:
        raise NotFoundError
    share.withdraw(found, at=timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect(f"{reverse('my_badge', args=[public_id])}#links")


@require_safe
@login_required
def download(request: PersonRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    credential = _holding(request, public_id).credential
    file = export.export(credential, form, language=get_language() or "en")
    headers = {**PRIVATE, "Content-Disposition": file.disposition}
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)


@require_safe
@login_required
def receipt(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    file = export.receipt(_holding(request, public_id).credential, at=timezone.now())
    headers = {**PRIVATE, "Content-Disposition": file.disposition}
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)


@require_safe
@login_required
def picture(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    credential = _holding(request, public_id).credential
    version = credential.design_version
    png = png_for(version, credential.organisation, language=get_language() or "en", width=640)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def _holdings(request: PersonRequest) -> QuerySet[Holding]:
    related = "credential__design_version__design", "credential__organisation"
    return Holding.objects.filter(person=request.user).select_related(*related)


def _holding(request: PersonRequest, public_id: uuid.UUID) -> Holding:
    holding = _holdings(request).filter(credential__public_id=public_id).first()
    if holding is None:
        raise NotFoundError
    return holding


def _card(holding: Holding, language: str) -> dict[str, object]:
    credential, now = holding.credential, timezone.now()
    revoked = credential.revoked_at is not None
    expired = not revoked and credential.valid_until is not None and credential.valid_until <= now
    return {
        "credential": credential,
        "title": title_in(credential.design_version, language),
        "issuer": credential.organisation.name_in(language),
        "tone": "refused" if revoked else "attention" if expired else "valid",
        "state": _("Revoked") if revoked else _("Expired") if expired else _("Valid"),
        "links": sum(1 for each in holding.shares.all() if share.works(each, at=now)),
    }


def _detail(request: HttpRequest, holding: Holding, form: ShareForm) -> dict[str, object]:
    language, credential = get_language() or "en", holding.credential
    finding = check_own(credential.document, at=timezone.now())
    record = openbadge3.parse(strict_json.loads_object(credential.document))
    return {
        "holding": holding,
        "credential": credential,
        "facts": BadgeFacts(record=record, language=language, show_name=True, show_results=True),
        "issuer_name": credential.organisation.name_in(language),
        "strip": strip_of(finding, credential, language=language),
        "form": form,
        "shares": shown_shares(holding, fresh=request.GET.get("link", ""), language=language),
        "formats": export.formats(credential),
        "is_new": "new" in request.GET,
        "site": settings.PUBLIC_URL,
    }
