"""Learners, assessors, a moderator, a board and a clock do anything in any order: after every step the rules hold."""

from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from campus.base.refusals import Refusal
from campus.learning.models import Result
from campus.marking import allocation, marks, moderation, pools, releasing, sampling, settling
from campus.marking.handing_in import hand_in, save_draft, take_back
from campus.marking.marks import Judgement
from campus.marking.models import Assignment, Conflict, Mark, Submission
from campus.marking.rubrics import levels_apart
from campus.marking.setup import rubric_of
from marking import NOW, assignment_of, class_of, levels, work

ORDER = ["draft", "submitted", "marked", "second_marked", "settled", "moderated", "confirmed", "released"]
LEVEL = st.integers(0, 4)


def expected_total(assignment, submission):
    """The settled total, worked out anew from the marks."""
    done = {mark.role: mark for mark in submission.marks.all() if mark.state == "done"}
    totals = [mark.total for mark in done.values()]
    if len(done) == 1:
        return totals[0]
    if len(done) == 3:
        return sorted(totals)[1]
    first, second = done["first"], done["second"]
    assert levels_apart(rubric_of(assignment), first.levels, second.levels) <= assignment.tolerance
    return ((first.total + second.total) / 2).quantize(Decimal("0.0001"))


def test_the_rules_of_marking_hold_whatever_happens(cohort, bruno, asen, vera, radka, amina):
    learners = class_of(cohort, 4)
    assessors = [bruno, asen, vera]

    class Marking(RuleBasedStateMachine):
        @initialize(minimum=st.integers(0, 3), board=st.booleans(), fails=st.booleans())
        def open_it(self, minimum, board, fails):
            self.mark = transaction.savepoint()
            self.now, self.confirmed = NOW, {}
            self.assignment = assignment_of(
                cohort, bruno, second_minimum=minimum, second_percent=Decimal(0), second_fails=fails, needs_board=board,
                borderline=Decimal(0), cool_down=timedelta(0),
            )  # fmt: skip
            for assessor in assessors:
                pools.set_place(cohort, assessor, by=bruno, at=NOW)
            for learner in learners[:3]:
                self.hands_in_twice(learner)
            self.allot()

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def try_to(self, act):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                pass

        @rule(several=st.lists(st.tuples(LEVEL, LEVEL), min_size=6, max_size=6))
        def a_day_of_marking(self, several):
            self.now += timedelta(hours=24)
            self.mark_several(several)
            self.draw(at_once=True)
            self.mark_several(several[::-1])

        @rule(learner=st.sampled_from(learners))
        def hands_in_twice(self, learner):
            def act():
                save_draft(self.assignment, learner, text=f"At {self.now}", links=[], revision=None, at=self.now)
                first = hand_in(self.assignment, learner, at=self.now)
                assert hand_in(self.assignment, learner, at=self.now).pk == first.pk

            self.try_to(act)

        @rule(learner=st.sampled_from(learners))
        def takes_back(self, learner):
            self.try_to(lambda: take_back(self.assignment, learner, by=amina, at=self.now))

        @rule()
        def allot(self):
            self.try_to(lambda: allocation.order(self.assignment, by=bruno, at=self.now))

        @rule(several=st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=6))
        def mark_several(self, several):
            for assessor, numbers in zip(assessors * 2, several, strict=False):
                if (mark := marks.next_mark(assessor, self.assignment)) is not None:
                    judgement = Judgement(levels=levels(*numbers))
                    self.try_to(lambda mark=mark, said=judgement: marks.finish_mark(mark, said, by=mark.assessor, at=self.now))

        @rule(assessor=st.sampled_from(assessors), which=st.integers(0, 11))
        def take_up_again(self, assessor, which):
            done = list(marks.marks_of(assessor, self.assignment).filter(state="done"))
            if done:
                mark = done[which % len(done)]  # who got what is drawn by lot, so nothing further may be drawn from it
                self.try_to(lambda: marks.take_up_again(mark, by=assessor, at=self.now))

        @rule(learner=st.sampled_from(learners), assessor=st.sampled_from([asen, vera]))
        def declare(self, learner, assessor):
            self.try_to(lambda: pools.declare(learner, assessor, kind="other", by=assessor, at=self.now))

        @rule(at_once=st.booleans())
        def draw(self, at_once):
            self.try_to(lambda: sampling.draw(self.assignment, by=bruno, at=self.now))
            if at_once:
                work(at=self.now)

        @rule()
        def worker(self):
            work(at=self.now)

        @rule(which=st.integers(0, 11), total=st.integers(0, 100))
        def adjust(self, which, total):
            rows = list(Submission.objects.filter(assignment=self.assignment).order_by("pk"))
            if rows:
                submission = rows[which % len(rows)]
                reason = "Another look at it."
                self.try_to(lambda: moderation.adjust(submission, total=Decimal(total), reason=reason, by=radka, at=self.now))

        @rule(meets=st.booleans(), released=st.booleans())
        def moderate(self, meets, released):
            settling.finish_moderation(self.assignment, by=radka, at=self.now)
            if meets:
                settling.confirm(cohort, [each.pk for each in settling.ready_for_board(cohort)], at=self.now)
            if released:
                releasing.release(self.assignment.pk, at=self.now)

        @invariant()
        def the_rules_hold(self):
            if not hasattr(self, "assignment"):
                return
            assignment = Assignment.objects.select_related("cohort__design_version").get(pk=self.assignment.pk)
            rows = list(Submission.objects.filter(assignment=assignment).order_by("enrolment_id", "number"))
            for submission in rows:
                self.holds(assignment, submission)
            for _learner, attempts in groupby(rows, key=lambda row: row.enrolment_id):
                listed = list(attempts)
                assert len(listed) <= assignment.attempts_allowed
                assert all(each.state == "released" and each.total < assignment.pass_mark for each in listed[:-1])
            self.results_follow(rows)

        def holds(self, assignment, submission):
            given = list(submission.marks.all())
            assert len({mark.assessor_id for mark in given}) == len(given)
            settled = ORDER.index(submission.state) >= ORDER.index("settled")
            assert settled == (submission.total is not None)
            if settled and submission.settled_by != "moderator":
                assert submission.total == max(0, expected_total(assignment, submission) - submission.deduction)
                assert all(mark.state == "done" for mark in given)
            if settled and submission.sampled and submission.settled_by != "moderator":
                assert len(given) >= 2
            if submission.confirmed_at is not None:
                assert self.confirmed.setdefault(submission.pk, submission.total) == submission.total
            barred = set(Conflict.objects.filter(enrolment=submission.enrolment_id).values_list("person_id", flat=True))
            assert not any(mark.state != "done" and mark.assessor_id in barred for mark in given)

        def results_follow(self, rows):
            final = [row for row in rows if row.state in ("confirmed", "released")]
            best = {}
            for row in final:
                best[row.enrolment_id] = max(best.get(row.enrolment_id, 0), row.total)
            assert dict(Result.objects.filter(assessment="exam").values_list("enrolment_id", "score")) == best

    run_state_machine_as_test(
        Marking,
        settings=settings(max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    assert Mark.objects.count() == 0
