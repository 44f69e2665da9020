"""What the VC-API answers: the words of its specification around our own reports.

Source: https://w3c-ccg.github.io/vc-api/ (verify: `verified`, `checks`, `warnings`, `errors`, `problemDetails`)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from campus.api.edition import render_json
from campus.api.refusing import language_now

Plain = Mapping[str, Any]


def answer_of(report: Plain) -> HttpResponse:
    """The answer about one credential: 200 when it may be relied on, 400 in every other case."""
    verified = report["verdict"] != "reject"
    return answer(verified, report["checks"], {"report": report})


def answer_of_presentation(report: Plain) -> HttpResponse:
    """The answer about a presentation and every credential in it."""
    inside = [check for each in report["credentials"] for check in each["checks"]]
    extra = {"holder": report["holder"], "credentialResults": [_result(each) for each in report["credentials"]]}
    return answer(report["verified"], [*report["checks"], *inside], {**extra, "report": report})


def answer(verified: bool, checks: Iterable[Plain], extra: Plain) -> HttpResponse:
    """200 when it holds, else 400; each check that did not pass is an error or a warning."""
    found = list(checks)
    wrong = [check for check in found if check["outcome"] != "passed" and check["code"] != "NOT_CHECKED"]
    # A check that fails is an error; one that could not be made is an error only where nothing holds because of it.
    errors = [check for check in wrong if check["outcome"] == "failed" or not verified]
    warnings = [check for check in wrong if check not in errors]
    body = {
        "verified": verified,
        "checks": [check["name"] for check in found if check["outcome"] == "passed"],
        "warnings": [_detail(check) for check in warnings],
        "errors": [_detail(check) for check in errors],
        "problemDetails": [_detail(check) for check in wrong],
        **extra,
    }
    return render_json(body, status=200 if verified else 400)


def _result(report: Plain) -> dict[str, Any]:
    return {"verified": report["verdict"] != "reject", "verdict": report["verdict"], "codes": report["codes"]}


def _detail(check: Plain) -> dict[str, str]:
    language = language_now()
    return {
        "type": f"{settings.PUBLIC_URL}/api/docs#problem-{check['code']}",
        "code": check["code"],
        "title": check["title"][language],
        "detail": check["text"][language],
    }
