"""Is the credential still in force? The check `status`: read the issuer's own signed list.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import (
    CredentialError,
    LaurelError,
    Phrase,
    Problem,
    StatusListError,
    UnreachableError,
    UnsupportedError,
)
from laurel.fetching import Fetcher, check_url
from laurel.formats.schema import check_class
from laurel.status import list as status_list
from laurel.verify.policy import Policy
from laurel.verify.presented import Presented, read_presented
from laurel.verify.report import Check, Outcome, as_problem, failed, passed, unknown
from laurel.verify.signatures import check_signatures, issuer_of
from laurel.verify.validity import check_validity

_MEANING = {"revocation": "REVOKED", "suspension": "SUSPENDED"}


def check_status(document: Mapping[str, Any], *, at: datetime, fetch: Fetcher, policy: Policy) -> Check:
    """Look up every status entry of a document whose signature holds; the worst answer counts.

    An unreachable or outdated list makes the answer unknown: such a list says neither valid nor revoked.
    """
    if "credentialStatus" not in document:
        return passed("status", "NO_STATUS")
    value = document["credentialStatus"]
    entries = value if is_array(value) else [value]
    answers = [_answer(entry, issuer_of(document), at=at, fetch=fetch, policy=policy) for entry in entries]
    return max(answers, key=lambda check: check.outcome, default=failed("status", "STATUS_LIST_LENGTH_ERROR"))


def _answer(entry: Any, issuer: str, *, at: datetime, fetch: Fetcher, policy: Policy) -> Check:
    try:
        return _look_up(entry, issuer, at=at, fetch=fetch, policy=policy)
    except CredentialError as error:
        return failed("status", error.code, details=(as_problem(error),))
    except LaurelError as error:
        return unknown("status", error.code, details=(as_problem(error),))


def _look_up(entry: Any, issuer: str, *, at: datetime, fetch: Fetcher, policy: Policy) -> Check:
    if not is_object(entry):
        raise StatusListError(why=Phrase("the entry is not an object", "записът не е обект"))
    wanted = status_list.parse_entry(entry)
    presented = _fetch_list(wanted.list_url, fetch=fetch, policy=policy)
    doubt = _doubt(presented, wanted.list_url, issuer, at=at, fetch=fetch, policy=policy)
    if doubt is not None:
        return doubt
    if not status_list.read(presented.unverified_document, wanted):
        return passed("status")
    if wanted.purpose not in _MEANING:
        raise UnsupportedError(what=Phrase(f"the status {wanted.purpose[:60]}", f"състоянието {wanted.purpose[:60]}"))
    return failed("status", _MEANING[wanted.purpose], list=wanted.list_url)


def _fetch_list(url: str, *, fetch: Fetcher, policy: Policy) -> Presented:
    body = fetch(check_url(url, insecure_hosts=policy.insecure_hosts), limit=policy.max_answer).body
    if body[:1] in (b"<", b"%", b"\x89"):  # a web page or a picture: somebody moved the list
        raise UnreachableError(url=url, why=Phrase("it gave no status list", "не даде списък на състояния"))
    return read_presented(body, policy=policy)


def _doubt(presented: Presented, url: str, issuer: str, *, at: datetime, fetch: Fetcher, policy: Policy) -> Check | None:
    """Why this list says nothing about the credential, or None when it may be read."""
    document = presented.unverified_document
    if document.get("id") != url:
        raise StatusListError(why=Phrase("it carries another address than its own", "носи друг адрес, а не своя"))
    if issuer_of(document) != issuer:
        raise StatusListError(why=Phrase("it was published by another issuer", "публикуван е от друг издател"))
    problems = check_class(document, name="BitstringStatusListCredential")
    if problems:
        return failed("status", "STATUS_LIST_SHAPE", details=tuple(problems))
    signatures = check_signatures(presented, at=at, fetch=fetch, policy=policy)
    if signatures.outcome is not Outcome.PASSED:
        return _from_signatures(signatures.proof, signatures.issuer_key)
    dates = check_validity(document, presented.dated, at=at, policy=policy)
    if dates.outcome is not Outcome.PASSED:
        return unknown("status", "LIST_OUT_OF_DATE", when=dates.facts.get("when", ""))
    return None


def _from_signatures(proof: Check, issuer_key: Check | None) -> Check:
    worse = max((check for check in (issuer_key, proof) if check is not None), key=lambda check: check.outcome)
    make = failed if worse.outcome is Outcome.FAILED else unknown
    details: tuple[Problem, ...] = worse.details
    return make("status", "LIST_NOT_SIGNED" if worse.outcome is Outcome.FAILED else worse.code, details=details)
