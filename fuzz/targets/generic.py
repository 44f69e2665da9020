"""`laurel.verify` under the generic profile: any W3C credential, its own contexts, presentations of it."""

import json
from random import Random

from fuzz import edits
from fuzz.world import world
from laurel.verify import GENERIC, verify
from laurel.verify.presentation import verify_presentation
from outside_world import NOW, TRUSTED

DICTIONARY = "jsonld"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Verify as a credential and as a presentation; both reports can be written."""
    report = verify(data, at=NOW, fetch=world(), trusted=TRUSTED, policy=GENERIC)
    json.dumps(report.to_json(), ensure_ascii=False).encode()
    shown = verify_presentation(
        data, challenge="n-1", domain="https://reader.example", at=NOW, fetch=world(), trusted=TRUSTED, policy=GENERIC
    )
    json.dumps(shown.to_json())


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure, or a token."""
    return edits.of_token(data, random) if data.startswith(b"ey") else edits.of_json(data, random)
