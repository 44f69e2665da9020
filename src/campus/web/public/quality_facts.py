"""What readers are told about the quality of one version: who approved and reviewed it, what registers say, who endorses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django_stubs_ext import StrOrPromise

from campus.assurance.borders import open_across
from campus.assurance.dossiers import criteria_of
from campus.assurance.endorsed import endorsements_of
from campus.assurance.models import Accreditation, Dossier, Endorsement
from campus.assurance.register import entries_of, in_force
from campus.catalogue.models import DesignVersion
from campus.quality.models import Party, Review

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One review by criteria that was decided."""

    criteria: str
    source: str
    decision: StrOrPromise
    day: date
    open_conditions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFacts:
    """Everything that is told; empty where nothing is known. Names of people are not."""

    stages: tuple[str, ...]
    reviews: tuple[Decided, ...]
    confirmed: tuple[Accreditation, ...]
    declared: tuple[Accreditation, ...]
    endorsements: tuple[Endorsement, ...]
    across_borders_since: datetime | None


def quality_of(version: DesignVersion, *, language: str, on: date) -> QualityFacts:
    """What is known about a version on a day."""
    organisation = version.design.organisation
    valid = list(in_force(entries_of(organisation), on=on)[: 2 * MOST])
    review = Review.objects.filter(version=version).first()
    decided = Party.objects.filter(review=review, decision=Party.Decision.APPROVED).select_related("stage")
    return QualityFacts(
        stages=tuple(party.stage.name_in(language) for party in decided.order_by("stage__position") if review and party.stage),
        reviews=tuple(_decided(dossier, language) for dossier in _dossiers(version, review)),
        confirmed=tuple(each for each in valid if each.confirmed)[:MOST],
        declared=tuple(each for each in valid if not each.confirmed)[:MOST],
        endorsements=tuple(endorsements_of(version)),
        across_borders_since=open_across(version.design),
    )


def _dossiers(version: DesignVersion, review: Review | None) -> list[Dossier]:
    of_text = Q(version=version)
    if review is not None and review.digest:
        of_text |= Q(version__isnull=True, text_digest=review.digest)
    rows = Dossier.objects.filter(of_text, design=version.design_id).exclude(decision="")
    return list(rows.prefetch_related("conditions").order_by("-decided_at")[:MOST])


def _decided(dossier: Dossier, language: str) -> Decided:
    criteria = criteria_of(dossier)
    return Decided(
        criteria=criteria.title.say(language),
        source=criteria.source,
        decision=dossier.get_decision_display(),
        day=(dossier.decided_at or dossier.opened_at).date(),
        open_conditions=sum(condition.fulfilled_at is None for condition in dossier.conditions.all()),
    )
