"""Anchor a batch: what goes on a chain is one root, and neither it nor a classmate's path tells anybody what was issued.

A hash of a certificate is no secret by itself: names, grades and dates can be guessed and hashed until one fits, and what
stands on a chain stands for ever. So only a salted document may become a leaf: one whose issuer's proof holds a `nonce` that
nobody can guess. The leaf covers the proof, so it cannot be recomputed without the nonce; when the credential is erased with
its nonce, the leaf says nothing about anybody any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from laurel.canon.contexts import PINNED, Context
from laurel.errors import CredentialError, MalformedError, SignatureError
from laurel.keys import base64url
from laurel.proofs.chain import proofs_of
from laurel.proofs.merkle_proof_2019.receipt import ChainAnchor, Receipt
from laurel.proofs.merkle_proof_2019.suite import NAME, recognises, target_of
from laurel.proofs.merkle_proof_2019.tree import Tree
from laurel.proofs.options import DATA_INTEGRITY
from laurel.timestamp import write_timestamp

SALT_BYTES: Final = 32
LEAST_SALT_BYTES: Final = 16


class UnsaltedError(CredentialError):
    """A document whose digest somebody could guess: its proofs hold no nonce of 128 bits or more."""

    code = "UNSALTED"
    en = "it may not be anchored: its proof holds no secret nonce, so what it says could be guessed from the chain"
    bg = "не може да бъде закотвено: доказателството му няма таен nonce и написаното би могло да се отгатне от веригата"


class AnchoredBatch:
    """Takes the documents of a batch in, then gives each its proof. Keeps 64 bytes for each, never the documents."""

    def __init__(self, *, contexts: Mapping[str, Context] = PINNED) -> None:
        """An empty batch of documents that may name these contexts."""
        self._tree = Tree()
        self._contexts = contexts

    def __len__(self) -> int:
        """How many documents it has taken in."""
        return len(self._tree)

    @property
    def root(self) -> bytes:
        """What is to be anchored, 32 bytes.

        Raises:
            ValueError: the batch is empty.
        """
        return self._tree.root

    def add(self, document: Mapping[str, Any]) -> int:
        """Take a signed document in; gives its place, from 0.

        Raises:
            UnsaltedError: its digest could be guessed.
            NoProofError: it is not signed.
            CredentialError: a document that RDF cannot cover.
        """
        if not any(map(_is_salted, proofs_of(document))):
            raise UnsaltedError
        return self._tree.add(target_of(document, contexts=self._contexts))

    def finish(
        self,
        document: Mapping[str, Any],
        place: int,
        *,
        anchors: Sequence[ChainAnchor],
        verification_method: str,
        created: datetime,
    ) -> dict[str, Any]:
        """A copy of the document at a place of the batch, with the proof that leads to the anchored root.

        Args:
            document: as it was added.
            place: as `add` gave it.
            anchors: the transactions that hold the root.
            verification_method: whose account sent them: a hint for readers, the chain says it for itself.
            created: when, to the second.

        Raises:
            SignatureError: the document was changed since it was added.
            IndexError: nothing was added at this place.
        """
        tree = self._tree
        receipt = Receipt(target=tree.leaf(place), path=tree.path(place), root=tree.root, anchors=tuple(anchors))
        if target_of(document, contexts=self._contexts) != receipt.target:
            raise SignatureError
        proof = {
            "type": DATA_INTEGRITY,
            "cryptosuite": NAME,
            "created": write_timestamp(created),
            "verificationMethod": verification_method,
            "proofPurpose": "assertionMethod",
            "proofValue": receipt.write(),
        }
        return {**document, "proof": [*proofs_of(document), proof]}


def new_salt(entropy: Callable[[int], bytes]) -> str:
    """A `nonce` for the issuer's proof of a document that is to be anchored; `entropy` gives so many random bytes."""
    return base64url.encode(entropy(SALT_BYTES))


def _is_salted(proof: Mapping[str, Any]) -> bool:
    nonce = proof.get("nonce")
    if recognises(proof) or not isinstance(nonce, str):
        return False
    try:
        return len(base64url.decode(nonce)) >= LEAST_SALT_BYTES
    except MalformedError:
        return False
