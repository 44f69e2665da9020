"""SD-JWT VC: a credential that is shown in part, with its issuer's signature over digests. The same checks as for any other.

text ─▶ token + disclosures ─▶ issuer's key (DID, or JWT VC issuer metadata) ─▶ signature ─▶ dates ─▶ what may not be withheld

With a key binding it is a presentation, which is checked for one reader and occasion: `report_on_shown`.
Source: RFC 9901; https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from laurel.annex1.record import AnnexIRecord
from laurel.did import jwk as did_jwk
from laurel.did import jwt_vc_issuer
from laurel.errors import CredentialError, LaurelError, PresentationError, ReplayedError
from laurel.formats import sd_jwt_vc
from laurel.formats.sd_jwt_vc.credential import KINDS, NEVER_WITHHELD, check_claims
from laurel.formats.sd_jwt_vc.parts import Parts, split
from laurel.formats.sd_jwt_vc.reveal import reveal
from laurel.formats.sd_jwt_vc.sd_jwt import check_binding, holder_key_of
from laurel.proofs import jws, vc_jwt
from laurel.proofs.jwt_claims import moment_of
from laurel.timestamp import write_timestamp
from laurel.verify.issuers import check_issuer_known
from laurel.verify.presented import Presented
from laurel.verify.question import Question
from laurel.verify.recipient import check_recipient_address
from laurel.verify.record_facts import facts_of
from laurel.verify.report import Check, Report, as_problem, failed, passed, unknown
from laurel.verify.signatures import check_signatures
from laurel.verify.summary import Summary, summarise
from laurel.verify.validity import check_validity

_SOURCE: Final = "https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ (2)"
_AFTER: Final = ("proof", "issuer_key", "validity", "status", "schema", "issuer_known")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One credential taken apart; nothing in it is to be trusted yet. `hidden`: the first steps of all that was disclosed."""

    parts: Parts
    token: jws.UnverifiedJws
    claims: dict[str, Any]
    hidden: frozenset[str | int]

    @property
    def issuer(self) -> str:
        """Whom it names as issuer."""
        return str(self.claims["iss"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInPart:
    """A presentation that was checked: `refusal` is what is wrong with the holder's proof; `meant`: for this reader, now."""

    report: Report
    holder: str
    refusal: LaurelError | None
    meant: bool


def recognises(text: str) -> bool:
    """Whether this text is an SD-JWT: a token, then disclosures, each with a tilde."""
    return "~" in text and not text.startswith(("{", "["))


def report_on(text: str, question: Question) -> Report:
    """Check a credential that somebody hands over; one that is bound to a reader is no such thing (`PRESENTATION`)."""
    try:
        found = _read(text)
        if found.parts.key_binding:
            raise PresentationError
    except LaurelError as error:
        return Report(checks=(_refused("structure", error), *(unknown(name) for name in _AFTER)), credential=None)
    return checked(found, question)


def checked(found: _Read, question: Question) -> Report:
    """The report on the credential itself."""
    presented = _presented(found)
    at, policy = question.at, question.policy
    fetch = jwt_vc_issuer.reading(question.fetch) if found.issuer.startswith("https://") else question.fetch
    signatures = check_signatures(presented, at=at, fetch=fetch, policy=policy, existed=question.existed)
    checks = [
        passed("structure"),
        signatures.proof,
        signatures.issuer_key or unknown("issuer_key"),
        check_validity(presented.unverified_document, presented.dated, at=at, policy=policy),
        unknown("status", "UNSUPPORTED") if "status" in found.claims else passed("status", "NO_STATUS"),
        _form(found),
        check_issuer_known(found.issuer, found.issuer, trusted=question.trusted, voice=policy.voice),
    ]
    record = _record(found.claims)
    if question.recipient is not None:
        address = record.learner.email if record else str(found.claims.get("email", ""))
        checks.append(check_recipient_address(address, email=question.recipient))
    own = [replace(check, clause=_SOURCE) if check.name in ("structure", "schema") else check for check in checks]
    return Report(checks=tuple(own), credential=_summary(found, record))


def report_on_shown(text: str, question: Question, *, nonce: str, audience: str) -> ShownInPart:
    """Check what a holder shows to one reader (`audience`), on one occasion (`nonce`), and the credential itself.

    Raises:
        LaurelError: no SD-JWT VC.
    """
    found, key = _read(text), None
    try:
        key = holder_key_of(found.token.payload)
        check_binding(found.parts, key, nonce=nonce, audience=audience, at=question.at)
    except ReplayedError:
        refusal, meant = None, False
    except LaurelError as error:
        refusal, meant = error, False
    else:
        refusal, meant = None, True
    holder = "" if refusal is not None or key is None else did_jwk.did_of(key)
    return ShownInPart(report=checked(found, question), holder=holder, refusal=refusal, meant=meant)


def _read(text: str) -> _Read:
    parts = split(text)
    token = jws.read(parts.token, kinds=KINDS)
    revealed = reveal(token.payload, parts.disclosures)
    check_claims(revealed.claims)
    hidden = frozenset(path[0] for path in revealed.disclosures)
    return _Read(parts=parts, token=token, claims=revealed.claims, hidden=hidden)


def _presented(found: _Read) -> Presented:
    """As a token that says who signed it and when, so that the issuer's key is found and judged as for any other."""
    start, end, made = (moment_of(found.claims, name) for name in ("nbf", "exp", "iat"))
    dates = {name: write_timestamp(each) for name, each in (("validFrom", start), ("validUntil", end)) if each is not None}
    document = {"issuer": found.issuer, **dates}
    members: dict[str, Any] = {name: getattr(found.token, name) for name in jws.UnverifiedJws.__slots__}
    members["key_id"] = _key_id(found)
    token = vc_jwt.UnverifiedJwt(
        credential=document,
        claims={name: value for name, value in found.claims.items() if name in ("iss", "nbf", "exp", "iat")},
        signed=made,
        **members,
    )
    return Presented(unverified_document=document, proofs=(), token=token)


def _key_id(found: _Read) -> str | None:
    """An issuer that is no DID names its keys as it likes; they are its own all the same (see `jwt_vc_issuer`)."""
    name, issuer = found.token.key_id, found.issuer
    return name if name is None or issuer.startswith("did:") or name.startswith(f"{issuer}#") else f"{issuer}#{name}"


def _form(found: _Read) -> Check:
    withheld = found.hidden & NEVER_WITHHELD
    if withheld:
        return failed("schema", "COULD_BE_WITHHELD", member=min(map(str, withheld)))
    return passed("schema", "AS_SD_JWT_VC")


def _record(claims: Mapping[str, Any]) -> AnnexIRecord | None:
    try:
        return sd_jwt_vc.parse(claims)
    except LaurelError:
        return None


def _summary(found: _Read, record: AnnexIRecord | None) -> Summary:
    claims, language = found.claims, "en"
    start, end = moment_of(claims, "nbf") or moment_of(claims, "iat"), moment_of(claims, "exp")
    facts: dict[str, Any] = {
        "id": str(claims.get("id", "")),
        "types": (str(claims["vct"]),),
        "title": str(claims["vct"]),
        "issuer_id": found.issuer,
        "valid_from": write_timestamp(start) if start else "",
        "valid_until": write_timestamp(end) if end else "",
        "learner_id": str(claims.get("sub", "")),
        "learner": str(claims.get("sub", "")),
    }
    if record is not None:
        design, learner = record.credential, record.learner
        language = next((tag for tag in design.languages if tag in design.title.root), "en")
        facts |= facts_of(record, language) | {
            "title": design.title.text(language),
            "description": design.description.text(language),
            "language": language,
            "learner_id": learner.id or "",
            "learner": learner.name or learner.email or learner.id or "",
        }
    return replace(summarise({}), **facts)


def _refused(name: str, error: LaurelError) -> Check:
    make = failed if isinstance(error, CredentialError) else unknown
    return make(name, error.code, details=(as_problem(error),))
