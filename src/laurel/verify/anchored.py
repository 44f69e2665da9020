"""Does a blockchain vouch for it? The check `anchor`; and where nothing else says who made it, the check `issuer_key` as well.

    receipt ─▶ transaction (asked for) ─▶ holds the root? ─▶ deep enough? ─▶ by when it existed
                                             └─▶ sent from an address that the issuer itself publishes? in use at that time?

A chain that was not asked, or does not know the transaction, says neither yes nor no.

Source: https://github.com/blockchain-certificates/cert-verifier-js/blob/master/docs/verification-process.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from laurel.anchors import Witnessed
from laurel.anchors.refusals import AnchorPendingError
from laurel.anchors.transactions import ChainReader, Transaction
from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.did.accounts import Account, accounts_of
from laurel.did.resolve import address_of
from laurel.errors import CredentialError, LaurelError, MissingExtraError, Phrase
from laurel.fetching import Fetcher, check_url
from laurel.proofs import merkle_proof_2019 as merkle
from laurel.proofs.merkle_proof_2019 import ChainAnchor
from laurel.timestamp import write_timestamp
from laurel.verify.policy import Policy
from laurel.verify.presented import Presented
from laurel.verify.report import Check, as_problem, failed, passed, unknown
from laurel.verify.signatures import ANCHOR_OPEN, issuer_name_of, issuer_of

_REVOCATION_LIST: Final = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#RevocationList"
MAX_LOOKUPS: Final = 4
"""Transactions that are asked for; a proof with more anchors is judged by the first ones."""
_MAX_PROFILE: Final = 1_000_000  # bytes; profiles carry pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What became of one anchor: its check, and the transaction where it holds."""

    check: Check
    transaction: Transaction | None = None
    anchor: ChainAnchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """The answer: `anchor`, and whatever else only the blockchain could tell; and by when the signatures existed."""

    checks: dict[str, Check]
    existed: Witnessed | None


def check_anchors(
    presented: Presented, *, open_issuer: bool, at: datetime, chain: ChainReader, fetch: Fetcher, policy: Policy
) -> Anchored:
    """Ask the blockchains, for a document whose proofs have been checked: each receipt leads from it to a root.

    Args:
        presented: the document.
        open_issuer: no signature tells who issued it, so the sender of the transaction has to.
        at, chain, fetch, policy: as for `verify`.
    """
    proofs = [(place, proof) for place, proof in enumerate(presented.proofs) if is_object(proof) and merkle.recognises(proof)]
    seen = [_best(merkle.read_proof(proof).receipt, at=at, chain=chain, policy=policy) for _, proof in proofs]
    # every proof has to hold, as in any set
    worst = max(seen, key=lambda each: each.check.outcome)
    checks = {"anchor": worst.check}
    if open_issuer:
        checks |= _whose(presented.unverified_document, seen, fetch=fetch, policy=policy)
    covering = [each for (place, _), each in zip(proofs, seen, strict=True) if _covers_signatures(presented, place)]
    return Anchored(checks=checks, existed=_first(covering))


def is_anchored(presented: Presented) -> bool:
    """Whether any proof of the document leads to a blockchain."""
    return any(is_object(proof) and merkle.recognises(proof) for proof in presented.proofs)


def _covers_signatures(presented: Presented, place: int) -> bool:
    """Whether every signature of the document stands before this proof, which then proves its time as well."""
    later = presented.proofs[place + 1 :]
    return all(is_object(proof) and merkle.recognises(proof) for proof in later)


def _first(seen: list[_Seen]) -> Witnessed | None:
    """By when the document existed, on the word of the earliest transaction."""
    found = [(each.transaction.time, each.anchor) for each in seen if each.transaction is not None]
    if not found:
        return None
    time, anchor = min(found, key=lambda each: each[0])
    return Witnessed(by=time, witness=f"{anchor.chain.title} {anchor.transaction}")


def _best(receipt: merkle.Receipt, *, at: datetime, chain: ChainReader, policy: Policy) -> _Seen:
    """The best of a receipt's anchors: what is false beside what is true takes nothing away from it."""
    found = [_look_up(receipt.root, anchor, at=at, chain=chain, policy=policy) for anchor in receipt.anchors[:MAX_LOOKUPS]]
    return min(found, key=lambda each: each.check.outcome)


def _look_up(root: bytes, anchor: ChainAnchor, *, at: datetime, chain: ChainReader, policy: Policy) -> _Seen:
    name = anchor.chain.title
    if anchor.chain.is_mock:
        return _Seen(check=failed("anchor", "ANCHOR_TRIAL"), anchor=anchor)
    try:
        found = chain(anchor.chain, anchor.transaction)
    except LaurelError as error:
        make = failed if isinstance(error, CredentialError) else unknown
        return _Seen(check=make("anchor", error.code, details=(as_problem(error),), chain=name), anchor=anchor)
    when = write_timestamp(found.time)
    facts: dict[str, Any] = {"chain": name, "when": when, "transaction": anchor.transaction, "sender": found.sender}
    if found.payload != root:
        return _Seen(check=failed("anchor", "ANCHOR_MISMATCH", **facts), anchor=anchor)
    if found.time > at + policy.clock_skew:
        return _Seen(check=failed("anchor", "ANCHORED_LATER", **facts), anchor=anchor)
    if found.confirmations < policy.confirmations:
        waits = AnchorPendingError(
            why=Phrase(
                f"{found.confirmations} of {policy.confirmations} confirmations",
                f"{found.confirmations} от {policy.confirmations} потвърждения",
            )
        )
        return _Seen(check=unknown("anchor", waits.code, details=(as_problem(waits),), **facts), anchor=anchor)
    return _Seen(check=passed("anchor", "ANCHORED", **facts), transaction=found, anchor=anchor)


def _whose(document: Mapping[str, Any], seen: list[_Seen], *, fetch: Fetcher, policy: Policy) -> dict[str, Check]:
    """Who sent the transactions, and whether the issuer has withdrawn the credential since."""
    if any(each.transaction is None for each in seen):
        return {"issuer_key": unknown("issuer_key", ANCHOR_OPEN)}
    issuer = issuer_of(document)
    try:
        published = _published(issuer, fetch=fetch, policy=policy)
        accounts = list(
            _accounts(published, issuer=issuer, senders={each.transaction.sender for each in seen if each.transaction})
        )
    except LaurelError as error:
        make = failed if isinstance(error, CredentialError) else unknown
        return {"issuer_key": make("issuer_key", error.code, details=(as_problem(error),))}
    answers = [_sent_by(accounts, each, issuer=issuer_name_of(document)) for each in seen]
    checks = {"issuer_key": max(answers, key=lambda check: check.outcome)}
    if "credentialStatus" not in document and "revocationList" in published:
        checks["status"] = replace(_revoked(document, published, fetch=fetch, policy=policy), clause=_REVOCATION_LIST)
    return checks


def _published(issuer: str, *, fetch: Fetcher, policy: Policy) -> dict[str, Any]:
    """The issuer's own document, from its own address."""
    url = address_of(issuer, insecure_hosts=policy.insecure_hosts)
    return loads_object(fetch(url, limit=_MAX_PROFILE).body)


def _accounts(published: Mapping[str, Any], *, issuer: str, senders: set[str]) -> Iterator[Account]:
    """The issuer's accounts; those that cannot be worked out here are missed only where no other is the sender."""
    known: set[str] = set()
    try:
        for account in accounts_of(published, issuer=issuer):
            known.add(account.address.lower())
            yield account
    except MissingExtraError:
        if not all(sender.lower() in known for sender in senders):
            raise


def _sent_by(accounts: list[Account], seen: _Seen, *, issuer: str) -> Check:
    found = seen.transaction
    if found is None:
        return unknown("issuer_key", ANCHOR_OPEN)
    mine = [account for account in accounts if account.sends(found.sender, chain=seen.anchor.chain)]
    if not mine:
        return failed("issuer_key", "ANCHOR_OF_ANOTHER", issuer=issuer, sender=found.sender)
    for code, ends in (("KEY_REVOKED", [each.revoked for each in mine]), ("KEY_EXPIRED", [each.expires for each in mine])):
        # the chain's own time, not the signer's word
        past = [end for end in ends if end is not None and found.time >= end]
        if past:
            return failed("issuer_key", code, when=write_timestamp(min(past)))
    starts = [each.created for each in mine if each.created is not None]
    if starts and found.time < min(starts):
        return failed("issuer_key", "ANCHORED_BEFORE_KEY", when=write_timestamp(min(starts)))
    return passed("issuer_key", "ANCHORED", issuer=issuer)


def _revoked(document: Mapping[str, Any], published: Mapping[str, Any], *, fetch: Fetcher, policy: Policy) -> Check:
    """Look the credential up in the list of revoked assertions that the issuer's profile names, as Open Badges 2.0 has it."""
    address = published["revocationList"]
    try:
        url = check_url(address if isinstance(address, str) else "", insecure_hosts=policy.insecure_hosts)
        listed: Any = loads_object(fetch(url, limit=policy.max_answer).body).get("revokedAssertions", [])
    except LaurelError as error:
        return unknown("status", error.code, details=(as_problem(error),))
    entries: list[Any] = listed if is_array(listed) else [listed]
    names = [entry.get("id") if is_object(entry) else entry for entry in entries]
    if isinstance(document.get("id"), str) and document["id"] in names:
        return failed("status", "REVOKED", list=url[:200])
    return passed("status")
