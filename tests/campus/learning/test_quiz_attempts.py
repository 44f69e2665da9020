"""Attempts under the rules, whatever two devices do at once; results reach the assessment as a gradebook's would."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from campus.jobs.run_until_idle import run_until_idle
from campus.learning import quiz_attempts, quiz_results, quiz_setup, quiz_statistics
from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.learning.models import Cohort, Enrolment, Quiz, QuizAnswer, QuizAttempt, Result
from campus.learning.question_banks import change_question, live_questions, question_of
from campus.learning.quiz_attempts import (
    AttemptOverError,
    AttemptRefusedError,
    answers_of,
    save_answer,
    settle_due,
    settle_quiz,
    slots_of,
    start,
    submit,
)
from campus.learning.quiz_setup import (
    PoolWish,
    QuizMovedOnError,
    QuizNotReadyError,
    QuizRuleError,
    QuizTakenError,
    UnknownAssessmentError,
)
from campus.learning.quizzes.answers import Answer
from campus.learning.quizzes.rules import Refused
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from quizzes import NOW, answer_all, enrol, later, make_bank, open_quiz, right_answer
from sample_design import open_cohort, publish


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def learner(cohort):
    return enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"))[0]


@pytest.fixture
def quiz(cohort, bruno):
    return open_quiz(cohort, bruno)


def begin(quiz, learner, at=NOW, seed="seed"):
    return start(quiz, learner, seed=seed, at=at)


def result(learner):
    return Result.objects.get(enrolment=learner, assessment="exam").score


def test_an_attempt_handed_in_becomes_the_result_of_the_assessment(quiz, learner):
    attempt = begin(quiz, learner)
    earned = answer_all(attempt, right=4)
    handed_in = submit(attempt, at=later(minutes=5))
    run_until_idle()

    assert (handed_in.state, handed_in.score, handed_in.maximum) == ("marked", earned, 8)
    assert result(learner) == (earned / 8 * 100).quantize(Decimal("0.0001"))
    assert not QuizAttempt.objects.filter(result_due=True).exists()


def test_an_attempt_is_rebuilt_exactly_even_when_the_bank_changed(quiz, learner, bruno):
    attempt = begin(quiz, learner)
    asked = slots_of(attempt)
    for row in live_questions(quiz.pools.get().bank):
        mended = question_of(row).model_copy(update={"points": Decimal(9)})
        change_question(row, question=mended, revision=1, by=bruno, at=NOW)

    assert slots_of(quiz_attempts.with_paper().get(pk=attempt.pk)) == asked


def test_two_learners_draw_differently_and_one_seed_always_the_same(quiz, cohort):
    first, second = enrol(cohort, ("1", "A", "a@x.example"), ("2", "B", "b@x.example"))

    orders = {seed: slots_of(begin(quiz, who, seed=seed)) for who, seed in ((first, "1"), (second, "2"))}
    assert orders["1"] != orders["2"]


def test_coming_back_finds_the_attempt_and_its_answers(quiz, learner):
    attempt = begin(quiz, learner)
    answer_all(attempt, right=2)

    again = begin(quiz, learner, at=later(hours=1), seed="another")
    assert (again.pk, sorted(answers_of(again))) == (attempt.pk, [1, 2])


def test_the_newest_answer_stands(quiz, learner):
    attempt = begin(quiz, learner)
    slot = next(slot for slot in slots_of(attempt) if slot.question.type == "numeric")
    save_answer(attempt, slot.number, answer=Answer(text="7"), at=NOW)
    save_answer(attempt, slot.number, answer=Answer(text="1"), at=NOW)

    assert QuizAnswer.objects.get().value["text"] == "1"


def test_refuses_answers_once_time_is_up_and_counts_what_was_saved(cohort, bruno, learner):
    attempt = begin(open_quiz(cohort, bruno, time_limit=timedelta(minutes=20)), learner)
    earned = answer_all(attempt, right=1, at=later(minutes=20, seconds=30))

    with pytest.raises(AttemptOverError):
        save_answer(attempt, 2, answer=Answer(text="x"), at=later(minutes=20, seconds=31))
    ended = submit(attempt, at=later(minutes=30))

    assert (ended.score, ended.by_clock, ended.ended_at) == (earned, True, later(minutes=20))


def test_the_clock_ends_attempts_of_those_who_never_came_back(cohort, bruno, learner):
    attempt = begin(open_quiz(cohort, bruno, time_limit=timedelta(minutes=20)), learner)
    earned = answer_all(attempt, right=3)

    settle_due(at=later(minutes=20, seconds=29))
    run_until_idle(clock=lambda: later(minutes=20, seconds=29))
    attempt.refresh_from_db()
    assert attempt.state == "open"
    settle_due(at=later(minutes=21))
    run_until_idle(clock=lambda: later(minutes=21))

    attempt.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.by_clock) == ("marked", earned, True)
    assert result(learner) > 0


def test_refuses_a_question_the_attempt_does_not_have(quiz, learner):
    with pytest.raises(NotFoundError):
        save_answer(begin(quiz, learner), 99, answer=Answer(), at=NOW)


def test_handing_in_twice_counts_once(quiz, learner):
    attempt = begin(quiz, learner)
    first = submit(attempt, at=later(minutes=1))
    again = submit(attempt, at=later(minutes=2))

    assert again.ended_at == first.ended_at == later(minutes=1)
    with pytest.raises(AttemptOverError):
        save_answer(attempt, 1, answer=Answer(), at=later(minutes=1))


def test_refuses_a_fourth_attempt_and_one_too_early(quiz, learner):
    for week in range(3):
        submit(begin(quiz, learner, at=later(days=8 * week)), at=later(days=8 * week))
        if week < 2:
            with pytest.raises(AttemptRefusedError) as refusal:
                begin(quiz, learner, at=later(days=8 * week + 6))
            assert refusal.value.refused.because is Refused.COOLING_DOWN
            assert refusal.value.refused.until == later(days=8 * week + 7)

    with pytest.raises(AttemptRefusedError) as refusal:
        begin(quiz, learner, at=later(days=100))
    assert refusal.value.refused.because is Refused.NO_ATTEMPT_LEFT


def test_who_needs_it_gets_more_time_and_one_attempt_more(cohort, bruno, learner):
    quiz = open_quiz(cohort, bruno, attempts_allowed=1, cool_down=timedelta(0), time_limit=timedelta(minutes=20))
    submit(begin(quiz, learner), at=NOW)
    quiz_setup.allow_more(quiz, number="1", extra_time=timedelta(minutes=10), extra_attempts=1, by=bruno, at=NOW)

    assert begin(quiz, learner, at=later(hours=1)).ends_at == later(hours=1, minutes=30)


@pytest.mark.parametrize(("counts", "share"), [("best", 100), ("last", 0), ("first", 50)])
def test_the_attempt_that_counts_is_the_result(cohort, bruno, learner, counts, share):
    quiz = open_quiz(cohort, bruno, counts=counts, cool_down=timedelta(0), shuffle_questions=False)
    for hour, right in enumerate((5, 7, 0)):  # 6 of 8 points, all of them, none
        attempt = begin(quiz, learner, at=later(hours=hour))
        answer_all(attempt, right=right, at=later(hours=hour))
        submit(attempt, at=later(hours=hour))
    run_until_idle()

    assert result(learner) == {100: 100, 0: 0, 50: 75}[share]


def test_handing_results_on_again_changes_nothing(quiz, learner):
    submit(begin(quiz, learner), at=NOW)
    assert quiz_results.hand_on(quiz.pk, at=NOW) == 1
    recorded = Result.objects.get().recorded_at

    assert quiz_results.hand_on(quiz.pk, at=later(hours=1)) == 0
    QuizAttempt.objects.update(result_due=True)
    quiz_results.hand_on(quiz.pk, at=later(hours=1))
    assert Result.objects.get().recorded_at == recorded


def test_a_closed_cohort_takes_no_attempts_and_results_wait(quiz, cohort, learner, bruno):
    submit(begin(quiz, learner), at=NOW)
    close_cohort(cohort, by=bruno, at=NOW)

    assert quiz_results.hand_on(quiz.pk, at=NOW) == 0
    assert QuizAttempt.objects.get().result_due
    with pytest.raises(AttemptRefusedError):
        begin(Quiz.objects.get(), learner, at=later(days=8))


def test_closing_a_quiz_ends_attempts_with_what_was_saved(quiz, learner, bruno):
    attempt = begin(quiz, learner)
    earned = answer_all(attempt, right=2)
    quiz_setup.close_quiz(quiz, by=bruno, at=later(minutes=1))
    run_until_idle(clock=lambda: later(minutes=1))

    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("marked", earned)


def test_refuses_a_learner_of_another_cohort_and_one_who_withdrew(quiz, cohort, learner, bruno):
    other = open_cohort(cohort.design_version, bruno, title="Other")
    stranger = enrol(other, ("9", "Z", "z@x.example"))[0]

    with pytest.raises(NotFoundError):
        begin(quiz, stranger)
    Enrolment.objects.filter(pk=learner.pk).update(withdrawn=True)
    with pytest.raises(AttemptRefusedError):
        begin(quiz, Enrolment.objects.get(pk=learner.pk))


def test_a_mended_question_is_marked_again(quiz, learner, bruno):
    attempt = begin(quiz, learner)
    slot = next(slot for slot in slots_of(attempt) if slot.question.title == "Capital")
    save_answer(attempt, slot.number, answer=Answer(text="Serdica"), at=NOW)
    submit(attempt, at=NOW)
    row = live_questions(quiz.pools.get().bank).get(title="Capital")
    answers = (*slot.question.answers, slot.question.answers[0].model_copy(update={"text": "Serdica"}))
    change_question(row, question=slot.question.model_copy(update={"answers": answers}), revision=1, by=bruno, at=NOW)

    paper = quiz_setup.renew_paper(quiz, by=bruno, at=NOW)
    quiz_results.order_remarking(quiz, by=bruno, at=NOW)
    run_until_idle()

    attempt.refresh_from_db()
    assert (paper.number, attempt.score, attempt.paper.number) == (2, 1, 1)
    assert quiz_setup.renew_paper(quiz, by=bruno, at=NOW).number == 2
    assert quiz_results.mark_again(quiz.pk, at=NOW) == 0


def test_refuses_to_set_up_what_makes_no_sense(cohort, quiz, bruno, rositsa, dmitri):
    def create(**rules):
        return quiz_setup.create_quiz(cohort, **{"assessment": "project", "title_en": "x", "by": bruno, "at": NOW, **rules})

    for rules, error in [
        ({"assessment": "exam"}, QuizTakenError),
        ({"assessment": "nothing"}, UnknownAssessmentError),
        ({"title_en": " "}, QuizRuleError),
        ({"attempts_allowed": 0}, QuizRuleError),
        ({"time_limit": timedelta(seconds=5)}, QuizRuleError),
        ({"opens_at": NOW, "closes_at": NOW}, QuizRuleError),
        ({"release": "on_date"}, QuizRuleError),
        ({"release": "after_close"}, QuizRuleError),
        ({"by": rositsa}, NotAllowedError),
        ({"by": dmitri}, NotAllowedError),
    ]:
        with pytest.raises(error):
            create(**rules)


def test_refuses_to_open_without_enough_questions_or_twice(cohort, bruno):
    quiz = quiz_setup.create_quiz(cohort, assessment="exam", title_en="x", by=bruno, at=NOW)
    with pytest.raises(QuizNotReadyError):
        quiz_setup.open_quiz(quiz, by=bruno, at=NOW)
    bank = make_bank(cohort, bruno)
    quiz_setup.set_pools(quiz, pools=[PoolWish(bank=bank, draw=8)], by=bruno, at=NOW)
    with pytest.raises(QuizNotReadyError):
        quiz_setup.open_quiz(quiz, by=bruno, at=NOW)
    quiz_setup.set_pools(
        quiz, pools=[PoolWish(bank=bank, category="News", draw=1), PoolWish(bank=bank, draw=2)], by=bruno, at=NOW
    )
    quiz_setup.open_quiz(quiz, by=bruno, at=NOW)

    with pytest.raises(QuizMovedOnError):
        quiz_setup.open_quiz(quiz, by=bruno, at=NOW)
    with pytest.raises(QuizMovedOnError):
        quiz_setup.set_pools(quiz, pools=[], by=bruno, at=NOW)


def test_refuses_a_quiz_for_a_closed_cohort(cohort, bruno):
    close_cohort(cohort, by=bruno, at=NOW)
    with pytest.raises(CohortClosedError):
        quiz_setup.create_quiz(Cohort.objects.get(), assessment="exam", title_en="x", by=bruno, at=NOW)


def test_a_draft_is_nothing_a_learner_can_begin(cohort, bruno, learner):
    with pytest.raises(NotFoundError):
        begin(quiz_setup.create_quiz(cohort, assessment="exam", title_en="x", by=bruno, at=NOW), learner)


def test_the_database_holds_what_the_code_intends(quiz, learner):
    attempt = begin(quiz, learner)
    facts = {"quiz": quiz, "enrolment": learner, "paper": attempt.paper, "seed": "x", "started_at": NOW, "maximum": 8}
    wrong = [
        {**facts, "number": 2},  # a second open one
        {**facts, "number": 1, "state": "submitted", "ended_at": NOW},  # the same number
        {**facts, "number": 4, "most": 3, "state": "submitted", "ended_at": NOW},  # beyond the maximum
        {**facts, "number": 2, "state": "submitted"},  # ended without a time
        {**facts, "number": 2, "state": "marked", "ended_at": NOW},  # marked without a score
        {**facts, "number": 2, "state": "marked", "ended_at": NOW, "marked_at": NOW, "score": 9},  # more than there is
    ]
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            QuizAttempt.objects.create(**each)


def test_figures_hide_small_cells_and_tell_how_questions_fared(cohort, bruno):
    learners = enrol(cohort, *((str(n), f"L{n}", f"l{n}@x.example") for n in range(1, 25)))
    quiz = open_quiz(cohort, bruno)
    for number, learner in enumerate(learners):
        attempt = begin(quiz, learner, seed=str(number))
        for slot in slots_of(attempt):
            if number < 12 or slot.question.title != "Press release":
                save_answer(attempt, slot.number, answer=right_answer(slot.question), at=NOW)
        submit(attempt, at=NOW)

    figures = quiz_statistics.count(quiz.pk, at=NOW)
    key = str(live_questions(quiz.pools.get().bank).get(title="Press release").public_id)
    assert figures["learners"] == 24
    assert figures["items"][key]["difficulty"] == "0.5000"
    assert figures["items"][key]["discrimination"] == "1.0000"
    assert figures["items"][key]["chosen"] == {"right": 12, "wrong": 0, "court": 0}
    assert figures["items"][key]["unanswered"] == 12


def test_figures_of_four_learners_are_not_told(cohort, bruno):
    quiz = open_quiz(cohort, bruno)
    for learner in enrol(cohort, *((str(n), f"L{n}", f"l{n}@x.example") for n in range(4))):
        submit(begin(quiz, learner), at=NOW)

    figures = quiz_statistics.count(quiz.pk, at=NOW)
    assert figures["learners"] is None
    assert {each["difficulty"] for each in figures["items"].values()} == {None}


def test_many_attempts_are_marked_in_batches(cohort, bruno, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(quiz_attempts, "BATCH", 10)
    learners = enrol(cohort, *((str(n), f"L{n}", f"l{n}@x.example") for n in range(25)))
    quiz = open_quiz(cohort, bruno, time_limit=timedelta(minutes=5))
    for number, learner in enumerate(learners):
        answer_all(begin(quiz, learner, seed=str(number)), right=7)

    with django_assert_max_num_queries(25 + 45):  # an update for each, and a few more for each of three batches
        assert settle_quiz(quiz.pk, at=later(hours=1)) == 25
    assert settle_quiz(quiz.pk, at=later(hours=1)) == 0
    run_until_idle()
    assert Result.objects.filter(assessment="exam", score=100).count() == 25


def at_once(*works):
    barrier, outcomes = Barrier(len(works)), []

    def run(work):
        barrier.wait()
        try:
            outcomes.append(work())
        except Exception as error:  # what it was is asserted
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_many_devices_that_begin_at_once_begin_one_attempt(quiz, learner):
    at_once(*(lambda seed=seed: begin(Quiz.objects.get(), Enrolment.objects.get(), seed=str(seed)).number for seed in range(4)))

    assert QuizAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_attempt_cannot_be_taken_twice(cohort, bruno, learner):
    quiz = open_quiz(cohort, bruno, attempts_allowed=2, cool_down=timedelta(0))
    submit(begin(quiz, learner), at=NOW)

    def try_it():
        attempt = begin(Quiz.objects.get(), Enrolment.objects.get(), at=later(hours=1))
        return submit(attempt, at=later(hours=1)).number

    outcomes = at_once(*[try_it] * 4)
    assert QuizAttempt.objects.count() == 2
    assert set(outcomes) <= {2, "AttemptRefusedError"}


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_counts_once(quiz, learner):
    attempt = begin(quiz, learner)
    answer_all(attempt)

    outcomes = at_once(*(lambda second=second: submit(attempt, at=later(seconds=second)).score for second in range(4)))
    assert outcomes == [8] * 4
    run_until_idle()
    assert Result.objects.filter(assessment="exam").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_saved_while_it_is_handed_in_counts_or_is_refused(quiz, learner):
    attempt = begin(quiz, learner)
    slot = slots_of(attempt)[0]

    outcomes = at_once(
        lambda: submit(attempt, at=later(minutes=1)).state,
        lambda: save_answer(attempt, slot.number, answer=right_answer(slot.question), at=later(minutes=1)).slot,
    )
    attempt.refresh_from_db()
    saved = QuizAnswer.objects.exists()
    assert saved == ("AttemptOverError" not in outcomes)
    assert attempt.score == (slot.points if saved else 0)
