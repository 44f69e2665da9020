"""Sealed PDFs (`bake.pades_reading`): a seal holds over what was sealed, and over nothing else."""

import json
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from fuzz.world import authority
from laurel.bake import pades_reading, pdf
from laurel.verify import verify
from outside_world import NOW, TRUSTED, World

DICTIONARY = "pdf"
LONGEST = 32_768
CREDENTIAL = '{"sealed":"exactly so"}'


def run(data: bytes) -> None:
    """Read the seals; where one holds and nothing was appended, the credential is the sealed one."""
    pades_reading.may_be_sealed(data)
    found, _ = refused(lambda: pades_reading.read(data))
    text, _ = refused(lambda: pdf.extract(data))
    if any(seal.broken is None and not seal.changed for seal in found or ()):
        insist(text in (None, CREDENTIAL), "a seal over what nobody sealed")
    report = verify(data, at=NOW, fetch=World(), trusted=TRUSTED, anchors=(authority().certificate,))
    json.dumps(report.to_json())
    insist(report.verdict == "reject", f"{report.verdict} for a PDF without a credential")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the bytes, or put what was there behind it once more."""
    if random.random() < 0.2:
        place = random.randrange(len(data) + 1)
        return data + edits.of_bytes(data[place:], random)
    return edits.of_bytes(data, random)
