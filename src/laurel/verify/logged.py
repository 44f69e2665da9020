"""Was it in a log in time? The check `logged`, and the moment by which the credential is proven to have existed.

    receipt ─▶ about this credential? ─▶ event in the tree? ─▶ checkpoint signed by a key of yours? ─▶ by when, on whose word?

A time is worth as much as whoever states it: the log's keeper, an independent witness, an anchor. Only those that the verifier
named count, and the answer says which it was.
Source: https://c2sp.org/tlog-proof; RFC 9162, section 2.1.3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.anchors import AnchorError, Witness, Witnessed, earliest
from laurel.errors import CredentialError, LaurelError, LimitError, Phrase, Problem, UndecidedError
from laurel.log import EventKind, LogError, LogUnknownError, Receipt, SignatureType, Signed, VerifierKey, digest_of
from laurel.timestamp import write_timestamp
from laurel.verify.policy import Policy
from laurel.verify.presented import text_of
from laurel.verify.report import Check, Outcome, as_problem, failed, passed, unknown

MAX_RECEIPTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvidence:
    """What came beside the credential, and whom the verifier believes about it.

    `receipts`: the text of receipts (`laurel.log.Receipt`), none of them trusted. `keys`: logs' own keys, and keys of those who
    state times in checkpoints. `witnesses`: whoever can judge an anchor (`laurel.anchors`).
    """

    receipts: Sequence[bytes | str]
    keys: Sequence[VerifierKey] = ()
    witnesses: Sequence[Witness] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """The answer: a check for the report, and by when the credential existed (None: nobody trusted proves it)."""

    check: Check
    existed: Witnessed | None = None


def check_logged(presented: bytes | str, evidence: LogEvidence, *, at: datetime, policy: Policy) -> Logged:
    """Judge every receipt; one that holds is enough, whatever stands beside it.

    Only a log that the verifier knows can say that a credential was revoked or replaced: anybody can keep a log of his own.
    """
    if len(evidence.receipts) > MAX_RECEIPTS:
        error = LimitError(what=Phrase("the number of receipts", "броят на разписките"), limit=MAX_RECEIPTS)
        return Logged(check=failed("logged", error.code, details=(as_problem(error),)))
    try:
        digest = digest_of(text_of(presented, policy))
    except LaurelError:
        return Logged(check=unknown("logged"))
    found = [_judged(text, digest, evidence, at=at, policy=policy) for text in evidence.receipts]
    if not found:
        return Logged(check=unknown("logged", "NO_RECEIPT"))
    proven = [each.existed for each in found if each.existed is not None]
    first = min(proven, key=lambda witnessed: witnessed.by) if proven else None
    return Logged(check=min(found, key=_rank).check, existed=first)


def _rank(logged: Logged) -> tuple[int, datetime | int]:
    """What a log says against a credential comes first, then the earliest good word, then what is false, then the rest."""
    if logged.check.code in ("LOGGED_REVOKED", "LOGGED_SUPERSEDED"):
        return (0, logged.check.code == "LOGGED_SUPERSEDED")
    if logged.check.outcome is Outcome.PASSED and logged.existed is not None:
        return (1, int(logged.existed.by.timestamp()))
    return (2 if logged.check.outcome is Outcome.FAILED else 3, 0)


def _judged(text: bytes | str, digest: bytes, evidence: LogEvidence, *, at: datetime, policy: Policy) -> Logged:
    try:
        receipt = Receipt.from_text(text)
    except CredentialError as error:
        return Logged(check=failed("logged", "RECEIPT_MALFORMED", details=(as_problem(error),)))
    if digest not in receipt.event.credential:
        return Logged(check=unknown("logged", "RECEIPT_OF_ANOTHER"))
    try:
        receipt.check()
        signatures = _signatures(receipt, evidence.keys)
    except LogError as error:
        return Logged(check=failed("logged", "RECEIPT_FALSE", details=(as_problem(error),)))
    proven, refused = _proven(receipt, signatures, evidence.witnesses)
    known = any(each.key.type is SignatureType.LOG for each in signatures)
    if proven is not None and receipt.event.at > proven.by + policy.clock_skew:
        return Logged(check=failed("logged", "RECEIPT_FALSE", details=(_CONTRADICTION,)))
    check = _answer(receipt, proven, known=known, at=at + policy.clock_skew)
    false = check.outcome is Outcome.UNKNOWN and any(each.code == AnchorError.code for each in refused)
    if false and not known:
        check = failed("logged", "RECEIPT_FALSE")
    in_time = proven is not None and proven.by <= at + policy.clock_skew
    return Logged(check=replace(check, details=refused), existed=proven if in_time else None)


def _signatures(receipt: Receipt, keys: Sequence[VerifierKey]) -> tuple[Signed, ...]:
    try:
        return receipt.proof.checkpoint.check(keys)
    except LogUnknownError:
        return ()


def _proven(
    receipt: Receipt, signatures: Iterable[Signed], witnesses: Sequence[Witness]
) -> tuple[Witnessed | None, tuple[Problem, ...]]:
    """The earliest time that anybody trusted states, and why an anchor states none."""
    stated = [Witnessed(by=each.at, witness=each.key.name) for each in signatures if each.at is not None]
    refused: tuple[Problem, ...] = ()
    try:
        stated.append(earliest(receipt.anchors, receipt.proof.checkpoint.digest, witnesses=witnesses))
    except (AnchorError, UndecidedError) as error:
        refused = (as_problem(error),) if receipt.anchors else ()
    return min(stated, key=lambda witnessed: witnessed.by, default=None), refused


def _answer(receipt: Receipt, proven: Witnessed | None, *, known: bool, at: datetime) -> Check:
    event, origin = receipt.event, receipt.proof.checkpoint.origin[:200]
    if event.kind is not EventKind.ISSUE:
        if not known:
            return unknown("logged", "LOG_UNKNOWN", log=origin)
        if event.at > at:
            return unknown("logged", "LOGGED_LATER", log=origin, when=write_timestamp(event.at))
        make, code = (failed, "LOGGED_REVOKED") if event.kind is EventKind.REVOKE else (unknown, "LOGGED_SUPERSEDED")
        return make("logged", code, log=origin, when=write_timestamp(event.at))
    if proven is None:
        return unknown("logged", "LOG_UNDATED" if known else "LOG_UNKNOWN", log=origin)
    when = write_timestamp(proven.by)
    if proven.by > at:
        return unknown("logged", "LOGGED_LATER", log=origin, when=when)
    code = "OK" if known and proven.witness == origin else "WITNESSED"
    return passed("logged", code, log=origin, when=when, witness=proven.witness)


_CONTRADICTION = Problem(
    at="/event/time",
    code="RECEIPT_FALSE",
    en="the event is said to be later than the log that holds it",
    bg="за събитието се твърди, че е по-късно от регистъра, който го съдържа",
)
