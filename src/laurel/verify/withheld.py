"""A credential that is shown in part: what the holder left out leaves no trace, so what is missing may have been withheld.

A missing end or status is therefore no good news. Source: https://www.w3.org/TR/vc-di-ecdsa/#selective-disclosure-and-data-leakage
"""

from __future__ import annotations

from typing import Final

from laurel.canon.strict_json import is_object
from laurel.proofs import ecdsa_sd_2023
from laurel.verify.presented import Presented
from laurel.verify.report import Check, Outcome, unknown

_ENDS: Final = frozenset({"validUntil", "expirationDate"})


def tell_what_may_be_withheld(checks: dict[str, Check], presented: Presented) -> dict[str, Check]:
    """The checks, with those that passed only because something is missing made unknown."""
    if not _is_shown_in_part(presented):
        return checks
    found = dict(checks)
    if not _ENDS & presented.unverified_document.keys() and checks["validity"].outcome is Outcome.PASSED:
        found["validity"] = unknown("validity", "END_MAY_BE_WITHHELD")
    if "credentialStatus" not in presented.unverified_document and checks["status"].outcome is Outcome.PASSED:
        found["status"] = unknown("status", "STATUS_MAY_BE_WITHHELD")
    return found


def _is_shown_in_part(presented: Presented) -> bool:
    return any(is_object(proof) and proof.get("cryptosuite") == ecdsa_sd_2023.NAME for proof in presented.proofs)
