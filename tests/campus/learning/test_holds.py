"""A hold stops the award and the badge of one learner, says why, and ends when it is lifted; results can change afterwards."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campus.issuing import work
from campus.issuing.control import can_retry, retry_failed
from campus.issuing.issue import NothingToIssueError
from campus.issuing.models import Credential
from campus.issuing.refusals import said
from campus.issuing.work import run_batch
from campus.learning.award import award_cohort
from campus.learning.cohorts import close_cohort, standing_of
from campus.learning.corrections import BadgeStandsError, contradicted, correct, renew
from campus.learning.holds import kinds_of, lift, open_hold
from campus.learning.issue_awards import awards_of, issue_awards
from campus.learning.models import Award, Enrolment, Hold, Result
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from sample_design import MONDAY, gradebook, open_cohort, publish, record_gradebook


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    made = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(made, gradebook("1,Amina,a@x.example,80,70", "2,Bo,b@x.example,80,60"))
    return made


@pytest.fixture
def amy(cohort):
    return Enrolment.objects.get(number="1")


@pytest.fixture
def hold(amy, bruno):
    return open_hold(amy, Hold.Kind.APPEAL, by=bruno, at=MONDAY)


def numbers(cohort):
    return sorted(Award.objects.filter(enrolment__cohort=cohort).values_list("enrolment__number", flat=True))


def test_who_is_on_hold_is_passed_over_and_counted_until_it_is_lifted(cohort, hold, amy, bruno):
    outcome = award_cohort(cohort, by=bruno, at=MONDAY)

    assert (outcome.awarded, outcome.on_hold, outcome.not_met, numbers(cohort)) == (1, 1, 0, ["2"])
    standing = standing_of(cohort)
    assert (standing.meeting, standing.on_hold, standing.awarded, standing.not_meeting) == (0, 1, 1, 0)
    assert kinds_of([amy]) == {amy.pk: ["appeal"]}
    lift(hold, by=bruno, at=MONDAY)
    lift(hold, by=bruno, at=MONDAY)
    assert award_cohort(cohort, by=bruno, at=MONDAY).awarded == 1
    assert numbers(cohort) == ["1", "2"]


def test_an_award_on_hold_gets_no_badge(cohort, amy, bruno, rositsa):
    award_cohort(cohort, by=bruno, at=MONDAY)
    hold = open_hold(amy, Hold.Kind.INTEGRITY, by=bruno, at=MONDAY)
    other = open_hold(Enrolment.objects.get(number="2"), Hold.Kind.IDENTITY, by=bruno, at=MONDAY)
    with pytest.raises(NothingToIssueError):
        issue_awards(cohort, by=rositsa, at=MONDAY)
    lift(other, by=bruno, at=MONDAY)
    assert issue_awards(cohort, by=rositsa, at=MONDAY).total == 1
    lift(hold, by=bruno, at=MONDAY)
    assert len(list(awards_of(cohort))) == 2


@pytest.fixture
def ordered(cohort, bruno, rositsa):
    award_cohort(cohort, by=bruno, at=MONDAY)
    return issue_awards(cohort, by=rositsa, at=MONDAY)


def signed(batch):
    return sorted(Credential.objects.filter(batch=batch).exclude(document="").values_list("recipient_name", flat=True))


def test_a_badge_that_was_ordered_is_not_signed_until_the_last_hold_is_lifted(ordered, amy, bruno, rositsa):
    first = open_hold(amy, Hold.Kind.INTEGRITY, by=bruno, at=MONDAY)
    second = open_hold(amy, Hold.Kind.APPEAL, by=bruno, at=MONDAY)

    assert run_batch(ordered.pk, now=lambda: MONDAY) == "finished"
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (1, 1, ["Bo"])
    assert "open about this learner" in said(Credential.objects.get(batch=ordered, document="").failure, language="en")
    retry_failed(ordered, by=rositsa, at=MONDAY)
    lift(first, by=bruno, at=MONDAY)
    run_batch(ordered.pk, now=lambda: MONDAY)
    assert signed(ordered) == ["Bo"]

    lift(second, by=bruno, at=MONDAY)
    assert run_batch(ordered.pk, now=lambda: MONDAY) == "finished"
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (2, 0, ["Amina", "Bo"])


@pytest.mark.parametrize("step", ["unsigned_text", "sign"])
def test_a_hold_that_opens_while_the_badge_is_being_made_still_stops_it(ordered, amy, bruno, monkeypatch, step):
    real, opened = getattr(work, step), []

    def interrupted(*args, **others):
        if not opened:
            opened.append(open_hold(amy, Hold.Kind.INTEGRITY, by=bruno, at=MONDAY))
        return real(*args, **others)

    monkeypatch.setattr(work, step, interrupted)
    assert run_batch(ordered.pk, now=lambda: MONDAY) == "finished"
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (1, 1, ["Bo"])


def test_a_badge_that_failed_is_not_tried_again_while_a_hold_is_open(ordered, amy, bruno, rositsa, monkeypatch):
    monkeypatch.setattr(work, "sign", lambda *args, **others: 1 / 0)
    run_batch(ordered.pk, now=lambda: MONDAY)
    monkeypatch.undo()
    hold = open_hold(amy, Hold.Kind.IDENTITY, by=bruno, at=MONDAY)
    retry_failed(ordered, by=rositsa, at=MONDAY)
    run_batch(ordered.pk, now=lambda: MONDAY)
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (1, 1, ["Bo"])

    lift(hold, by=bruno, at=MONDAY)
    run_batch(ordered.pk, now=lambda: MONDAY)
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (2, 0, ["Amina", "Bo"])


def test_a_badge_that_is_signed_stays_when_a_hold_opens(ordered, amy, bruno):
    run_batch(ordered.pk, now=lambda: MONDAY)
    open_hold(amy, Hold.Kind.APPEAL, by=bruno, at=MONDAY)
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (2, 0, ["Amina", "Bo"])


@pytest.mark.parametrize("by_hold", [True, False])
def test_a_badge_is_never_signed_for_a_result_that_changed_since_it_was_ordered(ordered, cohort, amy, bruno, rositsa, by_hold):
    hold = open_hold(amy, Hold.Kind.APPEAL, by=bruno, at=MONDAY) if by_hold else None
    correct(amy, "exam", Decimal(95), at=MONDAY)
    if hold:
        lift(hold, by=bruno, at=MONDAY)
    retry_failed(ordered, by=rositsa, at=MONDAY)
    run_batch(ordered.pk, now=lambda: MONDAY)
    ordered.refresh_from_db()
    assert (ordered.issued, ordered.failed, signed(ordered)) == (1, 1, ["Bo"])
    assert not contradicted(cohort.organisation)
    assert not can_retry(ordered)

    anew = issue_awards(cohort, by=rositsa, at=MONDAY)
    run_batch(anew.pk, now=lambda: MONDAY)
    (badge,) = Credential.objects.filter(batch=anew)
    assert (badge.recipient_name, badge.results[1]["value"], bool(badge.document)) == ("Amina", "95", True)


def test_nothing_is_signed_where_an_integrity_case_took_the_award_away(ordered, amy, bruno, rositsa, cohort):
    hold = open_hold(amy, Hold.Kind.INTEGRITY, by=bruno, at=MONDAY)
    correct(amy, "exam", Decimal(0), at=MONDAY)
    lift(hold, by=bruno, at=MONDAY)
    run_batch(ordered.pk, now=lambda: MONDAY)
    assert (signed(ordered), numbers(cohort)) == (["Bo"], ["2"])

    correct(amy, "exam", Decimal(70), at=MONDAY)
    award_cohort(cohort, by=bruno, at=MONDAY)
    anew = issue_awards(cohort, by=rositsa, at=MONDAY)
    run_batch(anew.pk, now=lambda: MONDAY)
    assert signed(anew) == ["Amina"]


def test_a_corrected_result_is_written_even_where_the_cohort_is_closed(cohort, amy, bruno):
    close_cohort(cohort, by=bruno, at=MONDAY)
    correct(amy, "exam", Decimal(20), at=MONDAY)
    amy.refresh_from_db()
    assert not amy.meets_rules
    correct(amy, "exam", Decimal(90), at=MONDAY)
    amy.refresh_from_db()
    assert amy.meets_rules
    correct(amy, "exam", None, at=MONDAY)
    assert not Result.objects.filter(enrolment=amy, assessment="exam").exists()


def test_an_award_without_a_badge_follows_the_result(cohort, amy, bruno):
    award_cohort(cohort, by=bruno, at=MONDAY)
    correct(amy, "exam", Decimal(90), at=MONDAY)
    assert Award.objects.get(enrolment=amy).results[1] == {"assessment": "exam", "value": "90"}
    correct(amy, "exam", Decimal(10), at=MONDAY)
    assert numbers(cohort) == ["2"]


def test_a_badge_that_a_result_contradicts_is_a_task_until_it_is_revoked_and_the_award_renewed(cohort, amy, bruno, rositsa):
    award_cohort(cohort, by=bruno, at=MONDAY)
    run_batch(issue_awards(cohort, by=rositsa, at=MONDAY).pk, now=lambda: MONDAY)
    correct(amy, "exam", Decimal(90), at=MONDAY)
    (award,) = contradicted(cohort.organisation)
    with pytest.raises(BadgeStandsError):
        renew(award, by=rositsa, at=MONDAY)
    with pytest.raises(NotAllowedError):
        renew(award, by=bruno, at=MONDAY)
    old = award.key
    Credential.objects.filter(award_key=old).update(revoked_at=MONDAY, revoked_because="Wrong", revoked_by=rositsa)
    renewed = renew(award, by=rositsa, at=MONDAY)

    assert (renewed.key, renewed.results[1]["value"]) == (f"{old}:2", "90")
    assert not contradicted(cohort.organisation)
    assert issue_awards(cohort, by=rositsa, at=MONDAY).total == 1
    with pytest.raises(NotFoundError):
        renew(renewed, by=rositsa, at=MONDAY)


def test_an_award_that_is_not_earned_any_more_is_taken_back_and_one_that_agrees_again_is_no_task(cohort, amy, bruno, rositsa):
    award_cohort(cohort, by=bruno, at=MONDAY)
    run_batch(issue_awards(cohort, by=rositsa, at=MONDAY).pk, now=lambda: MONDAY)
    correct(amy, "exam", Decimal(10), at=MONDAY)
    correct(amy, "exam", Decimal(70), at=MONDAY)
    assert not contradicted(cohort.organisation)
    correct(amy, "exam", Decimal(10), at=MONDAY)
    award = Award.objects.get(enrolment=amy)
    Credential.objects.filter(award_key=award.key).update(revoked_at=MONDAY, revoked_because="Wrong", revoked_by=rositsa)
    assert renew(award, by=rositsa, at=MONDAY) is None
    assert numbers(cohort) == ["2"]


def test_the_database_keeps_who_lifted(hold):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lifted_at=MONDAY)
