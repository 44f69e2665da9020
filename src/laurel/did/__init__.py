"""Decentralized identifiers: who an issuer is and which keys it publishes for which purpose."""

from laurel.did.document import DidDocument, VerificationMethod
from laurel.did.resolve import resolve

__all__ = ["DidDocument", "VerificationMethod", "resolve"]
