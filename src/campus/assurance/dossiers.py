"""Quality reviews by criteria: begun with a set, a finding for each criterion, decided once, with conditions until a day.

open_dossier ─▶ find … find ─▶ decide ─▶ fulfil … fulfil
                   evidence ────┘           └─ each condition by evidence, confirmed by somebody else
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance.criteria_sets import CriteriaSet, NoSuchCriteriaError, set_for
from campus.assurance.feedback_summary import as_cited
from campus.assurance.models import Condition, CriterionFinding, Dossier, Evidence, Standing
from campus.assurance.schedule import schedule_review
from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.people.models import Organisation, Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.canon import jcs

DAYS_TO_DECIDE = 30
DUE_AHEAD = timedelta(days=60)
MOST_CONDITIONS = 20
LONGEST_TEXT = 5000  # characters
Outcome = CriterionFinding.Outcome
Decision = Dossier.Decision


class DossierOpenError(Refusal):
    """One review at a time."""

    code = "DOSSIER_OPEN"
    text = _("A review of this micro-credential is under way already.")


class DossierDecidedError(Refusal):
    """The first decision stands."""

    code = "DOSSIER_DECIDED"
    text = _("This review is decided. The decision stands.")


class NothingPublishedError(Refusal):
    """A periodic review looks at what is published."""

    code = "NOTHING_PUBLISHED"
    text = _("Nothing is published yet, so there is nothing to look at again.")


class FindingTextMissingError(Refusal):
    """Whatever is not simply met says why."""

    code = "FINDING_TEXT_MISSING"
    text = _("Say why: whatever is not simply met needs a reason.")


class FindingsMissingError(Refusal):
    """Some criteria have no finding yet."""

    code = "FINDINGS_MISSING"
    text = _("These criteria have no finding yet: {criteria}.")


class OwnWorkError(Refusal):
    """Whoever wrote it wants to decide about it, or to confirm their own evidence."""

    code = "OWN_WORK"
    text = _("Somebody who did not work on this has to do that.")


class DecisionDoesNotFitError(Refusal):
    """The decision contradicts the findings."""

    code = "DECISION_DOES_NOT_FIT"
    text = _("Something is not met, so this decision does not fit. Set conditions, or decide that it is not fulfilled.")


class BadConditionError(Refusal):
    """A condition needs words and a day to come."""

    code = "BAD_CONDITION"
    text = _("A decision with conditions needs 1 to 20 of them, each with words and a day to come; another decision has none.")


class ConditionFulfilledError(Refusal):
    """It was fulfilled before."""

    code = "CONDITION_FULFILLED"
    text = _("This condition is fulfilled already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWanted:
    """A condition to be set."""

    text: str
    due_on: date


@transaction.atomic
def open_dossier(
    design: Design, *, purpose: Dossier.Purpose, set_id: str, by: Actor, at: datetime, days: int = DAYS_TO_DECIDE
) -> Dossier:
    """Begin a review: of the draft before publishing, else of the newest version. What is looked at is named by its digest.

    Raises:
        NotAllowedError: not a quality officer there.
        NoSuchCriteriaError, DossierOpenError.
        NothingPublishedError: a periodic review of what was never published.
    """
    require(by, design.organisation, Role.QA_OFFICER)
    chosen = set_for(design.organisation, set_id)
    if chosen is None:
        raise NoSuchCriteriaError(field="set_id")
    locked = Design.objects.select_for_update(of=("self",)).get(pk=design.pk)
    version = None if purpose == Dossier.Purpose.PUBLISHING else locked.versions.order_by("-number").first()
    if version is None and purpose != Dossier.Purpose.PUBLISHING:
        raise NothingPublishedError
    try:
        with transaction.atomic():
            made = Dossier.objects.create(
                design=locked,
                version=version,
                text_digest=version.digest if version else digest_of(locked),
                purpose=purpose,
                set_id=chosen.id,
                set_version=chosen.version,
                criteria=chosen.model_dump(mode="json"),
                opened_by=person_of(by),
                opened_at=at,
                due_on=localdate(at) + timedelta(days=days),
            )
    except IntegrityError:
        raise DossierOpenError from None
    _note("dossier.opened", made, by=by, at=at, set=chosen.id, version=chosen.version)
    return made


@transaction.atomic
def find(dossier: Dossier, *, criterion: str, outcome: Outcome, text: str, by: Actor, at: datetime) -> CriterionFinding:
    """Say what a criterion was found to be; as long as the review is open, a later finding replaces an earlier one.

    Raises:
        NotAllowedError: not a quality officer there.
        DossierDecidedError: decided meanwhile.
        NotFoundError: the set has no such criterion.
        FindingTextMissingError: not simply met, and no reason.
    """
    require(by, dossier.design.organisation, Role.QA_OFFICER)
    locked = _open(dossier)
    if criterion not in {one.id for one in criteria_of(locked).criterion}:
        raise NotFoundError
    if outcome != Outcome.MET and not text.strip():
        raise FindingTextMissingError(field="text")
    found, _made = CriterionFinding.objects.update_or_create(
        dossier=locked,
        criterion=criterion,
        defaults={"outcome": outcome, "text": text.strip()[:LONGEST_TEXT], "found_by": person_of(by), "found_at": at},
    )
    return found


@transaction.atomic
def decide(
    dossier: Dossier, *, decision: Decision, comment: str, conditions: Sequence[ConditionWanted], by: Actor, at: datetime
) -> Dossier:
    """Decide a review. A periodic one that is fulfilled starts the time until the next one anew.

    Raises:
        NotAllowedError: not a quality officer there.
        OwnWorkError: they wrote or changed what is reviewed.
        DossierDecidedError: somebody decided first.
        FindingsMissingError, DecisionDoesNotFitError, BadConditionError.
    """
    require(by, dossier.design.organisation, Role.QA_OFFICER)
    locked = _open(dossier)
    person = person_of(by)
    _refuse_own_work(locked.design, person)
    _refuse_misfit(locked, decision, conditions, on=localdate(at))
    locked.decision, locked.decided_by, locked.decided_at, locked.comment = decision, person, at, comment.strip()
    locked.feedback = as_cited(locked.design)
    locked.save(update_fields=["decision", "decided_by", "decided_at", "comment", "feedback"])
    Condition.objects.bulk_create(
        Condition(dossier=locked, number=number, text=each.text.strip()[:LONGEST_TEXT], due_on=each.due_on)
        for number, each in enumerate(conditions, start=1)
    )
    if locked.version_id and decision != Decision.NOT_FULFILLED:
        Standing.objects.update_or_create(design=locked.design, defaults={"reviewed_at": at})
        schedule_review(locked.design, at=at)
    _note("dossier.decided", locked, by=by, at=at, decision=str(decision), conditions=len(conditions))
    return locked


@transaction.atomic
def fulfil(condition: Condition, *, evidence: Evidence, by: Actor, at: datetime) -> Condition:
    """Confirm that a condition is fulfilled by a piece of evidence of the same review.

    Raises:
        NotAllowedError: not a quality officer there.
        NotFoundError: the evidence belongs to another review.
        OwnWorkError: they brought the evidence themselves, or wrote what was reviewed.
        ConditionFulfilledError: confirmed before.
    """
    dossier = Dossier.objects.select_related("design__organisation").get(pk=condition.dossier_id)
    require(by, dossier.design.organisation, Role.QA_OFFICER)
    if evidence.dossier_id != dossier.pk:
        raise NotFoundError
    person = person_of(by)
    _refuse_own_work(dossier.design, person)
    if evidence.added_by_id == person.pk:
        raise OwnWorkError(field="evidence")
    # Compare and set: of two who confirm at once, one finds it fulfilled.
    done = Condition.objects.filter(pk=condition.pk, fulfilled_at__isnull=True).update(
        fulfilled_at=at, fulfilled_by=person, evidence=evidence
    )
    if not done:
        raise ConditionFulfilledError
    _note("dossier.condition_fulfilled", dossier, by=by, at=at, number=condition.number)
    return Condition.objects.get(pk=condition.pk)


def criteria_of(dossier: Dossier) -> CriteriaSet:
    """The set as it was when the review began."""
    return CriteriaSet.model_validate(dossier.criteria)


def dossiers_of(organisation: Organisation) -> QuerySet[Dossier]:
    """Every review of the organisation's designs, the newest first."""
    rows = Dossier.objects.filter(design__organisation=organisation)
    return rows.select_related("design__organisation", "opened_by", "decided_by", "version").order_by("-opened_at", "-pk")


def open_conditions(organisation: Organisation) -> QuerySet[Condition]:
    """What is still to be done, the most urgent first."""
    rows = Condition.objects.filter(dossier__design__organisation=organisation, fulfilled_at__isnull=True)
    return rows.select_related("dossier__design").order_by("due_on", "pk")


def due_soon(organisation: Organisation, *, on: date) -> QuerySet[Design]:
    """Published designs whose review is due, or will be within `DUE_AHEAD`; the most urgent first."""
    rows = Design.objects.filter(organisation=organisation, review_due_on__lte=on + DUE_AHEAD)
    return rows.exclude(state=Design.State.RETIRED).order_by("review_due_on", "pk")


def digest_of(design: Design) -> str:
    """SHA-256 of the draft as canonical JSON, hex."""
    return hashlib.sha256(jcs.canonicalize(design.draft)).hexdigest()


def _open(dossier: Dossier) -> Dossier:
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("design__organisation").get(pk=dossier.pk)
    if locked.decision:
        raise DossierDecidedError
    return locked


def _refuse_own_work(design: Design, person: Person) -> None:
    if person.pk in design.hands:
        raise OwnWorkError


def _refuse_misfit(dossier: Dossier, decision: Decision, conditions: Sequence[ConditionWanted], *, on: date) -> None:
    found = dict(CriterionFinding.objects.filter(dossier=dossier).values_list("criterion", "outcome"))
    missing = [one.id for one in criteria_of(dossier).criterion if one.id not in found]
    if missing:
        raise FindingsMissingError(criteria=", ".join(missing))
    if decision == Decision.FULFILLED and Outcome.NOT_MET in found.values():
        raise DecisionDoesNotFitError(field="decision")
    sound = all(each.text.strip() and each.due_on > on for each in conditions)
    wanted = range(1, MOST_CONDITIONS + 1) if decision == Decision.CONDITIONS else range(1)
    if not sound or len(conditions) not in wanted:
        raise BadConditionError(field="conditions")


def _note(action: str, dossier: Dossier, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=dossier.design.organisation_id,
        subject_kind="dossier",
        subject=dossier.pk,
        at=at,
        design=dossier.design_id,
        **details,
    )
