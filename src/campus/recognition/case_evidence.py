"""What is handed in: verified first, then frozen with its report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campus.people.models import Person
from campus.recognition.case_faults import NotAcceptedEvidenceError
from campus.recognition.case_sides import attested, said_in
from campus.recognition.models import CaseEvidence
from campus.verification.check import Finding, check_for_recipient
from campus.wallet.imported import addresses_of
from laurel.canon.jcs import canonicalize
from laurel.fetching import Fetcher

MOST = 20


def examined(content: bytes, *, person: Person, at: datetime, language: str, fetch: Fetcher | None = None) -> CaseEvidence:
    """Verify one credential; an unsaved row with its report, what it attests, and the learning it stands for.

    A credential that failed a check cannot be recognised and is refused with the reason. One that only could not be checked in
    everything is taken: the officer sees what is open.

    Raises:
        NotAcceptedEvidenceError: it cannot be read, or a check failed.
        TooCostlyError, BusyError: no report could be made.
    """
    finding, addressed_to = check_for_recipient(content, emails=addresses_of(person), at=at, fetch=fetch)
    if finding.outcome == "failed" or finding.credential is None:
        raise NotAcceptedEvidenceError(field="file", why=finding.headline(language), advice=finding.advice(language))
    side, facts = attested(content, finding, at=at)
    report = finding.to_json()
    return CaseEvidence(
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        report=report,
        report_digest=digest_of(report),
        learning=learning_of(finding.credential),
        side=side,
        facts=facts,
        belongs=bool(addressed_to),
        checked_at=at,
    )


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value's canonical form (RFC 8785), hex."""
    return hashlib.sha256(canonicalize(value)).hexdigest()


def learning_of(summary: Mapping[str, Any]) -> str:
    """By what the same learning is known again: who issued it, and for which achievement (its title where it has no name)."""
    achievement = summary.get("achievement_id") or " ".join(str(summary.get("title", "")).casefold().split())
    named = [str(summary.get("issuer_id", "")), str(achievement)]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def finding_of(evidence: CaseEvidence) -> Finding:
    """The report as it was made."""
    return Finding(evidence.report)


def is_intact(evidence: CaseEvidence) -> bool:
    """Whether content and report are still those that were frozen."""
    same = hashlib.sha256(bytes(evidence.content)).hexdigest() == evidence.digest
    return same and digest_of(evidence.report) == evidence.report_digest


def title_of(evidence: CaseEvidence, language: str) -> str:
    """The credential's title."""
    return said_in(evidence.side["title"], language)
