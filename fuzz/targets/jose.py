"""Compact tokens (`proofs.vc_jwt`, `vp_jwt`, `envelope`, Open Badges 2.0): taken apart, never believed."""

from random import Random

from fuzz import edits
from fuzz.rule import refused
from laurel.canon.strict_json import loads_object
from laurel.formats.openbadge2 import jws as openbadge2
from laurel.proofs import envelope, jws, vc_jwt, vp_jwt
from laurel.proofs.jwt_claims import claims_of
from outside_world import KEY, OTHER_KEY

DICTIONARY = "jose"
LONGEST = 8_192


def run(data: bytes) -> None:
    """Read it as every kind of token."""
    text = data.decode("utf-8", "replace")
    for read in (vc_jwt.read, vp_jwt.read, openbadge2.read, jws.peek_payload):
        refused(lambda read=read: read(text))
    for key in (KEY.public, OTHER_KEY.public):
        refused(lambda key=key: vc_jwt.check(text, key))
        refused(lambda key=key: vp_jwt.check(text, key, nonce="n-1", audience="https://reader.example"))
    document, _ = refused(lambda: loads_object(data))
    if document is not None:
        envelope.kind_of(document)
        refused(lambda: envelope.open_envelope(document))
        refused(lambda: claims_of(document))


def mutate(data: bytes, random: Random) -> bytes:
    """Edit header or payload."""
    return edits.of_token(data, random)
