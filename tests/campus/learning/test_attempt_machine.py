"""A learner, a clock and an author who do anything in any order: after every step the rules of attempts hold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from campus.learning import quiz_results, quiz_setup
from campus.learning.models import Quiz, QuizAttempt, Result
from campus.learning.quiz_attempts import (
    AttemptOverError,
    AttemptRefusedError,
    save_answer,
    settle_quiz,
    slots_of,
    start,
    submit,
    with_paper,
)
from campus.learning.quizzes.answers import Answer
from campus.learning.quizzes.rules import GRACE
from quizzes import NOW, enrol, make_bank, open_quiz, right_answer
from sample_design import open_cohort, publish


def test_the_rules_of_attempts_hold_whatever_happens(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    learner = enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"))[0]
    bank = make_bank(cohort, bruno)

    class Attempts(RuleBasedStateMachine):
        @initialize(
            most=st.integers(1, 3),
            limit=st.sampled_from([None, 30]),
            pause=st.sampled_from([0, 60]),
            counts=st.sampled_from(["best", "last", "first"]),
        )
        def open_it(self, most, limit, pause, counts):
            self.mark = transaction.savepoint()
            self.now, self.most, self.pause = NOW, most, timedelta(minutes=pause)
            self.saved: dict[int, set[int]] = {}
            self.quiz = open_quiz(
                cohort,
                bruno,
                bank=bank,
                attempts_allowed=most,
                cool_down=self.pause,
                counts=counts,
                time_limit=None if limit is None else timedelta(minutes=limit),
            )

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def attempts(self):
            return list(with_paper().filter(quiz=self.quiz).order_by("number"))

        @rule(minutes=st.sampled_from([1, 10, 29, 31, 61]))
        def wait(self, minutes):
            self.now += timedelta(minutes=minutes)

        @rule()
        def begin(self):
            before = self.attempts()
            try:
                attempt = start(Quiz.objects.get(pk=self.quiz.pk), learner, seed=str(len(before)), at=self.now)
            except AttemptRefusedError:
                assert len(self.attempts()) == len(before)
            else:
                assert attempt.state == "open"

        @precondition(lambda self: self.attempts())
        @rule(number=st.integers(1, 7), right=st.booleans(), data=st.data())
        def answer(self, number, right, data):
            attempt = data.draw(st.sampled_from(self.attempts()))
            question = slots_of(attempt)[number - 1].question
            given = right_answer(question) if right else Answer()
            in_time = attempt.ends_at is None or self.now <= attempt.ends_at + GRACE
            try:
                save_answer(attempt, number, answer=given, at=self.now)
            except AttemptOverError:
                assert attempt.state != "open" or not in_time
            else:
                assert attempt.state == "open"
                assert in_time
                saved = self.saved.setdefault(attempt.number, set())
                if right:
                    saved.add(number)
                else:
                    saved.discard(number)

        @precondition(lambda self: self.attempts())
        @rule(data=st.data())
        def hand_in(self, data):
            attempt = data.draw(st.sampled_from(self.attempts()))
            assert submit(attempt, at=self.now).state == "marked"

        @rule()
        def clock(self):
            settle_quiz(self.quiz.pk, at=self.now)

        @rule()
        def close(self):
            quiz_setup.close_quiz(self.quiz, by=bruno, at=self.now)

        @rule()
        def hand_results_on(self):
            quiz_results.hand_on(self.quiz.pk, at=self.now)
            marked = [attempt.score for attempt in self.attempts() if attempt.state == "marked"]
            choose = {"best": max, "last": lambda scores: scores[-1], "first": lambda scores: scores[0]}[self.quiz.counts]
            wanted = choose(marked) if marked else None
            held = Result.objects.filter(enrolment=learner, assessment="exam").first()
            assert (None if held is None else held.score) == (None if wanted is None else wanted / 8 * 100)

        @invariant()
        def at_most_as_many_as_allowed_and_one_open(self):
            if not hasattr(self, "quiz"):
                return
            attempts = self.attempts()
            assert len(attempts) <= self.most
            assert [attempt.number for attempt in attempts] == list(range(1, len(attempts) + 1))
            assert sum(attempt.state == "open" for attempt in attempts) <= 1
            for earlier, later in pairwise(attempts):
                assert earlier.ended_at is not None
                assert later.started_at - earlier.ended_at >= self.pause

        @invariant()
        def scores_are_of_what_was_saved_in_time(self):
            if not hasattr(self, "quiz"):
                return
            for attempt in self.attempts():
                if attempt.state == "marked":
                    saved = self.saved.get(attempt.number, set())
                    worth = sum((slot.points for slot in slots_of(attempt) if slot.number in saved), Decimal(0))
                    assert attempt.score == worth
                    assert attempt.ends_at is None or attempt.ended_at <= attempt.ends_at + GRACE

    checks = settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)
    run_state_machine_as_test(Attempts, settings=checks)


@pytest.fixture(autouse=True)
def _no_quiz_is_left(db):
    yield
    assert QuizAttempt.objects.count() == 0
