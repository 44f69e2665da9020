"""Turns, rounds, and whether the machine was quiet while they were taken."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

BUSY = 0.05  # cores used by others, above which figures by the clock are doubtful


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Seconds by the clock on the wall, and on a processor with all threads of the program."""

    wall: float
    cpu: float


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Credentials a second, counted both ways."""

    wall: float
    cpu: float


@dataclass(frozen=True, kw_only=True)
class Contender:
    """Does one job; `times(count)` says how long `count` of them take."""

    name: str
    times: Callable[[int], Spent]
    warm_up: float = 0.0  # seconds, for a compiler that learns


def counted(work: Callable[[int], object], *, kept: int) -> Callable[[int], Spent]:
    """Does the work for the numbers below `kept`, again and again."""

    def times(count: int) -> Spent:
        began, began_cpu = perf_counter(), process_time()
        for number in range(count):
            work(number % kept)
        return Spent(wall=perf_counter() - began, cpu=process_time() - began_cpu)

    return times


def measure(contenders: Sequence[Contender], *, rounds: int, seconds: float) -> dict[str, Rate]:
    """The median of rounds in which all take turns."""
    counts = {each.name: _calibrated(each, seconds) for each in contenders}
    turns: dict[str, list[Spent]] = {each.name: [] for each in contenders}
    for _ in range(rounds):
        for each in contenders:
            turns[each.name].append(each.times(counts[each.name]))
    return {
        name: Rate(
            wall=counts[name] / statistics.median(turn.wall for turn in found),
            cpu=counts[name] / statistics.median(turn.cpu for turn in found),
        )
        for name, found in turns.items()
    }


def _calibrated(contender: Contender, seconds: float) -> int:
    """How many take about so long, once warm."""
    count, began = 3, perf_counter()
    contender.times(count)
    while True:
        took = contender.times(count).wall
        if took >= seconds / 4 and perf_counter() - began >= contender.warm_up:
            return max(3, round(count * seconds / took))
        if took < seconds:
            count *= 2


class Quiet:
    """How much of the machine's processors other programs used since this was made, their hypervisor included."""

    def __init__(self, *, ours: Callable[[], float] = lambda: 0.0) -> None:
        """`ours` are the processor seconds of programs that the bench keeps running."""
        self._ours = ours
        self._busy, self._own, self._began = _busy_seconds(), _own_seconds() + ours(), perf_counter()

    def others(self) -> float:
        """Cores, on average."""
        own = _own_seconds() + self._ours() - self._own
        return max(0.0, _busy_seconds() - self._busy - own) / (perf_counter() - self._began)


def about_others(cores: float) -> str:
    """How quiet it was, for people."""
    used = f"other programs used {cores:.2f} of its {os.cpu_count()} cores"
    if cores <= BUSY:
        return f"The machine was quiet: {used}."
    return f"**The machine was not quiet**: {used}, so figures by the clock are too low. Take them again when it is."


def _busy_seconds() -> float:
    fields = [int(each) for each in Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")  # but for idle and iowait


def _own_seconds() -> float:
    return sum(os.times()[:4])
