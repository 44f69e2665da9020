"""How long it takes to say what 500 credentials amount to in a programme of 60 requirements.

    python bench/stacks.py [--credentials 500] [--requirements 60] [--rounds 5]

Each round has learners and a programme of its own (the seed is its number): one who has it all, one who lacks something, and
one who lacks something and is told what on offer would close it. Ends with 1 where the median of a row is above its aim.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from laurel.stacking import Held, Limits, Offer, Programme, assess

OURS, THEIRS = "https://ours.example", "https://theirs.example"
TODAY = date(2026, 11, 26)
AIMS = {"complete": 2, "something missing": 2, "with what would close it": 2}  # seconds
THEMES = ("data", "law", "art", "health")
LIMITS = Limits(min_ects=Decimal(120), min_own_percent=Decimal(50), max_age_years=5, max_overlap_percent=Decimal(30))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether the aim is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("credentials", 500), ("requirements", 60), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args(argv)
    rows: dict[str, list[float]] = {name: [] for name in AIMS}
    for seed in range(asked.rounds):
        chance = Random(seed)
        programme = _programme(chance, asked.requirements, asked.credentials)
        held = [_held(chance, number) for number in range(asked.credentials)]
        few = held[: asked.credentials // 6]
        offers = [_offer(chance, number) for number in range(100)]
        rows["complete"].append(_seconds(programme, held, []))
        rows["something missing"].append(_seconds(programme, few, []))
        rows["with what would close it"].append(_seconds(programme, few, offers))
    for name, seconds in rows.items():
        print(f"{name:26} median {statistics.median(seconds):5.2f} s, worst {max(seconds):5.2f} s, aim {AIMS[name]} s")
    return int(any(statistics.median(seconds) > AIMS[name] for name, seconds in rows.items()))


def _seconds(programme: Programme, held: list[Held], offers: list[Offer]) -> float:
    began = time.perf_counter()
    assess(programme, held, limits=LIMITS, at=TODAY, offers=offers)
    return time.perf_counter() - began


def _programme(chance: Random, requirements: int, credentials: int) -> Programme:
    singles = [
        {
            "kind": "one",
            "id": f"one{number}",
            "title": {"en": f"One {number}"},
            "ects": "2",
            "from": {"designs": [f"urn:design:{chance.randrange(credentials)}" for _each in range(6)]},
        }
        for number in range(requirements * 2 // 3)
    ]
    sums = [
        {
            "kind": "credits",
            "id": f"sum{number}",
            "title": {"en": f"Sum {number}"},
            "min_ects": "4",
            "from": {"themes": [chance.choice(THEMES)], "min_eqf": chance.choice([5, 6])},
        }
        for number in range(requirements - len(singles))
    ]
    whole = {"kind": "all", "id": "whole", "title": {"en": "Whole"}, "parts": [*singles, *sums]}
    facts: dict[str, Any] = {"id": "urn:programme", "title": {"en": "Programme"}, "institutions": [OURS], "eqf": 6}
    return Programme.model_validate({**facts, "requirement": whole})


def _held(chance: Random, number: int) -> Held:
    facts = _facts(chance, number)
    return Held(id=f"urn:held:{number}", awarded=date(2025, 6, 1), accepted="agreement", **facts)


def _offer(chance: Random, number: int) -> Offer:
    return Offer(id=f"urn:offer:{number}", **_facts(chance, 10_000 + number))


def _facts(chance: Random, number: int) -> dict[str, Any]:
    return {
        "title": f"Credential {number}",
        "design": f"urn:design:{number}",
        "issuer": chance.choice([OURS, OURS, THEIRS]),
        "ects": Decimal(chance.choice(["1", "1.5", "2", "3", "4"])),
        "eqf": chance.choice([5, 6, 7]),
        "themes": frozenset({chance.choice(THEMES)}),
        "outcomes": frozenset(f"outcome {chance.randrange(1500)}" for _each in range(4)),
    }


if __name__ == "__main__":
    sys.exit(main())
