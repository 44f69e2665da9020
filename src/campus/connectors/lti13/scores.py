"""Awards go out as grades, once each.

    queue ──▶ send: waiting ─claim─▶ sending ──POST──▶ sent
                                        └─ cut off: look whether it arrived, then send the very same again

What is sent, its time included, is fixed before it is sent first. A platform keeps one grade for a person and does not take one
that is older than the one it has (AGS 2.0, "timestamp"), so even a grade whose answer was lost counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from campus.catalogue.versions import record_of
from campus.connectors.lti13.asking import (
    RESULTS,
    RESULTS_TYPE,
    SCORE,
    SCORE_TYPE,
    ServiceFailedError,
    Services,
    below,
    failed,
    with_query,
)
from campus.connectors.lti13.columns import award_column
from campus.connectors.lti13.models import Course, CourseMember, Score
from campus.learning.models import Award
from campus.verification.exchange import Exchange
from laurel.annex1.record import MicroCredential

State = Score.State
BATCH = 500
LEASE = timedelta(minutes=5)  # after it, a grade whose sender was killed is taken up again
MOST_ATTEMPTS = 30


def queue(course: Course, *, at: datetime) -> int:
    """Put down a grade for every award of the cohort whose learner the course knows; how many are new."""
    if not course.sends_awards:
        return 0
    mine = Score.objects.filter(course=course, award=OuterRef("pk"))
    awards = Award.objects.filter(~Exists(mine), enrolment__cohort=course.cohort).select_related("enrolment").order_by("pk")
    design, new = record_of(course.cohort.design_version), 0
    for part in _batches(awards.iterator(chunk_size=BATCH)):
        members = CourseMember.objects.filter(course=course, number__in=[award.enrolment.number for award in part])
        subjects = dict(members.values_list("number", "subject"))
        rows = [
            _score(course, award, subject, design, at=at)
            for award in part
            if (subject := subjects.get(award.enrolment.number)) is not None
        ]
        Score.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        new += len(rows)
    return new


def send(course: Course, *, exchange: Exchange, now: Callable[[], datetime], until: datetime) -> bool:
    """Send what waits until a moment; True when nothing is left.

    Raises:
        ServiceFailedError: the platform does not take grades now; to be tried again unless it is `lasting`.
    """
    services = Services(course.platform, exchange, now())
    while (score := _next(course, at=now())) is not None:
        if now() >= until:
            return False
        _send_one(course, score, services, now=now)
    return not Score.objects.filter(course=course, state=State.SENDING).exists()


def _next(course: Course, *, at: datetime) -> Score | None:
    """The next grade to send: one that waits, or one whose sender has not been heard of for `LEASE`."""
    lost = Q(state=State.SENDING, claimed_at__lt=at - LEASE)
    return _of(course).filter(Q(state=State.WAITING) | lost).order_by("pk").first()


def _send_one(course: Course, score: Score, services: Services, *, now: Callable[[], datetime]) -> None:
    column = award_column(course, services)
    at = now()
    claimed = Score.objects.filter(pk=score.pk, state=score.state, claimed_at=score.claimed_at)
    if not claimed.update(state=State.SENDING, claimed_at=at, attempts=F("attempts") + 1):
        return  # another worker has it
    mine = Score.objects.filter(pk=score.pk, state=State.SENDING, claimed_at=at)
    try:
        if score.attempts and _arrived(column, score, services):
            status = 200
        else:
            url = below(column, "scores")
            status = services.send(url, scope=SCORE, media_type=SCORE_TYPE, document=_document(score)).status
    except ServiceFailedError:
        mine.update(state=State.WAITING)
        raise
    if 200 <= status < 300 or status == 409:  # 409: it has this one already, or a newer one
        mine.update(state=State.SENT, sent_at=now(), status=status)
    elif status in (400, 404, 422) or score.attempts + 1 >= MOST_ATTEMPTS:
        mine.update(state=State.REFUSED, status=status)  # this person, not the course: they have left it, for example
    else:
        mine.update(state=State.WAITING, status=status)
        raise failed(status)


def _arrived(column: str, score: Score, services: Services) -> bool:
    """Whether the platform holds this grade: asked before a grade is sent again."""
    url = with_query(below(column, "results"), user_id=score.subject)
    try:
        results: Any = services.page(url, scope=RESULTS, media_type=RESULTS_TYPE).document
    except ServiceFailedError as failure:
        if failure.lasting:
            return False  # it lets nobody read grades: the time in what we send again keeps it from counting twice
        raise
    mine = [each for each in results if _is_mine(each, score)] if isinstance(results, list) else []
    return bool(mine)


def _is_mine(result: Any, score: Score) -> bool:
    if not isinstance(result, dict) or result.get("userId") != score.subject:
        return False
    given, maximum = result.get("resultScore"), result.get("resultMaximum", 1)
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (given, maximum)) or not maximum:
        return False
    return abs(Decimal(str(given)) / Decimal(str(maximum)) - score.given / score.maximum) < Decimal("0.0001")


def _score(course: Course, award: Award, subject: str, design: MicroCredential, *, at: datetime) -> Score:
    scale = design.grading
    given, maximum = (Decimal(1), Decimal(1)) if award.overall is None else (award.overall, Decimal(100))
    if award.overall is not None and scale is not None:
        maximum = scale.maximum
    return Score(course=course, award=award, subject=subject, given=given, maximum=maximum, timestamp=at)


def _document(score: Score) -> dict[str, Any]:
    moment = score.timestamp.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "userId": score.subject,
        "scoreGiven": float(score.given),
        "scoreMaximum": float(score.maximum),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": moment,
    }


def _of(course: Course) -> QuerySet[Score]:
    return Score.objects.filter(course=course)


def _batches(rows: Iterator[Award]) -> Iterator[list[Award]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
