"""Several people who act at the very same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import IntegrityError, OperationalError, connection

from campus.base.refusals import Refusal


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or was refused with; they start together, each with its own connection."""
    start = Barrier(len(acts))
    given: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            given[place] = act()
        except (Refusal, OperationalError, IntegrityError) as refused:
            given[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def codes(given: list[Any]) -> list[str]:
    """The codes of those that were refused."""
    return sorted(each.code for each in given if isinstance(each, Refusal))
