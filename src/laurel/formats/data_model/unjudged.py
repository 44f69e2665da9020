"""What a verification of a credential of any kind leaves open: nobody can judge it from the document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from laurel.canon.strict_json import is_object
from laurel.errors import Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.data_model.resources import is_held
from laurel.formats.data_model.values import listed

_FOLLOWED: Final = ("termsOfUse", "evidence", "refreshService")
_CREDENTIALS_INSIDE: Final = frozenset({"endorsement", "endorsementJwt", "verifiableCredential"})
_MOST: Final = 20


def unjudged_in(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What was not judged, each with its place in the document: at least what words beyond the data model mean."""
    return tuple(_unjudged(document))[:_MOST]


def _unjudged(document: Mapping[str, Any]) -> Iterator[Problem]:
    yield problem("MEANING_UNJUDGED", "")
    for each in listed(document.get("credentialSchema", [])):
        yield problem("SCHEMA_NOT_FETCHED", "/credentialSchema", value=_name_of(each))
    for name in _FOLLOWED:
        if name in document:
            yield problem("NOT_FOLLOWED", f"/{name}", name=name)
    for each in listed(document.get("relatedResource", [])):
        if not is_held(_name_of(each)):
            yield problem("RESOURCE_NOT_HELD", "/relatedResource", value=_name_of(each))
    inside = [document, *listed(document.get("credentialSubject"))]
    if any(_CREDENTIALS_INSIDE & each.keys() for each in inside if is_object(each)):
        yield problem("NOT_LOOKED_INTO", "/credentialSubject")


def _name_of(value: Any) -> str:
    return str(value.get("id")) if is_object(value) else str(value)
