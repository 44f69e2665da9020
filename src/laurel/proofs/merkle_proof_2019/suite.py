"""Check a MerkleProof2019: the document's hash leads to the root that stands on a blockchain.

    document with the proofs before this one ──RDFC-1.0, SHA-256──▶ target ──path──▶ root ──▶ a transaction (asked elsewhere)

The proof is no signature: anybody can build a tree. Who made it is told by the sender of the transaction alone, and what the
proof says of itself (`created`, `verificationMethod`) is nobody's word.

Source: https://w3c-ccg.github.io/lds-merkle-proof-2019/ (verification); Blockcerts v3 for sets of proofs: each covers the
proofs that stand before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon import compiled, jsonld
from laurel.canon.contexts import PINNED, Context
from laurel.canon.strict_json import is_array, pointer, walk
from laurel.errors import JsonLdError, Phrase, ProofChainError, ProofError, ProofPurposeError, SignatureError
from laurel.proofs.chain import proofs_of
from laurel.proofs.merkle_proof_2019.receipt import Receipt
from laurel.proofs.options import DATA_INTEGRITY, MAX_TEXT

NAME: Final = "merkle-proof-2019"
"""The `cryptosuite` of its proofs."""
OLDER_TYPE: Final = "MerkleProof2019"
CHAINED_TYPE: Final = "ChainedProof2021"

_MEMBERS: Final = frozenset(
    {
        "id",
        "type",
        "cryptosuite",
        "chainedProofType",
        "created",
        "proofPurpose",
        "verificationMethod",
        "previousProof",
        "proofValue",
        "domain",
        "challenge",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MerkleProof:
    """A proof as it was read. `verification_method` is only what the proof claims."""

    receipt: Receipt
    verification_method: str
    purpose: str


def recognises(proof: Mapping[str, Any]) -> bool:
    """Whether a proof is of this suite: by `cryptosuite`, by the older type, or chained in the way of Blockcerts 3.1."""
    kind = proof.get("type")
    if kind == DATA_INTEGRITY:
        return proof.get("cryptosuite") == NAME
    return kind == OLDER_TYPE or (kind == CHAINED_TYPE and proof.get("chainedProofType") == OLDER_TYPE)


def read_proof(proof: Mapping[str, Any], *, purpose: str = "assertionMethod") -> MerkleProof:
    """Read one proof object, before anything is checked.

    Raises:
        ProofError: malformed, or with members of which nobody says what they mean.
        ProofPurposeError: for another purpose.
        AnchorError: it names no blockchain.
        UnsupportedError: a network that we do not know.
    """
    unknown = sorted(proof.keys() - _MEMBERS)
    if unknown:
        raise ProofError(why=Phrase(f"the member {unknown[0]:.60} is not known", f"полето {unknown[0]:.60} не е познато"))
    found = _text(proof, "proofPurpose")
    if found != purpose:
        raise ProofPurposeError(found=found[:60], wanted=purpose)
    value = proof.get("proofValue")
    receipt = Receipt.parse(value if isinstance(value, str) else "")
    return MerkleProof(receipt=receipt, verification_method=_text(proof, "verificationMethod"), purpose=found)


def check_proof(
    document: Mapping[str, Any],
    position: int,
    *,
    purpose: str = "assertionMethod",
    contexts: Mapping[str, Context] = PINNED,
) -> MerkleProof:
    """Check that the proof at `position` in the document's list of proofs covers it; gives what it points at.

    Whether a transaction holds the root, and whose it is, is for the caller to ask.

    Raises:
        SignatureError: the document is not the one that was anchored, or the path does not lead to the root.
        ProofChainError: it names a previous proof that does not stand before it.
        ProofError, AnchorError, UnsupportedError: as `read_proof`.
        CredentialError: a document that RDF cannot cover.
    """
    proofs = proofs_of(document)
    proof = read_proof(proofs[position], purpose=purpose)
    _check_previous(proofs[position].get("previousProof"), proofs[:position])
    if target_of(document, before=position, contexts=contexts) != proof.receipt.target or not proof.receipt.leads_to_root():
        raise SignatureError
    return proof


def target_of(document: Mapping[str, Any], *, before: int | None = None, contexts: Mapping[str, Context] = PINNED) -> bytes:
    """The hash (SHA-256) that stands for a document in a tree; it covers the document's proofs before the place `before`.

    Args:
        document: signed or not.
        before: how many of its proofs to cover; None for all of them.
        contexts: the contexts it may name.

    Raises:
        CredentialError: a document that RDF cannot cover.
    """
    bare = {name: member for name, member in document.items() if name != "proof"}
    covered = proofs_of(document)[:before] if "proof" in document else ()
    if covered:
        bare["proof"] = list(covered)
    if contexts is PINNED:
        return compiled.canonical_hash(bare)
    _refuse_directions(bare)
    return jsonld.canonical_hash(bare, contexts=contexts)


def _refuse_directions(document: Mapping[str, Any]) -> None:
    """Blockcerts' hash leaves the direction of texts out, so anybody could turn them; what our hash covers is refused there."""
    for steps, here in walk(document):
        if steps and steps[-1] == "@direction":
            raise JsonLdError(at=pointer(*steps), why=Phrase(f"the direction {here!s:.10}", f"посоката {here!s:.10}"))


def _check_previous(previous: Any, earlier: Sequence[Mapping[str, Any]]) -> None:
    """Blockcerts 3.1 repeats the previous proof itself, Data Integrity names it by its id; either has to stand before."""
    if previous is None:
        return
    names: list[Any] = previous if is_array(previous) else [previous]
    for name in names:
        found = [proof for proof in earlier if (proof.get("id") if isinstance(name, str) else proof) == name]
        if len(found) != 1:
            raise ProofChainError(
                why=Phrase("the previous proof does not stand before it", "предишното доказателство не стои преди него")
            )


def _text(proof: Mapping[str, Any], name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value or len(value) > MAX_TEXT:
        raise ProofError(why=Phrase(f"{name} is missing or malformed", f"{name} липсва или е неправилно"))
    return value
