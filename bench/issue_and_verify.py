"""How fast credentials are issued and verified: Laurel, the limit set by Ed25519, and others, in interleaved rounds.

    python bench/issue_and_verify.py [--rounds 15] [--seconds 0.2] [--million] [--write]

`--write` puts tables, verdict and picture into docs/. See bench/README.md.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import picture
import scale
import tables
from contenders import Job, issuers, verifiers
from node import digitalbazaar
from samples import SAMPLES, size_of
from timing import BUSY, Quiet, Rate, about_others, measure

DOCS = Path(__file__).parents[1] / "docs"
TITLES = {
    "open badge": "a plain Open Badge",
    "bilingual badge": "Laurel's own bilingual badge",
}


def machine() -> str:
    """The kind of machine, without its name."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{model[1] if model else platform.machine()}, Linux, CPython {platform.python_version()}, Node.js {node}"


def main(argv: Sequence[str] | None = None) -> None:
    arguments = _arguments(argv)
    jobs = [Job(name) for name in ([next(iter(SAMPLES))] if arguments.tiny else SAMPLES)]
    measured: dict[str, dict[str, Rate]] = {}
    unsigned, signed = {job.name: job.documents for job in jobs}, {job.name: job.texts for job in jobs}
    with tempfile.TemporaryDirectory() as scratch, digitalbazaar(unsigned, signed, Path(scratch)) as peer:
        quiet = Quiet(ours=peer.seconds)
        for job in jobs:
            for what, contenders in (("Issue", issuers), ("Verify", verifiers)):
                rates = measure(list(contenders(job, peer)), rounds=arguments.rounds, seconds=arguments.seconds)
                title = f"{what} {TITLES[job.name]} ({size_of(job.documents[0]):.1f} KB)"
                measured[title] = rates
                print("\n".join([title, *tables.table(rates), ""]), flush=True)
        most = 1_000_000 if arguments.million else 1_000 if arguments.tiny else 100_000
        scaled = scale.measure(rounds=arguments.rounds, most=most, turn=0.2 if arguments.tiny else scale.TURN)
        others = quiet.others()
    lines = _lines(arguments.command, others, measured, scaled)
    print("\n".join(lines))
    if arguments.write:
        write(lines, picture.drawn(measured), arguments.docs)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.2, help="each contender's turn in a round")
    parser.add_argument("--million", action="store_true", help="issue up to a million for the table of memory")
    parser.add_argument("--tiny", action="store_true", help="only the plain badge and a thousand of them: does the bench run?")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/")
    parser.add_argument("--docs", type=Path, default=DOCS, help="the folder with performance.md")
    arguments = parser.parse_args(argv)
    flags = "".join(f" --{name}" for name in ("million", "tiny") if getattr(arguments, name))
    arguments.command = (
        f"python bench/issue_and_verify.py --rounds {arguments.rounds} --seconds {arguments.seconds:g}{flags} --write"
    )
    return arguments


def _lines(command: str, others: float, measured: dict[str, dict[str, Rate]], scaled: scale.Scale) -> list[str]:
    issue, verify = list(measured.values())[:2]
    lines = [f"Measured on {datetime.now(UTC):%d %B %Y}: {machine()}. {about_others(others)}", "", f"    {command}", ""]
    lines += tables.verdict(tables.aims(issue, verify, scaled), quiet=others <= BUSY)
    for title, rates in measured.items():
        lines += [f"### {title}", "", *tables.table(rates), ""]
    return lines + scaled.lines


def write(lines: Sequence[str], svg: str, docs: Path) -> None:
    page = docs / "performance.md"
    text = page.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- figures -->\n")
    _, end, after = rest.partition("<!-- end of figures -->")
    page.write_text(f"{before}{mark}\n" + "\n".join(lines).rstrip() + f"\n\n{end}{after}", encoding="utf-8")
    (docs / "performance.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
