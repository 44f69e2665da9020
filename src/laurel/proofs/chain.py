"""Proof sets and proof chains: one document, several proofs, some of which build on others.

Source: https://www.w3.org/TR/vc-data-integrity/#proof-sets, #proof-chains, #add-proof-set-chain, #verify-proof-sets-and-chains
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LimitError, NoProofError, Phrase, ProofChainError
from laurel.proofs.options import previous_of

MAX_PROOFS: Final = 8


def proofs_of(document: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The proofs of a document, whose `proof` is one object or a list of them.

    Raises:
        NoProofError: none, or something that is no object.
        LimitError: more than eight.
    """
    value = document.get("proof")
    found: list[Any] = value if is_array(value) else [value]
    if len(found) > MAX_PROOFS:
        raise LimitError(at="/proof", what=Phrase("the number of proofs", "броят на доказателствата"), limit=MAX_PROOFS)
    proofs = tuple(proof for proof in found if is_object(proof) and proof)
    if not proofs or len(proofs) != len(found):
        raise NoProofError(at="/proof")
    return proofs


def unsecured(document: Mapping[str, Any], *, previous: Sequence[str] = ()) -> dict[str, Any]:
    """The document without its proofs, except for those that the proof at hand builds on.

    Raises:
        ProofChainError: a previous proof is not there, is there twice, or leads back to itself.
    """
    bare = dict(document)
    bare.pop("proof", None)
    if previous:
        by_id = _by_id(proofs_of(document))
        _refuse_circles(by_id, previous)
        # in the order of the document, whatever the order of the references: a suite over JSON signs the order too
        bare["proof"] = [proof for name, proof in by_id.items() if name in previous]
    return bare


def _by_id(proofs: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    by_id: dict[str, Mapping[str, Any]] = {}
    for proof in proofs:
        name = proof.get("id")
        if isinstance(name, str):
            if name in by_id:
                raise ProofChainError(why=Phrase("two proofs share one id", "две доказателства имат един идентификатор"))
            by_id[name] = proof
    return by_id


def _refuse_circles(by_id: Mapping[str, Mapping[str, Any]], previous: Sequence[str]) -> None:
    waiting: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in previous]
    while waiting:
        name, path = waiting.pop()
        if name not in by_id:
            raise ProofChainError(why=Phrase(f"{name:.80} is not there", f"{name:.80} липсва"))
        for earlier in previous_of(by_id[name]):
            if earlier in path:
                raise ProofChainError(why=Phrase("it leads back to itself", "води обратно към себе си"))
            waiting.append((earlier, (*path, earlier)))
