"""Verify many things at a time, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from laurel import parallel
from laurel.verify.procedure import verify
from laurel.verify.report import Report

CHUNK = 16


def verify_all(
    presented: Iterable[bytes | str], *, processes: int | None = None, chunk: int = CHUNK, **question: Any
) -> Iterator[Report]:
    """The reports on many files, in their order, each as `verify` gives it; they are read as they are needed.

    Args:
        presented: bytes or texts.
        processes: how many; by default one for each usable core.
        chunk: how many a worker takes at a time.
        question: `at`, `fetch` and all else that `verify` takes. A fetcher that cannot be pickled keeps everything in this
            process; each worker has a copy of its own of one that can.

    Raises:
        WorkerLostError: a worker was killed; the reports given so far stand.
    """
    work: Callable[[bytes | str], Report] = partial(verify, **question)
    return parallel.in_order(work, presented, processes=processes, chunk=chunk)
