"""Was the credential issued to this e-mail address?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from laurel.formats.openbadge3.identity import is_same_email
from laurel.verify.report import Check, passed, unknown


def check_recipient(document: Mapping[str, Any], *, email: str) -> Check:
    """Compare `email` with the identifiers in the subject, hashed ones with their salt.

    Source: https://www.imsglobal.org/spec/ob/v3p0#identityobject
    """
    if any(is_same_email(identity, email) for identity in _identities(document)):
        return passed("recipient")
    return unknown("recipient", "RECIPIENT_NOT_MATCHED")


def check_recipient_address(address: str, *, email: str) -> Check:
    """Compare `email` with the address that a format states in clear."""
    if address and address.strip().casefold() == email.strip().casefold():
        return passed("recipient")
    return unknown("recipient", "RECIPIENT_NOT_MATCHED")


def _identities(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    subject = document.get("credentialSubject")
    listed = cast("Mapping[str, Any]", subject).get("identifier") if isinstance(subject, dict) else None
    entries = cast("list[object]", listed) if isinstance(listed, list) else []
    return [cast("Mapping[str, Any]", each) for each in entries if isinstance(each, dict)]
