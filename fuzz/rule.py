"""The rule for any input at all: a result or a refusal of Laurel's own, within 2 s of processor time and 256 MiB."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from laurel.errors import LaurelError

SECONDS: Final = 2.0
MEMORY: Final = 256 * 1024 * 1024
T = TypeVar("T")


class BrokenRuleError(AssertionError):
    """An input that breaks the rule: too slow, too large, or read as something that it is not."""


class TooSlowError(BaseException):
    """Raised by the clock in the middle of the work; no `except Exception` may swallow it."""


def refused(read: Callable[[], T], *also: type[Exception]) -> tuple[T | None, bool]:
    """What `read` gives and False, or None and True where it is refused by an error of Laurel's (or of the kinds `also`)."""
    try:
        return read(), False
    except LaurelError as error:
        error.say("en"), error.say("bg")  # a refusal that cannot be said is a fault as well
        return None, True
    except also:
        return None, True


def insist(holds: object, what: str) -> None:
    """Break the rule unless `holds`."""
    if not holds:
        raise BrokenRuleError(what)


@contextmanager
def bounded(*, seconds: float = SECONDS) -> Iterator[None]:
    """Run a block for at most `seconds` of this process's time; only in the main thread.

    Wall-clock time would accuse inputs of what other programs on the machine do.
    """

    def stop(*_: Any) -> None:
        raise TooSlowError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except TooSlowError as slow:
        raise BrokenRuleError(str(slow)) from slow
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def peak_memory() -> int:
    """The most memory this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
