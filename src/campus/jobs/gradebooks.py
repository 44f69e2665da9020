"""Large gradebooks: checked and imported by the worker while the person does something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campus.base.models import Fact
from campus.learning import uploads

Clock = Callable[[], datetime]


def check_gradebook(fact: Fact, clock: Clock) -> None:
    """Check an upload whose columns were chosen."""
    uploads.run_check(fact.subject, at=clock())


def import_gradebook(fact: Fact, clock: Clock) -> None:
    """Import an upload that was confirmed."""
    uploads.run_import(fact.subject, at=clock())
