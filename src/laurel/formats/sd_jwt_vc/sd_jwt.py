"""Any SD-JWT: the issuer signs, the holder discloses and binds, somebody checks. What the claims mean is not looked at here.

Source: RFC 9901, https://www.rfc-editor.org/rfc/rfc9901
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from laurel.canon.strict_json import is_object
from laurel.errors import DisclosureError, KeyBindingError, KeyFormatError, MalformedError, Phrase, ReplayedError
from laurel.formats.sd_jwt_vc.conceal import HASH, Entropy, Path, conceal
from laurel.formats.sd_jwt_vc.parts import Disclosure, Parts, digest_of, split
from laurel.formats.sd_jwt_vc.reveal import reveal
from laurel.keys import PublicKey, Signer
from laurel.proofs import jws
from laurel.proofs.jwt_claims import moment_of

KEY_BINDING: Final = "kb+jwt"
MAX_AGE: Final = timedelta(minutes=5)
CLOCK_SKEW: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An SD-JWT whose issuer's signature and disclosures hold.

    Attributes:
        claims: what is said and disclosed.
        header: the header of the issuer's token.
        disclosed: the places of what was disclosed.
        holder_key: the key that the issuer named for the holder (`cnf`), if any.
        bound: whether the holder proved to have that key, for the reader and occasion that were asked for.
    """

    claims: dict[str, Any]
    header: Mapping[str, Any]
    disclosed: frozenset[Path]
    holder_key: PublicKey | None
    bound: bool


def sign(
    claims: Mapping[str, Any],
    *,
    signer: Signer,
    typ: str,
    disclosable: Collection[Path],
    entropy: Entropy,
    holder: PublicKey | None = None,
    decoys: int = 0,
    key_id: str | None = None,
) -> Parts:
    """Sign claims of which the holder may withhold what stands at `disclosable`.

    Args:
        claims: what is said.
        signer: the issuer's key; its verification method is `kid` unless `key_id` is given.
        typ: the type of the token.
        disclosable: places, each by the names and indexes that lead there; see `conceal`.
        entropy: a source of random bytes.
        holder: the holder's key, to be proved when the credential is shown.
        decoys: see `conceal`.
        key_id: another `kid`.

    Raises:
        DisclosureError, MalformedError, JoseAlgorithmError: claims, places or a key that this cannot be done with.
    """
    whole = dict(claims)
    if holder is not None:
        if "cnf" in whole:
            raise MalformedError(
                why=Phrase("a holder among the claims and beside them", "притежател и в твърденията, и до тях")
            )
        whole["cnf"] = {"jwk": holder.to_jwk()}
    hidden, disclosures = conceal(whole, paths=disclosable, entropy=entropy, decoys=decoys)
    header = {"typ": typ, "kid": signer.verification_method if key_id is None else key_id}
    return Parts(token=jws.sign(hidden, signer=signer, header=header), disclosures=tuple(each.text for each in disclosures))


def disclose(issued: Parts | str, *, paths: Collection[Path], kinds: Collection[str]) -> Parts:
    """What the holder shows: the disclosures at `paths` and those that stand around them, and no key binding.

    A place inside a disclosed one stays withheld unless it is named too.

    Raises:
        DisclosureError: nothing can be disclosed at a path.
        CredentialError: no SD-JWT of these kinds.
    """
    parts = split(issued) if isinstance(issued, str) else issued
    known = _disclosures_of(parts, kinds)
    missing = [path for path in paths if path not in known]
    if missing:
        raise DisclosureError(why=Phrase(f"nothing to disclose at {missing[0]}", f"няма какво да се разкрие в {missing[0]}"))
    wanted = {path[:length] for path in paths for length in range(1, len(path) + 1)}
    chosen = {disclosure.text for path, disclosure in known.items() if path in wanted}
    return Parts(token=parts.token, disclosures=tuple(text for text in parts.disclosures if text in chosen))


def places(issued: Parts | str, *, kinds: Collection[str]) -> frozenset[Path]:
    """The places at which something is disclosed, or could be by whoever holds these parts. Raises as `disclose`."""
    return frozenset(_disclosures_of(split(issued) if isinstance(issued, str) else issued, kinds))


def bind(shown: Parts, *, signer: Signer, nonce: str, audience: str, created: datetime) -> Parts:
    """Add the holder's proof to what is shown (section 4.3).

    Args:
        shown: from `disclose`.
        signer: the holder's key; its verification method is not written, because the credential names the key.
        nonce: what the reader asked to be signed.
        audience: the reader.
        created: now.

    Raises:
        ValueError: no nonce or audience.
        KeyBindingError: it is bound already.
        UnsupportedError: a hash that we do not know.
    """
    _insist(nonce, audience)
    if shown.key_binding:
        raise KeyBindingError(why=Phrase("there is one already", "вече има такова"))
    hash_name = jws.peek_payload(shown.token).get("_sd_alg", HASH)
    claims = {
        "iat": int(created.timestamp()),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": digest_of(shown.without_key_binding, str(hash_name)),
    }
    token = jws.sign(claims, signer=signer, header={"typ": KEY_BINDING})
    return Parts(token=shown.token, disclosures=shown.disclosures, key_binding=token)


def check_unbound(
    shown: Parts | str, *, issuer_key: PublicKey, kinds: Collection[str], contents: Collection[str] = ()
) -> Checked:
    """Check the issuer's signature and the disclosures of what nobody has bound, e.g. when the holder receives it.

    `kinds` and `contents` are the types (`typ`) and content types (`cty`) that are allowed, as in `jws.read`.

    Raises:
        KeyBindingError: it carries a key binding: that has to be checked, by `check_bound`.
        SignatureError, JoseError, DisclosureError, CredentialError: it does not hold.
    """
    parts = split(shown) if isinstance(shown, str) else shown
    if parts.key_binding:
        why = Phrase(
            "there is one, which has to be checked for its reader and occasion", "има такова и то трябва да се провери"
        )
        raise KeyBindingError(why=why)
    return _check(parts, issuer_key=issuer_key, kinds=kinds, contents=contents)


def check_bound(
    shown: Parts | str,
    *,
    issuer_key: PublicKey,
    kinds: Collection[str],
    nonce: str,
    audience: str,
    at: datetime,
    max_age: timedelta = MAX_AGE,
) -> Checked:
    """Check the issuer's signature, the disclosures, and that the holder shows it to this reader, on this occasion, now.

    Args:
        shown: the presentation.
        issuer_key: from the issuer's own document.
        kinds: the types of token that are allowed.
        nonce: what was asked to be signed; never asked twice.
        audience: the reader's own identifier.
        at: now.
        max_age: how old the holder's proof may be.

    Raises:
        KeyBindingError: no key binding, no key to bind to, a malformed or stale one, or one over other disclosures.
        ReplayedError: made for another reader or occasion.
        SignatureError, JoseError, DisclosureError, CredentialError: it does not hold.
        ValueError: no nonce or audience.
    """
    _insist(nonce, audience)
    parts = split(shown) if isinstance(shown, str) else shown
    checked = _check(parts, issuer_key=issuer_key, kinds=kinds)
    check_binding(parts, checked.holder_key, nonce=nonce, audience=audience, at=at, max_age=max_age)
    return Checked(
        claims=checked.claims,
        header=checked.header,
        disclosed=checked.disclosed,
        holder_key=checked.holder_key,
        bound=True,
    )


def check_binding(
    parts: Parts,
    holder: PublicKey | None,
    *,
    nonce: str,
    audience: str,
    at: datetime,
    max_age: timedelta = MAX_AGE,
) -> None:
    """Check the holder's proof alone: that whoever has this key shows exactly these disclosures, to this reader, now.

    Whether the credential names that key, and holds itself, is for the caller to say.

    Raises:
        KeyBindingError, ReplayedError, SignatureError, JoseError, ValueError: as `check_bound`.
    """
    _insist(nonce, audience)
    if not parts.key_binding or holder is None:
        raise KeyBindingError(why=Phrase("there is none", "няма такова"))
    binding = jws.read(parts.key_binding, kinds=(KEY_BINDING,))
    if binding.embedded_key is not None:
        raise KeyBindingError(why=Phrase("it brings a key of its own", "носи собствен ключ"))
    jws.check(binding, holder)
    claims = binding.payload
    hash_name = jws.peek_payload(parts.token).get("_sd_alg", HASH)
    said, wanted = claims.get("sd_hash"), digest_of(parts.without_key_binding, str(hash_name))
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), wanted.encode()):
        raise KeyBindingError(why=Phrase("it was made over other disclosures", "направено е върху други разкривания"))
    if claims.get("nonce") != nonce:
        raise ReplayedError(claim="nonce")
    if claims.get("aud") != audience:
        raise ReplayedError(claim="aud")
    made = moment_of(claims, "iat")
    if made is None or not at - max_age - CLOCK_SKEW <= made <= at + CLOCK_SKEW:
        raise KeyBindingError(why=Phrase("it was not made just now", "не е направено току-що"))


def _check(parts: Parts, *, issuer_key: PublicKey, kinds: Collection[str], contents: Collection[str] = ()) -> Checked:
    token = jws.read(parts.token, kinds=kinds, contents=contents)
    jws.check(token, issuer_key)
    revealed = reveal(token.payload, parts.disclosures)
    return Checked(
        claims=revealed.claims,
        header=token.header,
        disclosed=frozenset(revealed.disclosures),
        holder_key=holder_key_of(token.payload),
        bound=False,
    )


def holder_key_of(payload: Mapping[str, Any]) -> PublicKey | None:
    """The key that the issuer named for the holder (`cnf`) in the open: one that was disclosed could have been left out.

    Raises:
        KeyBindingError: named in another way than as a JWK, or malformed.
    """
    confirmation: Any = payload.get("cnf")
    if confirmation is None:
        return None
    jwk = confirmation.get("jwk") if is_object(confirmation) else None
    if not is_object(jwk):
        raise KeyBindingError(
            why=Phrase("the holder is named in a way that we do not know", "притежателят е посочен непознато")
        )
    try:
        return PublicKey.from_jwk(jwk)
    except KeyFormatError as error:
        raise KeyBindingError(why=Phrase(error.say("en"), error.say("bg"))) from error


def _disclosures_of(parts: Parts, kinds: Collection[str]) -> Mapping[Path, Disclosure]:
    return reveal(jws.read(parts.token, kinds=kinds).payload, parts.disclosures).disclosures


def _insist(nonce: str, audience: str) -> None:
    if not nonce or not audience:
        raise ValueError("key binding is made and checked for a nonce and an audience")
