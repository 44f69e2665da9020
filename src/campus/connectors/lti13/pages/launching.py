"""The addresses that a platform calls: log-in, launch, our keys. No session and no CSRF cookie of ours: see `logins`."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.connectors.lti13 import keys, logins, visits
from campus.connectors.lti13.launch import language_of, receive, site
from campus.connectors.lti13.models import Platform
from campus.connectors.lti13.pages.framing import framed, is_our_form, set_framed_cookie
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.people.scope import NotFoundError
from campus.verification.exchange import guarded_exchange
from campus.verification.public import public_document
from campus.web.pages import private_page

A_MINUTE = 600  # launches from one address: a lecture hall opens its course at once
VISIT_COOKIE = "lti-visit"


@public_document
@require_safe
def jwks(request: HttpRequest, platform_id: uuid.UUID) -> HttpResponse:
    document = JsonResponse(keys.public_keys(_platform(platform_id)))
    document["Cache-Control"] = "public, max-age=300"
    return document


@csrf_exempt
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, platform_id: uuid.UUID) -> HttpResponse:
    at_most(request, "lti_login", times=A_MINUTE, seconds=60, at=timezone.now())
    platform = _platform(platform_id)
    asked = (request.POST if request.method == "POST" else request.GET).dict()
    try:
        if any("\0" in str(value) for value in asked.values()):
            raise LaunchRefusedError("LTI_CLAIM_MISSING")
        begun, secret = logins.begin(
            platform, {name: str(value) for name, value in asked.items()}, site=site(), at=timezone.now()
        )
    except LaunchRefusedError as refusal:
        return refused(request, platform, refusal)
    return _onward(begun.public_id, secret)


@require_safe
def step(request: HttpRequest, login_id: uuid.UUID) -> HttpResponse:
    """Go on where the browser kept our cookie; else offer a window of its own, before the platform is asked."""
    try:
        begun = logins.find(login_id, at=timezone.now())
        if logins.is_of(begun, request.COOKIES.get(_login_cookie(login_id), "")):
            back = settings.PUBLIC_URL + reverse("lti_launch", args=[begun.platform.public_id])
            return HttpResponseRedirect(logins.send_on(begun, redirect_uri=back))
    except LaunchRefusedError as refusal:
        return refused(request, logins.platform_of(login_id), refusal)
    # The form leads through us to the platform, and browsers hold the whole way against the page's policy.
    there = "{0.scheme}://{0.netloc}".format(urlsplit(begun.platform.auth_url))
    return framed(request, "lti13/window.html", {"login": begun}, platform=begun.platform, sends_to=there)


@csrf_exempt
@require_POST
def window(request: HttpRequest, login_id: uuid.UUID) -> HttpResponse:
    try:
        begun = logins.find(login_id, at=timezone.now())
        if not is_our_form(request):
            raise LaunchRefusedError("LTI_OTHER_BROWSER")
    except LaunchRefusedError as refusal:
        return refused(request, logins.platform_of(login_id), refusal)
    return _onward(login_id, logins.move_to_window(begun))


@csrf_exempt
@require_POST
def launch(request: HttpRequest, platform_id: uuid.UUID) -> HttpResponse:
    at_most(request, "lti_launch", times=A_MINUTE, seconds=60, at=timezone.now())
    platform, state = _platform(platform_id), request.POST.get("state", "")
    try:
        if "error" in request.POST:
            raise LaunchRefusedError("LTI_PLATFORM_REFUSED")
        cookie = _login_cookie(logins.by_state(platform, state).public_id)
        received = receive(
            platform,
            token=request.POST.get("id_token", ""),
            state=state,
            secret=request.COOKIES.get(cookie, ""),
            exchange=guarded_exchange(),
            at=timezone.now(),
        )
        visit, secret = visits.open_visit(platform, received, at=timezone.now())
    except LaunchRefusedError as refusal:
        return refused(request, platform, refusal)
    path = reverse("lti_visit", args=[visit.public_id])
    language = language_of(received)
    response = HttpResponseRedirect(f"{path}?{urlencode({'lang': language})}" if language else path)
    set_framed_cookie(response, VISIT_COOKIE, secret, path=path, life=visits.LIFE)
    return response


@require_safe
def cohort(request: HttpRequest, platform_id: uuid.UUID, cohort_id: uuid.UUID) -> HttpResponse:
    """What somebody sees who follows the address of a link by itself: nothing of anybody."""
    return private_page(request, "lti13/from_course.html", {})


def refused(request: HttpRequest, platform: Platform | None, refusal: LaunchRefusedError) -> HttpResponse:
    """Say what a person can do, and the code for whoever keeps the platform."""
    return framed(request, "lti13/refused.html", {"refusal": refusal}, platform=platform, status=403)


def _platform(platform_id: uuid.UUID) -> Platform:
    found = Platform.objects.select_related("organisation").filter(public_id=platform_id).first()
    if found is None:
        raise NotFoundError
    return found


def _onward(login_id: uuid.UUID, secret: str) -> HttpResponse:
    response = redirect("lti_login_step", login_id)
    set_framed_cookie(response, _login_cookie(login_id), secret, path="/lti/", life=logins.LIFE)
    response["Cache-Control"] = "private, no-store"
    return response


def _login_cookie(login_id: uuid.UUID) -> str:
    return f"lti-login-{login_id.hex[:16]}"
