"""What a launch shows: a learner how far they are, a teacher how the cohort stands, or a choice of what to place."""

from __future__ import annotations

import hmac
import uuid

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from campus.catalogue.versions import title_in
from campus.connectors.lti13 import placing, visits
from campus.connectors.lti13.digests import proof_of
from campus.connectors.lti13.models import Course, Visit
from campus.connectors.lti13.pages.framing import framed, is_our_form
from campus.connectors.lti13.pages.launching import VISIT_COOKIE, refused
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.issuing.models import Credential
from campus.learning.award import evaluate
from campus.learning.cohorts import standing_of
from campus.learning.models import Enrolment
from laurel.errors import Language

PER_PAGE = 20


@require_safe
def visit(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    secret = request.COOKIES.get(VISIT_COOKIE, "")
    try:
        found = visits.visit_for(visit_id, secret=secret, at=timezone.now())
    except LaunchRefusedError as refusal:
        return refused(request, visits.platform_of(visit_id), refusal)
    if found.placing is not None:
        return _choose(request, found, secret)
    if found.course is None:
        return framed(request, "lti13/nothing_here.html", {"visit": found}, platform=found.platform)
    return (_teacher if found.is_teacher else _learner)(request, found, found.course)


@csrf_exempt  # in a frame there is no CSRF cookie: the form carries a proof that only a page of this visit can know
@require_POST
def place(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    secret = request.COOKIES.get(VISIT_COOKIE, "")
    try:
        found = visits.visit_for(visit_id, secret=secret, at=timezone.now())
        if not is_our_form(request) or not hmac.compare_digest(request.POST.get("proof", ""), proof_of(secret, "place")):
            raise LaunchRefusedError("LTI_VISIT_OVER")
        wanted = _uuid(request.POST.get("cohort", ""))
        chosen = placing.open_cohorts(found).filter(public_id=wanted).first() if wanted else None
        if chosen is None:
            return _choose(request, found, secret, missing=True)
        token = placing.response_to(found, chosen, language=get_language() or "en", at=timezone.now())
    except LaunchRefusedError as refusal:
        return refused(request, visits.platform_of(visit_id), refusal)
    context = {"visit": found, "cohort": chosen, "token": token, "return_url": (found.placing or {})["return_url"]}
    return framed(request, "lti13/placed.html", context, platform=found.platform, sends_to=placing.return_origin(found))


def _choose(request: HttpRequest, found: Visit, secret: str, *, missing: bool = False) -> HttpResponse:
    cohorts = placing.open_cohorts(found)
    for word in request.GET.get("q", "").replace("\0", "").split()[:10]:
        named = Q(design_version__title_bg__icontains=word) | Q(design_version__title_en__icontains=word)
        cohorts = cohorts.filter(named | Q(title__icontains=word))
    page = Paginator(cohorts, PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    context = {
        "visit": found,
        "page": page,
        "rows": [(cohort, title_in(cohort.design_version, language)) for cohort in page],
        "q": request.GET.get("q", ""),
        "proof": proof_of(secret, "place"),
        "missing": missing,
    }
    return framed(request, "lti13/choose.html", context, platform=found.platform, status=400 if missing else 200)


def _teacher(request: HttpRequest, found: Visit, course: Course) -> HttpResponse:
    context = {**_page(found, course), "standing": standing_of(course.cohort)}
    return framed(request, "lti13/teacher.html", context, platform=found.platform)


def _learner(request: HttpRequest, found: Visit, course: Course) -> HttpResponse:
    enrolment = visits.enrolment_of(found)
    context = {**_page(found, course), **(_progress(course, enrolment) if enrolment is not None else {})}
    return framed(request, "lti13/learner.html", context, platform=found.platform)


def _page(found: Visit, course: Course) -> dict[str, object]:
    language = get_language() or "en"
    version = course.cohort.design_version
    owner = found.platform.organisation
    title = title_in(version, language)
    return {"visit": found, "cohort": course.cohort, "version": version, "owner": owner, "title": title}


def _progress(course: Course, enrolment: Enrolment) -> dict[str, object]:
    language: Language = "bg" if get_language() == "bg" else "en"
    _enrolment, decision = next(evaluate(course.cohort, [enrolment]))
    award = getattr(enrolment, "award", None)
    issued = Credential.objects.filter(award_key=award.key, issued_at__isnull=False).first() if award else None
    local, _at, domain = issued.recipient_email.partition("@") if issued else ("", "", "")
    return {
        "enrolment": enrolment,
        "award": award,
        "issued": issued,
        "address": f"{local[:1]}…@{domain}",
        "earned": decision.earned,
        "reasons": [(reason.met, reason.say(language)) for reason in decision.reasons],
    }


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
