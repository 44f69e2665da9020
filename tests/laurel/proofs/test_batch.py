"""A batch signs what `add_proof` signs, text by text."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.errors import LaurelError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import SUITES, add_proof, check_proof
from laurel.proofs.batch import Batch
from mutants import HOSTILE, put
from plain_badge import badge

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = PrivateKey.from_seed(bytes(range(32)))
SIGNER = LocalSigner(KEY, "did:web:uni.example#key-1")
PLACES = [
    ("id",),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "achievement", "tag", 1),
    ("name", "@value"),
]
EDDSA = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def batch(suite: str) -> Batch:
    return Batch(badge(), vary=PLACES, signer=SIGNER, created=NOON, suite=suite)


BATCHES = {suite: batch(suite) for suite in EDDSA}


def one_by_one(suite: str, texts: list[str]) -> object:
    document = badge()
    for place, text in zip(PLACES, texts, strict=True):
        put(document, place, text)
    try:
        return json.dumps(
            add_proof(document, suite=suite, signer=SIGNER, created=NOON), ensure_ascii=False, separators=(",", ":")
        )
    except LaurelError as error:
        return type(error), error.at, error.say("en")


def in_batch(suite: str, texts: list[str]) -> object:
    try:
        return BATCHES[suite].sign(texts)
    except LaurelError as error:
        return type(error), error.at, error.say("en")


@pytest.mark.parametrize("suite", EDDSA)
def test_a_learners_credential_is_signed_and_verifies(suite):
    signed = json.loads(BATCHES[suite].sign(["urn:uuid:1", "did:example:amina", "Амина", "грижа", "Data"]))

    assert signed["credentialSubject"]["identifier"][0]["identityHash"] == "Амина"
    check_proof(signed, signed["proof"][0], KEY.public)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(EDDSA), st.lists(st.text(st.characters(), max_size=6) | st.sampled_from(HOSTILE), min_size=3, max_size=3)
)
def test_any_texts_are_signed_as_one_by_one(suite, texts):
    values = ["urn:uuid:1", "did:example:x", *texts]

    assert in_batch(suite, values) == one_by_one(suite, values)


@pytest.mark.parametrize("suite", EDDSA)
def test_hostile_texts_are_signed_or_refused_as_one_by_one(suite):
    random = Random(suite)
    for text in HOSTILE:
        values = ["urn:uuid:1", "did:example:x", "h", "t", "n"]
        values[random.randrange(5)] = text
        assert in_batch(suite, values) == one_by_one(suite, values)


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
@pytest.mark.parametrize("algorithm", ["P-256", "P-384"])
def test_every_key_signs_batches(suite, algorithm):
    key = PrivateKey.generate(algorithm)
    texts = ["urn:uuid:1", "did:example:x", "h", "t", "n"]
    signed = json.loads(
        Batch(badge(), vary=PLACES, signer=LocalSigner(key, "did:web:uni.example#k"), created=NOON, suite=suite).sign(texts)
    )

    SUITES[suite].check_proof(signed, signed["proof"][0], key.public)


def test_a_place_that_steers_is_signed_as_one_by_one():
    steered = Batch(badge(), vary=[("type", 1)], signer=SIGNER, created=NOON)
    expected = copy.deepcopy(badge())
    expected["type"][1] = "AchievementCredential"

    signed = json.loads(steered.sign(["AchievementCredential"]))
    assert signed == add_proof(expected, signer=SIGNER, created=NOON)


def test_refuses_a_batch_without_places_of_texts_or_with_a_signed_example():
    with pytest.raises(ValueError, match="unsigned example"):
        Batch(badge(), vary=[("credentialSubject", "creditsEarned")], signer=SIGNER, created=NOON)
    with pytest.raises(ValueError, match="unsigned example"):
        Batch(badge() | {"proof": []}, vary=PLACES, signer=SIGNER, created=NOON)
    with pytest.raises(ValueError, match="1 texts for 5 places"):
        BATCHES["eddsa-jcs-2022"].sign(["x"])
