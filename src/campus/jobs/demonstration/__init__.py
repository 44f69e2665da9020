"""The demonstration: its people and organisations, then what they have done. Each part is loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from campus.base import audit
from campus.base.models import AuditEntry
from campus.jobs.demonstration.cast import Cast, find_cast, make_cast

PARTS: tuple[str, ...] = (
    "campus.jobs.demonstration.designs.designs",
    "campus.jobs.demonstration.cohorts.issued_cohort",
    "campus.jobs.demonstration.cohorts.ready_cohort",
    "campus.jobs.demonstration.cohorts.begun_cohort",
    "campus.jobs.demonstration.editions.open_edition",
)
"""Paths of functions `(cast: Cast, *, at: datetime) -> None`, in order. Each runs in one transaction, once."""

_LOADED = "demonstration.loaded"


def load(*, at: datetime, say: Callable[[str], None] = lambda _line: None) -> Cast:
    """Load whatever part of the demonstration is not there yet; `say` hears what is being loaded.

    Safe to repeat and to interrupt: a part and the note that it is loaded are one transaction.
    """
    if not _is_loaded("cast"):
        say("people and organisations")
        with transaction.atomic():
            make_cast(at=at)
            _note("cast", at=at)
    cast = find_cast()
    for path in PARTS:
        name = path.rpartition(".")[2]
        if _is_loaded(name):
            continue
        say(name.replace("_", " "))
        with transaction.atomic():
            import_string(path)(cast, at=at)
            _note(name, at=at)
    return cast


def _is_loaded(name: str) -> bool:
    return AuditEntry.objects.filter(organisation=None, action=_LOADED, subject=name).exists()


def _note(name: str, *, at: datetime) -> None:
    audit.note(_LOADED, actor=None, organisation=None, subject_kind="demonstration", subject=name, at=at)
