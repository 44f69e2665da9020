"""Credentials as JSON Web Tokens, as Open Badges 3.0 (section 8.2) and VC-JOSE-COSE have them.

`typ` tells the two apart. Without one, or as `JWT`: the payload is the credential itself with registered claims beside it
that must say the same; for Data Model 1.1 it may stand in the claim `vc`. As `vc+jwt`: the payload is a credential of Data
Model 2.0, `vc` is forbidden, claims may be left out, and `iat` and `exp` speak of the signature.

Source: https://www.imsglobal.org/spec/ob/v3p0#json-web-token-jwt; https://www.w3.org/TR/vc-jose-cose/#with-jose
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from laurel.canon.contexts import CREDENTIALS_V2
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import JoseError, MalformedError, Phrase
from laurel.keys import PublicKey, Signer
from laurel.proofs import jws
from laurel.proofs.jwt_claims import REGISTERED, check_claims, check_own_claims, claims_of, fill_in, moment_of

MAX_TOKEN: Final = jws.MAX_TOKEN
_DATA_MODEL_2: Final = frozenset({"vc+jwt", "vc+ld+jwt"})  # the second is the older name
_KINDS: Final = frozenset({"jwt"}) | _DATA_MODEL_2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedJwt(jws.UnverifiedJws):
    """A token that is well-formed and whose claims agree with its credential; its signature is yet to be checked.

    `signed` and `expires` are what the token itself says of its signature; None where it leaves that to the credential.
    """

    credential: dict[str, Any]
    claims: Mapping[str, Any]
    signed: datetime | None = None
    expires: datetime | None = None


def sign(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    typ: Literal["JWT", "vc+jwt"] = "JWT",
    created: datetime | None = None,
    expires: datetime | None = None,
) -> str:
    """The credential as a signed token; `kid` is the signer's verification method.

    Args:
        document: the credential, without a proof.
        signer: the key.
        typ: "JWT" as Open Badges 3.0 has it, or "vc+jwt" as VC-JOSE-COSE has it.
        created: when it is signed, and `expires`: until when the signature holds; for "vc+jwt" only.

    Raises:
        CredentialError: the credential lacks what its claims need (issuer, id, date), or is of an older data model.
        JoseAlgorithmError: a key that tokens of ours are not signed with.
        ValueError: dates for "JWT", whose claims are the credential's own.
    """
    if typ == "JWT":
        if created or expires:
            raise ValueError("a token of type JWT has the dates of its credential")
        return jws.sign(claims_of(document), signer=signer, header={"typ": typ, "kid": signer.verification_method})
    _check_data_model(document)
    dates = {name: int(date.timestamp()) for name, date in (("iat", created), ("exp", expires)) if date is not None}
    if REGISTERED & document.keys():
        raise MalformedError(
            why=Phrase("a member with the name of a registered claim", "член с името на регистрирано твърдение")
        )
    header = {"typ": typ, "cty": "vc", "kid": signer.verification_method}
    return jws.sign({**document, **dates}, signer=signer, header=header)


def read(token: str) -> UnverifiedJwt:
    """Take a compact token apart and check everything but its signature.

    Raises:
        JoseError: not three parts of base64url, a header member or type that we refuse.
        JoseAlgorithmError: no algorithm, or one that we refuse.
        JoseClaimError: a claim that contradicts the credential.
        MalformedError, LimitError: a part that is no strict JSON, or no credential of Data Model 2.0 where it has to be one.
        KeyFormatError, WeakKeyError: an embedded key that is none.
    """
    found = jws.read(token, kinds=_KINDS, contents=("vc",), absent="JWT")
    claims = {name: value for name, value in found.payload.items() if name in REGISTERED}
    credential = _credential_of(found.payload, claims)
    jwt = UnverifiedJwt(
        credential=credential,
        claims=claims,
        signed=moment_of(claims, "iat"),
        **{name: getattr(found, name) for name in jws.UnverifiedJws.__slots__},
    )
    if found.kind not in _DATA_MODEL_2:
        check_claims(claims, credential)
        return jwt
    _check_data_model(found.payload)
    check_own_claims(claims, credential)
    return replace(jwt, expires=moment_of(claims, "exp"))


def check(token: str | UnverifiedJwt, public_key: PublicKey) -> UnverifiedJwt:
    """Check a token's signature with the issuer's key; gives the token, now verified.

    Raises:
        JoseAlgorithmError: the algorithm is not the key's own.
        SignatureError: the signature does not match, or the token embeds another key.
        CredentialError: as `read`.
    """
    jwt = read(token) if isinstance(token, str) else token
    jws.check(jwt, public_key)
    return jwt


def _check_data_model(payload: Mapping[str, Any]) -> None:
    """Section 3.1.1: `vc` and `vp` must not be there, and the payload is a credential of Data Model 2.0."""
    if {"vc", "vp"} & payload.keys():
        raise JoseError(why=Phrase("a claim vc or vp in a token of this type", "твърдение vc или vp в токен от този тип"))
    contexts = payload.get("@context")
    if not is_array(contexts) or not contexts or contexts[0] != CREDENTIALS_V2:
        raise MalformedError(
            at="/@context", why=Phrase("not a credential of Data Model 2.0", "не е удостоверение по Data Model 2.0")
        )


def _credential_of(payload: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    others = {name: value for name, value in payload.items() if name not in REGISTERED}
    if "vc" not in others:
        return others
    inner = others["vc"]
    if others.keys() != {"vc"} or not is_object(inner):
        # two credentials in one token: readers would differ on which one counts
        raise JoseError(why=Phrase("a credential beside the claim vc", "удостоверение до твърдението vc"))
    return fill_in(inner, claims)
