"""How fast the public catalogue is searched: ten thousand micro-credentials, on SQLite and on PostgreSQL.

    python bench/search_catalogue.py [--designs 10000] [--queries 300] [--database sqlite postgresql] [--write]

`--write` puts the table into docs/performance-catalogue.md. See bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from timing import BUSY, Quiet, about_others

ROOT = Path(__file__).parents[1]
PAGE = "performance-catalogue.md"
MARK = "<!-- figures -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
AIMS = {"sqlite": 250, "postgresql": 100}  # milliseconds, for 95 of 100 searches
ROWS = {
    "index": "the index alone: keys of what fits the words, best first",
    "browse": "a search: ranked, facets counted, the first 24 offers with their facets",
    "narrowed": "the same, narrowed by two facets, ordered by start",
    "page": "the whole page, as HTML",
    "all": "the whole page of everything, without a query",
}


def main(argv: Sequence[str] | None = None) -> None:
    arguments = _arguments(argv)
    found: dict[str, Any] = {}
    others = 0.0
    for database in arguments.database:
        with _database(database) as environment:
            found[database], busy = _measured(environment, arguments)
            others = max(others, busy)
    lines = _lines(arguments.command, others, found)
    print("\n".join(lines))
    if arguments.write:
        page = arguments.docs / PAGE
        before = page.read_text(encoding="utf-8").partition(MARK)[0]
        page.write_text(before + MARK + "\n\n" + "\n".join(lines), encoding="utf-8")


def _measured(environment: dict[str, str], arguments: argparse.Namespace) -> tuple[Any, float]:
    """Another process fills and asks the database; it says itself how quiet the machine was while it asked."""
    command = [sys.executable, str(ROOT / "bench/search_catalogue_in.py"), str(arguments.designs), str(arguments.queries)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer, answer["others"]


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """An empty database of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "LAUREL_MODE": "test",
            "LAUREL_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "campus.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "bench")]),
        }
        environment.pop("LAUREL_DATABASE_URL", None)
        if name == "sqlite":
            yield environment
            return
        script = '. scripts/environment.sh; . scripts/postgres.sh; start_postgres "$(find_postgres)"; echo "$POSTGRES_URL"; cat'
        server = subprocess.Popen(
            ["sh", "-c", f"ROOT=$PWD; {script}; stop_postgres"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield environment | {"LAUREL_DATABASE_URL": server.stdout.readline().strip()}
        finally:
            server.stdin.close()
            server.wait(timeout=60)


def _lines(command: str, others: float, found: dict[str, Any]) -> list[str]:
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    machine = f"{model[1] if model else platform.machine()}, Linux, CPython {platform.python_version()}"
    versions = ", ".join(f"{NAMES[name]} {answer['version']}" for name, answer in found.items())
    lines = [
        f"Measured on {datetime.now(UTC).strftime('%-d %B %Y')}: {machine}, {versions}. {about_others(others)}",
        "",
        f"    {command}",
        "",
        "### Aims",
        "",
        "| 95 of 100 searches within | aim | found | |",
        "|---|---:|---:|---:|",
    ]
    for name, answer in found.items():
        took = answer["rows"]["page"]["p95"]
        verdict = "reached" if took < AIMS[name] else "**missed**"
        lines.append(f"| {NAMES[name]}, the whole page | < {AIMS[name]} ms | {took:.0f} ms | {verdict} |")
    for name, answer in found.items():
        lines += ["", f"### {NAMES[name]}: {answer['offers']:,} micro-credentials, {answer['editions']:,} editions", ""]
        lines += ["| milliseconds | median | 95 of 100 | longest |", "|---|---:|---:|---:|"]
        lines += [
            f"| {text} | {row['p50']:.1f} | {row['p95']:.1f} | {row['max']:.1f} |"
            for key, text in ROWS.items()
            for row in [answer["rows"][key]]
        ]
        each = answer["rebuilt"] / answer["offers"] * 1000
        lines += ["", f"The catalogue was made anew in {answer['rebuilt']:.0f} s ({each:.1f} ms each)."]
    return [*lines, ""]


def summed(took: list[float]) -> dict[str, float]:
    """Median, the 95th of a hundred, and the longest, in milliseconds."""
    in_order = sorted(each * 1000 for each in took)
    place = min(len(in_order) - 1, round(0.95 * (len(in_order) - 1)))
    return {"p50": statistics.median(in_order), "p95": in_order[place], "max": in_order[-1]}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--designs", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--database", nargs="+", choices=sorted(NAMES), default=["sqlite", "postgresql"])
    parser.add_argument("--write", action="store_true", help="put the figures into the page")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    arguments = parser.parse_args(argv)
    given = [each for each in (argv if argv is not None else sys.argv[1:]) if each != "--docs"]
    arguments.command = " ".join(["python bench/search_catalogue.py", *given])
    return arguments


__all__ = ["BUSY", "Quiet", "summed"]

if __name__ == "__main__":
    main()
