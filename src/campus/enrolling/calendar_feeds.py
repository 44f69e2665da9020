"""The secret address of a person's calendar: calendar programs cannot log in, so whoever has the address reads the plan.

The secret has 256 random bits and is shown once; a new address ends the one before.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from campus.base import audit
from campus.base.secret import digest_of
from campus.enrolling.models import CalendarFeed
from campus.people.models import Person


@transaction.atomic
def open_feed(person: Person, *, at: datetime) -> str:
    """Make an address and end the one before; its secret cannot be shown again."""
    Person.objects.select_for_update().get(pk=person.pk)
    CalendarFeed.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(person=person, secret_digest=digest_of(secret), made_at=at)
    audit.note("calendar.opened", actor=person, organisation=None, subject_kind="calendar", subject=made.pk, at=at)
    return secret


@transaction.atomic
def close_feed(person: Person, *, at: datetime) -> bool:
    """End the address for good; False where there is none."""
    living = CalendarFeed.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
    if living is None:
        return False
    CalendarFeed.objects.filter(pk=living.pk).update(ended_at=at)
    audit.note("calendar.closed", actor=person, organisation=None, subject_kind="calendar", subject=living.pk, at=at)
    return True


def living_feed(person: Person) -> CalendarFeed | None:
    """The address that works now, without its secret."""
    return CalendarFeed.objects.filter(person=person, ended_at__isnull=True).first()


def person_of_feed(secret: str) -> Person | None:
    """Whose plan an address shows; None for one that was ended, never was, or whose owner may not log in."""
    found = CalendarFeed.objects.select_related("person").filter(secret_digest=digest_of(secret), ended_at__isnull=True).first()
    return found.person if found is not None and found.person.is_active else None
