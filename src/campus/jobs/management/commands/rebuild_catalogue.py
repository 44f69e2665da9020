"""`rebuild_catalogue`: make the public catalogue anew from the published versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from campus.catalogue.offers import rebuild


class Command(BaseCommand):
    help = "Make the public catalogue anew from the published versions. Safe to repeat and to interrupt."

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild(progress=self._progress)} micro-credentials in the catalogue")

    def _progress(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{count} …", ending="")
            self.stderr.flush()
