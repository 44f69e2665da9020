"""Facts are recorded with what caused them, and handled until they are done."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from campus.base import outbox
from campus.base.models import Fact


@pytest.fixture
def fact(db, monday):
    return outbox.record("thing.happened", subject=1, at=monday, colour="green")


def test_a_fact_is_undone_with_its_transaction(db, monday):
    with transaction.atomic():
        outbox.record("thing.happened", subject=1, at=monday)
        transaction.set_rollback(True)

    assert not Fact.objects.exists()


def test_the_worker_is_woken_only_after_the_commit(db, monday, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.record("thing.happened", subject=1, at=monday)
        assert not DBTaskResult.objects.exists()

    assert DBTaskResult.objects.ready().count() == 1


def test_a_claimed_fact_is_not_claimed_again(fact, monday):
    assert outbox.claim(fact.pk, at=monday) is not None
    assert outbox.claim(fact.pk, at=monday) is None


def test_a_claim_runs_out(fact, monday):
    outbox.claim(fact.pk, at=monday)

    assert outbox.due(at=monday + outbox.LEASE) == [fact.pk]


def test_a_worker_whose_claim_ran_out_writes_nothing(fact, monday):
    slow = outbox.claim(fact.pk, at=monday)
    outbox.claim(fact.pk, at=monday + outbox.LEASE)

    outbox.finish(slow, at=monday + outbox.LEASE)

    assert Fact.objects.get().handled_at is None


def test_a_handled_fact_is_never_due(fact, monday):
    outbox.finish(outbox.claim(fact.pk, at=monday), at=monday)

    assert outbox.due(at=monday + timedelta(days=365)) == []


def test_each_failure_waits_twice_as_long(fact, monday):
    pauses, at = [], monday
    for _attempt in range(4):
        outbox.fail(outbox.claim(fact.pk, at=at), because="down", at=at)
        due = Fact.objects.get().due_at
        pauses.append((due - at).total_seconds())
        at = due

    assert pauses == [10, 20, 40, 80]
    assert Fact.objects.get().failure == "down"


def test_a_fact_is_tried_for_ever_but_never_less_than_four_times_a_day(fact, monday):
    Fact.objects.update(attempts=900)
    outbox.fail(outbox.claim(fact.pk, at=monday), because="down", at=monday)

    assert Fact.objects.get().due_at == monday + outbox.LONGEST_PAUSE


def test_asking_for_more_time_is_no_failure(fact, monday):
    outbox.postpone(outbox.claim(fact.pk, at=monday), until=monday)

    kept = Fact.objects.get()
    assert (kept.attempts, kept.failure) == (0, "")
    assert outbox.due(at=monday) == [fact.pk]


def test_a_new_start_takes_up_what_a_killed_worker_held(fact, monday):
    outbox.claim(fact.pk, at=monday)

    assert outbox.release_claims(at=monday) == 1
    assert outbox.due(at=monday) == [fact.pk]
