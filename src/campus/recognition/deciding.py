"""Deciding a case: who sits on it, votes, the decision, and the appeal to another panel.

A decision that breaks R-43 or R-47 of the pack `lrc` is not made; R-33, R-45 and R-46 are held by the tables. What was decided
stays; an appeal adds a second one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from campus.base import outbox
from campus.people.models import Person
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.recognition.case_evidence import digest_of
from campus.recognition.case_faults import (
    CountedBeforeError,
    NoDifferenceError,
    NothingMissingError,
    NotOpenError,
    NotSeatedError,
    OtherPanelError,
    TooLateToAppealError,
    VotesDifferError,
    VotesGivenError,
    VotesMissingError,
    WordsMissingError,
)
from campus.recognition.case_sides import best_of, compared
from campus.recognition.cases import OFFICERS, OPEN, locked_case, moved, not_own, noted
from campus.recognition.models import CREDITS, Case, CaseSeat, Decision, RecognisedLearning
from campus.recognition.proposals import proposals
from laurel.policy.evaluate import Answer, evaluate
from laurel.policy.pack import built_in
from laurel.recognition import Comparison, Ruling, facts_of
from laurel.recognition.criteria import criteria
from laurel.recognition.deciding import Purpose
from laurel.recognition.differences import Difference

MOST_IN_COMMITTEE: Final = 15
Vote = Literal["full", "partial", "conditional", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody wants decided.

    Attributes:
        differences: elements of the comparison that differ substantially (R-43).
        credit: the learning counts, for purposes for which it does; it then counts nowhere else.
        ects: how many credits; None where the purpose needs no number.
    """

    outcome: Vote
    reasons: str
    differences: Sequence[str] = ()
    condition: str = ""
    credit: bool = True
    ects: Decimal | None = None


@transaction.atomic
def take(case: Case, *, by: Person, at: datetime) -> Case:
    """An officer takes the case, or joins those who decide it. On appeal, somebody who did not decide first.

    Raises:
        NotAllowedError: no recognition officer there.
        OwnCaseError, OtherPanelError, NotOpenError.
    """
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, *OPEN, Case.State.APPEALED)
    not_own(locked, by)
    _sit(locked, by=by)
    locked.officer = by
    moved(locked, Case.State.REVIEW if locked.state == Case.State.SUBMITTED else locked.state, at=at)
    noted("recognition.taken", locked, by=by, at=at)
    return locked


@transaction.atomic
def set_committee(case: Case, *, count: int, by: Person, at: datetime) -> Case:
    """Say how many have to vote before the case is decided. A vote that was given is never made needless.

    Raises:
        NotAllowedError, OwnCaseError, NotOpenError.
        VotesGivenError: fewer than before, and somebody has voted.
        ValueError: not a number from 1 to `MOST_IN_COMMITTEE`.
    """
    if not 1 <= count <= MOST_IN_COMMITTEE:
        raise ValueError("a committee has between 1 and 15 members")
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, *OPEN, Case.State.APPEALED)
    not_own(locked, by)
    if count < locked.committee and _votes(locked):
        raise VotesGivenError(field="count")
    locked.committee = count
    locked.save(update_fields=["committee"])
    noted("recognition.committee_set", locked, by=by, at=at, members=count)
    return locked


@transaction.atomic
def vote(case: Case, *, outcome: Vote, because: str, by: Person, at: datetime) -> CaseSeat:
    """One member's vote; it may be changed until the decision is made.

    Raises:
        NotAllowedError, NotOpenError, NotSeatedError, WordsMissingError.
    """
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, Case.State.REVIEW, Case.State.APPEALED)
    if not because.strip():
        raise WordsMissingError(field="because")
    seat = _seat(locked, by)
    seat.vote, seat.because, seat.voted_at = outcome, because.strip()[:4000], at
    seat.save(update_fields=["vote", "because", "voted_at"])
    noted("recognition.voted", locked, by=by, at=at)
    return seat


@transaction.atomic
def decide(case: Case, verdict: Verdict, *, by: Person, at: datetime) -> Decision:
    """Decide the case, or its appeal.

    Raises:
        NotAllowedError, OwnCaseError, NotOpenError.
        NotSeatedError: who decides has not taken the case.
        VotesMissingError, VotesDifferError: a committee has not voted so.
        WordsMissingError, NoDifferenceError, NothingMissingError: the decision breaks R-43 or R-47.
        CountedBeforeError: credit for the same learning was given before.
    """
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, Case.State.REVIEW, Case.State.APPEALED)
    not_own(locked, by)
    _seat(locked, by)
    _heed_votes(locked, verdict)
    found = compared(locked, best_of(locked))
    differences = [each for each in found.substantial if each.element in set(verdict.differences)]
    _check(locked, verdict, found, differences, at=at)
    earlier = locked.decisions.filter(superseded_at__isnull=True).first()
    if earlier is not None:
        earlier.superseded_at = at
        earlier.save(update_fields=["superseded_at"])
        RecognisedLearning.objects.filter(decision=earlier, released_at__isnull=True).update(released_at=at)
    decision = _written(locked, verdict, found, differences, number=1 if earlier is None else 2, at=at)
    if _counts(locked, verdict):
        _credit(locked, decision)
    moved(locked, Case.State.DECIDED, at=at)
    noted("recognition.decided", locked, by=by, at=at, number=decision.number, outcome=decision.outcome, digest=decision.digest)
    outbox.record("recognition.decided", subject=locked.pk, at=at)
    return decision


@transaction.atomic
def appeal(case: Case, *, grounds: str, by: Person, at: datetime) -> Case:
    """The applicant appeals, once, within the days that the desk leaves for it (R-45); another panel decides.

    Raises:
        NotFoundError: it is somebody else's.
        NotOpenError: not decided, or appealed before.
        TooLateToAppealError, WordsMissingError.
    """
    locked = locked_case(case, Case.State.DECIDED)
    if locked.person_id != by.pk:
        raise NotFoundError
    if locked.appealed_at is not None:
        raise NotOpenError(state=locked.get_state_display())
    if not grounds.strip():
        raise WordsMissingError(field="grounds")
    until = appeal_until(locked)
    if until is None or localdate(at) > until:
        raise TooLateToAppealError(day=until)
    locked.appealed_at, locked.appeal_grounds, locked.officer = at, grounds.strip()[:4000], None
    locked.save(update_fields=["appealed_at", "appeal_grounds"])
    moved(locked, Case.State.APPEALED, at=at)
    noted("recognition.appealed", locked, by=by, at=at)
    outbox.record("recognition.appealed", subject=locked.pk, at=at)
    return locked


def appeal_until(case: Case) -> date | None:
    """The last day for an appeal; None where there is nothing to appeal against, or there was an appeal."""
    decision = decision_of(case)
    if decision is None or case.appealed_at is not None:
        return None
    return localdate(decision.decided_at) + timedelta(days=case.days_to_appeal)


def decision_of(case: Case) -> Decision | None:
    """The decision that holds."""
    return case.decisions.filter(superseded_at__isnull=True).first()


def round_of(case: Case) -> int:
    """1 until the case is appealed, then 2."""
    return 1 if case.appealed_at is None else 2


def precedents(case: Case) -> dict[str, int]:
    """How the desk decided before about the same learning and the same target: numbers by outcome, without this case."""
    learnings = case.evidence.values("learning")
    earlier = Decision.objects.filter(
        superseded_at__isnull=True, case__organisation=case.organisation_id, case__evidence__learning__in=learnings
    ).exclude(case=case)
    if case.target_version_id is not None:
        earlier = earlier.filter(case__target_version__design=case.target_version.design_id)  # type: ignore[union-attr]
    return dict(Counter(_distinct(earlier)))


def _distinct(decisions: QuerySet[Decision]) -> Iterable[str]:
    return [outcome for _pk, outcome in decisions.values_list("pk", "outcome").distinct()]


def _sit(case: Case, *, by: Person) -> None:
    now = round_of(case)
    seat, new = CaseSeat.objects.get_or_create(case=case, person=by, defaults={"round": now})
    if not new and seat.round != now:
        raise OtherPanelError


def _seat(case: Case, by: Person) -> CaseSeat:
    """The seat of somebody in the round that is open."""
    seat = case.seats.filter(person=by).first()
    if seat is None:
        raise NotSeatedError
    if seat.round != round_of(case):
        raise OtherPanelError
    return seat


def _heed_votes(case: Case, verdict: Verdict) -> None:
    if case.committee == 1:
        return
    given = _votes(case)
    if len(given) < case.committee:
        raise VotesMissingError(count=len(given), wanted=case.committee)
    counted = Counter(given)
    if any(number >= counted[verdict.outcome] for outcome, number in counted.items() if outcome != verdict.outcome):
        raise VotesDifferError(field="outcome")


def _votes(case: Case) -> list[str]:
    """The votes of the round that is open."""
    return [seat.vote for seat in case.seats.filter(round=round_of(case)).exclude(vote="")]


def _check(case: Case, verdict: Verdict, found: Comparison, differences: Sequence[Difference], *, at: datetime) -> None:
    if not verdict.reasons.strip():
        raise WordsMissingError(field="reasons")
    if verdict.outcome == "conditional" and not verdict.condition.strip():
        raise WordsMissingError(field="condition")
    answers = evaluate(facts_of(_ruling(case, verdict, found, differences, at=at)), built_in()["lrc"], on=localdate(at))
    if answers["R-43"].answer is Answer.FAIL:
        raise NoDifferenceError(field="differences")
    if answers["R-47"].answer is Answer.FAIL:
        raise NothingMissingError(field="outcome")


def _ruling(case: Case, verdict: Verdict, found: Comparison, differences: Sequence[Difference], *, at: datetime) -> Ruling:
    first, agreed = case.decisions.filter(number=1).first(), bool(proposals(case))
    seats = {number: frozenset(str(seat.person_id) for seat in case.seats.all() if seat.round == number) for number in (1, 2)}
    return Ruling(
        outcome=verdict.outcome,
        purpose=cast("Purpose", case.purpose),
        submitted_on=localdate(case.submitted_at),
        decided_on=localdate(first.decided_at if first is not None else at),
        decided_by=seats[1],
        reasons=verdict.reasons,
        open_criteria=frozenset(criteria()) - frozenset(case.graded),
        differences=tuple(each.element for each in differences),
        missing_outcomes=tuple(each.id for each in found.missing),
        agreement=agreed,
        proposed=agreed,  # the desk sees it as soon as the case is there
        appealed_on=None if case.appealed_at is None else localdate(case.appealed_at),
        appeal_decided_by=seats[2],
    )


def _written(
    case: Case, verdict: Verdict, found: Comparison, differences: Sequence[Difference], *, number: int, at: datetime
) -> Decision:
    everything = verdict.outcome == "full"
    content: dict[str, Any] = {
        "outcome": verdict.outcome,
        "reasons": verdict.reasons.strip()[:8000],
        "condition": verdict.condition.strip()[:4000] if verdict.outcome == "conditional" else "",
        "differences": [
            {"element": each.element, "en": each.en, "bg": each.bg, "size": int(each.size)} for each in differences
        ],
        "covered": [dict(each.statement.root) for each in (found.target.outcomes if everything else found.covered)],
        "missing": [] if everything else [dict(each.statement.root) for each in found.missing],
    }
    credited = verdict.ects if _counts(case, verdict) else None
    named = {"case": str(case.public_id), "number": number, "at": at.isoformat(), "ects": str(credited or "")}
    return Decision.objects.create(
        case=case,
        number=number,
        ects=credited,
        difference_count=len(differences),
        missing_count=len(content["missing"]),
        decided_at=at,
        digest=digest_of({**content, **named}),
        **content,
    )


def _counts(case: Case, verdict: Verdict) -> bool:
    return verdict.outcome != "refused" and verdict.credit and case.purpose in CREDITS


def _credit(case: Case, decision: Decision) -> None:
    rows = [
        RecognisedLearning(decision=decision, organisation=case.organisation, person=case.person, learning=learning)
        for learning in sorted(set(case.evidence.values_list("learning", flat=True)))
    ]
    try:
        with transaction.atomic():
            RecognisedLearning.objects.bulk_create(rows)
    except IntegrityError:
        raise CountedBeforeError(field="outcome") from None
