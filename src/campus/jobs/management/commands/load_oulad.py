"""`load_oulad FOLDER`: load, award and issue the Open University Learning Analytics Dataset."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from campus.base.refusals import Refusal
from campus.issuing import control, work
from campus.issuing.models import Batch
from campus.jobs.oulad.load import load

CHUNKS_OF = 200
ISSUED = _("Badges issued: {issued}, in batches: {batches}, failed: {failed}")


class Command(BaseCommand):
    help = (
        "Load the Open University Learning Analytics Dataset as cohorts, award, and issue a badge to everybody who passed. "
        "Interrupted, it continues where it stopped when it is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="folder with courses, assessments, studentInfo and studentAssessment .csv"
        )
        parser.add_argument("--lang", choices=["en", "bg"], default="en", help="language of what it says")
        parser.add_argument("--order-only", action="store_true", help="leave the signing to the worker")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.language = options["lang"]
        try:
            batches = load(options["folder"], at=timezone.now(), say=self._say)
        except Refusal as refusal:
            with translation.override(self.language):
                raise CommandError(str(refusal.message)) from None
        if not options["order_only"]:
            _follow(batches)
        done = [Batch.objects.get(pk=batch.pk) for batch in batches]
        issued, failed = sum(batch.issued for batch in done), sum(batch.failed for batch in done)
        self._say(format_lazy(ISSUED, issued=issued, batches=len(done), failed=failed))

    def _say(self, line: StrOrPromise) -> None:
        with translation.override(self.language):
            self.stdout.write(str(line))
        self.stdout.flush()


def _follow(batches: list[Batch]) -> None:
    """Sign here, beside any worker: the lease decides who follows which batch."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        for batch in batches:
            bar = progress.add_task(batch.design_version.title_en, total=batch.total)
            while (ended := _slice(batch)) is not work.Ended.FINISHED:
                progress.update(bar, completed=control.progress(Batch.objects.get(pk=batch.pk), at=timezone.now()).done)
                if ended is not work.Ended.UNFINISHED:
                    time.sleep(1)
            progress.update(bar, completed=batch.total)


def _slice(batch: Batch) -> work.Ended:
    return work.run_batch(batch.pk, now=timezone.now, until=timezone.now(), chunk=CHUNKS_OF)
