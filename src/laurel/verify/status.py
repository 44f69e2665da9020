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
from laurel.status import list as status_list
from laurel.status.list import StatusEntry
from laurel.status.messages import MESSAGE
from laurel.verify.form import check_form
from laurel.verify.policy import Policy
from laurel.verify.presented import Presented, read_presented
from laurel.verify.report import Check, Outcome, as_problem, failed, passed, unknown
from laurel.verify.signatures import check_signatures, issuer_of
from laurel.verify.validity import check_validity

_MEANING = {"revocation": "REVOKED", "suspension": "SUSPENDED"}


def check_status(document: Mapping[str, Any], *, at: datetime, fetch: Fetcher, policy: Policy) -> Check:
    """Look up every status entry of a document whose signature holds; the worst answer counts.

    An unreachable or outdated list makes the answer unknown: such a list says neither valid nor revoked. A message makes it
    unknown too: only the issuer's readers know what it means. That there is a newer version does not make this one invalid.
    """
    if "credentialStatus" not in document:
        return passed("status", "ONLY_REFRESH_OFFERED" if "refreshService" in document else "NO_STATUS")
    value = document["credentialStatus"]
    entries = value if is_array(value) else [value]
    lists = _Lists(issuer_of(document), at=at, fetch=fetch, policy=policy)
    answers = [_answer(entry, lists) for entry in entries]
    worst = max(answers, key=_weight, default=failed("status", "STATUS_LIST_LENGTH_ERROR"))
    # whatever the credential names for that is never asked: it could hand out something else than what was signed
    return passed("status", "REFRESH_OFFERED") if worst.code == "OK" and "refreshService" in document else worst


class _Lists:
    """The lists of one credential: each is asked for once, however many entries point into it."""

    def __init__(self, issuer: str, *, at: datetime, fetch: Fetcher, policy: Policy) -> None:
        self._issuer, self._at, self._fetch, self._policy = issuer, at, fetch, policy
        self._known: dict[str, Mapping[str, Any] | Check] = {}

    def at(self, url: str) -> Mapping[str, Any] | Check:
        """The list published there, verified; or why it says nothing. Raises whatever keeps it from being read."""
        if url not in self._known:
            presented = _fetch_list(url, fetch=self._fetch, policy=self._policy)
            doubt = _doubt(presented, url, self._issuer, at=self._at, fetch=self._fetch, policy=self._policy)
            self._known[url] = doubt or presented.unverified_document
        return self._known[url]


def _answer(entry: Any, lists: _Lists) -> Check:
    try:
        return _look_up(entry, lists)
    except CredentialError as error:
        return failed("status", error.code, details=(as_problem(error),))
    except LaurelError as error:
        return unknown("status", error.code, details=(as_problem(error),))


def _look_up(entry: Any, lists: _Lists) -> Check:
    if not is_object(entry):
        raise StatusListError(why=Phrase("the entry is not an object", "записът не е обект"))
    wanted = status_list.parse_entry(entry)
    found = lists.at(wanted.list_url)
    if isinstance(found, Check):
        return found
    value = status_list.read(found, wanted)
    return _meaning(wanted, value) if value else passed("status")


def _meaning(entry: StatusEntry, value: int) -> Check:
    """What it means that an entry holds something else than 0."""
    if entry.purpose in _MEANING:
        return failed("status", _MEANING[entry.purpose], list=entry.list_url)
    if entry.purpose == "refresh":
        return passed("status", "REFRESHED", list=entry.list_url)
    if entry.purpose != MESSAGE:
        raise UnsupportedError(what=Phrase(f"the status {entry.purpose[:60]}", f"състоянието {entry.purpose[:60]}"))
    # the words are for those who write software (section 2.1), so they stand among the details only
    words = entry.messages[value] if entry.messages else "set"
    details = (Problem(at="/credentialStatus", code="STATUS_MESSAGE", en=f"{value:#x}: {words}", bg=f"{value:#x}: {words}"),)
    return unknown("status", "STATUS_MESSAGE", details=details, value=f"{value:#x}", list=entry.list_url)


def _weight(check: Check) -> tuple[int, bool]:
    return check.outcome, check.code != "OK"


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
    form = check_form(document, policy=policy, name="BitstringStatusListCredential")
    if form.outcome is not Outcome.PASSED:
        return failed("status", "STATUS_LIST_SHAPE", details=form.details)
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
