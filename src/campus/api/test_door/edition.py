"""The addresses of the test door. Source: https://w3c-ccg.github.io/vc-api/, and the READMEs of the W3C's test suites."""

from __future__ import annotations

import json
from ipaddress import ip_address
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from ninja import Body
from pydantic import BaseModel, ConfigDict, Field

import laurel
from campus.api.edition import Edition, render_json
from campus.api.problem import ProblemError
from campus.api.test_door import answers, contexts, issuing, manifest, status_list
from campus.api.test_door.keys import ALGORITHMS, issuer_of
from campus.api.vc_api.text import text_of
from campus.verification.any_credential import check_any_credential, check_any_presentation
from campus.verification.public import public_document

Document = Annotated[dict[str, Any], Field(min_length=1)]
Pointers = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=500)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore")  # suites send options of other implementations along


class IssueOptions(_Asked):
    mandatoryPointers: Pointers | None = None  # noqa: N815  # the suites' word
    previousProof: str | list[str] | None = None  # noqa: N815


class IssueAsked(_Asked):
    credential: Document
    options: IssueOptions = IssueOptions()


class DeriveOptions(_Asked):
    selectivePointers: Pointers = []  # noqa: N815


class DeriveAsked(_Asked):
    verifiableCredential: Document  # noqa: N815
    options: DeriveOptions = DeriveOptions()


class VerifyOptions(_Asked):
    checks: list[str] | None = None
    challenge: str | None = None
    domain: str | None = None


class VerifyAsked(_Asked):
    verifiableCredential: Document | str  # noqa: N815
    options: VerifyOptions = VerifyOptions()


class VerifyPresentationAsked(_Asked):
    verifiablePresentation: Document | str  # noqa: N815
    options: VerifyOptions = VerifyOptions()


def _on_this_machine(request: HttpRequest) -> bool:
    """Only programs of this machine come in; to all others there is nothing here."""
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = False
    if not near or not settings.TEST_DOOR:
        raise Http404
    return True


test_door = Edition(
    title="The test door",
    version=laurel.__version__,
    description="The VC-API as the W3C's test suites speak it. Its issuers are nobody, and its answers let nobody in.",
    urls_namespace="test-door",
    auth=_on_this_machine,
)


@test_door.get("/keys")
def keys(request: HttpRequest) -> HttpResponse:
    return render_json({suite: issuer_of(suite) for suite in ALGORITHMS})


@test_door.get("/implementation")
def implementation(request: HttpRequest) -> HttpResponse:
    return render_json(manifest.manifest())


@test_door.post("/credentials/verify")
def verify_credential(request: HttpRequest, asked: VerifyAsked) -> HttpResponse:
    wanted = answers.wanted_of(asked.options.checks)
    text = text_of(asked.verifiableCredential)
    if isinstance(asked.verifiableCredential, str) and text.lstrip().startswith(("{", "[")):
        raise ProblemError(400, "NOT_A_TOKEN", _("A text stands for a token; JSON is given as an object."))
    report = check_any_credential(text.encode(), contexts=contexts.supplied(), at=timezone.now())
    occasion = {"challenge": asked.options.challenge, "domain": asked.options.domain}
    return answers.about_credential(report, wanted=wanted, document=asked.verifiableCredential, occasion=occasion)


@test_door.post("/credentials/derive")
def derive(request: HttpRequest, asked: DeriveAsked) -> HttpResponse:
    pointers = asked.options.selectivePointers
    shown = issuing.derive(asked.verifiableCredential, selective=pointers, contexts=contexts.known())
    return render_json({"verifiableCredential": shown}, status=201)


@test_door.post("/presentations/verify")
def verify_presentation(request: HttpRequest, asked: Annotated[VerifyPresentationAsked, Body()]) -> HttpResponse:
    wanted = answers.wanted_of(asked.options.checks)
    shown = asked.verifiablePresentation
    content = (shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)).encode()
    occasion = {"challenge": asked.options.challenge, "domain": asked.options.domain}
    known = {name: value for name, value in occasion.items() if value is not None}
    report = check_any_presentation(content, contexts=contexts.supplied(), asked=known, at=timezone.now())
    return answers.about_presentation(report, wanted=wanted)


@test_door.post("/{suite}/credentials/issue")
def issue(request: HttpRequest, suite: str, asked: IssueAsked) -> HttpResponse:
    if suite not in ALGORITHMS:
        raise Http404
    options = asked.options
    wishes = issuing.Wishes(mandatory_pointers=options.mandatoryPointers, previous_proof=options.previousProof)
    signed = issuing.issue(asked.credential, suite=suite, wishes=wishes, contexts=contexts.known(), at=timezone.now())
    return render_json({"verifiableCredential": signed}, status=201)


@public_document
@require_safe
def status_list_credential(request: HttpRequest, purpose: str) -> HttpResponse:
    _on_this_machine(request)
    body = json.dumps(status_list.list_of(purpose, at=timezone.now()), ensure_ascii=False)
    # the loaders of some suites read nothing but what calls itself JSON
    kind = request.get_preferred_type(["application/vc", "application/json"]) or "application/vc"
    return HttpResponse(body, content_type=kind, headers={"Vary": "Accept"})
