"""PDF (`bake.pdf`): whatever calls itself one, read by pypdf in lenient mode."""

from random import Random

from fuzz import edits
from fuzz.rule import refused
from laurel.bake import pdf, unbake

DICTIONARY = "pdf"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Take the attachment out, and attach another."""
    refused(lambda: unbake(data))
    refused(lambda: pdf.extract(data))
    refused(lambda: pdf.attach(data, '{"a":1}'))


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the bytes."""
    return edits.of_bytes(data, random)
