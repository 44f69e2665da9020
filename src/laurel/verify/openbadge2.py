"""Open Badges 2.0: hosted ones say the same at their own address, on the issuer's site; signed ones by the issuer's key.

assertion ─▶ badge class ─▶ issuer profile (fetched from its own address)
hosted: the copy at the assertion's address is equal, and that address is the issuer's (allowedOrigins, startsWith)
signed: key at `creator` is listed by the issuer and owned by it ─▶ JWS ─▶ not in the issuer's revocation list
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from laurel.canon import jcs
from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.errors import CredentialError, IssuerBindingError, LaurelError, MalformedError, Phrase
from laurel.fetching import check_url
from laurel.formats.openbadge2 import CONTEXT, UnverifiedAssertion, check_shape
from laurel.formats.openbadge2.jws import check, key_of
from laurel.formats.openbadge3 import is_same_email
from laurel.timestamp import parse_timestamp
from laurel.verify.issuers import check_issuer_known
from laurel.verify.question import Question
from laurel.verify.report import Check, Outcome, Report, as_problem, failed, passed, unknown
from laurel.verify.summary import summarise
from laurel.verify.validity import check_validity

Json = Mapping[str, Any]

_SOURCE = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#badge-verification"
_MAX_DOCUMENT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Badge:
    """The three documents. Only the issuer's profile comes from its own address in every case."""

    assertion: Json
    badge: Json
    issuer: Json


WORDS: Final = ("Assertion", "badge")
"""One of them stands between quotes in whatever `recognises` says yes to."""


def recognises(document: Json) -> bool:
    """Whether this JSON is an assertion of Open Badges 2.0."""
    context = document.get("@context")
    types = document.get("type")
    named = CONTEXT in (context if is_array(context) else [context])
    return "Assertion" in (types if is_array(types) else [types]) or ("badge" in document and named)


def report_on(document: Json, question: Question, *, token: UnverifiedAssertion | None = None) -> Report:
    """Check an assertion, presented as JSON or as a token."""
    schema = _schema(document, "Assertion")
    checks: dict[str, Check] = {"structure": passed("structure"), "schema": schema}
    dates = {"validFrom": document.get("issuedOn"), "validUntil": document.get("expires")}
    plain = {name: value for name, value in dates.items() if value is not None}
    badge: _Badge | None = None
    if schema.outcome is Outcome.PASSED:
        try:
            badge = _documents(document, question)
        except LaurelError as error:
            checks["issuer_key"] = _refused("issuer_key", error)
        else:
            checks |= _authentic(badge, question, token)
            checks["issuer_known"] = check_issuer_known(
                str(badge.issuer["id"]),
                str(badge.issuer["name"])[:300],
                trusted=question.trusted,
                voice=question.policy.voice,
            )
        checks["validity"] = _validity(plain, question)
    if question.recipient is not None:
        checks["recipient"] = _recipient(document, question.recipient)
    names = ("structure", "proof", "issuer_key", "validity", "status", "schema", "issuer_known", "recipient")
    found = [checks.get(name) or unknown(name) for name in names if name != "recipient" or name in checks]
    own = [replace(one, clause=_SOURCE) for one in found]
    return Report(checks=tuple(own), credential=summarise(_as_badge3(document, badge)))


def _documents(assertion: Json, question: Question) -> _Badge:
    badge = _linked(assertion.get("badge"), "BadgeClass", question)
    profile = badge.get("issuer")
    # the profile is asked for at its own address even where a copy is enclosed: a copy could name any key
    issuer = _fetched(profile.get("id") if is_object(profile) else profile, "Profile", question)
    return _Badge(assertion=assertion, badge=badge, issuer=issuer)


def _authentic(badge: _Badge, question: Question, token: UnverifiedAssertion | None) -> dict[str, Check]:
    verification = badge.assertion["verification"]
    kind = str(verification.get("type")) if is_object(verification) else ""
    try:
        if token is not None:
            return _signed(badge, question, token, verification if is_object(verification) else {})
        if kind not in ("hosted", "HostedBadge"):
            raise MalformedError(
                at="/verification", why=Phrase("a signed badge without its signature", "подписана значка без подпис")
            )
        return _hosted(badge, question)
    except LaurelError as error:
        return {"proof": unknown("proof"), "issuer_key": _refused("issuer_key", error)}


def _hosted(badge: _Badge, question: Question) -> dict[str, Check]:
    address = str(badge.assertion["id"])
    if not _is_own(address, badge.issuer):
        raise IssuerBindingError(issuer=str(badge.issuer["id"])[:200], method=address[:200])
    copy = _fetch_json(address, question)
    if copy.get("revoked") is True:
        return {
            "proof": passed("proof", "HOSTED"),
            "issuer_key": _ours(badge),
            "status": failed("status", "REVOKED", list=address),
        }
    differing = sorted(name for name in {*copy, *badge.assertion} if not _equal(copy.get(name), badge.assertion.get(name)))
    if differing:
        return {"proof": failed("proof", "HOSTED_DIFFERS", member=differing[0][:60]), "issuer_key": _ours(badge)}
    return {"proof": passed("proof", "HOSTED"), "issuer_key": _ours(badge), "status": passed("status", "NO_STATUS")}


def _equal(one: Any, other: Any) -> bool:
    # Python takes 1 and True for equal, JSON does not
    return jcs.canonicalize(one) == jcs.canonicalize(other)


def _signed(badge: _Badge, question: Question, token: UnverifiedAssertion, verification: Json) -> dict[str, Check]:
    listed = _listed(badge.issuer.get("publicKey"))
    names = [one.get("id") if is_object(one) else one for one in listed]
    creator = verification.get("creator", names[0] if len(names) == 1 else None)
    issuer = str(badge.issuer["id"])
    if creator is None or creator not in names:
        raise IssuerBindingError(issuer=issuer[:200], method=str(creator)[:200])
    key = _fetch_json(creator, question)
    if key.get("owner") != issuer or key.get("id") != creator:
        raise IssuerBindingError(issuer=issuer[:200], method=str(creator)[:200])
    ours = passed("issuer_key", issuer=str(badge.issuer["name"])[:200])
    try:
        check(token, key_of(str(key.get("publicKeyPem"))))
    except LaurelError as error:
        return {"proof": _refused("proof", error), "issuer_key": ours}
    return {"proof": passed("proof"), "issuer_key": ours, "status": _status(badge, question)}


def _status(badge: _Badge, question: Question) -> Check:
    address = badge.issuer.get("revocationList")
    if not address:
        return passed("status", "NO_STATUS")
    try:
        revoked = _listed(_fetch_json(address, question).get("revokedAssertions"))
    except LaurelError as error:
        return unknown("status", error.code, details=(as_problem(error),))
    own = _names(badge.assertion)
    for one in revoked:
        if _names(one if is_object(one) else {"id": one}) & own:
            return failed("status", "REVOKED", list=str(address)[:200])
    return passed("status")


def _names(document: Json) -> set[str]:
    return {name for name in (document.get("id"), document.get("uid")) if isinstance(name, str)}


def _is_own(address: str, issuer: Json) -> bool:
    """Whether an address lies where the issuer says that it hosts badges: by default, on the host of its own profile."""
    rule = issuer.get("verification")
    rules: Json = rule if is_object(rule) else {}
    hosts = _listed(rules.get("allowedOrigins")) or [_host(str(issuer["id"]))]
    starts = [one for one in _listed(rules.get("startsWith")) if isinstance(one, str)]
    return bool(_host(address)) and _host(address) in hosts and (not starts or any(address.startswith(one) for one in starts))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _linked(value: Any, name: str, question: Question) -> Json:
    if not is_object(value):
        return _fetched(value, name, question)
    _require(value, name)
    return value


def _fetched(address: Any, name: str, question: Question) -> Json:
    document = _fetch_json(address, question)
    _require(document, name)
    # who somebody is, is where they were found, whatever the document says of itself
    return document | {"id": address}


def _require(document: Json, name: str) -> None:
    for one in check_shape(document, name=name):
        raise MalformedError(at=str(document.get("id"))[:200], why=Phrase(one.say("en"), one.say("bg")))


def _fetch_json(address: Any, question: Question) -> dict[str, Any]:
    url = check_url(address if isinstance(address, str) else "", insecure_hosts=question.policy.insecure_hosts)
    return loads_object(question.fetch(url, limit=_MAX_DOCUMENT).body)


def _validity(dates: Json, question: Question) -> Check:
    found = check_validity(dates, [], at=question.at, policy=question.policy)
    start, end = parse_timestamp(dates.get("validFrom")), parse_timestamp(dates.get("validUntil"))
    if found.outcome is Outcome.PASSED and start and end and end < start:
        return failed("validity", "EXPIRED", when=dates["validUntil"])
    return found


def _recipient(document: Json, email: str) -> Check:
    recipient = document.get("recipient")
    if is_object(recipient) and recipient.get("type") == "email":
        identity = {"identityType": "emailAddress", "identityHash": recipient.get("identity")}
        if is_same_email(identity | {name: recipient[name] for name in ("hashed", "salt") if name in recipient}, email):
            return passed("recipient")
    return unknown("recipient", "RECIPIENT_NOT_MATCHED")


def _schema(document: Json, name: str) -> Check:
    problems = tuple(check_shape(document, name=name))
    if problems:
        return failed("schema", "SCHEMA", details=problems, count=len(problems))
    return passed("schema", "AS_OPEN_BADGES_2")


def _ours(badge: _Badge) -> Check:
    return passed("issuer_key", "HOSTED", issuer=str(badge.issuer["name"])[:200])


def _refused(name: str, error: LaurelError) -> Check:
    make = failed if isinstance(error, CredentialError) else unknown
    return make(name, error.code, details=(as_problem(error),))


def _listed(value: Any) -> list[Any]:
    return value if is_array(value) else [] if value is None else [value]


def _as_badge3(document: Json, badge: _Badge | None) -> dict[str, Any]:
    """The same facts under the names of Open Badges 3.0, to be summed up."""
    about: Json = badge.badge if badge else {}
    issuer: Json = badge.issuer if badge else {}
    criteria = about.get("criteria")
    recipient = document.get("recipient")
    identity: dict[str, Any] = recipient if is_object(recipient) else {}
    return {
        "id": document.get("id"),
        "type": ["Assertion"],
        "issuer": {"id": issuer.get("id"), "name": issuer.get("name"), "url": issuer.get("url")},
        "validFrom": document.get("issuedOn"),
        "validUntil": document.get("expires"),
        "credentialSubject": {
            "identifier": [
                {
                    "hashed": identity.get("hashed") is True,
                    "identityType": "emailAddress",
                    "identityHash": identity.get("identity"),
                }
            ],
            "achievement": {
                "id": about.get("id"),
                "name": about.get("name"),
                "description": about.get("description"),
                "criteria": criteria if is_object(criteria) else {"id": criteria},
                "alignment": about.get("alignment"),
            },
        },
    }
