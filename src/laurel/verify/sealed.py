"""European Digital Credentials: sealed (JAdES), or not sealed yet. The same checks as for any credential, with their own rules.

envelope ─▶ text + seal ─▶ signature by the enclosed certificate ─▶ certificate leads to an anchor ─▶ issuer is the sealer
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from laurel.canon.strict_json import Limits, is_array
from laurel.errors import CredentialError, LaurelError, NoProofError, UndecidedError
from laurel.formats.elm import TYPE, jades
from laurel.formats.elm.certificates import in_time, leads_to
from laurel.formats.elm.jades import UnverifiedSeal
from laurel.formats.elm.parse import unwrapped
from laurel.formats.elm.reading import first_object, first_text, text_of, words
from laurel.formats.elm.shape import check_shape
from laurel.timestamp import write_timestamp
from laurel.verify.elm_summary import summary_of
from laurel.verify.issuers import check_issuer_known
from laurel.verify.pdf_seal import name_of
from laurel.verify.question import Question
from laurel.verify.recipient import check_recipient_address
from laurel.verify.report import Check, Report, as_problem, failed, passed, unknown
from laurel.verify.validity import check_validity

_JADES = "ETSI TS 119 182-1, 5 and 6"
_PROFILE = "http://data.europa.eu/snb/model/ap/edc-generic-full"
_AFTER = ("proof", "issuer_key", "validity", "status", "schema", "issuer_known")


WORDS: Final = ("payload", TYPE)
"""One of them stands between quotes in whatever `recognises` says yes to."""


def recognises(document: Mapping[str, Any]) -> bool:
    """Whether this JSON is a sealed text, or a European Digital Credential without any proof."""
    if "payload" in document and "signatures" in document:
        return True
    inner = unwrapped(document)
    types = inner.get("type")
    return is_array(types) and TYPE in types and "proof" not in inner


def report_on(document: Mapping[str, Any], question: Question) -> Report:
    """Check a sealed credential; an unsealed one is readable, but anybody could have written it."""
    if "payload" not in document:
        return _unsealed(unwrapped(document))
    try:
        seal = jades.read(document, limits=Limits(size=question.policy.max_answer, values=20_000))
    except LaurelError as error:
        checks = [_refused("structure", error), *(unknown(name) for name in _AFTER)]
        return Report(checks=tuple(checks), credential=None)
    checks = _checks(seal, question)
    return Report(checks=tuple(checks), credential=summary_of(seal.document))


def _checks(seal: UnverifiedSeal, question: Question) -> list[Check]:
    document = seal.document
    dates = {"created": write_timestamp(seal.sealed)}
    checks = [
        passed("structure"),
        _signature(seal),
        _sealer(seal, question),
        check_validity(document, [dates], at=question.at, policy=question.policy),
        unknown("status", "UNSUPPORTED") if "credentialStatus" in document else passed("status", "NO_STATUS"),
        _shape(document),
        _known(seal, question),
    ]
    if question.recipient is not None:
        checks.append(check_recipient_address(_address(document), email=question.recipient))
    return [replace(one, clause=_JADES) if one.name in ("proof", "issuer_key") else one for one in checks]


def _unsealed(document: Mapping[str, Any]) -> Report:
    proof = failed("proof", NoProofError.code, details=(as_problem(NoProofError()),))
    rest = [unknown(name) for name in _AFTER[1:]]
    return Report(checks=(passed("structure"), proof, *rest), credential=summary_of(document))


def _signature(seal: UnverifiedSeal) -> Check:
    try:
        jades.check(seal)
    except LaurelError as error:
        return _refused("proof", error)
    return passed("proof")


def _sealer(seal: UnverifiedSeal, question: Question) -> Check:
    leaf, issuer = seal.chain[0], _issuer(seal.document)
    sealer = seal.organisation_identifier
    if not in_time(leaf, at=seal.sealed):
        return failed("issuer_key", "SEAL_OUT_OF_TIME", when=write_timestamp(seal.sealed))
    if not leads_to(question.anchors, seal.chain, at=seal.sealed):
        return unknown("issuer_key", "SEAL_UNTRUSTED", issuer=name_of(leaf), authority=leaf.issuer.rfc4514_string()[:200])
    if not sealer or _identifier(issuer) != sealer:
        return failed("issuer_key", "SEAL_OF_ANOTHER", issuer=_name(issuer), sealer=name_of(leaf))
    if not in_time(leaf, at=question.at):
        existed, when = question.existed, write_timestamp(leaf.not_valid_after_utc)
        if existed is not None and existed.by < leaf.not_valid_after_utc:
            facts = {"when": when, "logged": write_timestamp(existed.by), "witness": existed.witness}
            return passed("issuer_key", "SEAL_EXPIRED_AFTER", issuer=name_of(leaf), **facts)
        return unknown("issuer_key", "SEAL_EXPIRED_SINCE", when=when)
    return passed("issuer_key", "SEALED", issuer=name_of(leaf))


def _known(seal: UnverifiedSeal, question: Question) -> Check:
    issuer = _issuer(seal.document)
    return check_issuer_known(
        seal.organisation_identifier,
        _name(issuer),
        trusted=question.trusted,
        voice=question.policy.voice,
        names=tuple(text_of(issuer.get("legalName")).values()),
    )


def _shape(document: Mapping[str, Any]) -> Check:
    problems = tuple(check_shape(document))
    check = failed("schema", "SCHEMA", details=problems, count=len(problems)) if problems else passed("schema", "AS_ELM")
    return replace(check, clause=_PROFILE)


def _refused(name: str, error: LaurelError) -> Check:
    make = failed if isinstance(error, CredentialError) and not isinstance(error, UndecidedError) else unknown
    return make(name, error.code, details=(as_problem(error),))


def _issuer(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return first_object(document.get("issuer"))


def _identifier(issuer: Mapping[str, Any]) -> str:
    return words(first_object(issuer.get("eIDASIdentifier")).get("notation"))


def _name(issuer: Mapping[str, Any]) -> str:
    return first_text(issuer.get("legalName")) or words(issuer.get("id"))


def _address(document: Mapping[str, Any]) -> str:
    contact = first_object(first_object(document.get("credentialSubject")).get("contactPoint"))
    return words(first_object(contact.get("emailAddress")).get("id")).removeprefix("mailto:")
