"""`laurel.verify` and signed badges under structural edits: what is accepted says what was signed, and nothing else."""

import json
from random import Random

from fuzz import edits
from fuzz.originals import originals
from fuzz.rule import insist
from fuzz.world import facts, report_on, same
from laurel.canon.strict_json import loads_object
from laurel.errors import LaurelError

DICTIONARY = "jsonld"
LONGEST = 32_768


def run(data: bytes) -> None:
    """Verify; an accepted document is an original as a reader sees it."""
    report = report_on(data)
    if report.verdict == "reject":
        return
    document = loads_object(data)
    alike = [original for original in originals() if same(document, original)]
    insist(alike, f"{report.verdict} for what nobody signed")
    shown = [facts(report_on(original)) for original in map(_text, alike)]
    insist(facts(report) in shown, "it is shown otherwise than what was signed")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure, and do it to a whole badge where the last one is lost."""
    try:
        loads_object(data)
    except LaurelError:
        data = _text(random.choice(originals()))
    return edits.of_json(data, random)


def _text(document: object) -> bytes:
    return json.dumps(document).encode()
