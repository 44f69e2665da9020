"""What does not fit a table of contenders: the first credential of a shape, several processes, and memory."""

from __future__ import annotations

import copy
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from contenders import RDFC, Job, pyld_hash
from samples import ISSUED, PLACES, SAMPLES
from world import KEY, SIGNER

from laurel.canon import jsonld
from laurel.canon.compiled import Shapes

PYLD, FULL, NEVER, ONCE, KNOWN = "PyLD alone", "full path", "never seen", "seen once", "known"
TURN = 2.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The figures behind the aims, and the tables."""

    first: float
    second: float
    two_issue: float
    two_verify: float
    memory: float
    lines: list[str] = field(repr=False)


def measure(*, rounds: int, most: int, turn: float = TURN) -> Scale:
    """Everything; `most` is how many credentials are issued for the table of memory."""
    shape = _first_of_a_shape(rounds)
    issue, verify, streamed = (_two(work, rounds=min(rounds, 5), turn=turn) for work in (_issue_for, _verify_for, _stream_for))
    with get_context("spawn").Pool(1) as pool:
        memory: Sequence[tuple[int, float, float]] = pool.apply(_memory_after, (most,))
    lines = ["### The first credential of a shape", "", "| | milliseconds | × PyLD |", "|---|---:|---:|"]
    lines += [f"| {name} | {took:.2f} | {took / shape[PYLD]:.2f} |" for name, took in shape.items()]
    lines += ["", "### Two processes", "", "| | one, a second | two, a second | × |", "|---|---:|---:|---:|"]
    rows = {"issue": issue, "verify": verify, "issue, one stream shared by workers": streamed}
    lines += [f"| {name} | {one:,.0f} | {two:,.0f} | {two / one:.2f} |" for name, (one, two) in rows.items()]
    lines += ["", "### Memory", "", "| credentials issued | resident, MB | a second |", "|---:|---:|---:|"]
    lines += [f"| {count:,} | {resident:.1f} | {rate:,.0f} |" for count, resident, rate in memory]
    return Scale(
        first=shape[NEVER] / shape[PYLD],
        second=shape[ONCE] / shape[PYLD],
        two_issue=issue[1] / issue[0],
        two_verify=verify[1] / verify[0],
        memory=memory[-1][1] / memory[0][1],
        lines=[*lines, ""],
    )


def _first_of_a_shape(rounds: int) -> dict[str, float]:
    """Milliseconds to hash documents whose shape was never seen, seen once, and known, beside PyLD alone."""
    document = SAMPLES["open badge"](0)
    took: dict[str, list[float]] = {name: [] for name in (PYLD, FULL, NEVER, ONCE, KNOWN)}
    pyld_hash(document)
    jsonld.canonical_hash(document)
    for round_number in range(rounds):
        strange = copy.deepcopy(document)
        strange["credentialSubject"]["achievement"]["tag"] = [f"tag {n}" for n in range(round_number + 4)]
        shapes = Shapes()
        works: list[Callable[[Any], object]] = [pyld_hash, jsonld.canonical_hash, shapes.digest, shapes.digest, shapes.digest]
        for name, work in zip(took, works, strict=True):
            began = perf_counter()
            work(strange)
            took[name].append((perf_counter() - began) * 1_000)
    return {name: statistics.median(found) for name, found in took.items()}


def _two(work: Callable[[tuple[float, int]], float], *, rounds: int, turn: float) -> tuple[float, float]:
    """Credentials a second by one process and by two, in turns."""
    rates = [(_together(work, 1, turn), _together(work, 2, turn)) for _ in range(rounds)]
    return statistics.median(one for one, _ in rates), statistics.median(two for _, two in rates)


def _together(work: Callable[[tuple[float, int]], float], number: int, turn: float) -> float:
    if work is _stream_for:
        return _stream_for((turn, number))
    with get_context("spawn").Pool(number) as pool:
        pool.map(work, [(0.1, 1)] * number, chunksize=1)
        return sum(pool.map(work, [(turn, 1)] * number, chunksize=1))


def _issue_for(how: tuple[float, int]) -> float:
    job = Job("open badge")
    batch, learners = job.batch("eddsa-rdfc-2022"), job.learners[:400]
    done, began = 0, perf_counter()
    while perf_counter() - began < how[0]:
        for each in learners:
            batch.sign(each)
        done += len(learners)
    return done / (perf_counter() - began)


def _stream_for(how: tuple[float, int]) -> float:
    """`Batch.sign_all`, everything that goes between the processes included, once the workers are warm."""
    seconds, processes = how
    job = Job("open badge")
    learners = job.learners[:400]

    def rows() -> Iterator[list[str]]:
        while True:
            yield from learners

    signed = job.batch("eddsa-rdfc-2022").sign_all(rows(), processes=processes)
    for _ in range(8_000):
        next(signed)
    done, began = 0, perf_counter()
    while perf_counter() - began < seconds:
        for _ in learners:
            next(signed)
        done += len(learners)
    rate = done / (perf_counter() - began)
    if hasattr(signed, "close"):
        signed.close()
    return rate


def _verify_for(how: tuple[float, int]) -> float:
    signed = [RDFC.add_proof(SAMPLES["open badge"](number), signer=SIGNER, created=ISSUED) for number in range(200)]
    done, began = 0, perf_counter()
    while perf_counter() - began < how[0]:
        for each in signed:
            RDFC.check_proof(each, each["proof"][0], KEY.public)
        done += len(signed)
    return done / (perf_counter() - began)


def _memory_after(most: int) -> list[tuple[int, float, float]]:
    job = Job("open badge")
    batch, learners = job.batch("eddsa-rdfc-2022"), job.learners[:400]
    index = PLACES["open badge"].index(("id",))
    rows, done, began = [], 0, perf_counter()
    for stop in (number for number in (1_000, 10_000, 100_000, 1_000_000) if number <= most):
        while done < stop:
            values = learners[done % len(learners)].copy()
            values[index] = f"urn:uuid:00000000-0000-4000-8000-{done:012d}"
            batch.sign(values)
            done += 1
        rows.append((done, _resident(), done / (perf_counter() - began)))
    return rows


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4_096 / 1e6
