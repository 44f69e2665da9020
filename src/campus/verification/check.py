"""Check whatever anybody presents. The same checks for our own badges as for anyone's, through the same public documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from campus.verification.fetch import guarded_fetcher
from campus.verification.own import own_host
from campus.verification.trusted import trusted_issuers
from campus.verification.workers import check_in_sandbox
from laurel.fetching import Fetcher
from laurel.verify import DEFAULT, verify

MOST_BYTES = 6_000_000
Tone = Literal["valid", "attention", "refused", "unknown"]
_TONES: Mapping[str, Tone] = {"passed": "valid", "unknown": "unknown", "failed": "refused"}


@dataclass(frozen=True, slots=True)
class CheckFound:
    """One check of a report, readable by a template."""

    plain: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Which question was asked."""
        return str(self.plain["name"])

    @property
    def tone(self) -> Tone:
        """How it looks: attention where it is unknown but the reader should act on it."""
        return _TONES[self.plain["outcome"]]

    @property
    def was_made(self) -> bool:
        """False where an earlier check stood in the way: such an answer explains nothing."""
        return str(self.plain["code"]) != "NOT_CHECKED"

    def title(self, language: str) -> str:
        """The question, in three or four words."""
        return str(self.plain["title"][_known(language)])

    def say(self, language: str) -> str:
        """The answer in a sentence or two."""
        return str(self.plain["text"][_known(language)])

    def details(self, language: str) -> list[str]:
        """The technical reasons."""
        return [f"{each['code']} · {each['at']} {each[_known(language)]}" for each in self.plain["details"]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A report as it came from the library, in plain JSON. `credential` is what the document says: strangers' text."""

    plain: Mapping[str, Any]

    @property
    def verdict(self) -> str:
        """accept, warn or reject."""
        return str(self.plain["verdict"])

    @property
    def outcome(self) -> str:
        """passed, unknown or failed: the worst of the checks."""
        return str(self.plain["outcome"])

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the checks that did not pass, worst first."""
        return tuple(self.plain["codes"])

    @property
    def tone(self) -> Tone:
        """How it looks: green only when everything holds."""
        if self.verdict == "accept":
            return "valid"
        if self.outcome == "failed":
            return "refused"
        return "attention" if self.verdict == "warn" else "unknown"

    @property
    def checks(self) -> list[CheckFound]:
        """The checks in their order."""
        return [CheckFound(plain) for plain in self.plain["checks"]]

    @property
    def credential(self) -> Mapping[str, Any] | None:
        """What the document says; None where it cannot be read."""
        summary: Mapping[str, Any] | None = self.plain["credential"]
        return summary

    def headline(self, language: str) -> str:
        """The verdict in a few words."""
        return str(self.plain["headline"][_known(language)])

    def advice(self, language: str) -> str:
        """What to do next."""
        return str(self.plain["advice"][_known(language)])

    def to_json(self) -> dict[str, Any]:
        """The report for machines."""
        return dict(self.plain)


def check_presented(content: bytes, *, at: datetime, fetch: Fetcher | None = None) -> Finding:
    """Check a credential as anybody may present it: JSON, JWT, PNG, SVG or PDF, from any issuer.

    It is read in a sandbox; documents it needs are fetched under guard, our own answered by ourselves.

    Raises:
        TooCostlyError, BusyError: no report could be made.
    """
    return Finding(
        check_in_sandbox(content, at=at, fetch=fetch or guarded_fetcher(), trusted=trusted_issuers(), hosts=sorted(own_host()))
    )


def check_for_recipient(
    content: bytes, *, emails: Sequence[str], at: datetime, fetch: Fetcher | None = None
) -> tuple[Finding, str]:
    """The same checks, and which of these e-mail addresses the credential was issued to; "" where it names none of them.

    The answer about the addresses does not change the report: a badge may be genuine and somebody else's.

    Raises:
        TooCostlyError, BusyError: no report could be made.
    """
    plain = check_in_sandbox(
        content,
        at=at,
        fetch=fetch or guarded_fetcher(),
        trusted=trusted_issuers(),
        hosts=sorted(own_host()),
        recipients=list(emails),
    )
    addressed_to = str(plain.pop("addressed_to"))
    return Finding(plain), addressed_to


def check_presentation(
    content: bytes, *, challenge: str, domain: str, at: datetime, fetch: Fetcher | None = None
) -> dict[str, Any]:
    """Check a presentation against what its holder was asked to sign; see `laurel.verify.presentation`.

    Raises:
        TooCostlyError, BusyError: no report could be made.
    """
    return check_in_sandbox(
        content,
        at=at,
        fetch=fetch or guarded_fetcher(),
        trusted=trusted_issuers(),
        hosts=sorted(own_host()),
        asked={"challenge": challenge, "domain": domain},
    )


def check_own(document: str, *, at: datetime, fetch: Fetcher | None = None) -> Finding:
    """Check a text that this site signed, here and now: the same checks, without the sandbox that strangers' texts need."""
    policy = replace(DEFAULT, insecure_hosts=own_host(), voice="site")
    report = verify(document, at=at, fetch=fetch or guarded_fetcher(), trusted=trusted_issuers(), policy=policy)
    return Finding(report.to_json())


def _known(language: str) -> str:
    return "bg" if language == "bg" else "en"
