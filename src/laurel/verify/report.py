"""What a verification found: an ordered list of named checks, and what follows from them.

    Check × 7 ──worst──▶ outcome   PASSED < UNKNOWN < FAILED    for people: what do we know?
          └────────────▶ verdict   accept | warn | reject       for machines: may it be relied on?

The two differ where authenticity itself is unknown: nobody may rely on that (reject), yet nothing is proven wrong (UNKNOWN).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from laurel.errors import Language, LaurelError, Problem
from laurel.verify import texts
from laurel.verify.policy import Voice
from laurel.verify.summary import Summary

Verdict = Literal["accept", "warn", "reject"]
"""May it be relied on: yes, after something was told, or no."""
Ending = Literal["valid", "unchanged", "attention", "unknown", "refused", "unreadable"]

# Without these nobody can say who signed, so a credential that lacks one is never relied on.
_AUTHENTICITY = frozenset({"structure", "proof", "issuer_key", "schema"})
_READ_BUT_REFUSED = frozenset({"CONTEXT", "JOSE_ALGORITHM", "JOSE_CLAIMS", "WEAK_KEY"})
_AUTHENTIC_BUT = frozenset({"KEY_REVOKED_SINCE", "SEAL_EXPIRED_SINCE"})


class Outcome(IntEnum):
    """Ordered from best to worst, so the worst check decides."""

    PASSED = 0
    UNKNOWN = 1  # never round this up to PASSED or down to FAILED
    FAILED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question that was asked. `code` is stable; `details` are the technical reasons, each with its place."""

    name: str
    outcome: Outcome
    code: str = "OK"
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    details: tuple[Problem, ...] = ()
    clause: str = ""
    voice: Voice = "reader"

    @property
    def source(self) -> str:
        """Where the rule comes from: an address, with its clause (`clause`, where the format has its own rule)."""
        return self.clause or texts.SOURCES[self.name]

    def title(self, language: Language) -> str:
        """The question, in three or four words."""
        return texts.title(self.name, language)

    def say(self, language: Language) -> str:
        """The answer, in a sentence or two for somebody who knows nothing of the technique."""
        words = texts.sentence(self.name, self.code, self.outcome.name, language, voice=self.voice)
        return words.format_map(_Facts(self.facts))

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines, with both languages."""
        return {
            "name": self.name,
            "outcome": self.outcome.name.lower(),
            "code": self.code,
            "source": self.source,
            "title": {language: self.title(language) for language in texts.LANGUAGES},
            "text": {language: self.say(language) for language in texts.LANGUAGES},
            "facts": {key: str(value) for key, value in self.facts.items()},
            "details": [{"at": each.at, "code": each.code, "en": each.en, "bg": each.bg} for each in self.details],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one verification found. `credential` holds what the document says; rely on it as far as the verdict goes.

    `profile` names the rules that were applied, and `unjudged` says what they leave open.
    """

    checks: tuple[Check, ...]
    credential: Summary | None
    profile: str = "badge"
    unjudged: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of the checks."""
        return max(check.outcome for check in self.checks)

    @property
    def verdict(self) -> Verdict:
        """May it be relied on?

        `accept`: everything holds. `warn`: authentic (or only that was asked), but something must be told first.
        `reject`: everything else.
        """
        if self.outcome is Outcome.PASSED:
            return "accept" if any(check.name == "issuer_key" for check in self.checks) else "warn"
        if self.outcome is Outcome.FAILED or any(map(_hides_who_signed, self.checks)):
            return "reject"
        return "warn"

    @property
    def authentic(self) -> bool:
        """Whether we know who signed and that nothing was changed; it may still be expired or revoked."""
        asked = {check.name for check in self.checks}
        return "issuer_key" in asked and not any(map(_hides_who_signed, self.checks))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all checks that did not pass, worst first; empty when all passed."""
        wrong = sorted((check for check in self.checks if check.outcome), key=lambda check: -check.outcome)
        return tuple(dict.fromkeys(check.code for check in wrong if check.code != "NOT_CHECKED"))

    @property
    def readable(self) -> bool:
        """Whether there was a credential to judge at all: false for a file that holds none, or none that can be read."""
        structure = self.checks[0]
        return structure.outcome is not Outcome.FAILED or structure.code in _READ_BUT_REFUSED

    @property
    def ending(self) -> Ending:
        """What it comes to, in one word; the headline and the advice go by it."""
        if not self.readable:
            return "unreadable"
        if self.outcome is Outcome.FAILED:
            return "refused"
        if self.verdict == "warn":
            return "attention" if self.outcome is Outcome.UNKNOWN else "unchanged"
        return "valid" if self.verdict == "accept" else "unknown"

    def __getitem__(self, name: str) -> Check:
        """The check of that name; KeyError where it was not asked."""
        for check in self.checks:
            if check.name == name:
                return check
        raise KeyError(name)

    def headline(self, language: Language) -> str:
        """The verdict in a few words."""
        return texts.headline(self.ending, language)

    def rules(self, language: Language) -> str:
        """Which rules were applied, in a sentence."""
        return texts.rules(self.profile, language)

    def advice(self, language: Language) -> str:
        """What to do next, in a sentence."""
        return texts.advice(self.ending, language)

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines: verdict first."""
        return {
            "profile": self.profile,
            "verdict": self.verdict,
            "outcome": self.outcome.name.lower(),
            "codes": list(self.codes),
            "headline": {language: self.headline(language) for language in texts.LANGUAGES},
            "advice": {language: self.advice(language) for language in texts.LANGUAGES},
            "checks": [check.to_json() for check in self.checks],
            "unjudged": [{"at": each.at, "code": each.code, "en": each.en, "bg": each.bg} for each in self.unjudged],
            "credential": None if self.credential is None else self.credential.to_json(),
        }


def passed(name: str, code: str = "OK", *, clause: str = "", **facts: object) -> Check:
    """A check that holds."""
    return Check(name=name, outcome=Outcome.PASSED, code=code, facts=facts, clause=clause)


def failed(name: str, code: str, *, details: tuple[Problem, ...] = (), clause: str = "", **facts: object) -> Check:
    """A check that does not hold."""
    return Check(name=name, outcome=Outcome.FAILED, code=code, facts=facts, details=details, clause=clause)


def unknown(name: str, code: str = "NOT_CHECKED", *, details: tuple[Problem, ...] = (), **facts: object) -> Check:
    """A check that could not be made."""
    return Check(name=name, outcome=Outcome.UNKNOWN, code=code, facts=facts, details=details)


def as_problem(error: LaurelError) -> Problem:
    """A refusal of the library as the technical reason of a check."""
    return Problem(at="", code=error.code, en=error.say("en"), bg=error.say("bg"))


def _hides_who_signed(check: Check) -> bool:
    return check.name in _AUTHENTICITY and check.outcome is not Outcome.PASSED and check.code not in _AUTHENTIC_BUT


class _Facts(dict[str, Any]):
    """A sentence may name a fact that a check does not have; it then reads "…" and not an error."""

    def __missing__(self, key: str) -> str:
        return "…"
