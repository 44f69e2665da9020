"""What a worker does for this connector: fetch lists, queue and send awards. Each is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from campus.base import outbox
from campus.base.models import Fact
from campus.base.outbox import Later
from campus.connectors.lti13 import collecting, keys, logins, scores, visits
from campus.connectors.lti13.asking import ServiceFailedError
from campus.connectors.lti13.models import Collection, Course
from campus.verification.exchange import guarded_exchange

SLICE = timedelta(minutes=4)  # well under a fact's lease
Clock = Callable[[], datetime]


def collect(fact: Fact, clock: Clock) -> None:
    """lti.collection_ordered: follow a collection, a slice of time at a time."""
    if not collecting.collect(fact.subject, exchange=guarded_exchange(), now=clock, until=clock() + SLICE):
        raise Later


def queue_scores(fact: Fact, clock: Clock) -> None:
    """cohort.awarded: every course that takes awards gets the new ones."""
    for course in Course.objects.filter(cohort=fact.subject, sends_awards=True):
        outbox.record("lti.scores_due", subject=course.pk, at=clock())


def send_scores(fact: Fact, clock: Clock) -> None:
    """lti.scores_due: put down what is new, and send what waits."""
    course = Course.objects.select_related("platform", "cohort__design_version").get(pk=fact.subject)
    if not course.sends_awards or course.platform.closed_at is not None:
        return
    scores.queue(course, at=clock())
    try:
        done = scores.send(course, exchange=guarded_exchange(), now=clock, until=clock() + SLICE)
    except ServiceFailedError as failure:
        Course.objects.filter(pk=course.pk).update(scores_failure=failure.code)
        if failure.lasting:
            return  # staff are told, and say when to try again
        raise
    Course.objects.filter(pk=course.pk).update(scores_failure="")
    if not done:
        raise Later(seconds=60)


def wake_collections(*, at: datetime) -> None:
    """Start again what should run and nobody runs: the sweep for facts that were lost."""
    waiting = Fact.objects.filter(kind="lti.collection_ordered", subject=OuterRef("pk"), handled_at__isnull=True)
    for lost in Collection.objects.filter(~Exists(waiting), state=Collection.State.RUNNING):
        outbox.record("lti.collection_ordered", subject=lost.pk, at=at)


def forget_launches(*, at: datetime) -> None:
    """Delete what launches leave behind once nothing can refer to it."""
    logins.forget(at=at)
    visits.forget(at=at)


def keep_keys(*, at: datetime) -> None:
    """Replace keys that have grown old."""
    keys.keep_keys(at=at)
