"""What does not fit a table of contenders: the first credential of a shape, several processes, and memory."""

from __future__ import annotations

import copy
import os
import statistics
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from contenders import pyld_hash
from samples import ISSUED, PLACES, SAMPLES
from world import KEY, SIGNER

from laurel.canon import jsonld
from laurel.canon.compiled import Shapes
from laurel.proofs import SUITES
from laurel.proofs.batch import Batch

SUITE = "eddsa-rdfc-2022"
TURN = 2.0  # seconds


def first_of_a_shape() -> list[str]:
    """Hash documents whose shape was never seen, seen once, and known, beside PyLD alone."""
    lines = ["### The first credential of a shape", "", "| | milliseconds | × PyLD |", "|---|---:|---:|"]
    document = SAMPLES["open badge"](0)
    rows: dict[str, list[float]] = {name: [] for name in ("PyLD alone", "full path", "never seen", "seen once", "known")}
    pyld_hash(document)
    jsonld.canonical_hash(document)
    for round_number in range(15):
        strange = copy.deepcopy(document)
        strange["credentialSubject"]["achievement"]["tag"] = [f"tag {n}" for n in range(round_number + 4)]
        shapes = Shapes()
        for name, work in (
            ("PyLD alone", pyld_hash),
            ("full path", jsonld.canonical_hash),
            ("never seen", shapes.canonical),
            ("seen once", shapes.canonical),
            ("known", shapes.canonical),
        ):
            began = process_time()
            work(strange)
            rows[name].append((process_time() - began) * 1_000)
    peer = statistics.median(rows["PyLD alone"])
    for name, found in rows.items():
        took = statistics.median(found)
        lines.append(f"| {name} | {took:.2f} | {took / peer:.2f} |")
    return [*lines, ""]


def processes() -> list[str]:
    """Credentials a second of one process and of two at a time."""
    load = (
        f"in the minute before, the machine of {os.cpu_count()} cores had a load of {os.getloadavg()[0]:.1f} (this bench is 1)."
    )
    lines = [
        "### Two processes",
        "",
        "By the clock on the wall; " + load,
        "",
        "| | one, a second | two, a second | × |",
        "|---|---:|---:|---:|",
    ]
    for name, work in (("issue", _issue_for), ("verify", _verify_for)):
        one, two = [], []
        for _ in range(3):
            one.append(_together(work, 1))
            two.append(_together(work, 2))
        single, double = statistics.median(one), statistics.median(two)
        lines.append(f"| {name} | {single:,.0f} | {double:,.0f} | {double / single:.2f} |")
    return [*lines, ""]


def memory(most: int) -> list[str]:
    """Resident memory after ever more credentials in one process."""
    with get_context("spawn").Pool(1) as pool:
        rows: Sequence[tuple[int, float, float]] = pool.apply(_memory_after, (most,))
    lines = ["### Memory", "", "| credentials issued | resident, MB | a second |", "|---:|---:|---:|"]
    return [*lines, *(f"| {count:,} | {resident:.1f} | {rate:,.0f} |" for count, resident, rate in rows), ""]


def _together(work: Any, number: int) -> float:
    with get_context("spawn").Pool(number) as pool:
        pool.map(_ready, range(number), chunksize=1)
        return sum(pool.map(work, [TURN] * number, chunksize=1))


def _ready(_: int) -> None:
    _issue_for(0.1)
    _verify_for(0.1)


def _batch() -> tuple[Batch, list[list[str]]]:
    sample, places = SAMPLES["open badge"], PLACES["open badge"]
    texts = [[_at(sample(number), place) for place in places] for number in range(200)]
    return Batch(sample(0), vary=places, signer=SIGNER, created=ISSUED), texts


def _issue_for(seconds: float) -> float:
    batch, texts = _batch()
    done, began = 0, perf_counter()
    while perf_counter() - began < seconds:
        for each in texts:
            batch.sign(each)
        done += len(texts)
    return done / (perf_counter() - began)


def _verify_for(seconds: float) -> float:
    suite = SUITES[SUITE]
    signed = [suite.add_proof(SAMPLES["open badge"](number), signer=SIGNER, created=ISSUED) for number in range(200)]
    done, began = 0, perf_counter()
    while perf_counter() - began < seconds:
        for each in signed:
            suite.check_proof(each, each["proof"][0], KEY.public)
        done += len(signed)
    return done / (perf_counter() - began)


def _memory_after(most: int) -> list[tuple[int, float, float]]:
    batch, texts = _batch()
    index = PLACES["open badge"].index(("id",))
    rows, done, began = [], 0, perf_counter()
    for stop in (number for number in (1_000, 10_000, 100_000, 1_000_000) if number <= most):
        while done < stop:
            values = texts[done % len(texts)].copy()
            values[index] = f"urn:uuid:00000000-0000-4000-8000-{done:012d}"
            batch.sign(values)
            done += 1
        rows.append((done, _resident(), done / (perf_counter() - began)))
    return rows


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4_096 / 1e6


def _at(document: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        document = document[step]
    return document
