"""The targets by name: each a module of `fuzz.targets` with `run(data)`, and perhaps a dictionary and a mutator of its own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz import targets

FOLDER = Path(__file__).resolve().parent
SEEDS = FOLDER / "seeds"
FINDINGS = FOLDER / "findings"
Mutate = Callable[[bytes, Random], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One parser, or one promise.

    Attributes:
        about: what is fuzzed, in a line.
        run: reads the input; raises where the rule is broken.
        dictionary: a file of `dictionaries`, without its ending.
        mutate: makes another input out of one, where bytes alone would not get far.
        longest: the longest input, in bytes.
    """

    name: str
    about: str
    run: Callable[[bytes], None]
    dictionary: str
    mutate: Mutate | None
    longest: int


def names() -> list[str]:
    """Every target's name, in order."""
    return sorted(module.name for module in pkgutil.iter_modules(targets.__path__))


def load(name: str) -> Target:
    """The target of this name."""
    module = importlib.import_module(f"fuzz.targets.{name}")
    return Target(
        name=name,
        about=str(module.__doc__).partition("\n")[0],
        run=module.run,
        dictionary=getattr(module, "DICTIONARY", ""),
        mutate=getattr(module, "mutate", None),
        longest=getattr(module, "LONGEST", 4_096),
    )


def inputs(name: str) -> list[Path]:
    """The kept inputs of a target: its seeds, and whatever was once a finding."""
    return sorted(path for folder in (SEEDS, FINDINGS) for path in (folder / name).glob("*") if path.is_file())
