"""`import_accreditations FILE`: enter what a register of external quality assurance says about organisations of this site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campus.assurance.models import ProviderNumber
from campus.assurance.register import number_organisation
from campus.assurance.register_import import import_register
from campus.people.models import Organisation


class Command(BaseCommand):
    help = "Enter decisions of agencies from CSV with the column names of DEQAR. Safe to repeat; goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="the CSV file")
        parser.add_argument(
            "--number",
            nargs=3,
            action="append",
            default=[],
            metavar=("SLUG", "SCHEME", "VALUE"),
            help="first say under which number (deqar, eter) a register knows an organisation of this site",
        )

    def handle(self, *_: Any, file: str | None, number: list[list[str]], **__: Any) -> None:
        for slug, scheme, value in number:
            self._number(slug, scheme.lower(), value)
        if file is None:
            return
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"There is no file {file}.")
        done = import_register(path.read_bytes(), by=None, at=timezone.now())
        if done.resumed_at:
            self.stdout.write(f"Goes on after row {done.resumed_at}, where it stopped.")
        if done.unknown_columns:
            self.stdout.write(f"Columns not read: {', '.join(done.unknown_columns)}.")
        for cell in done.bad:
            self.stderr.write(f"row {cell.row}, column {cell.column or '?'}: {cell.say('en')}")
        self.stdout.write(
            f"Entered or changed: {done.entered}. Unchanged: {done.unchanged}. "
            f"Not on this site: {done.elsewhere}. Cells that cannot be used: {done.bad_cells}."
        )
        if done.bad_cells:
            raise CommandError("Some rows were left out. Mend them and import the file again: what is there stays.")

    def _number(self, slug: str, scheme: str, value: str) -> None:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {slug!r} on this site.")
        if scheme not in ProviderNumber.Scheme.values:
            raise CommandError(f"{scheme!r} is no register that is known here: {', '.join(ProviderNumber.Scheme.values)}.")
        row = number_organisation(organisation, scheme=scheme, value=value, by=None, at=timezone.now())
        self.stdout.write(f"{organisation.slug} is {row.value} ({row.get_scheme_display()}).")
