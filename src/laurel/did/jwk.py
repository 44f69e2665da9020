"""did:jwk: an identifier that is its own key, written as a JWK. https://github.com/quartzjer/did-jwk/blob/main/spec.md"""

from __future__ import annotations

import json
from typing import Final

from laurel.canon.strict_json import Limits, loads_object
from laurel.did.document import DidDocument, VerificationMethod
from laurel.errors import DidError, KeyFormatError, LimitError, MalformedError, Phrase
from laurel.keys import PublicKey, base64url

PREFIX: Final = "did:jwk:"
MAX_LENGTH: Final = 2_048  # characters
_LIMITS: Final = Limits(size=2_048, depth=3, values=30)


def did_of(public: PublicKey) -> str:
    """The DID of a key, over the JWK with only the members that make the key, in the order of RFC 7638."""
    text = json.dumps(public.to_jwk(), sort_keys=True, separators=(",", ":"))
    return PREFIX + base64url.encode(text.encode("ascii"))


def method_of(public: PublicKey) -> str:
    """The one verification method of a key's DID, `did:jwk:…#0`."""
    return f"{did_of(public)}#0"


def document_of(did: str) -> DidDocument:
    """The document that a did:jwk stands for; made here, never fetched.

    Raises:
        DidError: not a did:jwk, or its key is malformed, private or not for signatures.
        WeakKeyError: its key protects nothing.
        UnsupportedError: a key of another algorithm.
    """
    encoded = did.removeprefix(PREFIX)
    if encoded == did or len(did) > MAX_LENGTH:
        raise DidError(did=did[:200], why=Phrase("not a did:jwk", "не е did:jwk"))
    try:
        key = loads_object(base64url.decode(encoded), limits=_LIMITS)
        PublicKey.from_jwk(key)
    except (MalformedError, LimitError, KeyFormatError) as error:
        raise DidError(did=did[:200], why=Phrase(error.say("en"), error.say("bg"))) from error
    method = VerificationMethod(id=f"{did}#0", type="JsonWebKey", controller=did, material={"publicKeyJwk": key})
    everything = frozenset({method.id})
    return DidDocument(id=did, methods=(method,), purposes={"assertionMethod": everything, "authentication": everything})
