"""Bringing a register's CSV in: in batches, resumable, and safe to repeat. Only providers of this site are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from campus.assurance.models import ProviderNumber, RegisterImport
from campus.assurance.register import enter_confirmed
from campus.assurance.register_csv import BadCell, Row, read
from campus.people.models import Organisation, Person
from campus.people.roles import require_operator

ROWS_AT_ONCE = 500
MOST_NAMED = 500  # bad cells that are named; all are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to, in rows. `elsewhere`: providers that are not on this site."""

    entered: int
    unchanged: int
    elsewhere: int
    bad: tuple[BadCell, ...]
    bad_cells: int
    unknown_columns: tuple[str, ...]
    resumed_at: int


def import_register(content: bytes, *, by: Person | None, at: datetime) -> Imported:
    """Enter what a register's file says about providers of this site.

    Each batch of `ROWS_AT_ONCE` rows is one transaction that also notes how far it is: a file that was interrupted goes on
    where it stopped. The same file again, once it was finished, is read again and changes nothing.

    Args:
        by: an operator of the site; None is the command line.

    Raises:
        NotStaffError: not an operator. An organisation cannot vouch for itself.
    """
    require_operator(by)
    reading = read(content)
    progress = _progress(hashlib.sha256(content).hexdigest(), by=by, at=at)
    resumed_at = progress.last_row
    fresh = (row for row in reading.rows if row.number > resumed_at)
    while part := list(islice(fresh, ROWS_AT_ONCE)):
        _enter(progress, part, by=by, at=at)
    progress.refresh_from_db()
    RegisterImport.objects.filter(pk=progress.pk).update(finished_at=at)
    return Imported(
        entered=progress.entered,
        unchanged=progress.unchanged,
        elsewhere=progress.elsewhere,
        bad=tuple(reading.bad[:MOST_NAMED]),
        bad_cells=len(reading.bad),
        unknown_columns=reading.unknown_columns,
        resumed_at=resumed_at,
    )


@transaction.atomic
def _progress(digest: str, *, by: Person | None, at: datetime) -> RegisterImport:
    row, made = RegisterImport.objects.select_for_update().get_or_create(
        digest=digest, defaults={"begun_by": by, "begun_at": at}
    )
    if not made and row.finished_at is not None:
        row.last_row = row.entered = row.unchanged = row.elsewhere = 0
        row.finished_at, row.begun_at, row.begun_by = None, at, by
        row.save()
    return row


@transaction.atomic
def _enter(progress: RegisterImport, rows: list[Row], *, by: Person | None, at: datetime) -> None:
    known = _organisations({provider for row in rows for provider in row.providers})
    entered = unchanged = elsewhere = 0
    for row in rows:
        owners = {known[provider].pk: known[provider] for provider in row.providers if provider in known}
        elsewhere += not owners
        for organisation in owners.values():
            _row, changed = enter_confirmed(organisation, entry=row.entry, source=row.source, by=by, at=at)
            entered, unchanged = entered + changed, unchanged + (not changed)
    RegisterImport.objects.filter(pk=progress.pk).update(
        last_row=rows[-1].number,
        entered=F("entered") + entered,
        unchanged=F("unchanged") + unchanged,
        elsewhere=F("elsewhere") + elsewhere,
    )


def _organisations(providers: set[tuple[str, str]]) -> dict[tuple[str, str], Organisation]:
    """Which organisations of this site the numbers and short names of a batch mean."""
    values = {text.upper() for scheme, text in providers if scheme != "organisation"}
    numbers = ProviderNumber.objects.filter(value__in=values).select_related("organisation")
    by_number = {(number.scheme, number.value): number.organisation for number in numbers}
    slugs = {text for scheme, text in providers if scheme == "organisation"}
    by_slug = {organisation.slug: organisation for organisation in Organisation.objects.filter(slug__in=slugs)}
    found: dict[tuple[str, str], Organisation] = {}
    for scheme, text in providers:
        organisation = by_slug.get(text) if scheme == "organisation" else by_number.get((scheme, text.upper()))
        if organisation is not None:
            found[scheme, text] = organisation
    return found
