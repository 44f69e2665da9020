"""How whatever was raised becomes a problem answer: the one place where exceptions meet HTTP status codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from traceback import extract_tb
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError

from campus.api.problem import ProblemError, problem
from campus.assurance.gates import GateClosedError
from campus.base.refusals import Refusal
from campus.issuing.sign_given import NotABadgeError
from campus.learning.uploads import MappingRefusedError
from campus.policies.own_packs import FaultyPackError, Tried
from campus.quality.gate import Outcome
from campus.quality.refusals import NotReadyError
from laurel.errors import Language, LaurelError

log = structlog.get_logger("campus.api")
COME_BACK = "60"  # seconds; the longest window of a limit
STATUSES: Mapping[str, int] = {  # where neither kind nor field says it
    "UNKNOWN_LINK": 404,
    "UNKNOWN_SHARE": 404,
    "LINK_EXPIRED": 410,
    "SHARE_GONE": 410,
    "GATE_CLOSED": 409,
    "TOO_COSTLY": 422,
    "TOO_OFTEN": 429,
    "BUSY": 503,
}


def answer_to(error: Exception) -> HttpResponse | None:
    """The problem answer to an exception; None when it is a fault of ours."""
    for kinds, answer in _ANSWERS:
        if isinstance(error, kinds):
            return answer(error)
    return None


def our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log what happened, without what the request carried, and admit it."""
    route = request.resolver_match.route if request.resolver_match else ""
    # The frames say where; an exception's own message may quote what a person wrote.
    frames = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-6:]]
    log.error("api.failed", route=route, kind=type(error).__name__, where=" ".join(frames))
    return problem(500, "INTERNAL_ERROR", _("We have noted it. Nothing was changed: trying again later is safe."))


def status_of(refusal: Refusal) -> int:
    """403 and 404 by kind; 422 where a field is at fault; else the present state is."""
    if isinstance(refusal, Http404):
        return 404
    if isinstance(refusal, PermissionDenied):
        return 403
    return STATUSES.get(refusal.code, 422 if refusal.field or _parts(refusal) else 409)


def language_now() -> Language:
    """The language this request is answered in, as the library names it."""
    return "bg" if get_language() == "bg" else "en"


def _refusal(error: Refusal) -> HttpResponse:
    errors = [{"pointer": f"/{error.field}", "code": error.code, "detail": str(error.message)}] if error.field else []
    status = status_of(error)
    headers = {"Retry-After": COME_BACK} if status in (429, 503) else {}
    return problem(status, error.code, error.message, errors=[*errors, *_parts(error)], headers=headers)


def _parts(error: Refusal) -> list[dict[str, object]]:
    """What a refusal about a whole draft, or a whole choice of columns, brings along: every place to mend."""
    language = language_now()
    if isinstance(error, MappingRefusedError):
        return [{"column": each.column, "code": each.code, "detail": each.say(language)} for each in error.problems]
    if isinstance(error, NotABadgeError):
        return [
            {"pointer": f"/credential{each.at}", "code": each.code, "detail": getattr(each, language)}
            for each in error.problems
        ]
    if isinstance(error, GateClosedError):
        return [
            {"code": line.finding.rule.id, "detail": line.finding.reason(language), "pack": line.pack.id}
            for line in error.report.closing
        ]
    if isinstance(error, FaultyPackError):
        return faults_of(error.tried)
    if not isinstance(error, NotReadyError):
        return []
    failing = error.report.having(Outcome.FAIL)
    return [{"pointer": each.at, "gate": each.gate, "code": each.code, "detail": each.say(language)} for each in failing]


def faults_of(tried: Tried) -> list[dict[str, object]]:
    """What has to be mended in a set of rules and its tests: by file, place, line and rule; then each test that fails."""
    language = language_now()
    faults: list[dict[str, object]] = [
        {
            "file": each.file,
            "pointer": each.at,
            "line": each.line,
            "rule": each.rule,
            "code": each.code,
            "detail": each.bg if language == "bg" else each.en,
        }
        for each in tried.faults
    ]
    failing: list[dict[str, object]] = [
        {"file": "tests", "code": "TEST_FAILS", "detail": f"{each.case}: {each.rule} {each.expected} ≠ {each.answered}"}
        for each in tried.mismatches
    ]
    return [*faults, *failing]


def _laurel(error: LaurelError) -> HttpResponse:
    language = language_now()
    problems = [
        {"pointer": part.at, "code": part.code, "detail": getattr(part, language)} for part in getattr(error, "problems", ())
    ]
    return problem(422, error.code, error.say(language), errors=problems)


def _too_big(_error: Exception) -> HttpResponse:
    return problem(413, "TOO_LARGE", _("The request is larger than this address accepts."))


def _not_found(_error: Exception) -> HttpResponse:
    return problem(404, "NOT_FOUND", _("We found nothing here."))


def _not_allowed(_error: Exception) -> HttpResponse:
    return problem(403, "NOT_ALLOWED", _("This key may not do that."))


def _unreadable(_error: Exception) -> HttpResponse:
    return problem(400, "BAD_REQUEST", _("The request cannot be read."))


def _of_ninja(error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(
            401,
            "KEY_NEEDED",
            _("Send a valid key in the header “Authorization: Bearer …”."),
            headers={"WWW-Authenticate": 'Bearer realm="Laurel"'},
        )
    if error.status_code == 429:
        return problem(429, "TOO_MANY_REQUESTS", _("Too many requests. Wait a little and try again."))
    return _unreadable(error)


_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], HttpResponse]], ...] = (
    (ProblemError, ProblemError.answer),
    (Refusal, _refusal),
    (LaurelError, _laurel),
    (RequestDataTooBig, _too_big),
    (SuspiciousOperation, _unreadable),
    (Http404, _not_found),
    (PermissionDenied, _not_allowed),
    (HttpError, _of_ninja),
)
