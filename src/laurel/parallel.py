"""Do the same to many things on all cores: a stream in, a stream out, in order, in bounded memory.

    items ──chunks──▶ worker processes ──in order──▶ results

Processes, not threads: almost all the work is Python's own. Workers are started afresh (`spawn`), so nothing of the caller's
threads, locks or connections is copied into them; what they need travels once, over a pipe that nobody else can read.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import current_process, get_context, parent_process
from threading import Thread
from typing import Any, Final, TypeVar

from laurel.errors import WorkerLostError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK: Final = 64
AHEAD: Final = 3
"""Chunks under way for each worker."""
_UNPICKLABLE: Final = (pickle.PicklingError, TypeError, AttributeError, ValueError, NotImplementedError)


def usable_cores() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], *, processes: int | None = None, chunk: int = CHUNK
) -> Iterator[Result]:
    """The results of `work` for all items, in their order.

    Items are read only so far ahead as keeps the workers busy: `processes` times `AHEAD` chunks. Fewer than two chunks are done
    in this process, and so is everything where `work` cannot be pickled (a key that lives in a device), where `processes` is 1,
    and inside a process that may have no children. A script that comes here needs `if __name__ == "__main__":` around what it
    does, because workers read it again.

    Args:
        work: a function of a module, a `partial` of one, or a callable object; called once for each item.
        items: anything picklable, as many as there are.
        processes: how many; by default one for each usable core.
        chunk: items sent to a worker at a time: more for quick work, fewer for slow.

    Raises:
        WorkerLostError: a worker was killed or ran out of memory. The results given so far stand; there are no others.
        Exception: what `work` raised, after the results of all items before that one.
    """
    count = usable_cores() if processes is None else processes
    if count < 1 or chunk < 1:
        raise ValueError(f"{count} processes, chunks of {chunk}")
    rest = iter(items)
    head = list(islice(rest, 2 * chunk))
    everything = chain(head, rest)
    if count == 1 or len(head) < 2 * chunk or current_process().daemon or not _travels(work):
        return map(work, everything)
    return _spread(work, everything, count, chunk)


def _spread(work: Callable[[Item], Result], items: Iterator[Item], count: int, chunk: int) -> Iterator[Result]:
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin, initargs=(work,))
    pending: deque[Future[tuple[list[Result], Exception | None]]] = deque()
    try:
        while part := list(islice(items, chunk)):
            pending.append(pool.submit(_do, part))
            if len(pending) >= count * AHEAD:
                yield from _results(pending.popleft())
        while pending:
            yield from _results(pending.popleft())
    except BrokenProcessPool as error:
        raise WorkerLostError from error
    finally:
        pool.shutdown(cancel_futures=True)


def _results(done: Future[tuple[list[Result], Exception | None]]) -> Iterator[Result]:
    results, error = done.result()
    yield from results
    if error is not None:
        raise error


def _travels(work: object) -> bool:
    try:
        pickle.dumps(work)
    except _UNPICKLABLE:
        return False
    return True


# in the worker

_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - one process, one work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller stops us
    Thread(target=_leave_with_the_caller, daemon=True).start()


def _leave_with_the_caller() -> None:
    caller = parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)


def _do(part: list[Any]) -> tuple[list[Any], Exception | None]:
    results: list[Any] = []
    for item in part:
        try:
            results.append(_work(item))
        except Exception as error:
            return results, _fit_to_travel(error)
    return results, None


def _fit_to_travel(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
