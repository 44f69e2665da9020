"""Answers that say no: application/problem+json (RFC 9457), in the language the program asked for.

Every problem has a stable `code`; `title` names the kind of problem and `detail` the case at hand. Where several places are at
fault, `errors` names each: by JSON pointer for a body, by `parameter` for the address, by `row` and `column` for a gradebook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

MEDIA_TYPE = "application/problem+json"
NUL = _("A text in the request holds the character NUL, which cannot be kept.")
PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What was refused, and why (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "leads to what the code means"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable; match on this alone"},
        "detail": {"type": "string", "description": "one sentence, in the language of the request"},
        "errors": {
            "type": "array",
            "description": "every place at fault: `pointer`, `parameter`, or `row` and `column`; each with `code` and `detail`",
            "items": {"type": "object"},
        },
    },
}
TITLES: Mapping[int, StrOrPromise] = {
    400: _("The request cannot be understood"),
    401: _("A valid key is needed"),
    403: _("This is not allowed"),
    404: _("There is nothing here"),
    405: _("This address does not do that"),
    409: _("This does not fit the present state"),
    410: _("No longer available"),
    413: _("This is too large"),
    415: _("This kind of content is not accepted"),
    422: _("The content is not right"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
    503: _("Not available at the moment"),
}


class ProblemError(Exception):
    """Raised inside the API where no refusal of the domain fits: about the request itself."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: StrOrPromise,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        super().__init__(code)

    def answer(self) -> HttpResponse:
        """The HTTP answer that says so."""
        return problem(self.status, self.code, self.detail, errors=self.errors, headers=self.headers)


def problem(
    status: int,
    code: str,
    detail: StrOrPromise,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Build the answer; texts are translated here and now."""
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_URL}/api/docs#problem-{code}",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "code": code,
        "detail": str(detail),
    }
    if errors:
        body["errors"] = [dict(error) for error in errors]
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))
