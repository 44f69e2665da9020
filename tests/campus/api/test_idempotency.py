"""One request, one effect."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from campus.api.idempotency import ABANDONED, KEPT, forget_answers
from campus.base.models import IdempotentAnswer
from campus.catalogue.models import Design

pytestmark = pytest.mark.django_db


def test_refuses_to_create_without_a_key(bruno_software):
    answer = bruno_software.post("/designs", once=None)

    assert (answer.status_code, answer.json()["code"]) == (400, "IDEMPOTENCY_KEY_MISSING")
    assert not Design.objects.exists()


def test_refuses_to_create_without_a_key_in_bulgarian_too(bruno_software):
    assert "Idempotency-Key" in bruno_software.speaking("bg").post("/designs", once=None).json()["detail"]
    assert "Изпратете" in bruno_software.speaking("bg").post("/designs", once=None).json()["detail"]


def test_a_retry_gets_the_same_bytes_and_has_no_second_effect(bruno_software):
    first = bruno_software.post("/designs", {"draft": {"tags": ["a"]}}, once="one")
    again = bruno_software.post("/designs", {"draft": {"tags": ["a"]}}, once="one")

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first.headers["Content-Type"] == again.headers["Content-Type"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Design.objects.count() == 1


def test_refuses_the_same_key_for_another_body(bruno_software):
    bruno_software.post("/designs", {"draft": {"tags": ["a"]}}, once="one")

    answer = bruno_software.post("/designs", {"draft": {"tags": ["b"]}}, once="one")

    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert Design.objects.count() == 1


def test_two_callers_may_use_the_same_key(bruno_software, dmitri_software):
    bruno_software.post("/designs", once="one")
    answer = dmitri_software.post("/designs", once="one")

    assert "Idempotency-Replayed" not in answer.headers
    assert Design.objects.count() == 2


def test_a_refusal_is_remembered_too(bruno_software, design):
    path = f"/designs/{design['id']}/submit"
    bruno_software.post(path)

    first = bruno_software.post(path, once="two")
    again = bruno_software.post(path, once="two")

    assert first.status_code == again.status_code == 409
    assert first.content == again.content


def test_a_fault_of_ours_is_not_remembered(bruno_software, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("campus.api.v1.designs._shown", lambda _design: 1 / 0)
        assert bruno_software.post("/designs", once="one").status_code == 500
    assert not Design.objects.exists()

    assert bruno_software.post("/designs", once="one").status_code == 201


def test_a_request_under_way_is_answered_with_when_to_come_back(bruno_software):
    bruno_software.post("/designs", once="one")
    IdempotentAnswer.objects.update(status=None, body="")

    answer = bruno_software.post("/designs", once="one")

    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_KEY_IN_USE")
    assert answer.headers["Retry-After"] == "1"


def test_a_retry_takes_over_from_a_request_that_died(bruno_software):
    bruno_software.post("/designs", once="one")
    long_ago = timezone.now() - ABANDONED - timedelta(seconds=1)
    IdempotentAnswer.objects.update(status=None, body="", created_at=long_ago)

    assert bruno_software.post("/designs", once="one").status_code == 201


def test_an_answer_is_kept_for_a_day(bruno_software):
    bruno_software.post("/designs", once="one")
    assert forget_answers(before=timezone.now() - KEPT) == 0

    IdempotentAnswer.objects.update(created_at=timezone.now() - KEPT - timedelta(seconds=1))

    assert forget_answers(before=timezone.now() - KEPT) == 1


@pytest.mark.parametrize("key", ["x" * 256, "line\x7fbreak"])
def test_refuses_a_key_that_cannot_be_kept(bruno_software, key):
    assert bruno_software.post("/designs", once=key).json()["code"] == "IDEMPOTENCY_KEY_WRONG"


def test_the_same_file_in_another_multipart_envelope_is_the_same_request(bruno_software, cohort, make_form):
    path = f"/cohorts/{cohort['id']}/gradebooks"

    first = bruno_software.post(path, once="file", **make_form("grades.csv", "number,email,cases\n1,a@b.example,70\n"))
    again = bruno_software.post(path, once="file", **make_form("grades.csv", "number,email,cases\n1,a@b.example,70\n"))
    other = bruno_software.post(path, once="file", **make_form("grades.csv", "number,email,cases\n1,a@b.example,71\n"))

    assert first.status_code == 201
    assert first.content == again.content
    assert other.json()["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.django_db(transaction=True)
def test_concurrent_duplicates_have_one_effect(bruno_software):
    together, answers = Barrier(5), []

    def send() -> None:
        together.wait()
        answers.append(bruno_software.speaking("en").post("/designs", {"draft": {"tags": ["a"]}}, once="one"))
        connection.close()

    threads = [Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Design.objects.count() == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
