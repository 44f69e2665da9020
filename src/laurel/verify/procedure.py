"""The whole verification, step by step.

    presented ─▶ structure ─▶ schema ─▶ proof + issuer_key ─▶ validity ─▶ status ─▶ issuer_known ─▶ Report

Everything untrusted becomes a check; nothing raises for what a stranger wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cryptography.x509 import Certificate

from laurel.anchors import Witnessed
from laurel.anchors.transactions import ChainReader, no_chain
from laurel.errors import CredentialError, MissingExtraError, UndecidedError
from laurel.fetching import Fetcher
from laurel.formats.data_model import unjudged_in
from laurel.verify import dialects
from laurel.verify.anchored import check_anchors, is_anchored
from laurel.verify.budget import Budget
from laurel.verify.form import check_form
from laurel.verify.inside import check_inside
from laurel.verify.issuers import ABOUT_THE_ISSUER, check_issuer_known, without_reassurance
from laurel.verify.logged import LogEvidence, check_logged
from laurel.verify.pdf_seal import check_pdf_seal
from laurel.verify.policy import DEFAULT, Policy
from laurel.verify.presented import Presented, read_presented
from laurel.verify.question import Question
from laurel.verify.recipient import check_recipient
from laurel.verify.report import Check, Outcome, Report, as_problem, failed, passed, unknown
from laurel.verify.signatures import ANCHOR_OPEN, Signatures, check_signatures, issuer_name_of, issuer_of
from laurel.verify.status import check_status
from laurel.verify.summary import summarise
from laurel.verify.told import Told
from laurel.verify.validity import check_validity
from laurel.verify.withheld import tell_what_may_be_withheld

CHECKS = ("structure", "proof", "issuer_key", "validity", "status", "schema", "issuer_known")
"""The checks that every report has, in this order (but those about the issuer where nobody asks whose the key is)."""
FURTHER_CHECKS = ("anchor", "endorsements", "credentials", "recipient", "pdf_seal", "logged")
"""The checks that a report has where they apply, after the others."""
_NOBODY: Mapping[str, str] = MappingProxyType({})
_NONE: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


def verify(  # noqa: PLR0913 - everything that may be known beside what is presented
    presented: bytes | str,
    *,
    at: datetime,
    fetch: Fetcher,
    trusted: Mapping[str, str] = _NOBODY,
    policy: Policy = DEFAULT,
    recipient: str | None = None,
    anchors: Sequence[Certificate] = (),
    logged: LogEvidence | None = None,
    contexts: Mapping[str, Mapping[str, Any]] = _NONE,
    chain: ChainReader = no_chain,
) -> Report:
    """Verify whatever somebody presents: JSON, a JWT, an SD-JWT, a PNG or SVG badge, a PDF certificate, a sealed credential.

    Args:
        presented: the file's bytes or text.
        at: the moment to verify for; with an offset.
        fetch: how to fetch the issuer's document and status lists; asked at most `policy.max_requests` times.
        trusted: the issuers known to the verifier, identifier -> name.
        policy: what to insist on.
        recipient: an e-mail address; adds the check `recipient`.
        anchors: the certificates that seals, of European Digital Credentials and on PDF files, must lead up to.
        logged: receipts of transparency logs that came beside it, and whom to believe about them; adds the check `logged`.
        contexts: further JSON-LD contexts, address -> document, for a policy that is open to any (`GENERIC`).
        chain: how to ask blockchains about the transactions that proofs name (MerkleProof2019); such proofs add `anchor`.

    Returns: a report with the checks of `CHECKS`, in that order, then those of `FURTHER_CHECKS` that apply.
        Never raises for any content of `presented` or of what is fetched.

    Raises:
        ValueError, ContextError: contexts that this policy does not take; see `Policy.knowing`.
    """
    policy = policy.knowing(contexts)
    purse = Budget(fetch, requests=policy.max_requests, limit=policy.max_answer)
    log = None if logged is None else check_logged(presented, logged, at=at, policy=policy)
    question = Question(
        at=at,
        fetch=purse,
        trusted=trusted,
        anchors=tuple(anchors),
        policy=policy,
        recipient=recipient,
        existed=None if log is None else log.existed,
        chain=chain,
    )
    report = dialects.report_on(presented, question) or _report(presented, question)
    sealed = check_pdf_seal(presented, question) if report.readable else None
    further = [check for check in (sealed, log.check if log else None) if check is not None]
    return replace(report, checks=(*report.checks, *further), profile=policy.name)


def _report(presented: bytes | str, question: Question) -> Report:
    at, purse, trusted, policy = question.at, question.fetch, question.trusted, question.policy
    try:
        document = read_presented(presented, policy=policy)
    except CredentialError as error:
        return _unread(failed("structure", error.code, details=(as_problem(error),)), policy)
    except UndecidedError as error:
        missing = {"command": error.facts["command"]} if isinstance(error, MissingExtraError) else {}
        return _unread(unknown("structure", error.code, details=(as_problem(error),), **missing), policy)
    checks = _checks(
        document, at=at, fetch=purse, trusted=trusted, policy=policy, existed=question.existed, chain=question.chain
    )
    whole = checks["proof"].outcome is Outcome.PASSED and checks["schema"].outcome is Outcome.PASSED
    if whole and policy.shape == "badge":
        checks |= check_inside(
            document,
            judge=lambda inner: _checks(inner, at=at, fetch=purse, trusted=trusted, policy=policy, chain=question.chain),
            policy=policy,
        )
    if question.recipient is not None:
        checks["recipient"] = check_recipient(document.unverified_document, email=question.recipient)
    ordered = [checks[name] for name in (*CHECKS, *FURTHER_CHECKS) if name in checks]
    unjudged = unjudged_in(document.unverified_document) if policy.shape == "data-model" else ()
    return Report(checks=tuple(ordered), credential=summarise(document.unverified_document), unjudged=unjudged)


def _checks(
    presented: Presented,
    *,
    at: datetime,
    fetch: Fetcher,
    trusted: Mapping[str, str],
    policy: Policy,
    existed: Witnessed | None = None,
    chain: ChainReader = no_chain,
) -> dict[str, Check]:
    document = presented.unverified_document
    checks = {"structure": passed("structure"), "schema": check_form(document, policy=policy)}
    signatures = check_signatures(presented, at=at, fetch=fetch, policy=policy, existed=existed)
    only_a_chain_tells: dict[str, Check] = {}
    if is_anchored(presented):
        signatures, only_a_chain_tells = _asked(
            presented, signatures, at=at, fetch=fetch, policy=policy, existed=existed, chain=chain
        )
    checks["proof"] = signatures.proof
    checks["validity"] = check_validity(document, presented.dated, at=at, policy=policy)
    # a list that a forger chose is not asked: its answer would mean nothing, and the request would tell on the reader
    genuine = signatures.proof.outcome is Outcome.PASSED and signatures.outcome is not Outcome.FAILED
    checks["status"] = check_status(document, at=at, fetch=fetch, policy=policy) if genuine else unknown("status")
    if signatures.issuer_key is not None:
        checks["issuer_key"] = signatures.issuer_key
        checks["issuer_known"] = check_issuer_known(
            issuer_of(document),
            issuer_name_of(document),
            trusted=trusted,
            voice=policy.voice,
            names=Told(document).names(issuer_of(document)),
        )
    return tell_what_may_be_withheld(without_reassurance(checks | only_a_chain_tells), presented)


def _asked(
    presented: Presented,
    signatures: Signatures,
    *,
    at: datetime,
    fetch: Fetcher,
    policy: Policy,
    existed: Witnessed | None,
    chain: ChainReader,
) -> tuple[Signatures, dict[str, Check]]:
    """What blockchains add: their own check, the issuer where no signature names one, and a time to hold a key's life to."""
    if signatures.proof.outcome is not Outcome.PASSED:
        return signatures, {"anchor": unknown("anchor")}
    key = signatures.issuer_key
    open_issuer = key is not None and key.code == ANCHOR_OPEN
    anchored = check_anchors(presented, open_issuer=open_issuer, at=at, chain=chain, fetch=fetch, policy=policy)
    if open_issuer:
        signatures = replace(signatures, issuer_key=anchored.checks["issuer_key"])
    elif anchored.existed is not None and key is not None and key.code.startswith("KEY_"):
        first = anchored.existed if existed is None else min(existed, anchored.existed, key=lambda each: each.by)
        signatures = check_signatures(presented, at=at, fetch=fetch, policy=policy, existed=first)
    return signatures, anchored.checks


def _unread(structure: Check, policy: Policy) -> Report:
    rest = [unknown(name) for name in CHECKS[1:] if policy.issuer_binding or name not in ABOUT_THE_ISSUER]
    return Report(checks=(structure, *rest), credential=None)
