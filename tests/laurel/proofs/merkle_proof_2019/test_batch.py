"""A batch: one root for all, and nothing on it that anybody could guess."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from anchoring import ADDRESS, ANCHOR, AT, SIGNER, anchored, salted, unsigned
from laurel.errors import NoProofError, SignatureError
from laurel.keys import base64url
from laurel.proofs import add_proof
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, UnsaltedError, new_salt, target_of


def test_the_same_award_never_has_the_same_leaf():
    assert target_of(salted(1)) != target_of(salted(1))
    assert target_of(add_proof(unsigned(), signer=SIGNER, created=AT)) == target_of(
        add_proof(unsigned(), signer=SIGNER, created=AT)
    )


def test_a_salt_has_256_bits():
    assert len(base64url.decode(new_salt(secrets.token_bytes))) == 32


@pytest.mark.parametrize("nonce", [None, "", "short", base64url.encode(b"x" * 15), "not base64url at all, but rather long"])
def test_refuses_to_anchor_what_could_be_guessed(nonce: str | None):
    document = add_proof(unsigned(), signer=SIGNER, created=AT, nonce=nonce)

    with pytest.raises(UnsaltedError):
        AnchoredBatch().add(document)


def test_refuses_to_anchor_what_nobody_signed():
    with pytest.raises(NoProofError):
        AnchoredBatch().add(unsigned())


def test_refuses_to_anchor_on_the_salt_of_an_earlier_anchor_alone():
    [document] = anchored(salted())
    merkle: dict[str, Any] = document["proof"][1] | {"nonce": new_salt(secrets.token_bytes)}

    with pytest.raises(UnsaltedError):
        AnchoredBatch().add(document | {"proof": merkle})


def test_refuses_to_finish_a_document_that_was_changed_meanwhile():
    batch = AnchoredBatch()
    place = batch.add(salted(1))

    with pytest.raises(SignatureError):
        batch.finish(salted(1), place, anchors=[ANCHOR], verification_method=ADDRESS, created=AT)
    with pytest.raises(IndexError):
        batch.finish(salted(1), 1, anchors=[ANCHOR], verification_method=ADDRESS, created=AT)


def test_an_anchored_document_may_be_anchored_again():
    [once] = anchored(salted())
    [twice] = anchored(once)

    assert [proof.get("cryptosuite") for proof in twice["proof"]] == [
        "eddsa-rdfc-2022",
        "merkle-proof-2019",
        "merkle-proof-2019",
    ]
