"""`vouch_for SLUG`: say that an organisation of this site is who it says it is, so that it counts as a known issuer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campus.people import organisations
from campus.people.models import Organisation


class Command(BaseCommand):
    help = "Count an organisation of this site as a known issuer. First check that it is who it says it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the organisation's short name in web addresses")
        parser.add_argument("--withdraw", action="store_true", help="no longer count it as known")

    def handle(self, *_: Any, slug: str, withdraw: bool, **__: Any) -> None:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {slug!r} on this site.")
        change = organisations.withdraw if withdraw else organisations.vouch
        changed = change(organisation, by=None, at=timezone.now())
        names = " / ".join(filter(None, (changed.name_en, changed.name_bg)))
        said = "not known" if changed.vouched_at is None else "known"
        self.stdout.write(f"{organisations.did_of(changed)} ({names}) is {said} as an issuer.")
