"""JSON text (`canon.strict_json`): what is read is read the same by Python, and written and read again."""

import json

from fuzz.rule import insist, refused
from laurel.canon import jcs
from laurel.canon.strict_json import Limits, has_surrogate, loads, loads_object

DICTIONARY = "json"


def run(data: bytes) -> None:
    """Read bytes and text, write what was read, read it again."""
    value, no = refused(lambda: loads(data))
    refused(lambda: loads_object(data.decode("utf-8", "surrogatepass"), limits=Limits(depth=3, values=20)), UnicodeDecodeError)
    refused(lambda: loads(data, limits=Limits(depth=3, values=20)))
    if no:
        return
    insist(value == json.loads(data), "Python reads another value")
    insist(not has_surrogate(json.dumps(value, ensure_ascii=False)), "a lone surrogate came through")
    insist(loads(json.dumps(value)) == value, "not the same after writing and reading")
    insist(jcs.canonicalize(loads(jcs.canonicalize(value))) == jcs.canonicalize(value), "no fixed point of JCS")
