"""Is the credential within its validity period, and was no proof made in the future?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from laurel.timestamp import parse_timestamp
from laurel.verify.policy import Policy
from laurel.verify.report import Check, failed, passed

_STARTS = ("validFrom", "issuanceDate")  # the second is version 1.1 of the data model
_ENDS = ("validUntil", "expirationDate")


def check_validity(
    document: Mapping[str, Any], proofs: Sequence[Mapping[str, Any]], *, at: datetime, policy: Policy, name: str = "validity"
) -> Check:
    """Compare every date of the document and its proofs with `at`, allowing for the clock skew of the policy.

    Source: https://www.w3.org/TR/vc-data-model-2.0/#validity-period;
    https://www.w3.org/TR/vc-data-integrity/#verify-proof, step 7.
    """
    for code, when in _faults(document, proofs, at=at, policy=policy):
        return failed(name, code, when=when)
    return passed(name)


def _faults(
    document: Mapping[str, Any], proofs: Sequence[Mapping[str, Any]], *, at: datetime, policy: Policy
) -> Iterator[tuple[str, str]]:
    starts = [document[key] for key in _STARTS if key in document]
    ends = [document[key] for key in _ENDS if key in document] + [proof["expires"] for proof in proofs if "expires" in proof]
    created = [proof["created"] for proof in proofs if "created" in proof]
    for code, texts in (("EXPIRED", ends), ("NOT_YET_VALID", starts), ("SIGNED_IN_THE_FUTURE", created)):
        for text in texts:
            moment = parse_timestamp(text)
            if moment is None:
                yield "DATE_MALFORMED", str(text)[:40]
            elif moment < at - policy.clock_skew if code == "EXPIRED" else moment > at + policy.clock_skew:
                yield code, str(text)[:40]
