"""Policy packs (`policy`): TOML of a ministry, with conditions; and the facts that a program gives."""

from datetime import date

from fuzz.rule import refused
from fuzz.world import design
from laurel.canon.strict_json import loads_object
from laurel.policy.cases import read_cases, run_cases
from laurel.policy.diff import diff
from laurel.policy.evaluate import evaluate
from laurel.policy.facts import read_facts
from laurel.policy.pack import built_in, read_pack
from laurel.policy.reading import facts_of_design

DICTIONARY = "policy"
LONGEST = 8_192
_DAY = date(2026, 11, 23)


def run(data: bytes) -> None:
    """Read it as a pack, as cases and as facts; put the pack to use."""
    text = data.decode("utf-8", "replace")
    pack, _ = refused(lambda: read_pack(text))
    if pack is not None:
        for rule in pack.on(_DAY):
            rule.demand("en"), rule.demand("bg")
        refused(lambda: evaluate(facts_of_design(design(), on=_DAY), pack, on=_DAY))
        refused(lambda: diff(pack, next(iter(built_in().values())), on=_DAY))
    cases, _ = refused(lambda: read_cases(text))
    if cases:
        refused(lambda: run_cases(next(iter(built_in().values())), cases))
    refused(lambda: read_facts(loads_object(data)))
