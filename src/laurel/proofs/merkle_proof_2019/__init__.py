"""MerkleProof2019 (Blockcerts v3): one transaction of a blockchain stands for a whole batch of credentials.

batch.add(signed) … ─▶ batch.root ─▶ a transaction ─▶ batch.finish(signed, …)        check_proof ─▶ what to ask the chain
"""

from laurel.proofs.merkle_proof_2019.batch import AnchoredBatch, UnsaltedError, new_salt
from laurel.proofs.merkle_proof_2019.receipt import ChainAnchor, Receipt
from laurel.proofs.merkle_proof_2019.suite import NAME, MerkleProof, check_proof, read_proof, recognises, target_of

__all__ = [
    "NAME",
    "AnchoredBatch",
    "ChainAnchor",
    "MerkleProof",
    "Receipt",
    "UnsaltedError",
    "check_proof",
    "new_salt",
    "read_proof",
    "recognises",
    "target_of",
]
