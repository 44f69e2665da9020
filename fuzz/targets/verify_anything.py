"""`laurel.verify` as a whole: any bytes in any carrier give a report, and none of them is believed."""

from random import Random

from fuzz import edits
from fuzz.originals import older, originals, rich
from fuzz.rule import insist
from fuzz.world import report_on, same
from laurel.verify.policy import DEFAULT
from laurel.verify.presented import read_presented

DICTIONARY = "verify"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Verify; whatever is not refused must be one of the signed originals."""
    report = report_on(data, recipient="amina@students.example")
    if report.verdict != "reject":
        document = read_presented(data, policy=DEFAULT).unverified_document
        insist(
            any(same(document, original) for original in (*originals(), rich(), older())),
            f"{report.verdict} for what nobody signed",
        )


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the bytes, the structure, or a token."""
    if data.startswith(b"{"):
        return edits.of_json(data, random)
    return edits.of_token(data, random) if data.startswith(b"ey") else edits.of_bytes(data, random)
