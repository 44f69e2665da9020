"""Designs and records (`annex1`): JSON of an author, checked and decided on."""

from datetime import UTC, datetime
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.annex1 import award, checks
from laurel.annex1.read import read_design, read_record
from laurel.annex1.texts import texts_of

DICTIONARY = "annex1"
LONGEST = 8_192
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(data: bytes) -> None:
    """Read it as both; say what is wrong; decide an award."""
    design, _ = refused(lambda: read_design(data))
    if design is not None:
        insist(read_design(design.model_dump_json()) == design, "another design after writing")
        for finding in checks.check(design, at=_NOW.date()):
            finding.say("en"), finding.say("bg")
        list(texts_of(design))
        award.decide(design, {})
    record, _ = refused(lambda: read_record(data))
    if record is not None:
        checks.check_record(record, at=_NOW)


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure."""
    return edits.of_json(data, random)
