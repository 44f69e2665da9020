"""did:key: an identifier that is its own key. https://w3c-ccg.github.io/did-key-spec/"""

from __future__ import annotations

from laurel.did.document import DidDocument, VerificationMethod
from laurel.errors import DidError, KeyFormatError, Phrase
from laurel.keys import PublicKey

PREFIX = "did:key:"


def did_of(public: PublicKey) -> str:
    """The DID of a key, e.g. `did:key:z6Mk…`."""
    return PREFIX + public.to_multikey()


def method_of(public: PublicKey) -> str:
    """The one verification method of a key's DID, e.g. `did:key:z6Mk…#z6Mk…`."""
    multikey = public.to_multikey()
    return f"{PREFIX}{multikey}#{multikey}"


def document_of(did: str) -> DidDocument:
    """The document that a did:key stands for; made here, never fetched.

    Raises:
        DidError: not a did:key, or its key is malformed.
        WeakKeyError: its key protects nothing.
        UnsupportedError: a key of another algorithm.
    """
    multikey = did.removeprefix(PREFIX)
    if multikey == did:
        raise DidError(did=did[:200], why=Phrase("not a did:key", "не е did:key"))
    try:
        public = PublicKey.from_multikey(multikey)
    except KeyFormatError as error:
        raise DidError(did=did[:200], why=Phrase(error.say("en"), error.say("bg"))) from error
    if public.to_multikey() != multikey:
        raise DidError(did=did[:200], why=Phrase("its key is not in its one form", "ключът му не е в единствената си форма"))
    method = VerificationMethod(
        id=f"{did}#{multikey}", type="Multikey", controller=did, material={"publicKeyMultibase": multikey}
    )
    everything = frozenset({method.id})
    return DidDocument(id=did, methods=(method,), purposes={"assertionMethod": everything, "authentication": everything})
