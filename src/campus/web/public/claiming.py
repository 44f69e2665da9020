"""The page behind the link in the e-mail: see the badge, log in or make an account, and it is yours."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.limits import at_most
from campus.catalogue.versions import record_of, title_in
from campus.people.models import Person
from campus.wallet import claim
from campus.wallet.picture import png_for
from campus.web.elements import level_of, skills_of, workload_of
from campus.web.pages import PRIVATE, private_page


@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: HttpRequest, secret: str) -> HttpResponse:
    at_most(request, "claim", times=60, seconds=300, at=timezone.now())
    try:
        waiting = claim.find(secret, at=timezone.now())
    except (claim.UnknownLinkError, claim.LinkExpiredError) as refusal:
        return private_page(request, "public/claim_refused.html", {"refusal": refusal}, status=410)
    if request.method == "POST":
        return _claim(request, secret, waiting)
    if waiting.holding is not None and waiting.holding.person_id == request.user.pk:
        return redirect("my_badge", waiting.credential.public_id)
    if waiting.holding is None and not request.user.is_authenticated:
        # Whoever has the link has read the mail: an account made now for that address needs no second confirmation.
        # Not once the badge is claimed: the mail may have been passed on since.
        get_adapter().stash_verified_email(request, waiting.credential.recipient_email)
    return private_page(request, "public/claim.html", _page(request, secret, waiting))


@require_safe
def picture(request: HttpRequest, secret: str) -> HttpResponse:
    credential = claim.find(secret, at=timezone.now()).credential
    version = credential.design_version
    png = png_for(version, credential.organisation, language=get_language() or "en", width=640)
    return HttpResponse(png, content_type="image/png", headers=PRIVATE)


def _claim(request: HttpRequest, secret: str, waiting: claim.Waiting) -> HttpResponse:
    if not isinstance(request.user, Person):
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    try:
        claim.claim(secret, person=request.user, at=timezone.now(), confirmed="confirmed" in request.POST)
    except (claim.OtherAddressError, claim.ClaimedByAnotherError) as refusal:
        page = {**_page(request, secret, waiting), "refusal": refusal}
        return private_page(request, "public/claim.html", page, status=409)
    return redirect(f"{reverse('my_badge', args=[waiting.credential.public_id])}?new=1")


def _page(request: HttpRequest, secret: str, waiting: claim.Waiting) -> dict[str, object]:
    language = get_language() or "en"
    version = waiting.credential.design_version
    design = record_of(version)
    own_address = request.user.is_authenticated and request.user.email == waiting.credential.recipient_email
    return {
        "secret": secret,
        "waiting": waiting,
        "credential": waiting.credential,
        "title": title_in(version, language),
        "kind": design.form.name_in(language),
        "issuer_name": waiting.credential.organisation.name_in(language),
        "skills": [skill.name.text(language) for skill in skills_of(design)],
        "facts": ", ".join(filter(None, (workload_of(design), next(iter(level_of(design, language=language)), "")))),
        "taken": waiting.holding is not None,
        "own_address": own_address,
        "login_url": _with_next("account_login", request),
        "signup_url": _with_next("account_signup", request),
    }


def _with_next(name: str, request: HttpRequest) -> str:
    return f"{reverse(name)}?{urlencode({'next': request.path})}"
