"""M1 without an e-mail address in clear: IdentityObject with a salted SHA-256 hash.

Source: https://www.imsglobal.org/spec/ob/v3p0#identityobject, #identityhash.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from laurel.annex1.record import Learner
from laurel.errors import ProjectionError


def hashed_email(email: str, *, salt: str) -> str:
    """`sha256$` and the hex digest of the address (trimmed, small letters) followed by the salt."""
    digest = hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()
    return f"sha256${digest}"


def is_same_email(identity: Mapping[str, Any], email: str) -> bool:
    """Whether an IdentityObject of type emailAddress stands for `email`; unknown hash functions never do."""
    return is_same_identity(identity, email, kind="emailAddress")


def is_same_identity(identity: Mapping[str, Any], value: str, *, kind: str) -> bool:
    """Whether an IdentityObject of this type stands for `value`, in clear or hashed with MD5 or SHA-256 and its salt.

    Addresses are compared without their capitals, everything else as it is written. A match says whom the issuer meant; who
    somebody is has to be known otherwise.

    Source: https://www.imsglobal.org/spec/ob/v3p0#identityhash, #verify-identifier
    """
    if identity.get("identityType") != kind:
        return False
    spellings = [value.strip()]
    if kind == "emailAddress":
        spellings.insert(0, value.strip().lower())  # others hash the address as it was typed
    stated = str(identity.get("identityHash", ""))
    if identity.get("hashed") is not True:
        return (stated.strip().lower() if kind == "emailAddress" else stated.strip()) == spellings[0]
    salt = str(identity.get("salt", ""))
    digests = (digest for spelling in spellings for digest in _digests(spelling + salt))
    return any(hmac.compare_digest(digest.encode(), stated.lower().encode()) for digest in digests)


def _digests(text: str) -> tuple[str, ...]:
    """By the two functions that the specification allows; MD5 is of no use against an issuer, who signs what it says anyway."""
    octets = text.encode()
    return (
        f"sha256${hashlib.sha256(octets).hexdigest()}",
        f"md5${hashlib.md5(octets, usedforsecurity=False).hexdigest()}",
    )


def subject_of(learner: Learner, *, salt: str | None, with_name: bool) -> dict[str, Any]:
    """The `id`, `type` and `identifier` members of the credential subject.

    The learner's own IRI when there is one; otherwise the hashed e-mail address. The name stands beside either.

    Raises:
        ProjectionError: neither an IRI nor an e-mail address with a salt, nor a name that may be shown.
    """
    subject: dict[str, Any] = {"id": learner.id} if learner.id else {}
    identifiers: list[dict[str, Any]] = []
    if learner.id is None and learner.email:
        if not salt:
            raise ProjectionError(
                at="/learner/email",
                why="a salt is needed to hash the learner's e-mail address",
                why_bg="нужна е сол, за да се хешира имейл адресът на обучаемия",
            )
        hashed = hashed_email(learner.email, salt=salt)
        identifiers.append(_identity("emailAddress", hashed, hashed=True) | {"salt": salt})
    if with_name and learner.name:
        identifiers.append(_identity("name", learner.name, hashed=False))
    if not subject and not identifiers:
        raise ProjectionError(
            at="/learner",
            why="nothing identifies the learner: give an identifier or an e-mail address",
            why_bg="нищо не идентифицира обучаемия: посочете идентификатор или имейл адрес",
        )
    subject["type"] = ["AchievementSubject"]
    return subject | ({"identifier": identifiers} if identifiers else {})


def _identity(kind: str, value: str, *, hashed: bool) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": kind}
