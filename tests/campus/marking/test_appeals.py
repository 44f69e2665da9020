"""Appeals: by the learner alone and in time, decided by somebody who had no part in the result; a change becomes the result."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from appealing import REASONS, WHY, fresh, plain_assignment, released
from campus.base.models import AuditEntry
from campus.base.refusals import Refusal
from campus.issuing.models import Credential
from campus.issuing.work import run_batch
from campus.learning.award import award_cohort
from campus.learning.corrections import contradicted
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award, Hold, Result
from campus.marking import appeals, moderation
from campus.marking.models import Adjustment, Appeal, Submission
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import member, person
from marking import NOW, later
from sample_design import gradebook, record_gradebook


@pytest.fixture
def results(cohort, bruno, asen, radka):
    return released(plain_assignment(cohort, bruno), learners=2, marker=bruno, moderator=asen, approver=radka)


@pytest.fixture
def mine(results, amina):
    return results[0]


@pytest.fixture
def appeal(mine, amina):
    return appeals.file(mine, grounds="criteria", text=WHY, by=amina, at=later(days=1))


@pytest.fixture
def taken(appeal, vera):
    return appeals.take(appeal, by=vera, at=later(days=2))


def open_holds():
    return Hold.objects.filter(lifted_at__isnull=True).count()


def score():
    return Result.objects.get(enrolment__number="1", assessment="exam").score


def test_a_changed_total_is_the_result_at_once_and_what_stood_before_is_kept(taken, vera):
    assert (open_holds(), score()) == (1, 75)
    decided = appeals.decide(taken, "changed", total=Decimal(90), reasons=REASONS, by=vera, at=later(days=3))

    assert (decided.state, decided.outcome, decided.before, decided.after) == ("decided", "changed", 75, 90)
    assert (open_holds(), score()) == (0, 90)
    submission = Submission.objects.get(pk=decided.submission_id)
    assert (submission.total, submission.settled_by, submission.state) == (90, "appeal", "released")
    assert Adjustment.objects.get().before == 75
    assert not AuditEntry.objects.filter(details__contains="paragraph").exists()


@pytest.mark.parametrize("outcome", ["stands", "refused"])
def test_where_nothing_is_changed_the_result_stands_and_the_hold_ends(taken, vera, outcome):
    appeals.decide(taken, outcome, total=Decimal(1), reasons=REASONS, by=vera, at=later(days=3))
    assert (open_holds(), score(), fresh(taken).after) == (0, 75, None)


def test_only_the_learner_appeals_in_time_and_once(mine, amina, vera, dmitri):
    for stranger in (vera, dmitri):
        with pytest.raises(NotFoundError):
            appeals.file(mine, grounds="sum", text=WHY, by=stranger, at=NOW)
    with pytest.raises(appeals.TooLateToAppealError):
        appeals.file(mine, grounds="sum", text=WHY, by=amina, at=later(days=15))
    for wrong in (
        {"grounds": "fate", "text": WHY},
        {"grounds": "sum", "text": "Unfair!"},
        {"grounds": "sum", "text": "x" * 6000},
    ):
        with pytest.raises(appeals.AppealTextError):
            appeals.file(mine, **wrong, by=amina, at=NOW)
    # The last day counts to its end, where the assignment is.
    made = appeals.file(mine, grounds="sum", text=WHY, by=amina, at=later(days=14, hours=12))
    with pytest.raises(appeals.AppealedError):
        appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)
    appeals.withdraw(made, by=amina, at=NOW)
    assert open_holds() == 0
    appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)


def test_nobody_appeals_against_what_is_not_released(mine, amina):
    Submission.objects.filter(pk=mine.pk).update(state="confirmed", released_at=None)
    with pytest.raises(appeals.TooLateToAppealError):
        appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)


def test_nobody_decides_who_had_a_part_in_the_result(appeal, bruno, asen, radka, vera, laurel_university):
    for involved in (bruno, asen, radka):  # marked it; finished moderating; confirmed it on the board
        with pytest.raises(appeals.InvolvedError):
            appeals.take(appeal, by=involved, at=NOW)
        with pytest.raises(appeals.InvolvedError):
            appeals.give(appeal, involved, by=radka, at=NOW)
    assert appeals.deciders_for(fresh(appeal)) == [vera]
    with pytest.raises(NotAllowedError):
        appeals.take(appeal, by=member(laurel_university, person("q@laurel.example", "Q"), Role.REGISTRAR), at=NOW)


def test_a_moderator_who_changed_the_mark_does_not_decide(appeal, vera):
    Adjustment.objects.create(submission=appeal.submission, before=1, after=2, reason="Sum", made_by=vera, made_at=NOW)
    with pytest.raises(appeals.InvolvedError):
        appeals.take(appeal, by=vera, at=NOW)


def test_a_conflict_of_interest_that_comes_up_later_counts(taken, mine, vera, bruno):
    from campus.marking.pools import declare

    declare(mine.enrolment, vera, kind="family", by=bruno, at=NOW)
    with pytest.raises(appeals.InvolvedError):
        appeals.decide(taken, "stands", reasons=REASONS, by=vera, at=NOW)


def test_a_learner_who_is_an_assessor_too_does_not_decide_their_own(appeal, amina, laurel_university):
    member(laurel_university, amina, Role.ASSESSOR)
    with pytest.raises(appeals.InvolvedError):
        appeals.take(appeal, by=amina, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(state="taken", decider=amina)


def test_only_who_has_taken_it_decides_and_only_as_long_as_they_may(taken, vera, radka, dmitri, amina):
    for stranger in (radka, dmitri, amina):
        with pytest.raises(appeals.NotTheDeciderError):
            appeals.decide(taken, "stands", reasons=REASONS, by=stranger, at=NOW)
    Membership.objects.filter(person=vera).delete()
    with pytest.raises(NotAllowedError):
        appeals.decide(taken, "stands", reasons=REASONS, by=vera, at=NOW)


def test_a_decision_has_reasons_and_a_total_that_can_be(taken, vera):
    with pytest.raises(appeals.AppealTextError) as short:
        appeals.decide(taken, "stands", reasons="No.", by=vera, at=NOW)
    assert short.value.field == "reasons"
    for total in (None, Decimal(75), Decimal(101), Decimal(-1), Decimal("NaN"), Decimal("1.00001")):
        with pytest.raises(appeals.NewTotalError):
            appeals.decide(taken, "changed", total=total, reasons=REASONS, by=vera, at=NOW)
    with pytest.raises(NotFoundError):
        appeals.decide(taken, "burn", reasons=REASONS, by=vera, at=NOW)
    assert (open_holds(), score()) == (1, 75)


def test_it_can_be_given_back_and_given_to_somebody_else(taken, vera, radka, laurel_university, amina):
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.APPROVER)
    appeals.give(taken, other, by=radka, at=NOW)
    with pytest.raises(appeals.NotTheDeciderError):
        appeals.give_back(taken, by=vera, at=NOW)
    appeals.give_back(taken, by=other, at=NOW)
    appeals.take(taken, by=vera, at=NOW)
    with pytest.raises(appeals.NotTheDeciderError):
        appeals.take(taken, by=other, at=NOW)
    with pytest.raises(NotAllowedError):
        appeals.give(taken, other, by=vera, at=NOW)
    with pytest.raises(NotFoundError):
        appeals.withdraw(taken, by=vera, at=NOW)


def test_a_released_total_is_changed_by_an_appeal_alone(taken, vera):
    appeals.decide(taken, "changed", total=Decimal(90), reasons=REASONS, by=vera, at=NOW)
    with pytest.raises(NotFoundError):
        moderation.adjust(taken.submission, total=Decimal(5), reason="I think so.", by=vera, at=NOW)


def test_a_badge_that_the_new_result_contradicts_is_a_task(mine, cohort, amina, bruno, vera, rositsa):
    record_gradebook(cohort, gradebook("1,Amina Yusuf,amina@students.example,80,"))
    award_cohort(cohort, by=bruno, at=NOW)
    run_batch(issue_awards(cohort, by=rositsa, at=NOW).pk, now=lambda: NOW)
    appeal = appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)
    appeals.decide(appeals.take(appeal, by=vera, at=NOW), "changed", total=Decimal(95), reasons=REASONS, by=vera, at=NOW)
    assert [each.enrolment for each in contradicted(cohort.organisation)] == [mine.enrolment]
    assert Credential.objects.filter(award_key=Award.objects.get().key).exists()


def test_who_had_a_part_in_it_does_not_read_the_appeal(appeal, laurel_university, bruno, vera, radka, dmitri):
    def read_by(someone, *roles):
        return list(appeals.appeals_of(laurel_university, someone, frozenset(roles)))

    assert read_by(bruno, Role.ASSESSOR) == []
    assert read_by(vera, Role.ASSESSOR) == [appeal]
    assert read_by(radka, Role.APPROVER) == [appeal]


def test_the_database_keeps_one_appeal_and_its_reasons(taken, vera, amina):
    again = {"submission": taken.submission, "grounds": "sum", "text": WHY, "filed_by": amina, "filed_at": NOW, "before": 1}
    hold = Hold.objects.create(enrolment=taken.submission.enrolment, kind="appeal", opened_by=amina, opened_at=NOW)
    for wrong in (
        lambda: Appeal.objects.create(hold=hold, **again),
        lambda: Appeal.objects.update(state="decided", outcome="stands", ended_at=NOW),
        lambda: Appeal.objects.update(state="decided", outcome="changed", reasons="x", ended_at=NOW),
        lambda: Appeal.objects.update(decider=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_rules_of_appeals_hold_whatever_happens(results, amina, bruno, asen, vera, radka, laurel_university):
    pavel = member(laurel_university, person("pavel@laurel.example", "Pavel"), Role.APPROVER)
    people = [bruno, asen, vera, radka, pavel, amina]
    submission = results[0]

    class Appealing(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.mark, self.now, self.decisions = transaction.savepoint(), NOW, []

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def try_to(self, act):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                pass

        def newest(self):
            return Appeal.objects.select_related("submission").order_by("-pk").first()

        @rule(days=st.integers(0, 8), who=st.sampled_from(people))
        def file(self, days, who):
            self.now = max(self.now, later(days=days))
            self.try_to(lambda: appeals.file(submission, grounds="other", text=WHY, by=who, at=self.now))

        @rule(who=st.sampled_from(people))
        def withdraw(self, who):
            if appeal := self.newest():
                self.try_to(lambda: appeals.withdraw(appeal, by=who, at=self.now))

        @rule(who=st.sampled_from(people), whom=st.sampled_from(people), takes=st.booleans())
        def take_or_give(self, who, whom, takes):
            if appeal := self.newest():
                act = (lambda: appeals.take(appeal, by=who, at=self.now)) if takes else None
                self.try_to(act or (lambda: appeals.give(appeal, whom, by=who, at=self.now)))

        @rule(who=st.sampled_from(people))
        def give_back(self, who):
            if appeal := self.newest():
                self.try_to(lambda: appeals.give_back(appeal, by=who, at=self.now))

        @rule(
            who=st.sampled_from([vera, pavel, bruno]), outcome=st.sampled_from(list(Appeal.Outcome)), total=st.integers(0, 101)
        )
        def decide(self, who, outcome, total):
            if appeal := self.newest():
                self.try_to(lambda: appeals.decide(appeal, outcome, total=Decimal(total), reasons=REASONS, by=who, at=self.now))

        @invariant()
        def the_rules_hold(self):
            if not hasattr(self, "mark"):
                return
            rows = list(Appeal.objects.select_related("hold"))
            for each in rows:
                assert (each.hold.lifted_at is None) == (each.state in ("filed", "taken"))
                assert each.decider in (None, vera, pavel)
                assert each.filed_by == amina
            assert sum(each.state != "withdrawn" for each in rows) <= 1
            changed = [each.after for each in rows if each.outcome == "changed"]
            assert Submission.objects.get(pk=submission.pk).total == score() == (changed[0] if changed else 75)

    run_state_machine_as_test(
        Appealing,
        settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    assert Appeal.objects.count() == 0
