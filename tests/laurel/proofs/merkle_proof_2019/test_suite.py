"""A proof holds for the document that was anchored, with the proofs before it, and for nothing else."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest

from anchoring import ANCHOR, AT, KEY, SIGNER, anchored, salted, unsigned
from laurel.canon.jsonld import to_dataset
from laurel.errors import CredentialError, ProofChainError, ProofError, ProofPurposeError, SignatureError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.proofs import check_proof as check_signature
from laurel.proofs.merkle_proof_2019 import check_proof, recognises
from mutants import at, put, refilled, restructured, text_places


def changed(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A copy with other members in its last proof; None takes one out."""
    copied = copy.deepcopy(document)
    copied["proof"][-1] |= members
    copied["proof"][-1] = {name: value for name, value in copied["proof"][-1].items() if value is not None}
    return copied


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_every_document_of_a_batch_leads_to_the_anchored_root(count: int):
    documents = anchored(*(salted(number) for number in range(count)))

    proofs = [check_proof(document, 1) for document in documents]

    assert len({proof.receipt.root for proof in proofs}) == 1
    assert {proof.receipt.anchors for proof in proofs} == {(ANCHOR,)}


def test_the_issuers_signature_holds_beside_it():
    [document] = anchored(salted())

    assert check_signature(document, document["proof"][0], KEY.public)


def test_it_stands_before_or_after_other_proofs():
    [document] = anchored(salted())
    twice = add_proof(document, signer=LocalSigner(PrivateKey.from_seed(b"\7" * 32), "did:web:x.example#k"), created=AT)

    assert check_proof(twice, 1).receipt.anchors == (ANCHOR,)


def test_refuses_every_change_of_a_text():
    [document] = anchored(salted())
    bare = {name: member for name, member in document.items() if name not in ("@context", "proof")}

    for place in text_places(bare):
        other = copy.deepcopy(document)
        put(other, place, at(other, place) + "x")
        with pytest.raises(CredentialError):
            check_proof(other, 1)


def test_refuses_mutants():
    [document] = anchored(salted())
    bare = {name: member for name, member in document.items() if name != "proof"}
    random = Random(20)
    accepted = 0

    for number in range(400):
        mutant = (restructured, refilled)[number % 2](bare, random)
        try:
            check_proof(mutant | {"proof": document["proof"]}, 1)
        except CredentialError:
            continue
        assert to_dataset(mutant) == to_dataset(bare)  # an edit that says the same, such as another order
        accepted += 1

    assert accepted < 40


def test_refuses_another_documents_proof():
    first, second = anchored(salted(1), salted(2))

    with pytest.raises(SignatureError):
        check_proof(first | {"proof": [first["proof"][0], second["proof"][1]]}, 1)


def test_refuses_a_document_whose_earlier_proof_was_exchanged_or_taken_away():
    [document] = anchored(salted())
    again = add_proof(unsigned(), signer=SIGNER, created=AT)

    for before in ([], again["proof"]):
        with pytest.raises(SignatureError):
            check_proof(document | {"proof": [*before, document["proof"][1]]}, len(before))


def test_the_older_types_are_checked_as_well():
    [document] = anchored(salted())
    older = changed(document, type="MerkleProof2019", cryptosuite=None)
    chained = changed(
        document,
        type="ChainedProof2021",
        chainedProofType="MerkleProof2019",
        cryptosuite=None,
        previousProof=document["proof"][0],
    )

    assert check_proof(older, 1).receipt == check_proof(chained, 1).receipt == check_proof(document, 1).receipt
    assert all(recognises(each["proof"][1]) for each in (document, older, chained))
    assert not recognises(document["proof"][0])


def test_refuses_a_previous_proof_that_does_not_stand_before_it():
    [document] = anchored(salted())

    for previous in ("urn:uuid:nowhere", {**document["proof"][0], "nonce": "other"}, ["urn:uuid:nowhere"], 7):
        with pytest.raises(ProofChainError):
            check_proof(changed(document, previousProof=previous), 1)


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        ({"proofPurpose": "authentication"}, ProofPurposeError),
        ({"proofPurpose": None}, ProofError),
        ({"verificationMethod": ""}, ProofError),
        ({"proofValue": None}, ProofError),
        ({"proofValue": 5}, ProofError),
        ({"nonce": "unsigned"}, ProofError),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, ProofError),
    ],
)
def test_refuses_a_proof_that_is_not_in_order(members: dict[str, Any], refusal: type[CredentialError]):
    [document] = anchored(salted())

    with pytest.raises(refusal):
        check_proof(changed(document, **members), 1)


def test_refuses_words_that_no_context_defines():
    [document] = anchored(salted())

    with pytest.raises(CredentialError, match="not defined"):
        check_proof(document | {"honours": "cum laude"}, 1)
