"""The worker: one loop that reads wake-up messages, sweeps for facts that no message announced, and keeps the schedule.

It does not die of an exception, and on SIGTERM it finishes the reaction under way and stops. When killed, nothing is lost:
facts it had claimed are due again (at the next start with SQLite, where there is one worker; else when the claim runs out).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campus.base import outbox
from campus.issuing.work import release_leases
from campus.jobs.react import react
from campus.jobs.schedule import Timetable

log = structlog.get_logger("campus.jobs")

SWEEP_EVERY = timedelta(seconds=10)
IDLE_PAUSE = 0.5
PAUSE_AFTER_TROUBLE = 5.0


class Worker:
    """One worker. `stop` may be called from a signal handler or another thread."""

    def __init__(self, *, clock: Callable[[], datetime] = timezone.now, name: str = "worker") -> None:
        self.clock = clock
        self.name = name[:64]
        self.timetable = Timetable()
        self._swept = datetime(2000, 1, 1, tzinfo=UTC)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the reaction under way, then leave the loop."""
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop` is called."""
        self._surely(self.recover)
        log.info("worker_started", name=self.name)
        while not self._stopping.is_set():
            close_old_connections()
            if not self._surely(self.step):
                self._stopping.wait(IDLE_PAUSE)
        log.info("worker_stopped", name=self.name)

    def recover(self) -> bool:
        """After a start: give back what a killed worker held. With PostgreSQL there may be others, so there claims run out."""
        if connection.vendor != "sqlite":
            return False
        messages = DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None)
        facts = outbox.release_claims(at=self.clock())
        release_leases()
        if messages or facts:
            log.info("worker_recovered", messages=messages, facts=facts)
        return bool(messages or facts)

    def step(self) -> bool:
        """Do what is due now; False when there was nothing."""
        at = self.clock()
        self.timetable.run_due(at=at)
        worked = self._read_message()
        if at - self._swept >= SWEEP_EVERY or not worked:
            worked = self._sweep(at) or worked
        return worked

    def _sweep(self, at: datetime) -> bool:
        self._swept = at
        due = outbox.due(at=at)
        for fact_id in due:
            if self._stopping.is_set():
                break
            react(fact_id, clock=self.clock)
        return bool(due)

    def _read_message(self) -> bool:
        with transaction.atomic():
            message = DBTaskResult.objects.ready().get_locked()
            if message is None:
                return False
            message.claim(self.name)
        try:
            message.set_successful(message.task.call(*message.args_kwargs["args"], **message.args_kwargs["kwargs"]))
        except Exception as problem:  # a job ends here
            message.set_failed(problem)
            log.warning("task_failed", task=message.task_path, problem=type(problem).__name__)
        return True

    def _surely(self, work: Callable[[], bool]) -> bool:
        try:
            return work()
        except DatabaseError as problem:
            log.warning("database_trouble", problem=type(problem).__name__)
        except Exception as problem:  # the loop outlives whatever happens in it
            log.error("worker_trouble", problem=type(problem).__name__)
        connection.close()
        self._stopping.wait(PAUSE_AFTER_TROUBLE)
        return True
