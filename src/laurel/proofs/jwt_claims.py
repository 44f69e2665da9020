"""The registered claims of a token: made from the credential, and required to say the same.

Source: https://www.imsglobal.org/spec/ob/v3p0#jwt-payload, https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#jwt-decoding
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V1
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import JoseClaimError, MalformedError, Phrase
from laurel.timestamp import parse_timestamp, write_timestamp

REGISTERED: Final = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})


def claims_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The payload for a credential: itself and its claims; on Data Model 1.1 inside `vc`.

    Raises:
        MalformedError: no issuer, id or start of validity; or a name that is a registered claim.
    """
    issuer, start = _issuer_of(document), _moment_of(document, "validFrom", "issuanceDate")
    if issuer is None or start is None or not isinstance(document.get("id"), str):
        why = Phrase(
            "a token needs an issuer, an id and a start of validity",
            "токенът иска издател, идентификатор и начало на валидност",
        )
        raise MalformedError(why=why)
    if REGISTERED & document.keys():
        why = Phrase("a member with the name of a registered claim", "член с името на регистрирано твърдение")
        raise MalformedError(why=why)
    claims: dict[str, Any] = {"iss": issuer, "jti": document["id"], "nbf": int(start.timestamp())}
    subject, end = _subject_of(document), _moment_of(document, "validUntil", "expirationDate")
    if subject is not None:
        claims["sub"] = subject
    if end is not None:
        claims["exp"] = int(end.timestamp())
    contexts = document.get("@context")
    first: object = contexts[0] if is_array(contexts) and contexts else contexts
    return {"vc": dict(document), **claims} if first == CREDENTIALS_V1 else {**document, **claims}


def fill_in(credential: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """A credential of Data Model 1.1 with what it leaves to its claims (section 6.3.1, JWT decoding)."""
    whole = dict(credential)
    for name, claim in (("issuer", "iss"), ("id", "jti")):
        if isinstance(claims.get(claim), str):
            whole.setdefault(name, claims[claim])
    if "validFrom" not in whole and (start := moment_of(claims, "nbf")) is not None:
        whole.setdefault("issuanceDate", write_timestamp(start))
    if "validUntil" not in whole and (end := moment_of(claims, "exp")) is not None:
        whole.setdefault("expirationDate", write_timestamp(end))
    subject = whole.get("credentialSubject")
    if is_object(subject) and isinstance(claims.get("sub"), str):
        whole["credentialSubject"] = {"id": claims["sub"], **subject}
    return whole


def check_claims(claims: Mapping[str, Any], credential: Mapping[str, Any]) -> None:
    """Refuse claims that do not say what the credential says.

    `iss` has to be there, `jti`, `sub`, `nbf` and `exp` wherever the credential says the same; a claim about which the
    credential is silent is refused too, because nobody would see it.

    Raises:
        JoseClaimError: the first claim that is missing, malformed or different.
    """
    for name, wanted in (("iss", _issuer_of(credential)), ("jti", credential.get("id")), ("sub", _subject_of(credential))):
        if claims.get(name) != wanted or (name == "iss" and not isinstance(wanted, str)):
            raise JoseClaimError(claim=name)
    for name, members in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        said = moment_of(claims, name)
        stated = _moment_of(credential, *members)
        if said != (None if stated is None else stated.replace(microsecond=0)):
            raise JoseClaimError(claim=name)
    moment_of(claims, "iat")


def check_own_claims(claims: Mapping[str, Any], credential: Mapping[str, Any]) -> None:
    """The same for a token of type `vc+jwt`: claims may be left out, and `iat` and `exp` are the signature's own.

    Raises:
        JoseClaimError: the first claim that is malformed or different.
    """
    said = {"iss": _issuer_of(credential), "jti": credential.get("id"), "sub": _subject_of(credential)}
    for name, wanted in said.items():
        if name in claims and (claims[name] != wanted or wanted is None):
            raise JoseClaimError(claim=name)
    start = _moment_of(credential, "validFrom")
    if "nbf" in claims and (start is None or moment_of(claims, "nbf") != start.replace(microsecond=0)):
        raise JoseClaimError(claim="nbf")
    if "aud" in claims:
        # a credential is for anybody; one for a certain reader would need that reader's name to be checked
        raise JoseClaimError(claim="aud")


def moment_of(claims: Mapping[str, Any], name: str) -> datetime | None:
    """A NumericDate among the claims, to the second; None when it is not there.

    Raises:
        JoseClaimError: no number, or one outside the years 1970 to 9999.
    """
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 253_402_300_800:
        raise JoseClaimError(claim=name)
    return datetime.fromtimestamp(int(value), UTC)


def _moment_of(credential: Mapping[str, Any], *names: str) -> datetime | None:
    for name in names:
        if name in credential:
            moment = parse_timestamp(credential[name])
            if moment is None:
                raise MalformedError(at=f"/{name}", why=Phrase("no point in time", "не е момент във времето"))
            return moment
    return None


def _issuer_of(credential: Mapping[str, Any]) -> str | None:
    issuer = credential.get("issuer")
    name = issuer.get("id") if is_object(issuer) else issuer
    return name if isinstance(name, str) else None


def _subject_of(credential: Mapping[str, Any]) -> str | None:
    subject = credential.get("credentialSubject")
    if is_array(subject) and len(subject) == 1:
        subject = subject[0]
    name = subject.get("id") if is_object(subject) else None
    return name if isinstance(name, str) else None
