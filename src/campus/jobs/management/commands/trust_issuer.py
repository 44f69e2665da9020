"""`trust_issuer DID NAME --source …`: count an issuer from elsewhere as known, or no longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campus.base.refusals import Refusal
from campus.verification import trusted
from campus.verification.models import TrustedIssuer


class Command(BaseCommand):
    help = "Count an issuer from elsewhere as known when badges are checked. First check that the identifier is theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("identifier", help="as it stands in the badge, for example did:web:university.example")
        parser.add_argument("name", nargs="?", default="", help="what readers see")
        parser.add_argument("--source", default="", help="how you checked that the identifier is theirs")
        parser.add_argument("--remove", action="store_true", help="no longer count it as known")

    def handle(self, *_: Any, identifier: str, name: str, source: str, remove: bool, **__: Any) -> None:
        if remove:
            self._remove(identifier)
        elif not name.strip() or not source.strip():
            raise CommandError("Give the issuer's name, and with --source how you checked that the identifier is theirs.")
        else:
            self._add(identifier, name=name, source=source)

    def _add(self, identifier: str, *, name: str, source: str) -> None:
        try:
            issuer = trusted.add(identifier, name=name, source=source, by=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from None
        self.stdout.write(f"{issuer.identifier} ({issuer.name}) is known as an issuer.")

    def _remove(self, identifier: str) -> None:
        issuer = TrustedIssuer.objects.filter(identifier=identifier.strip(), removed_at__isnull=True).first()
        if issuer is None:
            raise CommandError(f"{identifier} is not on the list.")
        trusted.remove(issuer, by=None, at=timezone.now())
        self.stdout.write(f"{issuer.identifier} ({issuer.name}) is not known as an issuer.")
