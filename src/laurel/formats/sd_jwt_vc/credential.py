"""SD-JWT VC: a credential as an SD-JWT with a type (`vct`), an issuer and dates.

Source: https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ (sections 2.2, 2.4)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from laurel.canon.strict_json import is_object
from laurel.errors import (
    CredentialTimeError,
    DisclosureError,
    JoseClaimError,
    MalformedError,
    Phrase,
)
from laurel.formats.sd_jwt_vc import sd_jwt
from laurel.formats.sd_jwt_vc.conceal import Entropy, Path
from laurel.formats.sd_jwt_vc.parts import Parts
from laurel.formats.sd_jwt_vc.sd_jwt import MAX_AGE, Checked
from laurel.keys import PublicKey, Signer
from laurel.proofs.jwt_claims import moment_of

KINDS: Final = ("dc+sd-jwt", "vc+sd-jwt")
"""The type of token, and the name that it had before."""
NEVER_WITHHELD: Final = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"})
"""Whatever a holder left out of these would change what the credential means (section 2.2.2.3)."""
CLOCK_SKEW: Final = timedelta(minutes=5)


def issue(
    claims: Mapping[str, Any],
    *,
    signer: Signer,
    disclosable: Collection[Path],
    entropy: Entropy,
    issued: datetime,
    holder: PublicKey | None = None,
    decoys: int = 0,
) -> str:
    """Sign a credential; the compact form with all disclosures, for the holder alone.

    Args:
        claims: with `vct` and `iss`; see `project`.
        signer: the issuer's key.
        disclosable: the places that the holder may withhold.
        entropy: a source of random bytes for salts and decoys.
        issued: now; becomes `iat`.
        holder: the holder's key. Without one, whoever has the text can show it.
        decoys: how many digests of nothing are added.

    Raises:
        MalformedError: no type or issuer, or a malformed date.
        DisclosureError: a place that may not be withheld, or that leads nowhere.
        JoseAlgorithmError: a key that tokens of ours are not signed with.
    """
    check_claims(claims)
    forbidden = {path[0] for path in disclosable if path} & NEVER_WITHHELD
    if forbidden:
        raise DisclosureError(why=Phrase(f"{min(map(str, forbidden))} may not be withheld", "това не може да се премълчава"))
    whole = {**claims, "iat": int(issued.timestamp())}
    parts = sd_jwt.sign(
        whole, signer=signer, typ=KINDS[0], disclosable=disclosable, entropy=entropy, holder=holder, decoys=decoys
    )
    return parts.compact()


def disclose(credential: str, *, paths: Collection[Path]) -> Parts:
    """What the holder shows: the disclosures at `paths` and those around them. `bind` it, or take its `compact()` form."""
    return sd_jwt.disclose(credential, paths=paths, kinds=KINDS)


def places(credential: str) -> frozenset[Path]:
    """The places at which something is disclosed, or could be by whoever holds this text."""
    return sd_jwt.places(credential, kinds=KINDS)


def verify_unbound(credential: str, *, issuer_key: PublicKey, at: datetime) -> Checked:
    """Verify a credential that nobody has to prove to hold, or as the holder who just received it.

    Whether the key is the issuer's is for the caller to say (`laurel.did.resolve` of `iss`).

    Raises:
        KeyBindingError: it carries a key binding, which has to be checked: `verify_bound`.
        CredentialTimeError: not valid at `at`.
        CredentialError: anything else that does not hold.
    """
    return _verified(sd_jwt.check_unbound(credential, issuer_key=issuer_key, kinds=KINDS), at=at)


def verify_bound(
    presentation: str,
    *,
    issuer_key: PublicKey,
    nonce: str,
    audience: str,
    at: datetime,
    max_age: timedelta = MAX_AGE,
) -> Checked:
    """Verify a credential and that its holder shows it to this reader, on this occasion, now; see `sd_jwt.check_bound`.

    Raises:
        KeyBindingError: the holder's proof is missing or does not hold.
        ReplayedError: made for another reader or occasion.
        CredentialTimeError: the credential is not valid at `at`.
        CredentialError: anything else that does not hold.
        ValueError: no nonce or audience.
    """
    checked = sd_jwt.check_bound(
        presentation, issuer_key=issuer_key, kinds=KINDS, nonce=nonce, audience=audience, at=at, max_age=max_age
    )
    return _verified(checked, at=at)


def _verified(checked: Checked, *, at: datetime) -> Checked:
    check_claims(checked.claims)
    withheld = {path[0] for path in checked.disclosed} & NEVER_WITHHELD
    if withheld:
        raise DisclosureError(why=Phrase(f"{min(map(str, withheld))} could have been withheld", "това е можело да се премълчи"))
    start, end, made = (moment_of(checked.claims, name) for name in ("nbf", "exp", "iat"))
    if end is not None and end < at - CLOCK_SKEW:
        raise CredentialTimeError(why=Phrase(f"it ended on {end:%Y-%m-%d}", f"изтекло е на {end:%Y-%m-%d}"))
    for first in (start, made):
        if first is not None and first > at + CLOCK_SKEW:
            raise CredentialTimeError(why=Phrase(f"it begins on {first:%Y-%m-%d}", f"започва на {first:%Y-%m-%d}"))
    return checked


def check_claims(claims: Mapping[str, Any]) -> None:
    """Refuse claims that are no credential of this kind.

    Raises:
        MalformedError: no type or issuer that is an identifier.
        JoseClaimError: a malformed date, integrity or status.
    """
    for name in ("vct", "iss"):
        value = claims.get(name)
        if not isinstance(value, str) or ":" not in value or len(value) > 2_048:
            raise MalformedError(at=f"/{name}", why=Phrase("it has to be an identifier", "трябва да е идентификатор"))
    if not isinstance(claims.get("vct#integrity", ""), str) or not is_object(claims.get("status", {})):
        raise JoseClaimError(claim="vct#integrity, status")
    for name in ("nbf", "exp", "iat"):
        moment_of(claims, name)
