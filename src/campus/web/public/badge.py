"""The public badge page: what somebody sees who was given a link. No log-in, no JavaScript, nothing kept about the visitor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.base.limits import at_most
from campus.recognition.recognisers import recognisers_of
from campus.verification.check import check_own
from campus.wallet import export, share
from campus.wallet.models import Share
from campus.wallet.picture import png_for, svg_for
from campus.wallet.social import card
from campus.web.pages import PRIVATE, private_page
from campus.web.public.badge_facts import facts_of, strip_of
from campus.web.public.quality_facts import quality_of
from campus.web.readers import READERS, reader_for
from campus.web.recognition.agreements import agreed_of

_MACHINES = ("application/json", "application/ld+json", "application/vc")


@require_safe
def badge(request: HttpRequest, token: str) -> HttpResponse:
    try:
        shown = share.open(token, at=timezone.now())
    except share.UnknownShareError:
        return private_page(request, "public/badge_unknown.html", {}, status=404)
    except share.ShareGoneError as gone:
        return _gone(request, gone)
    if _is_machine(request):
        return _download(shown, "json", language="en")
    if request.user.pk != shown.holding.person_id:
        share.count_view(shown)
    return private_page(request, "public/badge.html", _page(request, shown))


@require_safe
def download(request: HttpRequest, token: str, form: str) -> HttpResponse:
    at_most(request, "download", times=60, seconds=60, at=timezone.now())
    shown = share.open(token, at=timezone.now())
    return _download(shown, form, language=get_language() or "en")


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    shown = share.open(token, at=timezone.now())
    credential = shown.holding.credential
    version = credential.design_version
    png = png_for(version, credential.organisation, language=get_language() or "en", width=640)
    return HttpResponse(png, content_type="image/png", headers=PRIVATE)


@require_safe
def social_card(request: HttpRequest, token: str) -> HttpResponse:
    shown = share.open(token, at=timezone.now())
    language = get_language() or "en"
    credential = shown.holding.credential
    version, facts = credential.design_version, facts_of(shown, language=language)
    png = card(
        svg=svg_for(version, credential.organisation, language=language),
        kind=facts.kind,
        title=facts.title,
        issuer=credential.organisation.name_in(language),
        facts=" · ".join(
            filter(None, (date_format(timezone.localtime(facts.issued), "DATE_FORMAT"), facts.workload, facts.level))
        ),
        colour=credential.organisation.colour,
        language=language,
    )
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "public, max-age=3600"})


def _page(request: HttpRequest, shown: Share) -> dict[str, object]:
    language = get_language() or "en"
    credential = shown.holding.credential
    finding = check_own(credential.document, at=timezone.now())
    facts = facts_of(shown, language=language)
    return {
        "share": shown,
        "facts": facts,
        "issuer": credential.organisation,
        "version": credential.design_version,
        "quality": quality_of(credential.design_version, language=language, on=timezone.localdate()),
        "recognisers": [
            (each, each.organisation.name_in(language))
            for each in recognisers_of(credential.design_version.design, at=timezone.now())
        ],
        "agreed": agreed_of(credential.design_version.design, language=language, on=timezone.localdate()),
        "issuer_name": credential.organisation.name_in(language),
        "finding": finding,
        "checks": [(check, check.title(language), check.say(language), check.details(language)) for check in finding.checks],
        "strip": strip_of(finding, credential, language=language),
        "checked_at": timezone.now(),
        "reader": reader_for(request.GET.get("for", "")),
        "readers": READERS,
        "formats": export.formats(credential) if shown.allow_download else (),
        "design_url": reverse(
            "public_design", args=[credential.design_version.design.public_id, credential.design_version.number]
        ),
        "address": f"{settings.PUBLIC_URL}{reverse('badge', args=[shown.token])}",
        "is_owner": request.user.pk == shown.holding.person_id,
    }


def _download(shown: Share, form: str, *, language: str) -> HttpResponse:
    if not shown.allow_download:
        return HttpResponse(status=403, headers=PRIVATE)
    address = f"{settings.PUBLIC_URL}{reverse('badge', args=[shown.token])}"
    file = export.export(shown.holding.credential, form, language=language, verify_url=address)
    headers = {**PRIVATE, "Content-Disposition": file.disposition}
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)


def _gone(request: HttpRequest, gone: share.ShareGoneError) -> HttpResponse:
    # Not a word about whose badge it was: that is what withdrawing means.
    context = {"withdrawn": gone.gone is share.Gone.WITHDRAWN, "when": gone.share.withdrawn_at or gone.share.expires_at}
    return private_page(request, "public/badge_gone.html", context, status=410)


def _is_machine(request: HttpRequest) -> bool:
    wanted = request.headers.get("Accept", "").partition(",")[0].partition(";")[0].strip().lower()
    return wanted in _MACHINES
