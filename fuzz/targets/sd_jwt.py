"""SD-JWT VC (`formats.sd_jwt_vc`): disclosures, key binding and type metadata of strangers."""

from random import Random

from fuzz import edits
from fuzz.rule import refused
from laurel.canon.strict_json import loads_object
from laurel.fetching import Fetched
from laurel.formats.sd_jwt_vc import credential as sd_jwt_vc
from laurel.formats.sd_jwt_vc import parts, reveal, type_metadata
from outside_world import KEY, NOW

DICTIONARY = "jose"
LONGEST = 8_192
AUDIENCE = "https://reader.example"


def run(data: bytes) -> None:
    """Read it as a credential, a payload with its disclosures, and a description of a type."""
    text = data.decode("utf-8", "replace")
    refused(lambda: parts.from_json(text))
    refused(lambda: sd_jwt_vc.places(text))
    key = KEY.public
    checked, _ = refused(lambda: sd_jwt_vc.verify_unbound(text, issuer_key=key, at=NOW))
    bound, _ = refused(lambda: sd_jwt_vc.verify_bound(text, issuer_key=key, nonce="n-1", audience=AUDIENCE, at=NOW))
    found, _ = refused(lambda: parts.split(text))
    if found is not None:
        payload, _ = refused(lambda: loads_object(data.partition(b"~")[0]))
        refused(lambda: reveal.reveal(payload or {}, found.disclosures))
    metadata, _ = refused(lambda: type_metadata.load("https://types.example/t", integrity=None, fetch=_served(data)))
    for each in (checked, bound):
        if each is not None and metadata is not None:
            refused(lambda each=each: type_metadata.check_rules(each, metadata))


def mutate(data: bytes, random: Random) -> bytes:
    """Edit a part of the token, or a disclosure."""
    return edits.of_token(data, random)


def _served(body: bytes) -> object:
    return lambda url, *, limit: Fetched(body=body[:limit])
