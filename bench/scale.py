"""What does not fit a table of contenders: the first credential of a shape, several processes, and memory."""

from __future__ import annotations

import copy
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from time import perf_counter
from typing import Any

from contenders import RDFC, Job, pyld_hash
from nacl import bindings
from samples import ISSUED, PLACES, SAMPLES
from world import KEY, SEED, SIGNER

from laurel.canon import jsonld
from laurel.canon.compiled import Shapes
from laurel.proofs.batch import Batch

PYLD, FULL, NEVER, ONCE, KNOWN = "PyLD alone", "full path", "never seen", "seen once", "known"
TURN = 1.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Credentials a second by one process and by two, and how many times as many two give."""

    one: float
    two: float
    times: float


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
    works = (_issue_for, _verify_for, _stream_for, _libsodium_for)
    issue, verify, streamed, limit = (_two(work, rounds=rounds, turn=turn) for work in works)
    with get_context("spawn").Pool(1) as pool:
        memory: Sequence[tuple[int, float, float]] = pool.apply(_memory_after, (most,))
    lines = ["### The first credential of a shape", "", "| | milliseconds | × PyLD |", "|---|---:|---:|"]
    lines += [f"| {name} | {took:.2f} | {took / shape[PYLD]:.2f} |" for name, took in shape.items()]
    lines += ["", "### Two processes", "", "| | one, a second | two, a second | × |", "|---|---:|---:|---:|"]
    rows = {
        "issue": issue,
        "verify": verify,
        "issue, one stream shared by workers": streamed,
        "libsodium, signing 64 bytes": limit,
    }
    lines += [f"| {name} | {each.one:,.0f} | {each.two:,.0f} | {each.times:.2f} |" for name, each in rows.items()]
    lines += ["", "### Memory", "", "| credentials issued | resident, MB | a second |", "|---:|---:|---:|"]
    lines += [f"| {count:,} | {resident:.1f} | {rate:,.0f} |" for count, resident, rate in memory]
    return Scale(
        first=shape[NEVER] / shape[PYLD],
        second=shape[ONCE] / shape[PYLD],
        two_issue=issue.times,
        two_verify=verify.times,
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


def _two(work: Callable[[tuple[float, int]], float], *, rounds: int, turn: float) -> Pair:
    """One process and two, in turns.

    A processor's pace may double from one second to the next; so each turn of two is set against the turns of one right before
    and after it, and `times` is the median of that.
    """
    with get_context("spawn").Pool(1) as alone, get_context("spawn").Pool(2) as both:
        pools = ((alone, 1), (both, 2))
        rates: list[float] = []
        for pool, number in pools:
            _together(pool, number, work, 0.1)
        for pool, number in (*pools * rounds, pools[0]):
            rates.append(_together(pool, number, work, turn))
    ones, twos = rates[::2], rates[1::2]
    times = [2 * two / (before + after) for two, before, after in zip(twos, ones, ones[1:], strict=False)]
    return Pair(one=statistics.median(ones), two=statistics.median(twos), times=statistics.median(times))


def _together(pool: Pool, number: int, work: Callable[[tuple[float, int]], float], turn: float) -> float:
    if work is _stream_for:
        return _stream_for((turn, number))
    return sum(pool.map(work, [(turn, 1)] * number, chunksize=1))


def _issue_for(how: tuple[float, int]) -> float:
    batch, learners = _batch()
    return _rate(lambda: [batch.sign(each) for each in learners], len(learners), how[0])


def _verify_for(how: tuple[float, int]) -> float:
    signed = _signed()
    return _rate(lambda: [RDFC.check_proof(each, each["proof"][0], KEY.public) for each in signed], len(signed), how[0])


def _libsodium_for(how: tuple[float, int]) -> float:
    """What the machine itself gives: nothing but signatures."""
    secret, message = bindings.crypto_sign_seed_keypair(SEED)[1], bytes(64)
    return _rate(lambda: [bindings.crypto_sign(message, secret) for _ in range(400)], 400, how[0])


@cache  # in each worker: like the contenders of the tables, it is warm when it is measured
def _batch() -> tuple[Batch, Sequence[list[str]]]:
    job = Job("open badge")
    return job.batch("eddsa-rdfc-2022"), job.learners[:400]


@cache
def _signed() -> list[dict[str, Any]]:
    return [RDFC.add_proof(SAMPLES["open badge"](number), signer=SIGNER, created=ISSUED) for number in range(200)]


def _rate(work: Callable[[], object], size: int, seconds: float) -> float:
    """How many a second, when `work` does `size` of them."""
    done, began = 0, perf_counter()
    while perf_counter() - began < seconds:
        work()
        done += size
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
