"""How many designs meet several rule sets at once, which do not, and why: within an organisation, or between institutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from campus.assurance.gates import people_of
from campus.catalogue.browse import all_offers
from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design, DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from laurel.annex1.record import MicroCredential
from laurel.policy.compatibility import Compatibility, Fared, compare
from laurel.policy.facts import Facts, Known
from laurel.policy.pack import Pack
from laurel.policy.reading import facts_of_design

MOST = 2000


class Scope(StrEnum):
    """Whose designs are looked at."""

    DRAFTS = "drafts"  # the organisation's working copies, as they are now
    PUBLISHED = "published"  # the newest published version of each of its designs
    EVERYBODY = "everybody"  # what all institutions show in the catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One design that was looked at; `number` and `people` (who wrote or approved it) are None for a draft."""

    design: UUID
    number: int | None
    organisation: Organisation
    title: str
    people: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatibilityReport:
    """The report, with what each line of it is about; `left_out` designs were beyond `MOST`."""

    scope: Scope
    found: Compatibility
    subjects: tuple[Subject, ...]
    left_out: int

    @property
    def rows(self) -> list[tuple[Subject, Fared]]:
        """Each design with how it fared."""
        return list(zip(self.subjects, self.found.fared, strict=True))


def compatibility_of(
    organisation: Organisation, packs: Sequence[Pack], *, scope: Scope, language: str, on: date
) -> CompatibilityReport:
    """Put the designs of a scope before every pack, as they stand on a day; titles in `language` where there are such."""
    subjects: list[Subject] = []
    facts: list[tuple[str, Facts]] = []
    left_out = 0
    for subject, record in _records(organisation, scope, language, on):
        if len(subjects) >= MOST:
            left_out += 1
            continue
        subjects.append(subject)
        facts.append((subject.title, _facts(subject, record, on)))
    found = compare(facts, packs, on=on)
    return CompatibilityReport(scope=scope, found=found, subjects=tuple(subjects), left_out=left_out)


def _facts(subject: Subject, record: MicroCredential | None, on: date) -> Facts:
    """What the design says, and how many different people had a hand in a published one."""
    stated: dict[str, Known] = facts_of_design(record, on=on) if record else {}
    return stated if subject.people is None else stated | {"approving_people": Decimal(subject.people)}


def _records(
    organisation: Organisation, scope: Scope, language: str, on: date
) -> Iterator[tuple[Subject, MicroCredential | None]]:
    if scope is Scope.DRAFTS:
        drafts = Design.objects.filter(organisation=organisation).exclude(state=Design.State.RETIRED)
        for design in drafts.defer("image").order_by("pk").iterator(chunk_size=500):
            record = state_of(design.draft, on=on).record
            title = record.title.text(language) if record else ""
            yield Subject(design=design.public_id, number=None, organisation=organisation, title=title), record
        return
    for version in _versions(organisation, scope).iterator(chunk_size=500):
        subject = Subject(
            design=version.design.public_id,
            number=version.number,
            organisation=version.design.organisation,
            title=(version.title_bg or version.title_en) if language == "bg" else (version.title_en or version.title_bg),
            people=people_of(version),
        )
        yield subject, record_of(version)


def _versions(organisation: Organisation, scope: Scope) -> QuerySet[DesignVersion]:
    versions = DesignVersion.objects.select_related("design__organisation").defer("image", "design__image")
    if scope is Scope.EVERYBODY:
        shown = versions.filter(pk__in=all_offers().values("version"))
        return shown.order_by("design__organisation__slug", "pk")
    newer = DesignVersion.objects.filter(design=OuterRef("design"), number__gt=OuterRef("number"))
    own = versions.filter(design__organisation=organisation).exclude(design__state=Design.State.RETIRED)
    return own.exclude(Exists(newer)).order_by("pk")
