"""Verify a presentation: somebody shows credentials, proves to be who holds them, and to whom and when they are shown.

    presentation ─▶ shape ─▶ holder's key, listed for authentication ─▶ proof ─▶ challenge + domain ─▶ every credential inside

Challenge and domain are required: without them a presentation that was shown elsewhere could be shown again. Only tools that
look at presentations made for others use `verify_unaddressed`, whose name says what it leaves out.
Source: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations; https://www.w3.org/TR/vc-data-integrity/#defn-challenge
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from laurel.anchors.transactions import ChainReader, no_chain
from laurel.did import resolve
from laurel.errors import (
    CredentialError,
    KeyNotFoundError,
    Language,
    LaurelError,
    MalformedError,
    Phrase,
    Problem,
    ReplayedError,
    UndecidedError,
    UnsupportedError,
)
from laurel.fetching import Fetcher
from laurel.keys import PublicKey
from laurel.proofs import ProofOptions, check_proof, jws, proofs_of, read_proof, vp_jwt
from laurel.proofs.presentation import PURPOSE
from laurel.timestamp import write_timestamp
from laurel.verify import sd_jwt, texts
from laurel.verify.budget import Budget
from laurel.verify.policy import DEFAULT, Policy
from laurel.verify.presentation_texts import ADVICE, HEADLINES, SENTENCES, SOURCES, TITLES
from laurel.verify.procedure import verify
from laurel.verify.question import Question
from laurel.verify.report import Outcome, Report, Verdict, as_problem
from laurel.verify.shown import Shown, read_shown, text_of
from laurel.verify.texts import LANGUAGES
from laurel.verify.validity import check_validity

_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationCheck:
    """One question about the presentation itself."""

    name: str
    outcome: Outcome
    code: str = "OK"
    details: tuple[Problem, ...] = ()

    @property
    def source(self) -> str:
        """Where the rule comes from."""
        return SOURCES[self.name]

    def title(self, language: Language) -> str:
        """The question, in a few words."""
        return TITLES[self.name][language == "bg"]

    def say(self, language: Language) -> str:
        """The answer, in a sentence."""
        said = SENTENCES.get((self.name, self.code)) or SENTENCES[self.name, self.outcome.name]
        return said[language == "bg"]

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines, with both languages."""
        return {
            "name": self.name,
            "outcome": self.outcome.name.lower(),
            "code": self.code,
            "title": {language: self.title(language) for language in LANGUAGES},
            "text": {language: self.say(language) for language in LANGUAGES},
            "details": [{"at": each.at, "code": each.code, "en": each.en, "bg": each.bg} for each in self.details],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the holder was asked to sign; None: nobody knows, so it is not compared."""

    challenge: str | None
    domain: str | None

    def names_nothing(self) -> bool:
        return self.challenge is None and self.domain is None

    def is_answered_by(self, options: ProofOptions) -> bool:
        timely = self.challenge is None or options.challenge == self.challenge
        return timely and (self.domain is None or self.domain in options.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationReport:
    """What was found about the presentation, and one report for each credential in it, in their order.

    `profile` names the rules that were applied; `may_be_empty` says whether these allow a presentation of no credentials.
    """

    checks: tuple[PresentationCheck, ...]
    credentials: tuple[Report, ...]
    holder: str
    profile: str = "badge"
    may_be_empty: bool = False

    @property
    def verified(self) -> bool:
        """True when the presentation holds and every credential in it may be relied on, warnings included."""
        if any(check.outcome is not Outcome.PASSED for check in self.checks if check.name != "subject"):
            return False
        unproven = any(check.name == "subject" and check.outcome is Outcome.FAILED for check in self.checks)
        shown = self.may_be_empty or bool(self.credentials)
        return not unproven and shown and all(each.verdict != "reject" for each in self.credentials)

    @property
    def outcome(self) -> Outcome:
        """The worst of all checks, those of the credentials among them."""
        own = [check.outcome for check in self.checks]
        return max(own + [report.outcome for report in self.credentials])

    @property
    def verdict(self) -> Verdict:
        """`accept`: all of it holds. `warn`: it holds, but something must be told first. `reject`: everything else."""
        if not self.verified:
            return "reject"
        return "accept" if self.outcome is Outcome.PASSED else "warn"

    @property
    def readable(self) -> bool:
        """Whether there was a presentation to judge at all."""
        return self.checks[0].outcome is not Outcome.FAILED

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all checks that did not pass, the presentation's own first, then those of each credential."""
        own = [check.code for check in self.checks if check.outcome and check.code != "NOT_CHECKED"]
        return tuple(dict.fromkeys((*own, *(code for report in self.credentials for code in report.codes))))

    def headline(self, language: Language) -> str:
        """The verdict in a few words."""
        return HEADLINES[self._ending()][language == "bg"]

    def rules(self, language: Language) -> str:
        """Which rules were applied, in a sentence."""
        return texts.rules(self.profile, language)

    def advice(self, language: Language) -> str:
        """What to do next, in a sentence."""
        return ADVICE[self._ending()][language == "bg"]

    def _ending(self) -> str:
        if not self.readable:
            return "unreadable"
        if self.outcome is Outcome.FAILED:
            return "refused"
        return {"accept": "valid", "warn": "attention", "reject": "unknown"}[self.verdict]

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines: verdict first."""
        return {
            "profile": self.profile,
            "verdict": self.verdict,
            "outcome": self.outcome.name.lower(),
            "codes": list(self.codes),
            "headline": {language: self.headline(language) for language in LANGUAGES},
            "advice": {language: self.advice(language) for language in LANGUAGES},
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
    chain: ChainReader = no_chain,
) -> PresentationReport:
    """Verify a presentation: JSON with embedded proofs, a `vp+jwt` token, an envelope of one, or an SD-JWT VC with key binding.

    Args:
        presented: the text.
        challenge: what the verifier asked the holder to sign (`nonce` of a token); not empty, and never asked twice.
        domain: whom the presentation is meant for (`aud` of a token); not empty.
        at: the moment to verify for; with an offset.
        fetch: how to fetch documents; asked at most `policy.max_requests` times altogether.
        trusted: the issuers known to the verifier, identifier -> name.
        policy: what to insist on.
        chain: how to ask blockchains about the credentials inside; see `verify`.

    Raises:
        ValueError: an empty challenge or domain.
    """
    if not challenge or not domain:
        raise ValueError("a presentation is verified against a challenge and a domain")
    asked = _Asked(challenge=challenge, domain=domain)
    return _verify(presented, asked, at=at, fetch=fetch, trusted=trusted, policy=policy, chain=chain)


def verify_unaddressed(
    presented: bytes | str,
    *,
    challenge: str | None = None,
    domain: str | None = None,
    at: datetime,
    fetch: Fetcher,
    trusted: Mapping[str, str] = _NOBODY,
    policy: Policy = DEFAULT,
) -> PresentationReport:
    """Verify a presentation that may have been made for somebody else, long ago: never let anybody in because of it.

    For tools that test or examine. A challenge or domain that is None is not compared; without both, the report has no check
    `addressed`. Otherwise as `verify_presentation`.
    """
    asked = _Asked(challenge=challenge, domain=domain)
    return _verify(presented, asked, at=at, fetch=fetch, trusted=trusted, policy=policy)


def _verify(
    presented: bytes | str,
    asked: _Asked,
    *,
    at: datetime,
    fetch: Fetcher,
    trusted: Mapping[str, str],
    policy: Policy,
    chain: ChainReader = no_chain,
) -> PresentationReport:
    purse = Budget(fetch, requests=policy.max_requests, limit=policy.max_answer)
    try:
        text = text_of(presented, policy=policy)
        if sd_jwt.recognises(text):
            question = Question(at=at, fetch=purse, trusted=trusted, anchors=(), policy=policy, recipient=None)
            return _shown_in_part(text, question, asked)
        shown = read_shown(text, policy=policy)
    except LaurelError as error:
        checks = [_refusal("presentation", error)]
        return PresentationReport(checks=tuple(checks), credentials=(), holder="", profile=policy.name)
    checks = [PresentationCheck(name="presentation", outcome=Outcome.PASSED)]
    checks.extend(_proof_checks(shown, asked, at=at, fetch=purse, policy=policy))
    reports = tuple(verify(text, at=at, fetch=purse, trusted=trusted, policy=policy, chain=chain) for text in shown.credentials)
    any_kind = policy.shape == "data-model"
    if not any_kind:  # the data model lets anybody hold what is about anything
        checks.append(_subject_check(shown))
    return PresentationReport(
        checks=tuple(checks), credentials=reports, holder=shown.holder, profile=policy.name, may_be_empty=any_kind
    )


def _shown_in_part(text: str, question: Question, asked: _Asked) -> PresentationReport:
    """An SD-JWT with key binding: the issuer named the holder's key, so whoever has it is whom the credential is about."""
    if asked.challenge is None or asked.domain is None:
        what = Phrase("key binding for a reader nobody names", "обвързване с ключ за неназован получател")
        raise UnsupportedError(what=what)
    shown = sd_jwt.report_on_shown(text, question, nonce=asked.challenge, audience=asked.domain)
    checks = [PresentationCheck(name="presentation", outcome=Outcome.PASSED)]
    if shown.refusal is not None:
        checks += [
            _refusal("holder_proof", shown.refusal),
            PresentationCheck(name="addressed", outcome=Outcome.UNKNOWN, code="NOT_CHECKED"),
            PresentationCheck(name="subject", outcome=Outcome.UNKNOWN, code="SUBJECT_UNNAMED"),
        ]
    else:
        meant = Outcome.PASSED if shown.meant else Outcome.FAILED
        checks += [
            PresentationCheck(name="holder_proof", outcome=Outcome.PASSED),
            PresentationCheck(name="addressed", outcome=meant, code="OK" if shown.meant else "MEANT_FOR_ANOTHER"),
            PresentationCheck(name="subject", outcome=Outcome.PASSED),
        ]
    report = replace(shown.report, profile=question.policy.name)
    return PresentationReport(checks=tuple(checks), credentials=(report,), holder=shown.holder, profile=report.profile)


def _proof_checks(shown: Shown, asked: _Asked, *, at: datetime, fetch: Fetcher, policy: Policy) -> Iterator[PresentationCheck]:
    try:
        meant = _check_proofs(shown, asked, at=at, fetch=fetch, policy=policy)
    except LaurelError as error:
        yield _refusal("holder_proof", error)
        yield PresentationCheck(name="addressed", outcome=Outcome.UNKNOWN, code="NOT_CHECKED")
        return
    timely = check_validity({}, _dated(shown), at=at, policy=policy)
    yield PresentationCheck(name="holder_proof", outcome=timely.outcome, code=timely.code)
    if asked.names_nothing():
        return
    code = "OK" if meant else "MEANT_FOR_ANOTHER"
    yield PresentationCheck(name="addressed", outcome=Outcome.PASSED if meant else Outcome.FAILED, code=code)


def _check_proofs(shown: Shown, asked: _Asked, *, at: datetime, fetch: Fetcher, policy: Policy) -> bool:
    """Check every signature of the holder; gives whether all are for this reader and this occasion."""
    document = shown.unverified_presentation
    if shown.token is not None:
        key = _key_of(shown.token.key_id or "", shown, at=at, fetch=fetch, policy=policy)
        jws.check(shown.token, key)
        try:
            vp_jwt.check_occasion(shown.token.claims, nonce=asked.challenge, audience=asked.domain)
        except ReplayedError:
            return False
        return True
    options = [_check_one(document, proof, shown, at=at, fetch=fetch, policy=policy) for proof in proofs_of(document)]
    return all(map(asked.is_answered_by, options))


def _check_one(
    document: Mapping[str, Any], proof: Mapping[str, Any], shown: Shown, *, at: datetime, fetch: Fetcher, policy: Policy
) -> ProofOptions:
    options = read_proof(proof)
    if options.suite_name not in policy.suites:
        name = options.suite_name[:60]
        raise UnsupportedError(what=Phrase(f"the suite {name}", f"начина на подписване {name}"))
    key = _key_of(options.verification_method, shown, at=at, fetch=fetch, policy=policy)
    return check_proof(document, proof, key, purpose=PURPOSE, contexts=policy.contexts)


def _key_of(method: str, shown: Shown, *, at: datetime, fetch: Fetcher, policy: Policy) -> PublicKey:
    """The key comes from the holder's own document, and only when it is listed there for this purpose."""
    signer = method.partition("#")[0]
    if not signer or signer != shown.holder:
        raise MalformedError(at="/proof", why=Phrase("it is not made with the holder's key", "не е с ключа на притежателя"))
    published = resolve(signer, fetch=fetch, insecure_hosts=policy.insecure_hosts).method(method, purpose=PURPOSE)
    if any(end is not None and end <= at for end in (published.revoked, published.expires)):
        # a holder signs at the moment of showing, so a key that has ended is of no use, whatever the proof says of its time
        raise KeyNotFoundError(did=signer, method=method[:300], purpose=PURPOSE)
    return published.public_key()


def _dated(shown: Shown) -> list[dict[str, Any]]:
    if shown.token is None:
        return list(proofs_of(shown.unverified_presentation))
    moments = {"created": shown.token.signed, "expires": shown.token.expires}
    return [{name: write_timestamp(moment) for name, moment in moments.items() if moment is not None}]


def _subject_check(shown: Shown) -> PresentationCheck:
    """Are the credentials about the holder? A credential that names its subject in another way leaves that open."""
    named = shown.subjects()
    if any(name and name != shown.holder for name in named):
        return PresentationCheck(name="subject", outcome=Outcome.FAILED, code="ABOUT_ANOTHER")
    if all(named):
        return PresentationCheck(name="subject", outcome=Outcome.PASSED)
    return PresentationCheck(name="subject", outcome=Outcome.UNKNOWN, code="SUBJECT_UNNAMED")


def _refusal(name: str, error: LaurelError) -> PresentationCheck:
    outcome = Outcome.UNKNOWN if isinstance(error, UndecidedError) else Outcome.FAILED
    code = error.code if isinstance(error, CredentialError | UndecidedError) else "ERROR"
    return PresentationCheck(name=name, outcome=outcome, code=code, details=(as_problem(error),))
