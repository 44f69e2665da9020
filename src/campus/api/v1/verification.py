"""Check any credential, from any issuer. No key needed: whoever is shown a badge may ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.problem import ProblemError
from campus.base.limits import at_most
from campus.verification.check import check_presented

router = Router(tags=["Verification"])
MOST_A_MINUTE = 60


class CheckShown(BaseModel):
    name: str
    outcome: str = Field(description="passed, unknown or failed")
    code: str
    source: str = Field(description="where the rule comes from")
    title: dict[str, str]
    text: dict[str, str]
    facts: dict[str, str]
    details: list[dict[str, Any]]


class ReportShown(BaseModel):
    verdict: str = Field(description="accept, warn or reject")
    outcome: str = Field(description="the worst of the checks: passed, unknown or failed")
    codes: list[str]
    headline: dict[str, str]
    advice: dict[str, str]
    checks: list[CheckShown]
    credential: dict[str, Any] | None = Field(description="what the document says; rely on it as far as the verdict goes")


_FILE = {"type": "string", "format": "binary"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "the file as `file` of a form, or as the body itself",
        "content": {
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
            "application/octet-stream": {"schema": _FILE},
            "application/json": {"schema": {"type": "object"}},
        },
    }
}


@router.post(
    "/verify",
    response=ReportShown,
    auth=None,
    openapi_extra=_BODY,
    summary=gettext_noop("Check a credential: JSON, JWT, PNG, SVG or PDF, from any issuer"),
)
def verify(request: HttpRequest) -> ReportShown:
    at_most(request, "api.verify", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    found = check_presented(presented_in(request), at=timezone.now())
    return ReportShown.model_validate(found.to_json())


def presented_in(request: HttpRequest) -> bytes:
    """What a request presents: the file of a form, its text, or the body itself.

    Raises:
        ProblemError: nothing, or too much.
    """
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        if file is not None and (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ProblemError(413, "TOO_LARGE", _("The request is larger than this address accepts."))
        content = file.read() if file is not None else request.POST.get("text", "").encode()
    else:
        content = request.body
    if not content.strip():
        raise ProblemError(400, "NOTHING_PRESENTED", _("Send the credential as the body, or as “file” of a form."))
    return content
