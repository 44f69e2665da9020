"""What a credential and a presentation must be made of, clause by clause; extensions are left alone.

Sections are those of https://www.w3.org/TR/vc-data-model-2.0/; what version 1.1 has otherwise is in `_Version`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.data_model.resources import check_resources
from laurel.formats.data_model.status import check_entry
from laurel.formats.data_model.values import check_date, check_id, check_texts, check_type, check_url, listed
from laurel.proofs import envelope
from laurel.timestamp import parse_timestamp

MAX_PROBLEMS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """One version of the data model: its context, its dates, and what must have an `id` besides its `type`."""

    context: str
    start: str
    end: str
    start_required: bool
    identified: frozenset[str]


_V2: Final = _Version(
    context=CREDENTIALS_V2,
    start="validFrom",
    end="validUntil",
    start_required=False,
    identified=frozenset({"credentialSchema"}),
)
_V1: Final = _Version(
    context=CREDENTIALS_V1,
    start="issuanceDate",
    end="expirationDate",
    start_required=True,
    identified=frozenset({"credentialSchema", "credentialStatus", "refreshService"}),
)
_TYPED: Final = ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence")


def check_credential(document: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with a credential, secured or not; at most a hundred problems, each with a JSON pointer."""
    return list(islice(_credential(document), MAX_PROBLEMS))


def check_presentation(document: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with a presentation itself; the credentials in it are checked one by one elsewhere."""
    return list(islice(_presentation(document), MAX_PROBLEMS))


def _credential(document: Mapping[str, Any]) -> Iterator[Problem]:
    version = _version_of(document)
    yield from _context(document, version)
    yield from check_id(document, "")
    yield from check_type(document, "", wanted="VerifiableCredential")
    yield from check_texts(document, "")
    yield from _party(document, "issuer", required=True)
    yield from _subjects(document)
    yield from _validity(document, version)
    for name in _TYPED:
        yield from _typed(document, name, identified=name in version.identified)
    yield from check_resources(document)
    yield from _proofs(document)


def _presentation(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Section 4.13."""
    yield from _context(document, _version_of(document))
    yield from check_id(document, "")
    yield from check_type(document, "", wanted="VerifiablePresentation")
    yield from _party(document, "holder", required=False)
    yield from _typed(document, "termsOfUse", identified=False)
    if "verifiableCredential" in document:
        yield from _shown(document["verifiableCredential"])
    yield from _proofs(document)


def _version_of(document: Mapping[str, Any]) -> _Version:
    return _V1 if listed(document.get("@context"))[:1] == [CREDENTIALS_V1] else _V2


def _context(document: Mapping[str, Any], version: _Version) -> Iterator[Problem]:
    """Section 4.3: an ordered set that begins with the data model's own."""
    contexts = document.get("@context")
    if not is_array(contexts) or contexts[:1] != [version.context]:
        yield problem("WRONG_CONTEXT", "/@context", wanted=version.context)
        return
    for index, each in enumerate(contexts):
        if not is_object(each):
            if not isinstance(each, str):
                yield problem("NOT_A_CONTEXT", f"/@context/{index}")
            else:
                yield from check_url(each, f"/@context/{index}")


def _party(document: Mapping[str, Any], name: str, *, required: bool) -> Iterator[Problem]:
    """Sections 4.7 and 4.13: an address, or an object with one."""
    if name not in document:
        if required:
            yield problem("MISSING", "", name=name)
        return
    party = document[name]
    if is_object(party):
        yield from check_id(party, f"/{name}", required=True)
        yield from check_texts(party, f"/{name}")
    else:
        yield from check_url(party, f"/{name}")


def _subjects(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Section 4.8: one or more objects, each of which says something."""
    if "credentialSubject" not in document:
        yield problem("MISSING", "", name="credentialSubject")
        return
    for at, subject in _each(document, "credentialSubject"):
        if not is_object(subject):
            yield problem("NOT_AN_OBJECT", at)
        elif not subject:
            yield problem("EMPTY", at)
        else:
            yield from check_id(subject, at)


def _validity(document: Mapping[str, Any], version: _Version) -> Iterator[Problem]:
    """Section 4.9."""
    if version.start_required and version.start not in document:
        yield problem("MISSING", "", name=version.start)
    for name in (version.start, version.end):
        yield from check_date(document, name)
    start, end = (parse_timestamp(document.get(name)) for name in (version.start, version.end))
    if start is not None and end is not None and end < start:
        yield problem("ENDS_BEFORE_IT_BEGINS", f"/{version.end}", start=document[version.start], end=document[version.end])


def _typed(document: Mapping[str, Any], name: str, *, identified: bool) -> Iterator[Problem]:
    """Sections 4.10, 4.11, 5.4, 5.5 and 5.6: objects that say their type, and some their address."""
    if name not in document:
        return
    for at, each in _each(document, name):
        if not is_object(each):
            yield problem("NOT_AN_OBJECT", at)
            continue
        yield from check_type(each, at)
        yield from check_id(each, at, required=identified)
        if name == "credentialStatus":
            yield from check_entry(each, at)


def _proofs(document: Mapping[str, Any]) -> Iterator[Problem]:
    """https://www.w3.org/TR/vc-data-integrity/#proofs: one object, or a set of them."""
    if "proof" not in document:
        return
    for at, each in _each(document, "proof"):
        if not is_object(each):
            yield problem("NOT_AN_OBJECT", at)
        else:
            yield from check_type(each, at)


def _shown(value: Any) -> Iterator[Problem]:
    for at, each in _each({"verifiableCredential": value}, "verifiableCredential"):
        types = listed(each.get("type")) if is_object(each) else []
        if not {"VerifiableCredential", envelope.CREDENTIAL} & {kind for kind in types if isinstance(kind, str)}:
            yield problem("NOT_A_CREDENTIAL", at)


def _each(document: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """The value, or each of several, with its place; an empty list is one value that is nothing."""
    value = document[name]
    if is_array(value) and value:
        yield from ((f"/{name}/{index}", each) for index, each in enumerate(value))
    else:
        yield f"/{name}", value
