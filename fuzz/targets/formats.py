"""Formats read into the record (`formats`): Open Badges 3.0, CLR 2.0, ELM, and the facts that a page shows of them."""

from random import Random

from fuzz import edits
from fuzz.rule import refused
from laurel.canon.strict_json import Limits, loads_object
from laurel.formats import clr2, elm, openbadge3
from laurel.formats.elm.shape import check_shape
from laurel.formats.openbadge2 import shape as openbadge2
from laurel.formats.schema import check_schema
from laurel.verify.elm_summary import summary_of
from laurel.verify.summary import summarise

DICTIONARY = "jsonld"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Read it as each."""
    document, _ = refused(lambda: loads_object(data, limits=Limits(values=20_000)))
    if document is None:
        return
    for read in (openbadge3.parse, clr2.parse, elm.parse, elm.read):
        refused(lambda read=read: read(document))
    for problem in check_schema(document):
        problem.say("en"), problem.say("bg")
    check_shape(document)
    for name in ("Assertion", "BadgeClass", "Profile"):
        openbadge2.check_shape(document, name=name)
    summarise(document).to_json()
    summary_of(document).to_json()


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure."""
    return edits.of_json(data, random)
