"""Fuzz one target under Atheris, until the time is over or the rule is broken. Started by `fuzz.campaign`.

python -m fuzz.run TARGET CORPUS [libFuzzer's options]
"""

from __future__ import annotations

import sys
from random import Random

import atheris

from fuzz.rule import MEMORY, bounded, insist, peak_memory

# packages of others whose branches are worth finding, too; everywhere else they would only slow the target down
_FOREIGN = {"pdf": ["pypdf"], "gradebook_xlsx": ["openpyxl"], "jsonld": ["pyld"], "jcs": ["rfc8785"]}


def main() -> None:
    """Set up and hand over to libFuzzer, which ends the process."""
    name, *rest = sys.argv[1:]
    with atheris.instrument_imports(include=["laurel", "campus", *_FOREIGN.get(name, ())]):
        from fuzz.catalogue import load  # noqa: PLC0415 - instrumented as it is imported

        target = load(name)
    target.run(b"")  # whatever is read once and kept
    allowed = MEMORY + peak_memory() // 4  # instrumentation and its counters take room as well

    def test_one_input(data: bytes) -> None:
        before = peak_memory()
        with bounded():
            target.run(data)
        after = peak_memory()
        insist(after <= allowed or after - before < 8 * 1024 * 1024, f"memory grew from {before:,} to {after:,} bytes")

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        if target.mutate is None or random.random() < 0.1:
            return bytes(atheris.Mutate(data, longest))
        return target.mutate(data, random)[:longest]

    atheris.Setup([sys.argv[0], *rest], test_one_input, custom_mutator=mutate if target.mutate else None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
