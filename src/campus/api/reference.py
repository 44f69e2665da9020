"""/api/docs: the OpenAPI description as one readable page, without scripts.

The page is made from the same description that programs read, so it cannot say anything else. Addresses are told in the
reader's language; names and descriptions of fields are part of the interface and stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from campus.api.codes import known_codes

_SECTIONS = (  # the tags of the addresses, so that they are found for translation
    pgettext_lazy("api", "About"),
    pgettext_lazy("api", "Organisation"),
    pgettext_lazy("api", "Designs"),
    pgettext_lazy("api", "Reviews"),
    pgettext_lazy("api", "Cohorts"),
    pgettext_lazy("api", "Gradebooks"),
    pgettext_lazy("api", "Awards"),
    pgettext_lazy("api", "Batches"),
    pgettext_lazy("api", "Credentials"),
    pgettext_lazy("api", "Signing keys"),
    pgettext_lazy("api", "Verification"),
    pgettext_lazy("api", "For learners"),
    pgettext_lazy("api", "VC-API"),
)
_NOTHING: Mapping[str, Any] = {}
_METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A parameter, or one field of a shape. `shape` is the anchor of its own shape, when it has one."""

    name: str
    kind: str
    required: bool
    text: str
    shape: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: str
    text: str
    shape: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One method at one path."""

    method: str
    path: str
    summary: str
    anchor: str
    caller: str
    parameters: list[Part]
    body: Part | None
    body_media: str
    answers: list[Answer]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    anchor: str
    addresses: list[Address] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    name: str
    anchor: str
    text: str
    parts: list[Part]
    values: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    title: str
    version: str
    sections: list[Section]
    shapes: list[Shape]


def reference_page(*editions: NinjaAPI) -> Any:
    """The view that shows these editions of the API."""

    @require_safe
    @cache_control(private=True, max_age=300)
    def reference(request: HttpRequest) -> HttpResponse:
        references = [reference_of(edition.get_openapi_schema()) for edition in editions]
        return render(
            request, "api/reference.html", {"references": references, "codes": known_codes(), "site": settings.PUBLIC_URL}
        )

    return reference


def reference_of(openapi: Mapping[str, Any]) -> Reference:
    """The description, put in the order in which a person reads it."""
    prefix = _anchor(openapi["info"]["title"])
    sections: dict[str, Section] = {}
    for path, methods in openapi["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                tag = operation.get("tags", [openapi["info"]["title"]])[0]
                section = sections.setdefault(tag, Section(title=pgettext("api", tag), anchor=f"{prefix}-{_anchor(tag)}"))
                section.addresses.append(_address(path, method, operation, prefix))
    shapes = openapi.get("components", {}).get("schemas", {})
    return Reference(
        title=openapi["info"]["title"],
        version=openapi["info"]["version"],
        sections=list(sections.values()),
        shapes=[_shape(name, shape, prefix) for name, shape in sorted(shapes.items())],
    )


def _address(path: str, method: str, operation: Mapping[str, Any], prefix: str) -> Address:
    media, body = _body(operation.get("requestBody"), prefix)
    return Address(
        method=method.upper(),
        path=path,
        summary=gettext(operation["summary"]),
        anchor=_anchor(f"{method} {path}"),
        caller=next((name for scheme in operation.get("security", []) for name in scheme), ""),
        parameters=[
            _part(
                each["name"],
                each.get("schema", {}),
                each.get("required", False),
                prefix,
                place=each["in"],
                text=each.get("description", ""),
            )
            for each in operation.get("parameters", [])
        ],
        body=body,
        body_media=media,
        answers=list(_answers(operation["responses"], prefix)),
        example=_example(path, method, operation, media),
    )


def _body(body: Mapping[str, Any] | None, prefix: str) -> tuple[str, Part | None]:
    for media, content in (body or {}).get("content", {}).items():
        return media, _part("", content.get("schema", {}), True, prefix)
    return "", None


def _answers(responses: Mapping[Any, Any], prefix: str) -> Iterator[Answer]:
    for status, response in responses.items():
        if not str(status).startswith("2"):
            continue
        contents = response.get("content", {})
        first = next(iter(contents.values()), _NOTHING)
        part = _part("", first.get("schema", {}), True, prefix)
        yield Answer(
            status=str(status), text=response.get("description", ""), shape=part.shape, kind=part.kind or ", ".join(contents)
        )


def _shape(name: str, shape: Mapping[str, Any], prefix: str) -> Shape:
    required = set(shape.get("required", []))
    return Shape(
        name=name,
        anchor=f"{prefix}-shape-{_anchor(name)}",
        text=shape.get("description", ""),
        parts=[_part(key, part, key in required, prefix) for key, part in shape.get("properties", {}).items()],
        values=[str(value) for value in shape.get("enum", [])],
    )


def _part(name: str, schema: Mapping[str, Any], required: bool, prefix: str, *, place: str = "", text: str = "") -> Part:
    reference = _reference(schema)
    return Part(
        name=name,
        kind=_kind(schema),
        required=required,
        text=text or schema.get("description", ""),
        shape=f"{prefix}-shape-{_anchor(reference)}" if reference else "",
        place=place,
    )


def _reference(schema: Mapping[str, Any]) -> str:
    items: Any = schema.get("items") or {}
    candidates: list[Any] = [schema, items, *schema.get("anyOf", []), *schema.get("allOf", [])]
    for each in candidates:
        if isinstance(each, Mapping) and "$ref" in each:
            return str(each["$ref"]).rpartition("/")[2]
    return ""


def _kind(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "$ref" in schema or "allOf" in schema:
        return _reference(schema)
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    kind, form = str(schema.get("type", "")), str(schema.get("format", ""))
    return f"{kind} ({form})" if form else kind


def _example(path: str, method: str, operation: Mapping[str, Any], media: str) -> str:
    lines = [f"curl {settings.PUBLIC_URL}{path}"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} {settings.PUBLIC_URL}{path}"
    if operation.get("security"):
        lines.append('-H "Authorization: Bearer $LAUREL_KEY"')
    if any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", [])):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if media == "application/json":
        lines.append("--json @body.json")
    elif media:
        lines.append("-F file=@gradebook.csv")
    return " \\\n  ".join(lines)


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
