"""What the public badge page shows, taken from the signed document itself and from nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from campus.issuing.models import Credential, RevocationReason
from campus.verification.check import CheckFound, Finding
from campus.wallet.models import Share
from campus.web.elements import Element, Value, elements_of, level_of, skills_of, workload_of
from laurel.annex1.record import AnnexIRecord, as_awarded, award_date
from laurel.canon import strict_json
from laurel.formats import openbadge3

FIRST_SKILLS = 6
IN_DETAILS = ("M7", "M8", "M9", "M10", "M11", "O2", "O1", "O3", "O4", "M4", "M3", "O5")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeFacts:
    """One badge, ready to be shown. Every text may be a stranger's and is escaped by the template."""

    record: AnnexIRecord
    language: str
    show_name: bool
    show_results: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return self.record.credential.title.text(self.language)

    @property
    def description(self) -> str:
        """What it is, in the issuer's words."""
        return self.record.credential.description.text(self.language)

    @property
    def kind(self) -> str:
        """The form it takes."""
        return self.record.credential.form.name_in(self.language)

    @property
    def holder(self) -> str:
        """Whose it is, where the holder shows it."""
        return self.record.learner.name if self.show_name else ""

    @property
    def issued(self) -> datetime:
        """When it was signed."""
        return self.record.issued

    @property
    def awarded(self) -> datetime | None:
        """When it was earned, where that is another day."""
        day = award_date(self.record)
        return None if day.date() == self.record.issued.date() else day

    @property
    def skills(self) -> list[Value]:
        """The skills it certifies: those of a framework, else its outcomes."""
        design = self.record.credential
        named = [
            Value(skill.name.text(self.language), note=f"{skill.framework} {skill.code}".strip(), url=_safe(skill.url))
            for skill in skills_of(design)
        ]
        return named or [Value(outcome.statement.text(self.language)) for outcome in design.learning_outcomes]

    @property
    def outcomes(self) -> list[str]:
        """What the holder knows, understands or can do."""
        return [outcome.statement.text(self.language) for outcome in self.record.credential.learning_outcomes]

    @property
    def workload(self) -> str:
        """E.g. "1.5 ECTS (about 40 hours)"."""
        return workload_of(self.record.credential)

    @property
    def level(self) -> str:
        """E.g. "EQF level 6"."""
        return next(iter(level_of(self.record.credential, language=self.language)), "")

    @property
    def details(self) -> list[Element]:
        """The other elements, the ones asked for most first."""
        found = {element.code: element for element in elements_of(self.record.credential, language=self.language)}
        if told := tuple(told_of(self.record, language=self.language)):
            found["O2"] = Element("O2", told)
        return [found[code] for code in IN_DETAILS if code in found]

    @property
    def results(self) -> list[tuple[str, str]]:
        """Grade and results, where the holder shows them."""
        if not self.show_results:
            return []
        titles = {each.id: each.title.text(self.language) for each in self.record.credential.assessments}
        given = [(titles.get(result.assessment, result.assessment), result.value) for result in self.record.results]
        return ([(_("Grade"), self.record.grade)] if self.record.grade else []) + given

    @property
    def evidence(self) -> list[Value]:
        """What shows the achievement, where the holder shows results."""
        if not self.show_results:
            return []
        return [Value(one.name or one.id or "", note=one.narrative, url=_safe(one.id)) for one in self.record.evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The verdict in one strip: how it looks, the word, the sentences."""

    tone: str
    word: str
    text: str


def told_of(record: AnnexIRecord, *, language: str) -> Iterator[Value]:
    """O2 as it was for this learner; what the design foresees where nothing else is said. Empty when nothing is."""
    titles = {each.id: each.title.text(language) for each in record.credential.assessments}
    watched = [one for one in record.results if one.supervision is not None]
    if record.identity is None and not watched:
        return
    foreseen = as_awarded(record)
    for one in watched:
        yield Value(
            one.supervision.name_in(language) if one.supervision else "", note=titles.get(one.assessment, one.assessment)
        )
    if not watched and foreseen.supervision is not None:
        yield Value(foreseen.supervision.name_in(language), note=_("as the micro-credential foresees"))
    if record.identity is not None:
        yield Value(record.identity.say(language), note=_("when it was awarded"))
    elif foreseen.identity_verification is not None:
        yield Value(foreseen.identity_verification.name_in(language), note=_("as the micro-credential foresees"))


def facts_of(share: Share, *, language: str) -> BadgeFacts:
    """What a share shows."""
    document = strict_json.loads_object(share.holding.credential.document)
    return BadgeFacts(
        record=openbadge3.parse(document), language=language, show_name=share.show_name, show_results=share.show_results
    )


def strip_of(finding: Finding, credential: Credential, *, language: str) -> Strip:
    """The verdict; where the badge was revoked, with the issuer's reason."""
    worst = worst_of(finding.checks)
    if finding.tone == "valid" or worst is None:
        return Strip(
            tone="valid",
            word=finding.headline(language),
            text=_("Checked just now: signed by the issuer, unchanged since, in its validity period, and not revoked."),
        )
    text = worst.say(language)
    if credential.revoked_at is not None and "REVOKED" in finding.codes:
        text = f"{text} {reason_of(credential)}"
    return Strip(tone=finding.tone, word=finding.headline(language), text=text.strip())


def reason_of(credential: Credential) -> str:
    """Why it was revoked, in a sentence."""
    label = str(dict(RevocationReason.choices).get(credential.revoked_reason, ""))
    own_words = credential.revoked_because if credential.revoked_because != credential.revoked_reason else ""
    reason = ": ".join(filter(None, (label, own_words)))
    return _("Reason given: %(reason)s.") % {"reason": reason.rstrip(".")} if reason else ""


def worst_of(checks: list[CheckFound]) -> CheckFound | None:
    """The first check that failed, else the first whose answer could not be found out; None when all hold.

    One that was not made, because another stood in the way, comes last: the other says what happened.
    """
    for tone, made in (("refused", True), ("unknown", True), ("unknown", False)):
        for check in checks:
            if check.tone == tone and check.was_made is made:
                return check
    return None


def _safe(url: str | None) -> str:
    return url if url and url.startswith("https://") else ""
