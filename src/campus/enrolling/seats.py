"""Seats: how many there are for whom, which are free, and giving them out. All of it under the lock of the intake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from campus.enrolling.models import Application, Intake, Sponsor

State = Application.State
UNDER_WAY = (State.APPLIED, State.WAITLISTED, State.OFFERED, State.ENROLLED)
HOLDING = (State.OFFERED, State.ENROLLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Seats of one group: those of a sponsor, or everybody's. `places` is None where there is no limit."""

    places: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Seats nobody holds; None where there is no limit."""
        return None if self.places is None else max(0, self.places - self.taken)


def locked(intake: Intake) -> Intake:
    """The intake with its edition, design and cohort; whoever else wants to change it waits."""
    rows = Intake.objects.select_for_update(of=("self",))
    return rows.select_related("edition__design__organisation", "cohort__design_version").get(pk=intake.pk)


def is_open(sponsor: Sponsor, *, at: datetime) -> bool:
    """Whether its seats can be taken."""
    zone = ZoneInfo(sponsor.intake.edition.time_zone)
    return sponsor.ended_at is None and (sponsor.expires_on is None or sponsor.expires_on >= at.astimezone(zone).date())


def room(intake: Intake, sponsor: Sponsor | None, *, at: datetime) -> Room:
    """How many seats the group has, and how they stand."""
    counts = intake.applications.filter(sponsor=sponsor).aggregate(
        taken=Count("pk", filter=Q(state__in=HOLDING)), waiting=Count("pk", filter=Q(state=State.WAITLISTED))
    )
    return Room(places=_places(intake, sponsor, at=at), **counts)


def free_numbers(intake: Intake, sponsor: Sponsor | None, *, wanted: int, at: datetime) -> list[int]:
    """Up to `wanted` numbers of seats that nobody holds, the lowest that need no search first."""
    held = intake.applications.filter(sponsor=sponsor, seat__isnull=False)
    counts = held.aggregate(taken=Count("pk"), highest=Max("seat"))
    taken, highest = counts["taken"], counts["highest"] or 0
    places = _places(intake, sponsor, at=at)
    if places is None:
        return list(range(highest + 1, highest + 1 + wanted))
    number = min(wanted, places - taken)
    if number <= 0:
        return []
    if highest + number <= places:
        return list(range(highest + 1, highest + 1 + number))
    gaps = _gaps(set(held.values_list("seat", flat=True)), places)
    return [next(gaps) for _each in range(number)]


def _gaps(taken: set[int | None], places: int) -> Iterator[int]:
    return (number for number in range(1, places + 1) if number not in taken)


def _places(intake: Intake, sponsor: Sponsor | None, *, at: datetime) -> int | None:
    if sponsor is not None:
        return sponsor.seats if is_open(sponsor, at=at) else 0
    capacity = intake.edition.capacity
    return None if capacity is None else max(0, capacity - set_aside(intake, at=at))


def set_aside(intake: Intake, *, at: datetime) -> int:
    """Seats that are not everybody's: those of sponsors, and of former sponsors as far as they are taken."""
    sponsors = intake.sponsors.annotate(taken=Count("applications", filter=Q(applications__state__in=HOLDING)))
    return sum(each.seats if is_open(each, at=at) else each.taken for each in sponsors.select_related("intake__edition"))
