"""The worker handles what happened, outlives what goes wrong, and takes up what a killed one left."""

from datetime import timedelta
from itertools import chain
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campus.base import outbox
from campus.base.models import Fact
from campus.jobs import reactions, schedule
from campus.jobs.react import react
from campus.jobs.run_until_idle import StillFailingError, run_until_idle
from campus.jobs.worker import Worker

seen: list[int] = []
_REACTIONS = dict(reactions.REACTIONS)


def remember(fact, clock):
    seen.append(fact.subject)


def refuse(fact, clock):
    raise ValueError("amina@students.example is not a number")


def ask_for_more(fact, clock):
    seen.append(fact.subject)
    if len(seen) < 3:
        raise outbox.Later(seconds=60)


@pytest.fixture(autouse=True)
def _table(monkeypatch):
    seen.clear()
    table = {f"test.{work.__name__}": f"{__name__}.{work.__name__}" for work in (remember, refuse, ask_for_more)}
    table["test.several"] = tuple(table.values())
    monkeypatch.setattr(reactions, "REACTIONS", table)
    monkeypatch.setattr(reactions, "import_string", lambda path: globals()[path.rpartition(".")[2]])
    reactions.reaction_to.cache_clear()
    yield
    reactions.reaction_to.cache_clear()


@pytest.fixture
def worker(db, monday, monkeypatch):
    monkeypatch.setattr(schedule, "SCHEDULE", ())
    return Worker(clock=lambda: monday, name="test")


def test_a_fact_is_handled_once(worker, monday):
    fact = outbox.record("test.remember", subject=7, at=monday)

    worker.step()
    react(fact.pk, clock=lambda: monday)

    assert seen == [7]
    assert Fact.objects.get().handled_at == monday


def test_a_lost_message_is_made_good_by_the_sweep(worker, monday):
    outbox.record("test.remember", subject=7, at=monday)
    DBTaskResult.objects.all().delete()

    worker.step()

    assert seen == [7]


def test_a_fact_nobody_reacts_to_is_done(worker, monday):
    outbox.record("test.unknown", subject=7, at=monday)
    worker.step()

    assert Fact.objects.get().handled_at == monday


def test_a_failure_is_kept_without_personal_data_and_tried_later(worker, monday):
    outbox.record("test.refuse", subject=7, at=monday)
    worker.step()

    fact = Fact.objects.get()
    assert fact.handled_at is None
    assert fact.due_at == monday + outbox.FIRST_PAUSE
    assert fact.failure.startswith("ValueError")
    assert "amina" not in fact.failure


def test_a_failure_does_not_hold_up_the_others(worker, monday):
    outbox.record("test.refuse", subject=1, at=monday)
    outbox.record("test.remember", subject=2, at=monday)
    worker.step()

    assert seen == [2]


def test_a_reaction_may_ask_to_be_called_again(db, monday):
    outbox.record("test.ask_for_more", subject=7, at=monday)

    run_until_idle()

    assert seen == [7, 7, 7]


def test_running_until_idle_names_what_keeps_failing(db, monday):
    outbox.record("test.refuse", subject=7, at=monday)

    with pytest.raises(StillFailingError, match=r"test\.refuse #7: ValueError"):
        run_until_idle()


def test_what_a_killed_worker_held_is_taken_up_at_the_next_start(worker, monday):
    fact = outbox.record("test.remember", subject=7, at=monday)
    outbox.claim(fact.pk, at=monday)
    outbox.react_to.enqueue(fact.pk)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    worker.clock = lambda: monday + outbox.LEASE

    worker.recover()
    while worker.step():
        pass

    assert seen == [7]


def test_the_loop_stops_when_told(worker, monday, monkeypatch):
    monkeypatch.setattr("campus.jobs.worker.close_old_connections", lambda: None)
    outbox.record("test.remember", subject=7, at=monday)
    work = worker.step

    def step():
        worked = work()
        worker.stop()
        return worked

    monkeypatch.setattr(worker, "step", step)
    worker.run()

    assert seen == [7]


def test_the_loop_outlives_an_exception(worker, monkeypatch):
    monkeypatch.setattr("campus.jobs.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("campus.jobs.worker.PAUSE_AFTER_TROUBLE", 0)
    monkeypatch.setattr("campus.jobs.worker.connection", SimpleNamespace(close=lambda: None, vendor="x"))
    steps = []

    def step():
        steps.append(1)
        if len(steps) == 3:
            worker.stop()
        raise RuntimeError

    monkeypatch.setattr(worker, "step", step)
    worker.run()

    assert len(steps) == 3


def test_periodic_work_keeps_its_pace_and_survives_failures(db, monday, monkeypatch):
    ran = []
    monkeypatch.setattr(schedule, "SCHEDULE", (("a", timedelta(minutes=5)), ("b", timedelta(hours=1))))
    monkeypatch.setattr(schedule, "import_string", lambda path: lambda *, at: ran.append(path) if path == "a" else 1 / 0)
    timetable = schedule.Timetable()

    for minutes in (0, 1, 5, 6, 11):
        timetable.run_due(at=monday + timedelta(minutes=minutes))

    assert ran == ["a", "a", "a"]


def test_several_reactions_to_one_fact_do_not_stop_each_other(db, monday):
    fact = outbox.record("test.several", subject=7, at=monday)

    react(fact.pk, clock=lambda: monday)

    fact.refresh_from_db()
    assert seen == [7, 7]
    assert (fact.handled_at, fact.failure.split()[0]) == (None, "ValueError")


def test_every_entry_of_the_tables_names_a_function(db):
    several = (paths if isinstance(paths, tuple) else (paths,) for paths in _REACTIONS.values())
    for path in [*chain.from_iterable(several), *(path for path, _every in schedule.SCHEDULE)]:
        assert callable(import_string(path))


def test_old_messages_and_cache_entries_are_forgotten(db, monday):
    fact = outbox.record("test.remember", subject=1, at=monday)
    outbox.finish(outbox.claim(fact.pk, at=monday), at=monday)
    cache.set("x", 1, timeout=1)

    schedule.forget_old_messages(at=monday + timedelta(days=3650))

    assert not Fact.objects.exists()
    assert cache.get("x") is None
