"""How fast credentials are issued and verified: Laurel, the limit set by Ed25519, and others, in interleaved rounds.

    python bench/issue_and_verify.py [--rounds 15] [--seconds 0.3] [--write]

`--write` puts the tables and the picture into docs/. See bench/README.md.
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import picture
import scale
from contenders import Contender, digitalbazaar, issuers, verifiers
from samples import PLACES, SAMPLES, size_of

DOCS = Path(__file__).parents[1] / "docs"
TITLES = {
    "open badge": "a plain Open Badge",
    "bilingual badge": "Laurel's own bilingual badge",
}
Rates = dict[str, float]


def measure(contenders: Sequence[Contender], *, rounds: int, seconds: float) -> Rates:
    """Credentials a second of each contender: the median of rounds in which all take turns."""
    counts = {each.name: _calibrated(each, seconds) for each in contenders}
    rates: dict[str, list[float]] = {each.name: [] for each in contenders}
    for _ in range(rounds):
        for each in contenders:
            count = counts[each.name]
            rates[each.name].append(count / each.times(count))
    return {name: statistics.median(found) for name, found in rates.items()}


def _calibrated(contender: Contender, seconds: float) -> int:
    """How many take about so long, once warm."""
    count = 3
    contender.times(count)
    while True:
        took = contender.times(count)
        if took >= seconds / 4:
            return max(3, round(count * seconds / took))
        count *= 2


def table(rates: Rates) -> list[str]:
    """Markdown rows: how many a second, what share of the limit, how many times each peer."""
    limit = next(iter(rates.values()))
    peers = {
        name: rates[name]
        for name in ("@digitalbazaar/vc", "@digitalbazaar/vc, one thread", "PyLD and libsodium", "openbadgeslib")
        if name in rates
    }
    heading = ["", "a second", "of the limit", *(f"× {name}" for name in peers)]
    lines = [f"| {' | '.join(heading)} |", f"|---{'|---:' * (len(heading) - 1)}|"]
    for name, rate in rates.items():
        cells = [name, f"{rate:,.0f}", f"{rate / limit:.1%}", *(f"{rate / peer:,.1f}" for peer in peers.values())]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def machine() -> str:
    """The kind of machine, without its name."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{model[1] if model else platform.machine()}, Linux, CPython {platform.python_version()}, Node.js {node}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.3, help="each contender's turn in a round")
    parser.add_argument("--million", action="store_true", help="issue up to a million for the table of memory")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/")
    arguments = parser.parse_args()
    command = f"python bench/issue_and_verify.py --rounds {arguments.rounds} --seconds {arguments.seconds}"
    lines = [
        f"Measured on {datetime.now(UTC):%d %B %Y}: {machine()}.",
        "",
        f"    {command}{' --million' * arguments.million}",
        "",
    ]
    drawn: dict[str, Rates] = {}
    with tempfile.TemporaryDirectory() as scratch, digitalbazaar(SAMPLES, Path(scratch)) as peer:
        for name, sample in SAMPLES.items():
            for job, contenders in (
                ("issue", list(issuers(sample, PLACES[name], partial(peer, "issue", name)))),
                ("verify", list(verifiers(sample, partial(peer, "verify", name)))),
            ):
                rates = measure(contenders, rounds=arguments.rounds, seconds=arguments.seconds)
                title = f"{job.capitalize()} {TITLES[name]} ({size_of(sample(0)):.1f} KB)"
                lines += [f"### {title}", "", *table(rates), ""]
                drawn[title] = rates
                print("\n".join([title, *table(rates), ""]), flush=True)
    lines += [line for part in (scale.first_of_a_shape(), scale.processes()) for line in part]
    lines += scale.memory(1_000_000 if arguments.million else 100_000)
    print("\n".join(lines))
    if arguments.write:
        write(lines, picture.drawn(drawn))


def write(lines: Sequence[str], svg: str) -> None:
    page = DOCS / "performance.md"
    text = page.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- figures -->\n")
    _, end, after = rest.partition("<!-- end of figures -->")
    page.write_text(f"{before}{mark}\n" + "\n".join(lines).rstrip() + f"\n\n{end}{after}", encoding="utf-8")
    (DOCS / "performance.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
