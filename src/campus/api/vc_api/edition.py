"""VC-API: the W3C Credentials Community Group's interface, for tools that test or exchange credentials."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Body
from pydantic import BaseModel, ConfigDict, Field

import laurel
from campus.api.caller import OrganisationKey, key_of, organisation_of
from campus.api.edition import Edition, render_json
from campus.api.idempotency import idempotent
from campus.api.problem import ProblemError
from campus.api.vc_api.answers import answer_of, answer_of_presentation
from campus.api.vc_api.text import text_of
from campus.base.limits import at_most
from campus.issuing.sign_given import sign_given
from campus.verification.check import check_presentation, check_presented

MOST_A_MINUTE = 60
DESCRIPTION = "The W3C Credentials Community Group's VC-API: 201 on issue, 200 on what holds, 4xx for anything invalid."
Document = Annotated[dict[str, Any], Field(min_length=1)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class IssueOptions(_Asked):
    credentialId: str | None = Field(default=None, description="must be the credential's `id`")  # noqa: N815  # the specification's word


class IssueAsked(_Asked):
    credential: Document = Field(description="an unsigned Open Badges 3.0 credential or endorsement of your organisation")
    options: IssueOptions = IssueOptions()


class VerifyOptions(BaseModel):
    returnCredential: bool = False  # noqa: N815
    returnResults: bool = False  # noqa: N815
    returnProblemDetails: bool = True  # noqa: N815


class VerifyAsked(_Asked):
    verifiableCredential: Document | str = Field(description="with embedded proofs; enveloped; or the token itself")  # noqa: N815
    options: VerifyOptions = VerifyOptions()


class PresentationOptions(BaseModel):
    challenge: str = Field(min_length=1, max_length=2000, description="what you asked the holder to sign")
    domain: str = Field(min_length=1, max_length=2000, description="whom the presentation is meant for: you")


class VerifyPresentationAsked(_Asked):
    verifiablePresentation: Document  # noqa: N815
    options: PresentationOptions


class Issued(BaseModel):
    verifiableCredential: dict[str, Any]  # noqa: N815


class Verified(BaseModel):
    verified: bool
    checks: list[str] = Field(description="the names of the checks that passed")
    warnings: list[dict[str, str]]
    errors: list[dict[str, str]]
    problemDetails: list[dict[str, str]]  # noqa: N815
    report: dict[str, Any]


vc_api = Edition(
    title="VC-API", version=laurel.__version__, description=DESCRIPTION, urls_namespace="vc-api", auth=OrganisationKey()
)


@vc_api.post(
    "/credentials/issue",
    response={201: Issued},
    tags=["VC-API"],
    summary=gettext_noop("Sign a credential that you have written yourself (registrars)"),
)
@idempotent(required=False)
def issue(request: HttpRequest, asked: IssueAsked) -> HttpResponse:
    named = asked.options.credentialId
    if named is not None and named != asked.credential.get("id"):
        raise ProblemError(
            400,
            "CREDENTIAL_ID_DIFFERS",
            _("The option credentialId is not the id of the credential."),
            errors=[{"pointer": "/options/credentialId"}],
        )
    signed = sign_given(organisation_of(request), document=asked.credential, by=key_of(request), at=timezone.now())
    return render_json({"verifiableCredential": signed}, status=201)


@vc_api.post(
    "/credentials/verify",
    response=Verified,
    auth=None,
    tags=["VC-API"],
    summary=gettext_noop("Check one credential; 400 when it may not be relied on"),
)
def verify_credential(request: HttpRequest, asked: VerifyAsked) -> HttpResponse:
    at_most(request, "vc-api.verify", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    found = check_presented(text_of(asked.verifiableCredential).encode(), at=timezone.now())
    return answer_of(found.to_json())


@vc_api.post(
    "/presentations/verify",
    response=Verified,
    auth=None,
    tags=["VC-API"],
    summary=gettext_noop("Check a presentation and every credential in it, against your challenge and domain"),
)
def verify_presentation(request: HttpRequest, asked: Annotated[VerifyPresentationAsked, Body()]) -> HttpResponse:
    at_most(request, "vc-api.verify", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    content = json.dumps(asked.verifiablePresentation, ensure_ascii=False).encode()
    options = asked.options
    report = check_presentation(content, challenge=options.challenge, domain=options.domain, at=timezone.now())
    return answer_of_presentation(report)
