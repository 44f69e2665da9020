"""Open Badges 2.0 (`verify.openbadge2`): the presented assertion and everything that its addresses answer."""

import json
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon.strict_json import Limits, is_object, loads_object
from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched, check_url
from laurel.verify import verify
from outside_world import NOW

DICTIONARY = "openbadge2"
LONGEST = 16_384


def run(data: bytes) -> None:
    """An object of addresses and their documents; what is presented stands under ""."""
    site, _ = refused(lambda: loads_object(data, limits=Limits(depth=40)))
    if site is None:
        return

    def fetch(url: str, *, limit: int) -> Fetched:
        insist(check_url(url) == url, "an address that may not be called")
        if url not in site:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        return Fetched(body=json.dumps(site[url]).encode()[:limit])

    presented = site.get("", "")
    text = json.dumps(presented) if is_object(presented) else str(presented)
    report = verify(text, at=NOW, fetch=fetch, trusted={"https://uni.example/issuer": "Uni"}, recipient="a@b.example")
    json.dumps(report.to_json())


def mutate(data: bytes, random: Random) -> bytes:
    """Edit a document."""
    return edits.of_json(data, random)
