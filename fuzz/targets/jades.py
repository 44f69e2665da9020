"""Seals (`formats.elm.jades`, `certificates`, `timestamps`): JAdES envelopes, X.509 certificates and RFC 3161 tokens."""

import base64
import json
from random import Random

from fuzz import edits
from fuzz.rule import refused
from fuzz.world import authority, report_on
from laurel.canon.strict_json import loads_object
from laurel.formats.elm import jades, timestamps
from laurel.formats.elm.certificates import in_time, leads_to, load_anchors
from outside_world import NOW

DICTIONARY = "jades"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Read it as a time stamp, a certificate and an envelope; then verify the whole."""
    refused(lambda: timestamps.covers(data, b"text"))
    anchors = (authority().certificate,)
    for certificate in refused(lambda: load_anchors(data))[0] or ():
        in_time(certificate, at=NOW)
        leads_to(anchors, (certificate,), at=NOW)
    envelope, _ = refused(lambda: loads_object(data))
    if envelope is None:
        return
    seal, _ = refused(lambda: jades.read(envelope))
    if seal is not None:
        refused(lambda: jades.check(seal))
    report_on(data, anchors=anchors)


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the envelope, its header, or a certificate in that."""
    envelope = edits.object_in(data)
    if envelope is None or random.random() < 0.3:
        return edits.of_json(data, random)
    try:
        signature = envelope["signatures"][0]
        header = json.loads(edits.decoded(signature["protected"].encode()))
        if random.random() < 0.6:
            place = random.randrange(len(header["x5c"]))
            der = base64.b64decode(header["x5c"][place])
            header["x5c"][place] = base64.b64encode(edits.of_bytes(der, random)).decode()
        else:
            header = json.loads(edits.of_json(json.dumps(header).encode(), random))
        signature["protected"] = edits.encoded(json.dumps(header).encode()).decode()
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return edits.of_json(data, random)
    return json.dumps(envelope, ensure_ascii=False).encode("utf-8", "surrogatepass")
