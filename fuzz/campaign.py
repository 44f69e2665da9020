"""Fuzz several targets, each for some minutes, and print what came of it. `scripts/fuzz` starts this."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fuzz.catalogue import FINDINGS, FOLDER, SEEDS, load, names

KEPT = FOLDER.parent / ".cache" / "fuzz"
_STATUS = re.compile(r"^#(\d+)\s.*\bcov: (\d+).*\bcorp: (\d+)", re.MULTILINE)
_HANG = 60  # seconds of the clock on the wall; the rule itself is kept by the target, in processor time
_ROOM = 2_048  # MiB for the whole process with its coverage and corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What fuzzing one target gave: runs, edges reached, inputs kept, and the finding that ended it."""

    target: str
    runs: int
    edges: int
    kept: int
    seconds: float
    finding: Path | None
    failed: bool
    interrupted: bool

    @property
    def verdict(self) -> str:
        """Nothing, the finding's file, or that the fuzzer itself did not work."""
        if self.finding is not None:
            return str(self.finding.relative_to(FOLDER.parent))
        if self.interrupted:
            return "interrupted"
        return "did not run: see its log" if self.failed else "nothing"


def main() -> int:
    """Run what the arguments ask for; 1 when there is a finding."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of: {', '.join(names())}; all unless named")
    parser.add_argument("--minutes", type=float, default=10, help="for each target (10)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at a time (one a core)")
    parser.add_argument("--list", action="store_true", help="say what each target is, and end")
    asked = parser.parse_args()
    if unknown := set(asked.targets) - set(names()):
        parser.error(f"unknown target {min(unknown)}; there are: {', '.join(names())}")
    if asked.list:
        for name in names():
            print(f"{name:16} {load(name).about}")
        return 0
    wanted = asked.targets or names()
    print(
        f"{len(wanted)} targets, {asked.minutes:g} minutes each, {asked.jobs} at a time; logs and findings in {KEPT}",
        flush=True,
    )
    with ThreadPoolExecutor(max_workers=asked.jobs) as pool:
        outcomes = list(pool.map(lambda name: _told(fuzz(name, seconds=int(asked.minutes * 60))), wanted))
    print("\n" + "\n".join(_table(outcomes)))
    return int(any(each.finding or each.failed for each in outcomes))


def fuzz(name: str, *, seconds: int) -> Outcome:
    """Fuzz one target in a process of its own."""
    corpus, log = KEPT / "corpus" / name, KEPT / f"{name}.log"
    corpus.mkdir(parents=True, exist_ok=True)
    before = set(_artifacts(name))
    kept = [str(folder) for folder in (SEEDS / name, FINDINGS / name) if folder.is_dir()]
    target = load(name)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-timeout={_HANG}",
        f"-rss_limit_mb={_ROOM}",
        f"-artifact_prefix={KEPT}/{name}.",
        f"-report_slow_units={_HANG}",
        "-print_final_stats=1",
        *([f"-dict={FOLDER / 'dictionaries' / target.dictionary}.dict"] if target.dictionary else []),
    ]
    started = time.monotonic()
    with log.open("wb") as stream:
        command = [sys.executable, "-m", "fuzz.run", name, str(corpus), *kept, *options]
        code = subprocess.run(command, cwd=FOLDER.parent, stdout=stream, stderr=subprocess.STDOUT, check=False).returncode
    said = log.read_text(errors="replace")
    status = (_STATUS.findall(said) or [("0", "0", "0")])[-1]
    new = sorted(set(_artifacts(name)) - before)
    return Outcome(
        target=name,
        runs=int(status[0]),
        edges=int(status[1]),
        kept=int(status[2]),
        seconds=time.monotonic() - started,
        finding=new[0] if new else None,
        failed=code != 0 and not new,
        interrupted="run interrupted" in said,
    )


def _artifacts(name: str) -> Iterator[Path]:
    for kind in ("crash", "timeout", "oom"):
        yield from KEPT.glob(f"{name}.{kind}-*")


def _told(outcome: Outcome) -> Outcome:
    print(f"{outcome.target:16} {outcome.runs:>10,} runs  {outcome.verdict}", flush=True)
    return outcome


def _table(outcomes: list[Outcome]) -> Iterator[str]:
    yield "| target | runs | edges | inputs kept | minutes | findings |"
    yield "|---|---:|---:|---:|---:|---|"
    for each in outcomes:
        yield f"| {each.target} | {each.runs:,} | {each.edges:,} | {each.kept:,} | {each.seconds / 60:.0f} | {each.verdict} |"


if __name__ == "__main__":
    sys.exit(main())
