"""The waiting list moves by itself: whenever a seat is free, whoever has waited longest is offered it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from campus.catalogue.editions import is_over
from campus.catalogue.models import Edition
from campus.enrolling.models import Application, Intake, Sponsor
from campus.enrolling.seats import State, locked
from campus.enrolling.steps import CHUNK, end, offer, tell


def move(intake: Intake, *, at: datetime) -> int:
    """Offer every free seat to whoever waits for it; the caller holds the lock. Gives how many were offered one."""
    if not still_moves(intake, at=at):
        return 0
    waiting = intake.applications.filter(state=State.WAITLISTED)
    offered = 0
    for key in waiting.order_by().values_list("sponsor", flat=True).distinct():
        sponsor = None if key is None else Sponsor.objects.select_related("intake__edition").get(pk=key)
        group = waiting.filter(sponsor=sponsor).order_by("waits_since", "pk")
        while chunk := list(group[:CHUNK]):
            given = offer(intake, chunk, sponsor, by=None, at=at)
            offered += given
            if given < len(chunk):
                break
    return offered


def still_moves(intake: Intake, *, at: datetime) -> bool:
    """Whether seats are still given out: until the edition is over or cancelled, or its cohort is closed."""
    edition = intake.edition
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    return edition.state != Edition.State.CANCELLED and not is_over(edition, on=today) and intake.cohort.closed_at is None


def expire_offers(*, at: datetime) -> None:
    """Let offers run out that nobody took, and offer the seats to those who wait. For the schedule."""
    for key in _intakes_of(Application.objects.filter(state=State.OFFERED, offer_expires_at__lte=at)):
        settle(Intake(pk=key), at=at)


def move_lists(*, at: datetime) -> None:
    """Move every waiting list for which seats were added: by a higher capacity, or a sponsor whose time is over."""
    for key in _intakes_of(Application.objects.filter(state=State.WAITLISTED)):
        settle(Intake(pk=key), at=at)


def _intakes_of(applications: QuerySet[Application]) -> list[int]:
    return list(applications.order_by().values_list("intake", flat=True).distinct())


@transaction.atomic
def settle(intake: Intake, *, at: datetime) -> None:
    """Let this intake's offers run out, and move its waiting list."""
    current = locked(intake)
    over = current.applications.filter(state=State.OFFERED, offer_expires_at__lte=at).select_related("enrolment")
    changed = False
    while chunk := list(over.order_by("pk")[:CHUNK]):
        end(chunk, State.EXPIRED, by=None, at=at)
        changed = True
    if move(current, at=at) or changed:
        tell(current, at=at)
