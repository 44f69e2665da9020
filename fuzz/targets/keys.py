"""Keys (`keys`): multikey, base58, base64url, JWK, PEM; each text has one reading and is written as it was."""

import json

from fuzz.rule import insist, refused
from laurel.canon.strict_json import loads_object
from laurel.formats.openbadge2 import jws as openbadge2
from laurel.keys import PrivateKey, PublicKey, base58, base64url
from laurel.keys.multikey import PUBLIC_HEADERS

DICTIONARY = "keys"
LONGEST = 2_048


def run(data: bytes) -> None:
    """Read it as everything that a key can be written as."""
    text = data.decode("utf-8", "replace")
    octets, no = refused(lambda: base64url.decode(text))
    insist(no or base64url.encode(octets or b"") == text, "base64url with two texts")
    octets, no = refused(lambda: base58.decode(text))
    insist(no or base58.encode(octets or b"") == text, "base58 with two texts")
    for octets in (data[:32], data[:33], data[:49]):
        for algorithm in PUBLIC_HEADERS:
            _check(refused(lambda octets=octets, algorithm=algorithm: PublicKey(algorithm, octets))[0], data)
    _check(refused(lambda: PublicKey.from_multikey(text))[0], data, text)
    refused(lambda: PrivateKey.from_multikey(text))
    _check(refused(lambda: openbadge2.key_of(text))[0], data)
    members, _ = refused(lambda: loads_object(data))
    if members is not None:
        _check(refused(lambda: PublicKey.from_jwk(members))[0], data)
        refused(lambda: PrivateKey.from_jwk(members))


def _check(key: PublicKey | None, data: bytes, multikey: str = "") -> None:
    if key is None:
        return
    insist(PublicKey.from_jwk(json.loads(json.dumps(key.to_jwk()))) == key, "another key after JWK")
    if key.algorithm != "RSA":
        insist(PublicKey.from_multikey(key.to_multikey()) == key, "another key after multikey")
        insist(not multikey or key.to_multikey() == multikey, "a multikey with two texts")
    for signature in (data[:64], data[-64:], data[:96], data[:256], bytes(64), b"\x01" + bytes(63)):
        insist(not key.verify(signature, b"the message"), "a signature out of nothing")
