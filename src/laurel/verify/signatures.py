"""Was the document signed, unchanged since, and by its issuer? The checks `proof` and `issuer_key`.

    issuer ──resolve──▶ its own document ──method named by the proof, listed for assertion──▶ key ──▶ signature
                                        never a key from the credential, its header or another's document

All proofs of a set must hold. Where the policy lets witnesses sign beside the issuer, one proof has to be the issuer's; the
others are checked with the key that their own controller's document lists.
Source: https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains;
https://www.w3.org/TR/cid-1.0/#retrieve-verification-method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from laurel.anchors import Witnessed
from laurel.canon.strict_json import is_object
from laurel.did import VerificationMethod, resolve
from laurel.errors import (
    CredentialError,
    IssuerBindingError,
    LaurelError,
    LimitError,
    NoProofError,
    Phrase,
    ProofError,
    ProofPurposeError,
    UndecidedError,
    UnsupportedError,
)
from laurel.fetching import Fetcher
from laurel.keys import PublicKey
from laurel.proofs import check_proof, ecdsa_sd_2023, merkle_proof_2019, read_proof, vc_jwt
from laurel.proofs.jwt_claims import moment_of
from laurel.timestamp import write_timestamp
from laurel.verify.policy import Policy
from laurel.verify.presented import Presented
from laurel.verify.report import Check, Outcome, as_problem, failed, passed, unknown
from laurel.verify.told import text_of

ANCHOR_OPEN = "ANCHOR_OPEN"
"""The code of `issuer_key` where no signature, but only the sender of a blockchain's transaction can tell who issued it."""
_PURPOSE = "assertionMethod"
_FITS = "FITS_ANCHOR"
_MAX_ANCHORED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The two answers; `issuer_key` is None where the policy does not bind the key to the issuer."""

    proof: Check
    issuer_key: Check | None

    @property
    def outcome(self) -> Outcome:
        """The worse of the two."""
        return max(check.outcome for check in (self.proof, self.issuer_key) if check is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What one proof, or the token, claims: the key's name and the moment of signing. `existed` is proven, not claimed."""

    method: str  # "": a token that brings its key along instead
    signed: datetime | None
    proof: Mapping[str, Any] | None  # None: the token itself
    existed: Witnessed | None = None
    key: PublicKey | None = None
    anchored: int | None = None  # the place of a proof that is no signature, but leads to a blockchain

    def may_be_from(self, end: datetime) -> bool:
        """Whether it may have been signed at or after `end`, by what it says of itself and by what is proven."""
        if self.signed is not None:
            return self.signed >= end
        return self.existed is None or self.existed.by >= end

    @property
    def signer(self) -> str:
        """Whose key it says it was made with; "" where it brings the key itself."""
        return self.method.partition("#")[0]


def check_signatures(
    presented: Presented, *, at: datetime, fetch: Fetcher, policy: Policy, existed: Witnessed | None = None
) -> Signatures:
    """Check every proof of the document, or its token. `existed`: by when it is proven to have existed, signatures and all."""
    try:
        claims = _claims(presented, policy)
    except CredentialError as error:
        return _without_key(failed("proof", error.code, details=(as_problem(error),)), policy)
    except UndecidedError as error:
        return _without_key(unknown("proof", error.code, details=(as_problem(error),)), policy)
    answers = [_check_claim(replace(claim, existed=existed), presented, at=at, fetch=fetch, policy=policy) for claim in claims]
    keys = [answer.issuer_key for answer in answers if answer.issuer_key is not None]
    if not keys and policy.issuer_binding and any(claim.anchored is not None for claim in claims):
        keys = [unknown("issuer_key", ANCHOR_OPEN)]
    if not keys and policy.issuer_binding:
        foreign = IssuerBindingError(issuer=issuer_of(presented.unverified_document)[:200], method=claims[0].method[:200])
        keys = [failed("issuer_key", foreign.code, details=(as_problem(foreign),))]
    return Signatures(
        proof=max((answer.proof for answer in answers), key=lambda check: (check.outcome, check.code != _FITS)),
        issuer_key=max(keys, key=_severity) if keys else None,
    )


def issuer_of(document: Mapping[str, Any]) -> str:
    """The identifier of the issuer, which may be a string or an object; "" where there is none."""
    issuer = document.get("issuer")
    if isinstance(issuer, dict):
        issuer = cast("dict[str, Any]", issuer).get("id")
    return issuer if isinstance(issuer, str) else ""


def issuer_name_of(document: Mapping[str, Any]) -> str:
    """The name the issuer gives itself, else its identifier."""
    issuer = document.get("issuer")
    name = text_of(cast("dict[str, Any]", issuer).get("name")) if isinstance(issuer, dict) else ""
    return name or issuer_of(document)


def _claims(presented: Presented, policy: Policy) -> list[_Claim]:
    if presented.token is not None:
        return [_token_claim(presented.token, presented.unverified_document)]
    if not presented.proofs:
        raise NoProofError
    if len(presented.proofs) > policy.max_proofs:
        raise LimitError(what=Phrase("the number of proofs", "броят на доказателствата"), limit=policy.max_proofs)
    if sum(is_object(proof) and proof.get("cryptosuite") == ecdsa_sd_2023.NAME for proof in presented.proofs) > 1:
        # each statement has a signature of its own, so every such proof costs as much as hundreds of others
        raise LimitError(what=Phrase("the number of partial proofs", "броят на частичните доказателства"), limit=1)
    if sum(is_object(proof) and merkle_proof_2019.recognises(proof) for proof in presented.proofs) > _MAX_ANCHORED:
        # each covers the proofs before it, so each costs as much as reading the document anew
        raise LimitError(
            what=Phrase("the number of anchored proofs", "броят на закотвените доказателства"), limit=_MAX_ANCHORED
        )
    found = [_claim_or_refusal(proof, policy, place=place) for place, proof in enumerate(presented.proofs)]
    refusals = [each for each in found if isinstance(each, LaurelError)]
    # what is malformed anywhere comes before what is merely unknown somewhere
    for refusal in sorted(refusals, key=lambda error: isinstance(error, UndecidedError)):
        raise refusal
    return [each for each in found if isinstance(each, _Claim)]


def _claim_or_refusal(proof: Any, policy: Policy, *, place: int) -> _Claim | LaurelError:
    try:
        return _claim(proof, policy, place=place)
    except LaurelError as error:
        return error


def _claim(proof: Any, policy: Policy, *, place: int) -> _Claim:
    if not isinstance(proof, dict) or not proof:
        raise NoProofError
    members = cast("dict[str, Any]", proof)
    if merkle_proof_2019.recognises(members) and merkle_proof_2019.NAME in policy.suites:
        merkle_proof_2019.read_proof(members)
        return _Claim(method="", signed=None, proof=members, anchored=place)
    options = read_proof(members)
    if options.purpose != _PURPOSE:
        raise ProofPurposeError(found=options.purpose[:60], wanted=_PURPOSE)
    if options.suite_name not in policy.suites:
        name = options.suite_name[:60]
        raise UnsupportedError(what=Phrase(f"the suite {name}", f"начина на подписване {name}"))
    return _Claim(method=options.verification_method, signed=options.created, proof=members)


def _token_claim(token: vc_jwt.UnverifiedJwt, document: Mapping[str, Any]) -> _Claim:
    method, key = token.key_id or "", token.embedded_key
    if not method and key is None:
        raise ProofError(why=Phrase("the token names no key (kid)", "токенът не посочва ключ (kid)"))
    issuer = issuer_of(document)
    named = method if ":" in method or not method else f"{issuer}#{method.removeprefix('#')}"
    # only what the token says of its own signing, like `created` of a proof; the start of validity may lie anywhere
    return _Claim(method=named, signed=token.signed or moment_of(token.claims, "nbf"), proof=None, key=key)


def _check_claim(claim: _Claim, presented: Presented, *, at: datetime, fetch: Fetcher, policy: Policy) -> Signatures:
    document = presented.unverified_document
    if claim.anchored is not None:
        return Signatures(proof=_check_path(document, claim.anchored, policy), issuer_key=None)
    bound = policy.issuer_binding and not (policy.witnesses and claim.signer not in ("", issuer_of(document)))
    try:
        key, life = _key_of(claim, document, at=at, fetch=fetch, policy=policy)
    except CredentialError as error:
        return _without_proof(failed("issuer_key", error.code, details=(as_problem(error),)), bound=bound)
    except UndecidedError as error:
        return _without_proof(unknown("issuer_key", error.code, details=(as_problem(error),)), bound=bound)
    proof = _check_signature(claim, presented, key, policy)
    if bound or life is None:
        return Signatures(proof=proof, issuer_key=life)
    # whose key it is was not asked, but a key that had ended proves nothing for anybody
    return Signatures(proof=max(proof, replace(life, name="proof"), key=lambda check: check.outcome), issuer_key=None)


def _key_of(
    claim: _Claim, document: Mapping[str, Any], *, at: datetime, fetch: Fetcher, policy: Policy
) -> tuple[PublicKey, Check | None]:
    brought = None if claim.method else claim.key
    if not policy.issuer_binding and not policy.witnesses:
        return brought or _unbound_key(claim.method, fetch=fetch, policy=policy), None
    issuer = issuer_of(document)
    signer = claim.signer or issuer
    if signer != issuer and not policy.witnesses:
        raise IssuerBindingError(issuer=issuer[:200], method=claim.method[:200])
    published = resolve(signer, fetch=fetch, insecure_hosts=policy.insecure_hosts)
    # a key in the header says nothing about whose it is: it counts only where the issuer publishes it
    method = published.method_with(brought) if brought else published.method(claim.method, purpose=_PURPOSE)
    return method.public_key(), _key_in_time(method, claim, at=at, issuer=issuer_name_of(document))


def _unbound_key(method: str, *, fetch: Fetcher, policy: Policy) -> PublicKey:
    """The key that the proof names, whoever's it is: a multikey in the fragment says all, else the document is asked."""
    base, _, fragment = method.partition("#")
    if fragment.startswith("z") or (base.startswith("did:key:") and not fragment):
        return PublicKey.from_multikey(fragment or base.removeprefix("did:key:"))
    document = resolve(base, fetch=fetch, insecure_hosts=policy.insecure_hosts)
    return document.method(method, purpose=_PURPOSE).public_key()


def _key_in_time(method: VerificationMethod, claim: _Claim, *, at: datetime, issuer: str) -> Check:
    """Compare the key's life with the moment of signing, for which only the signature itself vouches, or a log or an anchor."""
    answer = passed("issuer_key", issuer=issuer)
    if method.revoked is not None and method.revoked <= at:
        when = write_timestamp(method.revoked)
        if claim.may_be_from(method.revoked):
            return failed("issuer_key", "KEY_REVOKED", when=when)
        existed = claim.existed
        if existed is None or existed.by >= method.revoked:
            return unknown("issuer_key", "KEY_REVOKED_SINCE", when=when)
        facts = {"when": when, "logged": write_timestamp(existed.by), "witness": existed.witness}
        answer = passed("issuer_key", "KEY_REVOKED_AFTER", issuer=issuer, **facts)
    if method.expires is not None and method.expires <= at:
        if claim.may_be_from(method.expires):
            return failed("issuer_key", "KEY_EXPIRED", when=write_timestamp(method.expires))
        return answer if answer.code != "OK" else passed("issuer_key", "KEY_RETIRED", issuer=issuer)
    return answer


def _check_signature(claim: _Claim, presented: Presented, key: PublicKey, policy: Policy) -> Check:
    try:
        if presented.token is not None:
            vc_jwt.check(presented.token, key)
        elif claim.proof is not None:
            check_proof(
                presented.unverified_document,
                claim.proof,
                key,
                contexts=policy.contexts,
                digests=presented.digests,
            )
    except CredentialError as error:
        return failed("proof", error.code, details=(as_problem(error),))
    except UndecidedError as error:
        return unknown("proof", error.code, details=(as_problem(error),))
    return passed("proof")


def _check_path(document: Mapping[str, Any], place: int, policy: Policy) -> Check:
    """Whether the document is the one that was anchored; whose anchor it is, the blockchain has to be asked (`anchored`)."""
    try:
        merkle_proof_2019.check_proof(document, place, contexts=policy.contexts)
    except CredentialError as error:
        return failed("proof", error.code, details=(as_problem(error),))
    except UndecidedError as error:
        return unknown("proof", error.code, details=(as_problem(error),))
    return passed("proof", _FITS)


def _severity(check: Check) -> tuple[int, bool]:
    return check.outcome, check.code != "OK"


def _without_key(proof: Check, policy: Policy) -> Signatures:
    return Signatures(proof=proof, issuer_key=unknown("issuer_key") if policy.issuer_binding else None)


def _without_proof(issuer_key: Check, *, bound: bool) -> Signatures:
    """No key, so no word on the signature. Where nobody asked whose the key is, the missing key is the proof's own trouble."""
    if bound:
        return Signatures(proof=unknown("proof"), issuer_key=issuer_key)
    make = failed if issuer_key.outcome is Outcome.FAILED else unknown
    return Signatures(proof=make("proof", issuer_key.code, details=issuer_key.details), issuer_key=None)
