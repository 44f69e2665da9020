"""Reacting to one fact: claim it, call its reaction, keep what went wrong."""

from __future__ import annotations

import structlog
from django.utils import timezone

from campus.base import outbox
from campus.jobs.reactions import Clock, reaction_to

log = structlog.get_logger("campus.jobs")


def react(fact_id: int, *, clock: Clock = timezone.now) -> None:
    """React to a fact unless it is handled, not due yet, or in the hands of another worker. Never raises."""
    fact = outbox.claim(fact_id, at=clock())
    if fact is None:
        return
    try:
        reaction = reaction_to(fact.kind)
        if reaction is not None:
            reaction(fact, clock)
    except outbox.Later as later:
        outbox.postpone(fact, until=clock() + later.pause)
    except Exception as problem:  # a job ends here: whatever it was, it is kept and tried again
        # The text of an exception may hold a name or an address, so neither the row nor the log keeps it.
        outbox.fail(fact, because=_what(problem), at=clock())
        log.warning("reaction_failed", fact=fact.pk, kind=fact.kind, attempt=fact.attempts, problem=_what(problem))
    else:
        outbox.finish(fact, at=clock())


def _what(problem: BaseException) -> str:
    """The exception's type and the last line of our own code it went through."""
    place, step = "", problem.__traceback__
    while step is not None:
        name = step.tb_frame.f_globals.get("__name__", "")
        if name.startswith(("campus", "laurel")):
            place = f" at {name}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(problem).__name__}{place}"
