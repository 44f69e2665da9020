"""Presentations (`verify.presentation`): shown to this reader, on this occasion, by the holder, or not verified."""

import json
from random import Random

from fuzz import edits
from fuzz.originals import CHALLENGE, DOMAIN, presentations
from fuzz.rule import insist
from fuzz.world import same, world
from laurel.canon.strict_json import loads_object
from laurel.verify.presentation import verify_presentation
from outside_world import NOW, TRUSTED

DICTIONARY = "jsonld"
LONGEST = 32_768


def run(data: bytes) -> None:
    """Verify for one occasion; what is verified was made for it."""
    report = verify_presentation(data, challenge=CHALLENGE, domain=DOMAIN, at=NOW, fetch=world(), trusted=TRUSTED)
    json.dumps(report.to_json())
    if not report.verified:
        return
    if data.strip().startswith(b"{") and b"EnvelopedVerifiablePresentation" not in data:
        document = loads_object(data)
        insist(any(same(document, original) for original in presentations()), "verified, but nobody signed it")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure, or the token."""
    return edits.of_json(data, random) if data.startswith(b"{") else edits.of_token(data, random)
