"""Endorsement credentials: somebody signs what they think of a badge, its achievement or its issuer.

    project(endorses=…, issuer=…) -> dict     unsigned; sign it, then
    embed(badge, endorsement)     -> dict     the badge with it, before the badge itself is signed
    embed_token(badge, token)     -> dict     the same with an endorsement that is a token, for badges that will be one

Source: https://www.imsglobal.org/spec/ob/v3p0#endorsementcredential.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laurel.annex1.record import Organisation
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import ProjectionError
from laurel.formats.openbadge3 import CONTEXTS
from laurel.formats.openbadge3.codec import moment
from laurel.formats.openbadge3.credential import profile_of
from laurel.formats.openbadge3.reading import first_object, words
from laurel.proofs import vc_jwt

Json = dict[str, Any]


def project(
    *,
    id: str,  # noqa: A002 - the specification's own word
    endorses: str,
    issuer: Organisation,
    comment: str,
    issued: datetime,
    name: str = "Endorsement",
    valid_until: datetime | None = None,
    status: Json | None = None,
) -> Json:
    """Write an unsigned endorsement.

    Args:
        id: the endorsement's own identifier.
        endorses: the identifier of the credential, achievement or profile that is endorsed.
        issuer: who endorses, such as the quality assurance agency.
        comment: what they say, as text or Markdown.
        issued: from when it holds.
        name: what people see as its title.
        valid_until: until when.
        status: the `credentialStatus` entry.

    Raises:
        ProjectionError: two of the three identifiers are the same.
    """
    if len({id, endorses, issuer.id}) < 3:
        raise ProjectionError(
            at="/id",
            why="the endorsement, what it endorses and who endorses must each have an identifier of their own",
            why_bg="препоръката, препоръчваното и препоръчващият трябва да имат собствени идентификатори",
        )
    document: Json = {
        "@context": list(CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": name,
        "issuer": profile_of(issuer, language="en"),
        "validFrom": moment(issued),
        "validUntil": moment(valid_until) if valid_until else None,
        "credentialSubject": {"id": endorses, "type": ["EndorsementSubject"]}
        | ({"endorsementComment": comment} if comment else {}),
        "credentialStatus": status,
    }
    return {member: value for member, value in document.items() if value}


def embed(document: Mapping[str, Any], endorsement: Mapping[str, Any]) -> Json:
    """An unsigned badge with a signed endorsement beside what it endorses: the badge, its achievement or its issuer.

    Raises:
        ProjectionError: the badge is signed already, the endorsement is not, or endorses something else.
    """
    if "proof" in document or "proof" not in endorsement:
        raise ProjectionError(
            at="/proof",
            why="sign the endorsement first, then embed it, and sign the badge last",
            why_bg="първо подпишете препоръката, после я вградете и накрая подпишете значката",
        )
    return _placed(document, "endorsement", dict(endorsement), about=_subject_of(endorsement))


def embed_token(document: Mapping[str, Any], token: str) -> Json:
    """An unsigned badge with an endorsement that is a token (VC-JWT) beside what it endorses.

    Only for badges that become tokens themselves: the context of Open Badges has no `endorsementJwt` in all its copies, so an
    embedded proof could not cover it.

    Raises:
        ProjectionError: the badge is signed already, or the endorsement is about something else.
        CredentialError: no well-formed token of a credential.
    """
    endorsement = vc_jwt.read(token).credential
    if "proof" in document:
        raise ProjectionError(
            at="/proof",
            why="a badge with an embedded proof cannot hold an endorsement that is a token",
            why_bg="значка с вградено доказателство не може да съдържа препоръка във вид на токен",
        )
    return _placed(document, "endorsementJwt", token, about=_subject_of(endorsement))


def _subject_of(endorsement: Mapping[str, Any]) -> str:
    return words(first_object(endorsement.get("credentialSubject")).get("id"))


def _placed(document: Mapping[str, Any], member: str, endorsement: Json | str, *, about: str) -> Json:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if is_object(subject) else None
    if about == document.get("id"):
        return _with(document, member, endorsement)
    if is_object(subject) and is_object(achievement) and about == achievement.get("id"):
        return {**document, "credentialSubject": subject | {"achievement": _with(achievement, member, endorsement)}}
    issuer = document.get("issuer")
    if is_object(issuer) and about == issuer.get("id"):
        return {**document, "issuer": _with(issuer, member, endorsement)}
    raise ProjectionError(
        at=f"/{member}",
        why=f"the badge has nothing with the identifier {about[:200]}",
        why_bg=f"в значката няма нищо с идентификатор {about[:200]}",
    )


def _with(holder: Mapping[str, Any], member: str, endorsement: Json | str) -> Json:
    present = holder.get(member, [])
    return {**holder, member: [*(present if is_array(present) else [present]), endorsement]}
