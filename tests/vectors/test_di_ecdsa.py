"""The W3C's vectors of the ECDSA suites on P-256."""

import pytest

from laurel.keys import PrivateKey, PublicKey
from laurel.proofs import proofs_of
from shared import SHARED, needs_shared
from vectors.examples import suite, vector

pytestmark = needs_shared
HOME = "w3c-vc-di-ecdsa"


def test_the_published_key_pair_belongs_together():
    pair = vector(HOME, "p256KeyPair.json")

    assert PrivateKey.from_multikey(pair["secretKeyMultibase"]).public.to_multikey() == pair["publicKeyMultibase"]


@pytest.mark.parametrize("name", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_the_published_proof_verifies(name: str):
    signed = next((SHARED / "vectors" / HOME / f"{name}-p256").glob("signed*.json"))
    document = vector(HOME, f"{name}-p256", signed.name)
    proof = proofs_of(document)[0]

    suite(name).check_proof(document, proof, PublicKey.from_multikey(proof["verificationMethod"].partition("#")[2]))
