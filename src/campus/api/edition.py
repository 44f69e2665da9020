"""The django-ninja API as we want it: strict JSON in, problems out, OpenAPI 3.1 beside it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from campus.api.problem import MEDIA_TYPE, NUL, PROBLEM, ProblemError
from campus.api.refusing import answer_to, language_now, our_fault
from laurel.annex1.read import problems_of
from laurel.canon import strict_json
from laurel.errors import CredentialError


class Edition(NinjaAPI):
    """One version of the API."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parser=_StrictParser(), renderer=_Utf8(), docs_url=None, openapi_url="/openapi.json", **options)

    def set_default_exception_handlers(self) -> None:
        self.add_exception_handler(Exception, _answer)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the problem answers that every address can give."""
        described = super().get_openapi_schema(**options)
        described["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        for methods in described["paths"].values():
            for operation in methods.values():
                operation["responses"]["default"] = {
                    "description": "a refusal",
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
        return described

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> ValidationError:
        return ValidationError([part for context in error_contexts for part in _parts(context)])


class _StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if b"\\u0000" in request.body:  # PostgreSQL keeps no NUL in a text
            raise ProblemError(400, "NUL_CHARACTER", NUL)
        return read_json(request.body)


class _Utf8(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}  # the parent's class attribute


def read_json(body: bytes) -> Any:
    """The JSON value in a request.

    Raises:
        ProblemError: it is not strict JSON; says where.
    """
    try:
        return strict_json.loads(body)
    except CredentialError as error:
        raise ProblemError(
            400, error.code, error.say(language_now()), errors=[{"pointer": error.at}] if error.at else ()
        ) from error


def render_json(value: Any, *, status: int = 200) -> HttpResponse:
    """A JSON answer made outside django-ninja."""
    return HttpResponse(json.dumps(value, ensure_ascii=False), status=status, content_type="application/json; charset=utf-8")


def _answer(request: HttpRequest, raised: Exception | type[Exception]) -> HttpResponse:
    error = raised() if isinstance(raised, type) else raised
    if isinstance(error, ValidationError):
        return _invalid(error)
    # ninja wraps whatever its parser raised; the cause is what there is to say.
    cause = error.__cause__
    answer = answer_to(cause) if isinstance(cause, ProblemError) else answer_to(error)
    return answer or our_fault(request, error)


def _invalid(error: ValidationError) -> HttpResponse:
    detail = _("Some parts of the request are missing or wrong; each is named below.")
    return ProblemError(422, "INVALID_REQUEST", detail, errors=error.errors).answer()


def _parts(context: ValidationErrorContext[Any]) -> list[dict[str, Any]]:
    source = context.model.__ninja_param_source__
    language = language_now()
    parts = []
    for found in problems_of(context.pydantic_validation_error):
        # The first segment is the view's own name for the parameter.
        name, _slash, rest = found.at.removeprefix("/").partition("/")
        place = {"pointer": f"/{rest}" if rest else ""} if source == "body" else {"parameter": name}
        parts.append({**place, "code": found.code, "detail": getattr(found, language)})
    return parts
