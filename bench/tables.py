"""What was measured, as Markdown: tables, and whether each aim was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contenders import PEERS, SIGNING, VC, VERIFYING
from scale import Scale
from timing import Rate

Rates = Mapping[str, Rate]
Count = Callable[[Rate], float]
ISSUE_RDFC, ISSUE_JCS = "Laurel eddsa-rdfc-2022, batch", "Laurel eddsa-jcs-2022, batch"
VERIFY_RDFC, VERIFY_JCS = "Laurel eddsa-rdfc-2022, proof of a document", "Laurel eddsa-jcs-2022, proof of a document"


def by_clock(rate: Rate) -> float:
    return rate.wall


def by_processor(rate: Rate) -> float:
    return rate.cpu


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A figure to reach: at least `least`, or at most `most`."""

    what: str
    unit: str
    value: Callable[[Count], float]
    least: float | None = None
    most: float | None = None

    def row(self, count: Count) -> list[str]:
        aim = f"≥ {self.least:g}{self.unit}" if self.least is not None else f"≤ {self.most:g}{self.unit}"
        return [self.what, aim, f"{self.value(count):.2f}", "reached" if self.holds(count) else "**missed**"]

    def holds(self, count: Count) -> bool:
        value = self.value(count)
        return value >= self.least if self.least is not None else value <= (self.most or 0)


def aims(issue: Rates, verify: Rates, scale: Scale) -> list[Aim]:
    """What Laurel sets itself, for the plain Open Badge and a single process."""

    def share(rates: Rates, name: str, limit: str) -> Callable[[Count], float]:
        return lambda count: 100 * count(rates[name]) / count(rates[limit])

    def times(rates: Rates, name: str) -> Callable[[Count], float]:
        return lambda count: count(rates[name]) / count(rates[VC])

    def same(value: float) -> Callable[[Count], float]:
        return lambda _: value

    return [
        Aim(what="issue, eddsa-rdfc-2022", unit=f" × {VC}", value=times(issue, ISSUE_RDFC), least=120),
        Aim(what="issue, eddsa-rdfc-2022", unit=" % of libsodium", value=share(issue, ISSUE_RDFC, SIGNING), least=35),
        Aim(what="issue, eddsa-jcs-2022", unit=" % of libsodium", value=share(issue, ISSUE_JCS, SIGNING), least=55),
        Aim(what="verify a known shape, eddsa-rdfc-2022", unit=f" × {VC}", value=times(verify, VERIFY_RDFC), least=50),
        Aim(
            what="verify a known shape, eddsa-rdfc-2022",
            unit=" % of libsodium",
            value=share(verify, VERIFY_RDFC, VERIFYING),
            least=42,
        ),
        Aim(
            what="verify a known shape, eddsa-jcs-2022",
            unit=" % of libsodium",
            value=share(verify, VERIFY_JCS, VERIFYING),
            least=65,
        ),
        Aim(what="the first credential of a shape", unit=" × PyLD", value=same(scale.first), most=2),
        Aim(what="the second, when the shape is learned", unit=" × PyLD", value=same(scale.second), most=2),
        Aim(what="issue, two processes", unit=" × one", value=same(scale.two_issue), least=1.8),
        Aim(what="verify, two processes", unit=" × one", value=same(scale.two_verify), least=1.8),
        Aim(what="memory after the most credentials", unit=" × after 1,000", value=same(scale.memory), most=1.1),
    ]


def verdict(found: Sequence[Aim], *, quiet: bool) -> list[str]:
    """By the clock; on a machine that was not quiet by processor time, which other programs change less."""
    count, how = (by_clock, "by the clock") if quiet else (by_processor, "by processor time where it differs")
    return ["### Aims", "", *_markdown(["", "aim", f"found, {how}", ""], [each.row(count) for each in found]), ""]


def table(rates: Rates) -> list[str]:
    """How many a second, what share of the limit, how many times each peer; then the first two by processor time."""
    limit = next(iter(rates.values()))
    heading = ["", "a second", "of the limit", *(f"× {name}" for name in PEERS), "a processor second", "of the limit"]
    rows = [
        [
            name,
            f"{rate.wall:,.0f}",
            f"{rate.wall / limit.wall:.1%}",
            *(f"{rate.wall / rates[peer].wall:,.1f}" for peer in PEERS),
            f"{rate.cpu:,.0f}",
            f"{rate.cpu / limit.cpu:.1%}",
        ]
        for name, rate in rates.items()
    ]
    return _markdown(heading, rows)


def _markdown(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heading)} |", f"|---{'|---:' * (len(heading) - 1)}|"]
    return lines + [f"| {' | '.join(cells)} |" for cells in rows]
