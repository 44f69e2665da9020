"""How well a list of who may need help would have found those who failed, measured on the Open University's published data.

    python bench/early_help.py FOLDER [--write] [--docs docs]

FOLDER holds the CSV files of OULAD (assessments, studentInfo, studentAssessment). `--write` puts the tables into
docs/insights.md. The same data give the same figures. See bench/README.md.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from early_help_facts import Enrolment, Facts, read
from early_help_ranking import NAMES, fit, judged_elsewhere, listed, row, signs

WEEKS = (6, 10, 18, 26)
CAPACITIES = (10, 20)  # how many of 100 learners the staff can write to
SLICE_WEEK, SLICE_CAPACITY = 10, 20
FEWEST = 30  # of a smaller group nothing is said
PAGE, MARK = "insights.md", "<!-- figures -->"

Judged = tuple[Enrolment, Facts, float]
Rank = Callable[[Judged], float]
RANKS: dict[str, Rank] = {"signs counted": lambda each: signs(each[1]), "regression": lambda each: each[2]}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--docs", type=Path, default=Path(__file__).parents[1] / "docs")
    asked = parser.parse_args(argv)
    figures = report(read(asked.folder))
    print(figures)
    if asked.write:
        page = asked.docs / PAGE
        head = page.read_text(encoding="utf-8").split(MARK)[0]
        page.write_text(f"{head}{MARK}\n\n{figures}", encoding="utf-8")
    return 0


def report(enrolments: Sequence[Enrolment]) -> str:
    """All tables, as Markdown."""
    stayed = [enrolment for enrolment in enrolments if enrolment.result != "Withdrawn"]
    by_week = {week: _flat(stayed, week) for week in WEEKS}
    parts = [
        f"### Those who stayed: {len(stayed):,} enrolments, {_share(stayed)} failed",
        _found(by_week),
        f"### Calibration of the regression, week {SLICE_WEEK}, those who stayed",
        _calibration(_everyone(by_week[SLICE_WEEK])),
        "### The same by presentation",
        _by_presentation(by_week[SLICE_WEEK]),
        f"### Groups: a list of {SLICE_CAPACITY} in 100 by the regression, week {SLICE_WEEK}, those who stayed",
        _slices(by_week[SLICE_WEEK], RANKS["regression"]),
        "### Groups: the same by signs counted",
        _slices(by_week[SLICE_WEEK], RANKS["signs counted"]),
        f"### What the regression weighs, week {SLICE_WEEK}, all presentations",
        _weights(_everyone(by_week[SLICE_WEEK])),
        f"### With those who withdrew: {len(enrolments):,} enrolments, {_share(enrolments)} failed or withdrew",
        _found({week: _flat(enrolments, week) for week in WEEKS}),
    ]
    return "\n\n".join(parts) + "\n"


def _flat(enrolments: Sequence[Enrolment], week: int) -> list[list[Judged]]:
    return list(judged_elsewhere(enrolments, day=7 * week).values())


def _everyone(groups: list[list[Judged]]) -> list[Judged]:
    return [each for group in groups for each in group]


def _found(by_week: dict[int, list[list[Judged]]]) -> str:
    heading = ["week", "presentations", "learners", "needed help", "list", "by", "precision", "recall", "AUC"]
    rows = []
    for week, groups in by_week.items():
        everyone = _everyone(groups)
        needed = sum(each[0].needed_help for each in everyone)
        for capacity in CAPACITIES:
            for name, rank in RANKS.items():
                on_list = _on_list(groups, rank, capacity)
                hits, places = sum(c for each, c in on_list if each[0].needed_help), sum(c for _each, c in on_list)
                auc = _mean_auc(groups, rank)
                rows.append([
                    f"{week}", f"{len(groups)}", f"{len(everyone):,}", f"{needed / len(everyone):.0%}", f"{capacity} %", name,
                    _range(hits, places), _range(hits, needed), f"{auc:.2f}",
                ])  # fmt: skip
    return _table(heading, rows)


def _on_list(groups: list[list[Judged]], rank: Rank, capacity: int) -> list[tuple[Judged, float]]:
    pairs: list[tuple[Judged, float]] = []
    for group in groups:
        chances = listed([rank(each) for each in group], places=round(len(group) * capacity / 100))
        pairs.extend(zip(group, chances, strict=True))
    return pairs


def _calibration(everyone: list[Judged]) -> str:
    bands: dict[int, list[Judged]] = defaultdict(list)
    for each in everyone:
        bands[min(9, int(each[2] * 10))].append(each)
    rows = []
    for band, part in sorted(bands.items()):
        said = sum(each[2] for each in part) / len(part)
        rows.append([f"{10 * band} to {10 * band + 10} %", f"{len(part):,}", f"{said:.0%}", _range(_needed(part), len(part))])
    base = _needed(everyone) / len(everyone)
    brier = sum((each[2] - each[0].needed_help) ** 2 for each in everyone) / len(everyone)
    plain = base * (1 - base)
    table = _table(["likelihood said", "learners", "on average", "failed"], rows)
    return f"{table}\n\nBrier score {brier:.3f}; to say {base:.0%} of everybody scores {plain:.3f} (less is better)."


def _by_presentation(groups: list[list[Judged]]) -> str:
    rows = []
    for group in sorted(groups, key=lambda group: group[0][0].presentation):
        said = sum(each[2] for each in group) / len(group)
        name = " ".join(group[0][0].presentation)
        rows.append([name, f"{len(group):,}", f"{said:.0%}", _range(_needed(group), len(group))])
    return _table(["", "learners", "said on average", "failed"], rows)


def _slices(groups: list[list[Judged]], rank: Rank) -> str:
    slices: dict[tuple[str, str], list[tuple[Judged, float]]] = defaultdict(list)
    for each, chance in _on_list(groups, rank, SLICE_CAPACITY):
        for name, value in each[0].groups.items():
            slices[name, value].append((each, chance))
    rows = []
    for (name, value), part in sorted(slices.items()):
        if len(part) < FEWEST:
            rows.append([name, value, f"under {FEWEST}", *("–",) * 5])
            continue
        people = [each for each, _chance in part]
        places, hits = sum(c for _each, c in part), sum(c for each, c in part if each[0].needed_help)
        gap = (sum(each[2] for each in people) - _needed(people)) / len(people)
        rows.append([
            name, value, f"{len(part)}", f"{_needed(people) / len(part):.0%}", f"{places / len(part):.0%}",
            _range(hits, places), _range(hits, _needed(people)), f"{100 * gap:+.0f}",
        ])  # fmt: skip
    return _table(["", "", "learners", "failed", "on the list", "precision", "recall", "said less failed, points"], rows)


def _weights(everyone: list[Judged]) -> str:
    weights = fit((row(each[1]), each[0].needed_help) for each in everyone)
    rows = [[name, f"{weight:+.2f}", f"× {math.exp(weight):.2f}"] for name, weight in zip(NAMES, weights[1:], strict=True)]
    return _table(["a step of one in", "weight", "odds of failing"], [["constant", f"{weights[0]:+.2f}", ""], *rows])


def _mean_auc(groups: list[list[Judged]], rank: Rank) -> float:
    """The share of pairs, within a presentation, where the one who needed help ranks higher; equals count half."""
    good = total = 0.0
    for group in groups:
        counts: dict[float, list[int]] = defaultdict(lambda: [0, 0])
        for each in group:
            counts[rank(each)][each[0].needed_help] += 1
        below = 0
        for _rank, (well, needed) in sorted(counts.items()):
            good += needed * (below + well / 2)
            below += well
        total += below * _needed(group)
    return good / total


def _needed(people: Sequence[Judged]) -> int:
    return sum(each[0].needed_help for each in people)


def _share(enrolments: Sequence[Enrolment]) -> str:
    return f"{sum(each.needed_help for each in enrolments) / len(enrolments):.0%}"


def _range(hits: float, of: float) -> str:
    """A share with the range it may lie in, 95 times of 100 (Wilson)."""
    if not of:
        return "–"
    share, z = hits / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.0%} ({middle - half:.0%} to {middle + half:.0%})"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heading)} |", f"|{'---|' * len(heading)}", *(f"| {' | '.join(cells)} |" for cells in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
