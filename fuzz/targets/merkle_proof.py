"""MerkleProof2019 (`proofs.merkle_proof_2019`): receipts and anchored documents; no other document leads to the root."""

from random import Random

from fuzz import edits
from fuzz.originals import anchored_badges
from fuzz.rule import insist, refused
from fuzz.world import same
from laurel.canon.strict_json import is_object, loads_object
from laurel.errors import LaurelError
from laurel.proofs import proofs_of
from laurel.proofs.merkle_proof_2019 import Receipt, check_proof, read_proof, recognises

DICTIONARY = "jsonld"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Read it as a `proofValue`, and as a document whose proofs are checked."""
    text = data.decode("utf-8", "replace")
    receipt, _ = refused(lambda: Receipt.parse(text))
    if receipt is not None:
        receipt.leads_to_root()
        insist(Receipt.parse(receipt.write()) == receipt, "another receipt after writing")
    document, _ = refused(lambda: loads_object(data))
    if document is None:
        return
    for place, proof in enumerate(refused(lambda: proofs_of(document))[0] or ()):
        if is_object(proof) and recognises(proof):
            refused(lambda proof=proof: read_proof(proof))
            found, _ = refused(lambda place=place: check_proof(document, place))
            known = any(same(document, original) for original in anchored_badges())
            insist(found is None or known, "a document that nobody anchored")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure, now and then of a whole document again."""
    try:
        loads_object(data)
    except LaurelError:
        return edits.of_bytes(data, random)
    return edits.of_json(data, random)
