"""Verify a presentation: somebody shows credentials, proves to be who holds them, and to whom and when they are shown.

    presentation ─▶ shape ─▶ holder's key, listed for authentication ─▶ proof ─▶ challenge + domain ─▶ every credential inside

Challenge and domain are required: without them a presentation that was shown elsewhere could be shown again.
Source: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations; https://www.w3.org/TR/vc-data-integrity/#defn-challenge
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from laurel.canon import contexts, strict_json
from laurel.canon.strict_json import is_array, is_object
from laurel.did import resolve
from laurel.errors import CredentialError, LaurelError, LimitError, MalformedError, Phrase, Problem, UndecidedError
from laurel.fetching import Fetcher
from laurel.proofs import ProofOptions, check_proof, proofs_of, read_proof
from laurel.verify.budget import Budget
from laurel.verify.policy import DEFAULT, Policy
from laurel.verify.presentation_texts import SENTENCES, TITLES
from laurel.verify.procedure import verify
from laurel.verify.report import Outcome, Report, as_problem
from laurel.verify.validity import check_validity

PURPOSE: Final = "authentication"
MAX_CREDENTIALS: Final = 20
_MEMBERS: Final = frozenset({"@context", "id", "type", "holder", "verifiableCredential", "proof"})
_FIRST: Final = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1")
_TOKEN_PREFIXES: Final = ("data:application/vc+jwt,", "data:application/jwt,")
_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationCheck:
    """One question about the presentation itself."""

    name: str
    outcome: Outcome
    code: str = "OK"
    details: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines, with both languages."""
        said = SENTENCES.get((self.name, self.code)) or SENTENCES[self.name, self.outcome.name]
        return {
            "name": self.name,
            "outcome": self.outcome.name.lower(),
            "code": self.code,
            "title": dict(zip(("en", "bg"), TITLES[self.name], strict=True)),
            "text": dict(zip(("en", "bg"), said, strict=True)),
            "details": [{"at": each.at, "code": each.code, "en": each.en, "bg": each.bg} for each in self.details],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationReport:
    """What was found about the presentation, and one report for each credential in it, in their order."""

    checks: tuple[PresentationCheck, ...]
    credentials: tuple[Report, ...]
    holder: str

    @property
    def verified(self) -> bool:
        """True when the presentation holds and every credential in it may be relied on, warnings included."""
        if any(check.outcome is not Outcome.PASSED for check in self.checks if check.name != "subject"):
            return False
        unproven = any(check.name == "subject" and check.outcome is Outcome.FAILED for check in self.checks)
        return not unproven and bool(self.credentials) and all(each.verdict != "reject" for each in self.credentials)

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines."""
        return {
            "verified": self.verified,
            "holder": self.holder,
            "checks": [check.to_json() for check in self.checks],
            "credentials": [report.to_json() for report in self.credentials],
        }


def verify_presentation(
    presented: bytes | str,
    *,
    challenge: str,
    domain: str,
    at: datetime,
    fetch: Fetcher,
    trusted: Mapping[str, str] = _NOBODY,
    policy: Policy = DEFAULT,
) -> PresentationReport:
    """Verify a presentation with embedded proofs, as JSON.

    Args:
        presented: the JSON text.
        challenge: what the verifier asked the holder to sign; not empty, and never asked twice.
        domain: whom the presentation is meant for; not empty.
        at: the moment to verify for; with an offset.
        fetch: how to fetch documents; asked at most `policy.max_requests` times altogether.
        trusted: the issuers known to the verifier, identifier -> name.
        policy: what to insist on.

    Raises:
        ValueError: an empty challenge or domain.
    """
    if not challenge or not domain:
        raise ValueError("a presentation is verified against a challenge and a domain")
    purse = Budget(fetch, requests=policy.max_requests, limit=policy.max_answer)
    try:
        document, inside = _read(presented, policy)
    except LaurelError as error:
        return PresentationReport(checks=(_refusal("presentation", error),), credentials=(), holder="")
    holder = holder_of(document)
    checks = [PresentationCheck(name="presentation", outcome=Outcome.PASSED)]
    checks.extend(_proof_checks(document, challenge=challenge, domain=domain, at=at, fetch=purse, policy=policy))
    reports = tuple(verify(text, at=at, fetch=purse, trusted=trusted, policy=policy) for text in inside)
    checks.append(_subject_check(document, holder or _signer_of(document)))
    return PresentationReport(checks=tuple(checks), credentials=reports, holder=holder or _signer_of(document))


def holder_of(document: Mapping[str, Any]) -> str:
    """The identifier of the holder that the presentation names; "" where it names none."""
    holder = document.get("holder")
    if is_object(holder):
        holder = holder.get("id")
    return holder if isinstance(holder, str) else ""


def _read(presented: bytes | str, policy: Policy) -> tuple[dict[str, Any], list[str]]:
    if len(presented) > policy.max_text:
        raise LimitError(what=Phrase("the text", "текстът"), limit=policy.max_text)
    document = strict_json.loads_object(presented)
    if document.get("type") not in ("VerifiablePresentation", ["VerifiablePresentation"]):
        raise MalformedError(at="/type", why=Phrase("not a VerifiablePresentation", "не е VerifiablePresentation"))
    for name in document:
        if name not in _MEMBERS:
            raise MalformedError(why=Phrase(f"unknown member {name:.60}", f"непознато поле {name:.60}"))
    _read_contexts(document.get("@context"))
    if "holder" in document and not holder_of(document):
        raise MalformedError(at="/holder", why=Phrase("the holder has no identifier", "притежателят няма идентификатор"))
    return document, list(_credentials(document))


def _read_contexts(named: object) -> None:
    if not is_array(named) or not named:
        raise MalformedError(at="/@context", why=Phrase("it must be a list of addresses", "трябва да е списък с адреси"))
    if named[0] not in _FIRST:
        raise MalformedError(at="/@context/0", why=Phrase("not the data model's own", "не е на самия модел на данните"))
    for context in named:
        if not isinstance(context, str):
            raise MalformedError(at="/@context", why=Phrase("it is not an address", "не е адрес"))
        contexts.load(context)


def _credentials(document: Mapping[str, Any]) -> Iterator[str]:
    value = document.get("verifiableCredential")
    found: list[Any] = value if is_array(value) else [value]
    if not found or len(found) > MAX_CREDENTIALS:
        raise LimitError(
            at="/verifiableCredential", what=Phrase("the number of credentials", "броят удостоверения"), limit=MAX_CREDENTIALS
        )
    for index, each in enumerate(found):
        if not is_object(each):
            why = Phrase("it is not a credential", "не е удостоверение")
            raise MalformedError(at=f"/verifiableCredential/{index}", why=why)
        yield _text_of(each)


def _text_of(credential: Mapping[str, Any]) -> str:
    """The credential's own text; an enveloped one is its token."""
    name = credential.get("id")
    if credential.get("type") in ("EnvelopedVerifiableCredential", ["EnvelopedVerifiableCredential"]) and isinstance(name, str):
        for prefix in _TOKEN_PREFIXES:
            if name.startswith(prefix):
                return name.removeprefix(prefix)
    return json.dumps(credential, ensure_ascii=False)


def _proof_checks(
    document: Mapping[str, Any], *, challenge: str, domain: str, at: datetime, fetch: Fetcher, policy: Policy
) -> Iterator[PresentationCheck]:
    try:
        proofs = proofs_of(document)
        options = [_check_one(document, proof, fetch=fetch, policy=policy) for proof in proofs]
    except LaurelError as error:
        yield _refusal("holder_proof", error)
        yield PresentationCheck(name="addressed", outcome=Outcome.UNKNOWN, code="NOT_CHECKED")
        return
    timely = check_validity({}, list(proofs), at=at, policy=policy)
    yield PresentationCheck(name="holder_proof", outcome=timely.outcome, code=timely.code)
    meant = all(each.challenge == challenge and domain in each.domain for each in options)
    code = "OK" if meant else "MEANT_FOR_ANOTHER"
    yield PresentationCheck(name="addressed", outcome=Outcome.PASSED if meant else Outcome.FAILED, code=code)


def _check_one(document: Mapping[str, Any], proof: Mapping[str, Any], *, fetch: Fetcher, policy: Policy) -> ProofOptions:
    method = read_proof(proof).verification_method
    signer = method.partition("#")[0]
    if signer != (holder_of(document) or _signer_of(document)):
        raise MalformedError(at="/proof", why=Phrase("it is not made with the holder's key", "не е с ключа на притежателя"))
    # The key comes from the holder's own document, and only when it is listed there for this purpose.
    published = resolve(signer, fetch=fetch, insecure_hosts=policy.insecure_hosts).method(method, purpose=PURPOSE)
    return check_proof(document, proof, published.public_key(), purpose=PURPOSE)


def _signer_of(document: Mapping[str, Any]) -> str:
    """Whose key the first proof names: the holder, where the presentation names none."""
    proof = document.get("proof")
    first: Any = proof[0] if is_array(proof) and proof else proof
    method = first.get("verificationMethod") if is_object(first) else None
    return method.partition("#")[0] if isinstance(method, str) else ""


def _subject_check(document: Mapping[str, Any], holder: str) -> PresentationCheck:
    """Are the credentials about the holder? A credential that names its subject in another way leaves that open."""
    value = document.get("verifiableCredential")
    found: list[Any] = value if is_array(value) else [value]
    named = [_subject_of(each) for each in found]
    if any(name and name != holder for name in named):
        return PresentationCheck(name="subject", outcome=Outcome.FAILED, code="ABOUT_ANOTHER")
    if all(named):
        return PresentationCheck(name="subject", outcome=Outcome.PASSED)
    return PresentationCheck(name="subject", outcome=Outcome.UNKNOWN, code="SUBJECT_UNNAMED")


def _subject_of(credential: object) -> str:
    subject = credential.get("credentialSubject") if is_object(credential) else None
    name = subject.get("id") if is_object(subject) else None
    return name if isinstance(name, str) else ""


def _refusal(name: str, error: LaurelError) -> PresentationCheck:
    outcome = Outcome.UNKNOWN if isinstance(error, UndecidedError) else Outcome.FAILED
    code = error.code if isinstance(error, CredentialError | UndecidedError) else "ERROR"
    return PresentationCheck(name=name, outcome=outcome, code=code, details=(as_problem(error),))
