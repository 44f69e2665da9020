"""Does a European Digital Credential have what every one must have? The cardinalities of its top levels, without RDF.

Source: the Commission's application profile `edc-generic` (SHACL); `conformance` checks all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from laurel.canon.strict_json import is_object
from laurel.errors import Problem
from laurel.formats.elm.credential import CONTEXTS, TYPE
from laurel.formats.elm.reading import first_object, objects, texts
from laurel.formats.schema.problem import problem
from laurel.timestamp import parse_timestamp

_CREDENTIAL = ("id", "issuer", "issued", "validFrom", "credentialSchema", "displayParameter", "credentialProfiles")
_CLAIM = ("title", "awardedBy")
_MOMENTS = ("issued", "issuanceDate", "validFrom", "validUntil", "expirationDate")


def check_shape(document: Mapping[str, Any]) -> list[Problem]:
    """Everything that a sealed credential should have and this one does not, each with its place."""
    return list(_problems(document))


def _problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    if texts(document.get("@context")) != list(CONTEXTS):
        yield problem("WRONG_CONTEXT_ELM", "/@context")
    if not {"VerifiableCredential", TYPE} <= set(texts(document.get("type"))):
        yield problem("TYPE_WITHOUT_CLASS", "/type", expected=TYPE)
    yield from (problem("MISSING", "", name=name) for name in _CREDENTIAL if not document.get(name))
    for name in _MOMENTS:
        if name in document and parse_timestamp(document[name]) is None:
            yield problem("BAD_FORMAT", f"/{name}", value=str(document[name])[:60], expected="a moment", expected_bg="момент")
    yield from _subject(document.get("credentialSubject"))


def _subject(subject: object) -> Iterator[Problem]:
    if not is_object(subject):
        yield problem("MISSING", "", name="credentialSubject")
        return
    claims = objects(subject.get("hasClaim"))
    if not claims:
        yield problem("MISSING", "/credentialSubject", name="hasClaim")
    for index, claim in enumerate(claims):
        yield from (
            problem("MISSING", f"/credentialSubject/hasClaim/{index}", name=name) for name in _CLAIM if not claim.get(name)
        )
        if not objects(first_object(claim.get("awardedBy")).get("awardingBody")):
            yield problem("MISSING", f"/credentialSubject/hasClaim/{index}/awardedBy", name="awardingBody")
