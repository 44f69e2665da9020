"""Presentations as JSON Web Tokens of type `vp+jwt`: signed by the holder, for one reader (`aud`), on one occasion (`nonce`).

Source: https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import JoseClaimError, JoseError, Phrase, ReplayedError
from laurel.keys import PublicKey, Signer
from laurel.proofs import jws
from laurel.proofs.jwt_claims import moment_of
from laurel.proofs.presentation import unsigned

_CLAIMS: Final = frozenset({"iss", "aud", "nonce", "iat", "exp", "nbf", "jti", "sub"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedPresentation(jws.UnverifiedJws):
    """A token that holds a presentation; its signature, reader and occasion are yet to be checked.

    `signed` is the later of `iat` and `nbf`.
    """

    presentation: dict[str, Any]
    claims: Mapping[str, Any]
    signed: datetime | None
    expires: datetime | None


def sign(
    credentials: Sequence[str | Mapping[str, Any]],
    *,
    signer: Signer,
    nonce: str,
    audience: str,
    created: datetime,
    expires: datetime | None = None,
) -> str:
    """A signed presentation of credentials.

    Args:
        credentials: each a token (`vc+jwt`, put into an envelope) or a signed document.
        signer: the holder's key; the holder is whoever its verification method belongs to.
        nonce: what the reader asked to be signed.
        audience: the reader.
        created: when; and `expires`: until when it may be shown.

    Raises:
        ValueError: no nonce or audience.
        JoseError, MalformedError: as `jws.sign`.
    """
    _insist(nonce, audience)
    holder = signer.verification_method.partition("#")[0]
    dates = {name: int(date.timestamp()) for name, date in (("iat", created), ("exp", expires)) if date is not None}
    payload = {
        **unsigned(credentials, holder=holder),
        "iss": holder,
        "aud": audience,
        "nonce": nonce,
        **dates,
    }
    return jws.sign(payload, signer=signer, header={"typ": "vp+jwt", "cty": "vp", "kid": signer.verification_method})


def read(token: str, *, older: bool = False) -> UnverifiedPresentation:
    """Take a presentation's token apart and check everything but signature, reader and occasion.

    Args:
        token: the text.
        older: also read the form of Data Model 1.1, a token of type JWT whose claim `vp` is the presentation.

    Raises:
        JoseError: as `jws.read`, or a claim `vp` or `vc`.
        JoseClaimError: `iss` names another holder than the presentation, or a date is malformed.
        MalformedError, LimitError: no strict JSON.
    """
    kinds = ("vp+jwt", "vp+ld+jwt", "jwt") if older else ("vp+jwt", "vp+ld+jwt")
    found = jws.read(token, kinds=kinds, contents=("vp",), absent="JWT" if older else None)
    claims = {name: value for name, value in found.payload.items() if name in _CLAIMS}
    presentation = {name: value for name, value in found.payload.items() if name not in _CLAIMS}
    if found.kind == "jwt":
        presentation = _from_claim(presentation, claims)
    elif {"vc", "vp"} & found.payload.keys():
        raise JoseError(why=Phrase("a claim vc or vp in a token of this type", "твърдение vc или vp в токен от този тип"))
    holder = presentation.get("holder")
    holder = holder.get("id") if is_object(holder) else holder
    if "iss" in claims and (not isinstance(claims["iss"], str) or holder not in (None, claims["iss"])):
        raise JoseClaimError(claim="iss")
    return UnverifiedPresentation(
        presentation=presentation,
        claims=claims,
        signed=max(filter(None, (moment_of(claims, "iat"), moment_of(claims, "nbf"))), default=None),
        expires=moment_of(claims, "exp"),
        **{name: getattr(found, name) for name in jws.UnverifiedJws.__slots__},
    )


def _from_claim(others: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """Section 6.3.1 of Data Model 1.1: the presentation is the claim `vp`; `iss` is its holder and `jti` its identifier."""
    inner = others.get("vp")
    if len(others) != 1 or not is_object(inner):
        # two presentations in one token: readers would differ on which one counts
        raise JoseError(
            why=Phrase("no presentation in the claim vp, or one beside it", "няма представяне в vp или има и до него")
        )
    if not isinstance(claims.get("iss"), str):
        raise JoseClaimError(claim="iss")
    if "jti" in claims and inner.get("id", claims["jti"]) != claims["jti"]:
        raise JoseClaimError(claim="jti")
    named = {"id": claims["jti"]} if "jti" in claims else {}
    return {**named, "holder": claims["iss"], **inner}


def check(token: str | UnverifiedPresentation, public_key: PublicKey, *, nonce: str, audience: str) -> UnverifiedPresentation:
    """Check the holder's signature, and that it was made for this reader on this occasion.

    Whether the key is the holder's and the dates fit is for the caller to say.

    Raises:
        SignatureError, JoseAlgorithmError: as `jws.check`.
        ReplayedError: made for another reader or occasion.
        CredentialError: as `read`.
        ValueError: no nonce or audience: then it could have been shown elsewhere before.
    """
    _insist(nonce, audience)
    shown = read(token) if isinstance(token, str) else token
    jws.check(shown, public_key)
    check_occasion(shown.claims, nonce=nonce, audience=audience)
    return shown


def check_occasion(claims: Mapping[str, Any], *, nonce: str | None, audience: str | None) -> None:
    """Refuse what was signed for another reader (`aud`, one or a list) or on another occasion (`nonce`); None: not compared.

    Raises:
        ReplayedError: it was.
    """
    readers: Any = claims.get("aud")
    readers = readers if is_array(readers) else [readers]
    said = claims.get("nonce")
    if nonce is not None and (not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode())):
        raise ReplayedError(claim="nonce")
    if audience is not None and audience not in readers:
        raise ReplayedError(claim="aud")


def _insist(nonce: str, audience: str) -> None:
    if not nonce or not audience:
        raise ValueError("a presentation is made and checked for a nonce and an audience")
