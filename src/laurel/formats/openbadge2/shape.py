"""What an assertion, a badge class and an issuer of Open Badges 2.0 must say, as plain JSON: no context is ever processed.

Source: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html, Data Classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Problem
from laurel.formats.schema.problem import problem
from laurel.timestamp import parse_timestamp

CONTEXT: Final = "https://w3id.org/openbadges/v2"
"""The one context of Open Badges 2.0, which is named and never read."""

_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "Assertion": ("id", "recipient", "badge", "verification", "issuedOn"),
    "BadgeClass": ("id", "name", "description", "criteria", "issuer"),
    "Profile": ("id", "name", "url", "email"),
}
_TYPES: Final = {"Profile": {"Profile", "Issuer"}}
_CLASSES: Final = frozenset(
    {
        *_REQUIRED,
        "Issuer",
        "AlignmentObject",
        "Criteria",
        "CryptographicKey",
        "Endorsement",
        "Evidence",
        "Extension",
        "IdentityObject",
        "Image",
        "RevocationList",
        "VerificationObject",
    }
)
EXTENSIONS: Final = "extensions:"


def check_shape(document: Mapping[str, Any], *, name: str) -> list[Problem]:
    """Everything that is wrong with an `Assertion`, a `BadgeClass` or a `Profile`."""
    return list(_problems(document, name))


def _problems(document: Mapping[str, Any], name: str) -> Iterator[Problem]:
    types = _types_of(document)
    if not _TYPES.get(name, {name}) & set(types):
        yield problem("TYPE_WITHOUT_CLASS", "/type", expected=name)
    for unknown in (each for each in types if each not in _CLASSES and ":" not in each):
        yield problem("UNKNOWN_VALUE", "/type", value=unknown[:60], expected="Open Badges 2.0")
    yield from (problem("MISSING", "", name=member) for member in _REQUIRED[name] if not document.get(member))
    if not isinstance(document.get("id", ""), str):
        yield problem("WRONG_TYPE", "/id", expected="text", expected_bg="текст")
    for member, value in document.items():
        if member.startswith(EXTENSIONS) and not _is_extension(value):
            yield problem("TYPE_WITHOUT_CLASS", f"/{member[:60]}/type", expected=f"Extension, {EXTENSIONS}…")
    if name == "Assertion":
        yield from _assertion(document)


def _types_of(document: Mapping[str, Any]) -> list[str]:
    types = document.get("type")
    return [str(each) for each in (types if is_array(types) else [types])]


def _is_extension(value: object) -> bool:
    """What an extension says is its own business; that it is one, and which, its types have to say."""
    types = _types_of(value) if is_object(value) else []
    return "Extension" in types and any(each.startswith((EXTENSIONS, "https://", "http://")) for each in types)


def _assertion(document: Mapping[str, Any]) -> Iterator[Problem]:
    context = document.get("@context")
    if CONTEXT not in (context if is_array(context) else [context]):
        yield problem("BAD_FORMAT", "/@context", value=str(context)[:60], expected=CONTEXT, expected_bg=CONTEXT)
    for member in ("issuedOn", "expires"):
        if member in document and parse_timestamp(document[member]) is None:
            value = str(document[member])[:60]
            yield problem("BAD_FORMAT", f"/{member}", value=value, expected="a moment", expected_bg="момент")
    recipient = document.get("recipient")
    if not is_object(recipient) or not isinstance(recipient.get("identity"), str):
        yield problem("NO_RECIPIENT", "/recipient")
