"""Credentials inside a credential: endorsements, and the credentials of a learner record. Each is checked like any other.

A broken or unknown endorsement never spoils the badge that carries it, but the reader is told. A learner record stands or
falls with what it carries: a forged credential in it is refused, one that is revoked or of unknown origin is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LaurelError, Problem, WorkLimitError
from laurel.verify.policy import Policy
from laurel.verify.presented import Presented, from_json, read_presented
from laurel.verify.report import Check, Outcome, Report, as_problem, failed, passed, unknown
from laurel.verify.signatures import issuer_name_of

Judge = Callable[[Presented], dict[str, Check]]

MAX_INSIDE = 20
_ENDORSING = frozenset({"endorsement", "endorsementJwt"})


def check_inside(presented: Presented, *, judge: Judge, policy: Policy) -> dict[str, Check]:
    """The checks `endorsements` and `credentials`, each only where the document carries any."""
    document = presented.unverified_document
    checks: dict[str, Check] = {}
    endorsements = list(_endorsements(document))
    if endorsements:
        checks["endorsements"] = _check_endorsements(presented, endorsements, judge=judge, policy=policy)
    credentials = _credentials(document)
    if credentials:
        checks["credentials"] = _check_credentials(credentials, judge=judge, policy=policy)
    return checks


def _check_endorsements(outer: Presented, found: list[Any], *, judge: Judge, policy: Policy) -> Check:
    if len(found) > MAX_INSIDE:
        return unknown("endorsements", "TOO_MANY_INSIDE", count=len(found))
    known = {here["id"] for here in _own_objects(outer.unverified_document) if isinstance(here.get("id"), str)}
    asked = (
        # the context has `endorsementJwt` in its newer copies only, so other software may not see that it was signed
        unknown("endorsements", "ENDORSEMENT_UNPROTECTED", endorser="?")
        if isinstance(one, str) and outer.token is None
        else _endorsement(one, known, judge=judge, policy=policy)
        for one in found
    )
    answers = list(_until_too_laborious(asked))
    worst = max(answers, key=lambda check: (check.outcome, check.code == "ENDORSEMENT_BROKEN"))
    names = ", ".join(dict.fromkeys(str(check.facts["endorser"]) for check in answers if check.code == worst.code))
    details = tuple(each for check in answers for each in check.details)
    return Check(
        name="endorsements",
        outcome=worst.outcome,
        code=worst.code,
        facts={"count": len(found), "endorser": names[:300]},
        details=details,
    )


def _endorsement(one: Any, known: set[str], *, judge: Judge, policy: Policy) -> Check:
    presented, checks, problem = _judged(one, judge=judge, policy=policy)
    if presented is None:
        return unknown("endorsements", "ENDORSEMENT_BROKEN", endorser="?", details=(problem,) if problem else ())
    inner = presented.unverified_document
    name = issuer_name_of(inner)[:100] or "?"
    report = Report(checks=tuple(checks.values()), credential=None)
    subject = inner.get("credentialSubject")
    about = subject.get("id") if is_object(subject) else None
    if report.verdict == "reject" or about not in known:
        details = tuple(each for check in checks.values() if check.outcome for each in check.details)
        return unknown("endorsements", "ENDORSEMENT_BROKEN", endorser=name, details=details)
    if report.outcome is not Outcome.PASSED:
        return unknown("endorsements", "ENDORSER_UNKNOWN", endorser=name)
    return passed("endorsements", endorser=name)


def _check_credentials(found: list[Any], *, judge: Judge, policy: Policy) -> Check:
    if len(found) > MAX_INSIDE:
        return unknown("credentials", "TOO_MANY_INSIDE", count=len(found))
    answers = list(_until_too_laborious(_credential(one, judge=judge, policy=policy) for one in found))
    worst = max(answers, key=lambda check: check.outcome)
    details = tuple(each for check in answers for each in check.details)
    wrong = sum(check.outcome is not Outcome.PASSED for check in answers)
    return Check(
        name="credentials",
        outcome=worst.outcome,
        code=worst.code,
        facts={"count": len(found), "wrong": wrong},
        details=details,
    )


def _credential(one: Any, *, judge: Judge, policy: Policy) -> Check:
    presented, checks, problem = _judged(one, judge=judge, policy=policy)
    if presented is None:
        return failed("credentials", "EMBEDDED_BROKEN", details=(problem,) if problem else ())
    report = Report(checks=tuple(checks.values()), credential=None)
    name = str(presented.unverified_document.get("id"))[:200]
    details = tuple(
        Problem(at=name, code=check.code, en=check.say("en"), bg=check.say("bg")) for check in report.checks if check.outcome
    )
    if report.outcome is Outcome.PASSED:
        return passed("credentials")
    if report.outcome is Outcome.FAILED and not report.authentic:
        return failed("credentials", "EMBEDDED_BROKEN", details=details)
    return unknown("credentials", "EMBEDDED_DOUBTFUL", details=details)


def _until_too_laborious(answers: Iterable[Check]) -> Iterator[Check]:
    """The answers up to the first that takes more work than we are ready for: twenty of them would be a siege."""
    for answer in answers:
        yield answer
        if any(detail.code == WorkLimitError.code for detail in answer.details):
            return


def _judged(one: Any, *, judge: Judge, policy: Policy) -> tuple[Presented | None, dict[str, Check], Problem | None]:
    try:
        presented = read_presented(one, policy=policy) if isinstance(one, str) else from_json(json.dumps(one), policy=policy)
    except LaurelError as error:
        return None, {}, as_problem(error)
    return presented, judge(presented), None


def _endorsements(document: Mapping[str, Any]) -> Iterator[Any]:
    """Every endorsement in the document, wherever it stands, but none of those inside a credential that it carries."""
    for here in _own_objects(document):
        for name in _ENDORSING & here.keys():
            found = here[name]
            yield from found if is_array(found) else [found]


def _own_objects(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects of the document itself, without those of endorsements and credentials inside it."""
    stack: list[Any] = [document]
    while stack:
        here = stack.pop()
        if is_array(here):
            stack.extend(reversed(here))
        elif is_object(here) and (here is document or "@context" not in here):
            yield here
            stack.extend(value for name, value in here.items() if name not in _ENDORSING)


def _credentials(document: Mapping[str, Any]) -> list[Any]:
    subject = document.get("credentialSubject")
    found: Any = subject.get("verifiableCredential", []) if is_object(subject) else []
    return found if is_array(found) else [found]
