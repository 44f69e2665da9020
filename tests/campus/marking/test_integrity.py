"""Cases about how work was done: answered by the learner, decided by somebody else than who opened them; private."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from appealing import REASONS, WHY, plain_assignment, released
from campus.base.models import AuditEntry
from campus.base.refusals import Refusal
from campus.learning.models import Hold, Result
from campus.marking import allocation, appeals, board, integrity, moderation, settling
from campus.marking.handing_in import TooLateToTakeBackError, standing_of, take_back
from campus.marking.models import IntegrityCase, Mark, Submission
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import member, person
from marking import NOW, class_of, finish, handed_in, later, pool

SEEN = "The second page is word for word that of a paper from 2019."


@pytest.fixture
def moderated(cohort, bruno, asen):
    """Work of two learners, marked by Bruno, moderated by Asen, before the board."""
    assignment = plain_assignment(cohort, bruno)
    for learner in class_of(cohort, 2):
        handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.allot_all(assignment.pk, at=NOW)
    for mark in Mark.objects.order_by("pk"):
        finish(mark, 3, 3)
    settling.finish_moderation(assignment, by=asen, at=NOW)
    return list(Submission.objects.select_related("assignment", "enrolment").order_by("pk"))


@pytest.fixture
def case(moderated, bruno):
    return integrity.open_case(moderated[0], kind="copied", text=SEEN, by=bruno, at=NOW)


@pytest.fixture
def answered(case, amina):
    integrity.answer(case, WHY, by=amina, at=later(days=1))
    return case


def decided(case, outcome, by):
    integrity.decide(case, outcome, reasons=REASONS, by=by, at=later(days=2))
    return Submission.objects.select_related("assignment", "enrolment").get(pk=case.submission_id)


def open_holds():
    return Hold.objects.filter(lifted_at__isnull=True).count()


def scores():
    return dict(Result.objects.filter(assessment="exam").values_list("enrolment__number", "score"))


def test_a_case_holds_the_award_and_keeps_the_result_from_the_board(case, cohort, bruno, radka):
    assert (open_holds(), settling.ready_for_board(cohort).count()) == (1, 1)
    sitting = board.open_sitting(cohort, [bruno, radka], by=radka, at=NOW)
    second = sitting.items.get().submission
    integrity.open_case(second, kind="machine", text=SEEN, by=bruno, at=NOW)
    for someone in (bruno, radka):
        board.sign(sitting, by=someone, at=NOW)
    with pytest.raises(board.InQuestionError):
        board.close(sitting, by=radka, at=NOW)


@pytest.mark.parametrize(("outcome", "total", "state"), [("no_case", 75, "moderated"), ("warning", 75, "moderated")])
def test_where_nothing_follows_the_mark_stands_and_goes_on(answered, cohort, radka, outcome, total, state):
    submission = decided(answered, outcome, radka)
    assert (submission.total, submission.state, open_holds()) == (total, state, 0)
    assert settling.ready_for_board(cohort).count() == 2


def test_a_mark_set_to_zero_goes_to_the_board_and_no_moderator_changes_it(answered, radka, asen, vera):
    submission = decided(answered, "zero", radka)
    assert (submission.total, submission.state, submission.settled_by) == (0, "settled", "integrity")
    with pytest.raises(NotFoundError):
        moderation.adjust(submission, total=Decimal(60), reason="I think so too.", by=vera, at=NOW)
    settling.finish_moderation(submission.assignment, by=asen, at=NOW)
    settling.confirm(submission.assignment.cohort, [submission.pk], at=NOW)
    assert scores() == {"1": 0}


def test_a_void_attempt_counts_for_nothing_and_another_can_follow(answered, radka):
    submission = decided(answered, "void", radka)
    assert (submission.void, submission.state, scores()) == (True, "released", {})
    standing = standing_of(submission.assignment, submission.enrolment, at=later(days=10))
    assert (standing.closed, standing.number) == (None, 2)


def test_work_nobody_has_marked_is_decided_all_the_same_and_not_taken_back_before(cohort, bruno, amina, radka):
    assignment = plain_assignment(cohort, bruno)
    work = handed_in(assignment, class_of(cohort, 1)[0])
    case = integrity.open_case(work, kind="by_others", text=SEEN, by=bruno, at=NOW)
    with pytest.raises(TooLateToTakeBackError):
        take_back(assignment, work.enrolment, by=amina, at=NOW)
    integrity.answer(case, WHY, by=amina, at=NOW)
    assert decided(case, "zero", radka).state == "settled"


@pytest.mark.parametrize(("outcome", "left"), [("zero", {"1": 0, "2": 75}), ("void", {"2": 75})])
def test_what_is_released_already_is_corrected_at_once_and_the_learner_can_appeal(
    cohort, bruno, asen, radka, amina, vera, laurel_university, outcome, left
):
    pavel = member(laurel_university, person("pavel@laurel.example", "Pavel"), Role.APPROVER)
    mine = released(plain_assignment(cohort, bruno), learners=2, marker=bruno, moderator=asen, approver=radka)[0]
    case = integrity.open_case(mine, kind="copied", text=SEEN, by=vera, at=NOW)
    integrity.answer(case, WHY, by=amina, at=NOW)
    decided(case, outcome, pavel)
    assert scores() == left

    appeal = appeals.file(mine, grounds="procedure", text=WHY, by=amina, at=later(days=3))
    for involved in (vera, pavel):  # opened the case; decided it
        with pytest.raises(appeals.InvolvedError):
            appeals.take(appeal, by=involved, at=NOW)
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR)
    appeals.take(appeal, by=other, at=NOW)
    appeals.decide(appeal, "changed", total=Decimal(70), reasons=REASONS, by=other, at=NOW)
    assert scores() == {"1": 70, "2": 75}


def test_whoever_opened_it_does_not_decide_and_only_approvers_do(moderated, laurel_university, radka, vera, dmitri, amina):
    case = integrity.open_case(moderated[0], kind="copied", text=SEEN, by=radka, at=NOW)
    integrity.answer(case, WHY, by=amina, at=NOW)
    with pytest.raises(integrity.OwnCaseError):
        integrity.decide(case, "zero", reasons=REASONS, by=radka, at=NOW)
    for stranger in (vera, dmitri, amina):
        with pytest.raises(NotAllowedError):
            integrity.decide(case, "zero", reasons=REASONS, by=stranger, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityCase.objects.update(state="decided", outcome="zero", reasons="x", decided_by=radka, decided_at=NOW)


def test_it_is_decided_after_the_answer_or_once_the_time_is_over(case, radka):
    with pytest.raises(integrity.TooEarlyToDecideError):
        integrity.decide(case, "zero", reasons=REASONS, by=radka, at=later(days=7))
    integrity.decide(case, "warning", reasons=REASONS, by=radka, at=later(days=7, hours=1))
    with pytest.raises(integrity.CaseOverError):
        integrity.decide(case, "zero", reasons=REASONS, by=radka, at=later(days=9))


def test_only_the_learner_answers_and_nothing_is_written_into_logs(case, amina, vera, radka):
    with pytest.raises(NotFoundError):
        integrity.answer(case, WHY, by=vera, at=NOW)
    with pytest.raises(integrity.CaseTextError):
        integrity.answer(case, "No.", by=amina, at=NOW)
    integrity.answer(case, WHY, by=amina, at=NOW)
    decided(case, "warning", radka)
    with pytest.raises(integrity.CaseOverError):
        integrity.answer(case, WHY, by=amina, at=NOW)
    assert not AuditEntry.objects.filter(details__contains="word for word").exists()


def test_a_case_is_opened_once_by_staff_with_a_text(moderated, bruno, rositsa, dmitri, amina):
    for stranger in (rositsa, dmitri, amina):
        with pytest.raises(NotAllowedError):
            integrity.open_case(moderated[0], kind="copied", text=SEEN, by=stranger, at=NOW)
    for wrong in ({"kind": "fate", "text": SEEN}, {"kind": "copied", "text": "Hm."}):
        with pytest.raises(integrity.CaseTextError):
            integrity.open_case(moderated[0], **wrong, by=bruno, at=NOW)
    integrity.open_case(moderated[0], kind="copied", text=SEEN, by=bruno, at=NOW)
    with pytest.raises(integrity.CaseOpenError):
        integrity.open_case(moderated[0], kind="copied", text=SEEN, by=bruno, at=NOW)
    assert open_holds() == 1


def test_only_approvers_and_who_opened_it_read_it(case, laurel_university, bruno, vera, radka, amina):
    def read_by(someone, *roles):
        return list(integrity.cases_of(laurel_university, someone, frozenset(roles)))

    assert (read_by(bruno, Role.ASSESSOR), read_by(radka, Role.APPROVER)) == ([case], [case])
    assert (read_by(vera, Role.ASSESSOR), read_by(amina, Role.APPROVER)) == ([], [])
    assert (list(integrity.cases_about(amina)), list(integrity.cases_about(vera))) == ([case], [])


def test_the_rules_of_cases_hold_whatever_happens(moderated, cohort, amina, bruno, asen, radka, laurel_university):
    pavel = member(laurel_university, person("pavel@laurel.example", "Pavel"), Role.APPROVER)
    people = [bruno, asen, radka, pavel, amina]
    key = moderated[0].pk

    class Cases(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.mark, self.now = transaction.savepoint(), NOW

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
            return IntegrityCase.objects.order_by("-pk").first()

        @rule(who=st.sampled_from(people))
        def open(self, who):
            submission = Submission.objects.get(pk=key)
            self.try_to(lambda: integrity.open_case(submission, kind="other", text=SEEN, by=who, at=self.now))

        @rule(who=st.sampled_from([amina, bruno]))
        def answer(self, who):
            if case := self.newest():
                self.try_to(lambda: integrity.answer(case, WHY, by=who, at=self.now))

        @rule(who=st.sampled_from(people), outcome=st.sampled_from(list(IntegrityCase.Outcome)), days=st.integers(0, 8))
        def decide(self, who, outcome, days):
            self.now += timedelta(days=days)
            if case := self.newest():
                self.try_to(lambda: integrity.decide(case, outcome, reasons=REASONS, by=who, at=self.now))

        @rule()
        def board_confirms(self):
            settling.finish_moderation(moderated[0].assignment, by=asen, at=self.now)
            settling.confirm(cohort, [key], at=self.now)

        @invariant()
        def the_rules_hold(self):
            if not hasattr(self, "mark"):
                return
            cases, submission = list(IntegrityCase.objects.select_related("hold")), Submission.objects.get(pk=key)
            for each in cases:
                assert (each.hold.lifted_at is None) == (each.state != "decided")
                assert each.decided_by in (None, radka, pavel)
                assert each.decided_by != each.opened_by
            assert sum(each.state != "decided" for each in cases) <= 1
            outcomes = {each.outcome for each in cases}
            assert (submission.total == 0) == bool(outcomes & {"zero", "void"})
            final = submission.state in ("confirmed", "released") and not submission.void
            assert scores().get("1") == (submission.total if final else None)

    run_state_machine_as_test(
        Cases,
        settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    assert IntegrityCase.objects.count() == 0
