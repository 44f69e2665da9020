from datetime import UTC, datetime
from typing import Any

import pytest

from laurel.errors import LimitError, ProofChainError, SignatureError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import SUITES as SUITE_TABLE
from laurel.proofs import add_proof, check_proof, proofs_of
from laurel.proofs.options import read_signature
from plain_badge import badge

ONE, TWO = PrivateKey.from_seed(b"\1" * 32), PrivateKey.from_seed(b"\2" * 32)
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def signer(key: PrivateKey) -> LocalSigner:
    return LocalSigner(key, "did:web:uni.example#key")


def chained(suite: str = "eddsa-rdfc-2022") -> dict[str, Any]:
    first = add_proof(badge(), suite=suite, signer=signer(ONE), created=MONDAY, proof_id="urn:first")
    return add_proof(first, suite=suite, signer=signer(TWO), created=MONDAY, previous_proof="urn:first")


@pytest.mark.parametrize("suite", SUITES)
def test_each_proof_of_a_chain_holds(suite: str):
    document = chained(suite)
    first, second = proofs_of(document)

    check_proof(document, first, ONE.public)
    assert check_proof(document, second, TWO.public).previous == ("urn:first",)


@pytest.mark.parametrize("suite", SUITES)
def test_refuses_a_chain_whose_earlier_proof_was_exchanged(suite: str):
    document = chained(suite)
    other = add_proof(badge(), suite=suite, signer=signer(TWO), created=MONDAY, proof_id="urn:first")["proof"][0]
    document["proof"][0] = other

    with pytest.raises(SignatureError):
        check_proof(document, document["proof"][1], TWO.public)


def test_proofs_of_a_set_stand_for_themselves():
    document = add_proof(badge(), signer=signer(ONE), created=MONDAY)
    both = add_proof(document, suite="eddsa-jcs-2022", signer=signer(TWO), created=MONDAY)

    for proof, key in zip(proofs_of(both), (ONE, TWO), strict=True):
        check_proof(both, proof, key.public)
        check_proof(both | {"proof": proof}, proof, key.public)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("references", [["urn:1", "urn:2"], ["urn:2", "urn:1"]])
def test_earlier_proofs_are_covered_in_the_order_of_the_document(suite: str, references: list[str]):
    """VC-DI §4.3 adds each element of the document's proofs that is referred to; over JSON, their order is signed."""
    document = badge()
    for name, key in (("urn:1", ONE), ("urn:2", TWO)):
        document = add_proof(document, suite=suite, signer=signer(key), created=MONDAY, proof_id=name)

    chained = add_proof(document, suite=suite, signer=signer(ONE), created=MONDAY, previous_proof=references)

    last = chained["proof"][2]
    assert check_proof(chained, last, ONE.public).previous == tuple(references)
    bare = {name: member for name, member in last.items() if name != "proofValue"}
    context = {} if "jcs" in suite else {"@context": document["@context"]}
    digest = SUITE_TABLE[suite].canonical_hash
    signed = digest(bare | context) + digest(document)  # with both earlier proofs, as they stand
    assert ONE.public.verify(read_signature(last["proofValue"]), signed)


def test_refuses_a_chain_without_its_earlier_proof():
    document = chained()
    document["proof"] = document["proof"][1:]

    with pytest.raises(ProofChainError):
        check_proof(document, document["proof"][0], TWO.public)
    with pytest.raises(ProofChainError):
        add_proof(document, signer=signer(ONE), created=MONDAY, previous_proof=["urn:nowhere"])


def test_refuses_two_proofs_with_one_id():
    document = chained()
    document["proof"].insert(0, document["proof"][0])

    with pytest.raises(ProofChainError):
        check_proof(document, document["proof"][2], TWO.public)


@pytest.mark.parametrize("back", ["urn:first", "urn:second"])
def test_refuses_a_chain_that_leads_back_to_itself(back: str):
    document = chained()
    document["proof"][1]["id"] = "urn:second"
    document["proof"][0]["previousProof"] = back

    with pytest.raises(ProofChainError):
        check_proof(document, document["proof"][1], TWO.public)


def test_refuses_more_than_eight_proofs():
    with pytest.raises(LimitError):
        proofs_of(badge() | {"proof": [{"type": "x"}] * 9})
