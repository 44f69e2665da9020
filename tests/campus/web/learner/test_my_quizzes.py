"""The learner's side: begins, answers, leaves and comes back, hands in; nothing right leaks before its time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campus.jobs.run_until_idle import run_until_idle
from campus.learning.models import QuizAnswer, QuizAttempt, Result
from campus.learning.quiz_attempts import slots_of, with_paper
from campus.learning.quiz_setup import change_quiz
from campus.learning.quizzes.answers import Answer
from cast import log_in, person
from quizzes import SECRET, enrol, open_quiz, right_answer
from sample_design import open_cohort, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def quiz(cohort, bruno):
    enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"), ("2", "Boris", "boris@students.example"))
    return open_quiz(cohort, bruno, shuffle_questions=False)


@pytest.fixture
def amina_client(client, amina):
    return log_in(client, amina)


def begin(client, quiz):
    answer = client.post(f"/my/quizzes/{quiz.public_id}/")
    assert answer.status_code == 302
    return with_paper().get(), answer["Location"]


def form_of(slot, answer: Answer) -> dict[str, object]:
    """What a browser would send for an answer."""
    order = list(slot.order)
    kind = slot.question.type
    if kind in ("choice", "hotspot"):
        return {"chosen": [order.index(key) for key in answer.ids]}
    if kind == "ordering":
        return {"order": [order.index(key) for key in answer.ids]}
    if kind == "matching":
        return {f"pair-{n}": order.index(answer.pairs[pair.id]) for n, pair in enumerate(slot.question.pairs)}
    return {"text": answer.text}


def answer_page(client, attempt, slot, answer=None, **more):
    sent = {**form_of(slot, answer or right_answer(slot.question)), "go": "next", **more}
    return client.post(f"/my/attempts/{attempt.public_id}/{slot.number}/", sent)


def test_a_learner_answers_every_kind_of_question_and_reads_the_result(amina_client, quiz):
    assert "Sources" in amina_client.get("/my/quizzes/").content.decode()
    attempt, first = begin(amina_client, quiz)
    assert first.endswith("/1/")
    for slot in slots_of(attempt):
        page = amina_client.get(f"/my/attempts/{attempt.public_id}/{slot.number}/").content.decode()
        assert slot.question.text.text("en") in page.replace("<br>", "\n")
        following = answer_page(amina_client, attempt, slot)
        assert following["Location"].endswith(f"/{slot.number + 1}/" if slot.number < 7 else f"{attempt.public_id}/")
    overview = amina_client.get(f"/my/attempts/{attempt.public_id}/").content.decode()
    assert "Hand in for good" in overview
    assert "no answer yet" not in overview

    amina_client.post(f"/my/attempts/{attempt.public_id}/hand-in")
    run_until_idle()
    told = amina_client.get(f"/my/attempts/{attempt.public_id}/").content.decode()
    assert "8 of 8 points" in told
    assert SECRET in told
    page = amina_client.get(f"/my/quizzes/{quiz.public_id}/").content.decode()
    assert "Your result: 100 of 100" in page
    assert "Attempt 1 of 1 counts, with 8 of 8 points." in page
    assert Result.objects.get(assessment="exam").score == 100


def test_answers_wait_on_any_device(amina_client, quiz, amina):
    attempt, _first = begin(amina_client, quiz)
    slot = slots_of(attempt)[4]
    answer_page(amina_client, attempt, slot, Answer(text="1000 g"))

    from django.test import Client

    other = log_in(Client(), amina)
    assert 'value="1000 g"' in other.get(f"/my/attempts/{attempt.public_id}/5/").content.decode()
    assert "Continue your attempt" in other.get(f"/my/quizzes/{quiz.public_id}/").content.decode()


def test_an_answer_saves_itself_while_it_is_written(amina_client, quiz):
    attempt, _first = begin(amina_client, quiz)
    answer = answer_page(amina_client, attempt, slots_of(attempt)[4], Answer(text="1"), go="auto")

    assert re.fullmatch(r"Saved at [\d:]+", answer.json()["saved"])
    QuizAttempt.objects.update(ends_at=timezone.now() - timedelta(minutes=5))
    late = answer_page(amina_client, attempt, slots_of(attempt)[4], Answer(text="2"), go="auto")
    assert late.status_code == 409
    assert QuizAnswer.objects.get().value["text"] == "1"


def test_lines_move_with_buttons_alone(amina_client, quiz):
    attempt, _first = begin(amina_client, quiz)
    slot = slots_of(attempt)[2]
    moved = answer_page(amina_client, attempt, slot, Answer(ids=slot.order), move="down:0", go="")

    assert moved["Location"].endswith("/3/#order")
    first, second, third = slot.order
    assert QuizAnswer.objects.get().value["ids"] == [second, first, third]
    for nonsense in ("up:0", "down:2", "down:99", "up:x", "sideways", "up:-1"):
        answer_page(amina_client, attempt, slot, Answer(ids=(second, first, third)), move=nonsense, go="")
        assert sorted(QuizAnswer.objects.get().value["ids"]) == ["a", "b", "c"]


LATER = {"release": "on_date", "release_at": timezone.now() + timedelta(days=9)}
LEAKS = (SECRET, "Well done.", "Not quite.", 'value="right"', "Sofia", "0.05", "Right is", "of 8 points")


@pytest.mark.parametrize("rules", [LATER, {"release": "after_close"}], ids=["on a date", "after closing"])
def test_nothing_right_leaks_before_feedback_is_released(amina_client, quiz, bruno, rules):
    change_quiz(quiz, by=bruno, at=timezone.now(), closes_at=timezone.now() + timedelta(days=8), shows_answers=True, **rules)
    attempt, _first = begin(amina_client, quiz)
    pages = ["/my/quizzes/", f"/my/quizzes/{quiz.public_id}/", f"/my/attempts/{attempt.public_id}/"]
    pages += [f"/my/attempts/{attempt.public_id}/{number}/" for number in range(1, 8)]
    before = [amina_client.get(page).content.decode() for page in pages]
    for slot in slots_of(attempt)[:3]:
        answer_page(amina_client, attempt, slot)
    amina_client.post(f"/my/attempts/{attempt.public_id}/hand-in")
    run_until_idle()
    after = [amina_client.get(page).content.decode() for page in pages[:3]]

    for page in before + after:
        assert [leak for leak in LEAKS if leak in page] == []
    assert "It is handed in" in after[2]
    assert "Your result" not in after[1]


def test_while_an_attempt_is_under_way_nothing_is_told_even_when_feedback_comes_at_once(amina_client, quiz):
    attempt, _first = begin(amina_client, quiz)
    answer_page(amina_client, attempt, slots_of(attempt)[0])

    for page in (f"/my/attempts/{attempt.public_id}/", f"/my/attempts/{attempt.public_id}/1/"):
        assert SECRET not in amina_client.get(page).content.decode()


def test_right_answers_are_shown_only_where_the_quiz_says_so(amina_client, quiz, bruno):
    attempt, _first = begin(amina_client, quiz)
    amina_client.post(f"/my/attempts/{attempt.public_id}/hand-in")
    assert "Right is" not in amina_client.get(f"/my/attempts/{attempt.public_id}/").content.decode()
    change_quiz(quiz, by=bruno, at=timezone.now(), shows_answers=True)

    assert "Right is" in amina_client.get(f"/my/attempts/{attempt.public_id}/").content.decode()


def test_refuses_everybody_else(amina_client, quiz, bruno, dmitri, client):
    attempt, _first = begin(amina_client, quiz)
    picture = next(slot for slot in slots_of(attempt) if slot.question.picture).question.picture.name
    addresses = [
        f"/my/attempts/{attempt.public_id}/",
        f"/my/attempts/{attempt.public_id}/1/",
        f"/my/attempts/{attempt.public_id}/pictures/{picture}",
    ]
    assert [amina_client.get(address).status_code for address in addresses] == [200, 200, 200]
    from django.test import Client

    for other in (person("boris@students.example", "Boris"), bruno, dmitri):
        stranger = log_in(Client(), other)
        assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
        assert stranger.post(f"/my/attempts/{attempt.public_id}/hand-in").status_code == 404
        assert stranger.post(f"/my/attempts/{attempt.public_id}/1/", {"chosen": "0"}).status_code == 404
    assert [Client().get(address).status_code for address in addresses] == [302, 302, 302]
    assert log_in(Client(), dmitri).get(f"/my/quizzes/{quiz.public_id}/").status_code == 404


def test_an_address_that_is_not_confirmed_opens_nothing(client, quiz):
    from campus.people.models import Person

    unconfirmed = Person.objects.create_user("boris@students.example", name="Boris")
    assert log_in(client, unconfirmed).get(f"/my/quizzes/{quiz.public_id}/").status_code == 404


def test_refuses_pictures_of_other_questions_and_questions_that_are_not_there(amina_client, quiz):
    attempt, _first = begin(amina_client, quiz)

    assert amina_client.get(f"/my/attempts/{attempt.public_id}/pictures/{'f' * 64}").status_code == 404
    assert amina_client.get(f"/my/attempts/{attempt.public_id}/99/").status_code == 404
    assert amina_client.get(f"/my/attempts/{attempt.public_id}/0/").status_code == 404


def test_the_time_left_is_said_and_the_clock_ends_it(amina_client, quiz, bruno):
    change_quiz(quiz, by=bruno, at=timezone.now(), time_limit=timedelta(minutes=20))
    attempt, first = begin(amina_client, quiz)
    assert "Time left:" in amina_client.get(first).content.decode()
    QuizAttempt.objects.update(ends_at=timezone.now() - timedelta(minutes=1))

    assert amina_client.get(first)["Location"] == f"/my/attempts/{attempt.public_id}/"
    assert "The time was up" in amina_client.get(f"/my/attempts/{attempt.public_id}/").content.decode()


def test_beginning_again_too_early_says_when(amina_client, quiz):
    attempt, _first = begin(amina_client, quiz)
    amina_client.post(f"/my/attempts/{attempt.public_id}/hand-in")

    page = amina_client.get(f"/my/quizzes/{quiz.public_id}/").content.decode()
    assert "You can try again after the pause between attempts." in page
    assert amina_client.post(f"/my/quizzes/{quiz.public_id}/")["Location"] == f"/my/quizzes/{quiz.public_id}/"
    assert QuizAttempt.objects.count() == 1


MADE_UP = [{"chosen": "99"}, {"chosen": "-1"}, {"chosen": "x" * 500}, {"order": "0"}, {"pair-0": "9"}, {}]


@pytest.mark.parametrize("sent", MADE_UP)
def test_refuses_nothing_and_believes_nothing_that_is_made_up(amina_client, quiz, sent):
    attempt, _first = begin(amina_client, quiz)
    for number in range(1, 8):
        assert amina_client.post(f"/my/attempts/{attempt.public_id}/{number}/", {**sent, "go": "next"}).status_code == 302

    assert amina_client.post(f"/my/attempts/{attempt.public_id}/hand-in").status_code == 302
    assert QuizAttempt.objects.get().score == 0
