"""No pattern can be made to try for long: each meets what makes patterns go back and forth, and is done at once."""

import importlib
import itertools
import pkgutil
import re
import time
from typing import Any

import pytest

import campus.learning.gradebook
import laurel

LENGTH = 2_000
SECONDS = 0.05  # of processor time; a pattern that goes over a text once takes a hundredth of that
BEFORE = ("", "<", '"', "_:a", "https://a", "a@", "<urn:s> <urn:p> ", '<urn:s> <urn:p> "', "P", "did:", "[", "{")
REPEATED = (
    "a",
    "A",
    "0",
    "-",
    ".",
    "_",
    ":",
    "/",
    "_:",
    "a.",
    "a-",
    "0.",
    "%41",
    "\\",
    "\\u0041",
    '\\"',
    '"',
    " ",
    "\t",
    "P1Y",
    "a@",
    "+0",
)


def _patterns() -> dict[str, "re.Pattern[str]"]:
    found = {}
    for package in (laurel, campus.learning.gradebook):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                members = vars(importlib.import_module(module.name)).items()
                found |= {f"{module.name}.{name}": each for name, each in members if isinstance(each, re.Pattern)}
    return found


PATTERNS = _patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_does_not_go_back_and_forth(name):
    pattern = PATTERNS[name]
    for before, repeated in itertools.product(BEFORE, REPEATED):
        text = before + repeated * LENGTH + "\0!"
        given = text.encode() if isinstance(pattern.pattern, bytes) else text

        assert min(_seconds(pattern, given) for _ in range(2)) < SECONDS, (before, repeated)


def _seconds(pattern: "re.Pattern[str]", given: Any) -> float:
    started = time.process_time()
    pattern.fullmatch(given)
    pattern.match(given)
    return time.process_time() - started
