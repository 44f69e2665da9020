"""Periodic work: what, and how often. Each entry must be safe to run twice, and quick: long work belongs into facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from campus.api.idempotency import KEPT, forget_answers
from campus.base import outbox
from campus.base.models import CachedValue

log = structlog.get_logger("campus.jobs")

SCHEDULE: tuple[tuple[str, timedelta], ...] = (
    ("campus.jobs.issuing.wake_batches", timedelta(minutes=1)),
    ("campus.jobs.issuing.wake_deliveries", timedelta(minutes=1)),
    ("campus.jobs.issuing.publish_due", timedelta(minutes=1)),
    ("campus.jobs.issuing.wake_log", timedelta(minutes=1)),
    ("campus.jobs.schedule.forget_old_messages", timedelta(hours=1)),
    ("campus.jobs.schedule.forget_expired_sessions", timedelta(days=1)),
    ("campus.quality.conditions.remind", timedelta(hours=6)),
    ("campus.quality.deadlines.remind", timedelta(hours=1)),
    ("campus.catalogue.designs.mark_reviews_due", timedelta(hours=1)),
    ("campus.jobs.catalogue.keep_catalogue", timedelta(hours=1)),
    ("campus.jobs.skills.keep_starter_set", timedelta(days=1)),
    ("campus.connectors.lti13.reactions.wake_collections", timedelta(minutes=5)),
    ("campus.connectors.lti13.reactions.forget_launches", timedelta(hours=1)),
    ("campus.connectors.lti13.reactions.keep_keys", timedelta(days=1)),
    ("campus.connectors.oneroster.arriving.forget", timedelta(hours=1)),
    ("campus.connectors.webhooks.sending.wake", timedelta(minutes=1)),
    ("campus.connectors.webhooks.queueing.forget", timedelta(days=1)),
    ("campus.learning.uploads.forget_files", timedelta(days=1)),
    ("campus.learning.quiz_attempts.settle_due", timedelta(minutes=1)),
    ("campus.marking.releasing.release_due", timedelta(minutes=1)),
    ("campus.jobs.recognition.sign_waiting", timedelta(minutes=10)),
    ("campus.recognition.cases.remind", timedelta(hours=6)),
    ("campus.enrolling.waiting.expire_offers", timedelta(minutes=1)),
    ("campus.enrolling.waiting.move_lists", timedelta(minutes=10)),
)
"""Path of a function of one argument, `at: datetime`, and the time between two runs."""

KEEP_FACTS = timedelta(days=30)


@dataclass(slots=True)
class Timetable:
    """When each entry of the schedule ran last in this process; all of them run once after a start."""

    last: dict[str, datetime] = field(default_factory=dict)

    def run_due(self, *, at: datetime) -> None:
        """Run what is due. A failure is logged and the entry waits for its next turn."""
        for path, every in SCHEDULE:
            if path in self.last and at - self.last[path] < every:
                continue
            self.last[path] = at
            try:
                import_string(path)(at=at)
            except Exception as problem:  # one entry must not stop the others
                log.warning("periodic_work_failed", work=path, problem=type(problem).__name__)


def forget_old_messages(*, at: datetime) -> None:
    """Delete messages that were read, facts handled a month ago, and remembered answers and cache entries past their time."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - timedelta(hours=1)).delete()
    DBTaskResult.objects.running().filter(started_at__lt=at - timedelta(days=1)).delete()  # its worker was killed
    outbox.forget_handled(before=at - KEEP_FACTS)
    forget_answers(before=at - KEPT)
    CachedValue.objects.filter(expires__lt=at).delete()


def forget_expired_sessions(*, at: datetime) -> None:
    """Delete log-in sessions that have run out; Django compares them with its own clock."""
    call_command("clearsessions", verbosity=0)
    log.info("sessions_cleared", at=at.isoformat(), engine=settings.SESSION_ENGINE.rpartition(".")[2])
