"""A batch signs what `add_proof` signs, text by text."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.canon import jcs, jsonld
from laurel.errors import KeyNotFoundError, LaurelError, MalformedError, NoProofError, SignatureError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import SUITES, add_proof, check_proof
from laurel.proofs.batch import Batch, check_all, sign_all
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
FULL = {"eddsa-rdfc-2022": jsonld.canonical_hash, "eddsa-jcs-2022": jcs.canonical_hash}
EDDSA = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def batch(suite: str) -> Batch:
    return Batch(badge(), vary=PLACES, signer=SIGNER, created=NOON, suite=suite)


BATCHES = {suite: batch(suite) for suite in EDDSA}


def compact(document: dict[str, Any], suite: str = "eddsa-rdfc-2022") -> str:
    """The signed document as the full path makes it."""
    full = dataclasses.replace(SUITES[suite], canonical_hash=FULL[suite])
    return json.dumps(full.add_proof(document, signer=SIGNER, created=NOON), ensure_ascii=False, separators=(",", ":"))


def outcome(sign: Callable[[], str]) -> object:
    try:
        return sign()
    except LaurelError as error:
        return type(error), error.at, error.say("en")


def one_by_one(suite: str, texts: list[str]) -> object:
    document = badge()
    for place, text in zip(PLACES, texts, strict=True):
        put(document, place, text)
    return outcome(lambda: compact(document, suite))


def in_batch(suite: str, texts: list[str]) -> object:
    return outcome(lambda: BATCHES[suite].sign(texts))


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


def test_a_long_batch_is_signed_as_one_by_one():
    """Blank nodes come in every order, subjects too, some look alike, and texts hold what formats are made of."""
    random = Random(5)
    example = badge()
    example["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": f"%s {n} %", "targetUrl": f"https://x.example/{n}%20"} for n in range(3)
    ]
    example["evidence"] = [{"type": ["Evidence"], "id": f"https://e.example/{n}", "name": "x"} for n in range(2)]
    alignment = ("credentialSubject", "achievement", "alignment")
    places = [
        ("id",),
        ("evidence", 0, "id"),
        (*alignment, 0, "targetName"),
        (*alignment, 1, "targetName"),
        (*alignment, 1, "targetUrl"),
        ("credentialSubject", "achievement", "tag", 0),
        ("credentialSubject", "identifier", 0, "identityHash"),
    ]
    many = Batch(example, vary=places, signer=SIGNER, created=NOON)
    for _ in range(300):
        texts = [
            random.choice(["urn:uuid:%s", "https://a.example/%41", "https://z.example/1", "did:web:uni.example"]),
            random.choice(["https://e.example/0", "https://e.example/1", "urn:x:1", "https://a.example/%41"]),
            random.choice(["%s 2 %", "a", "b", "%"]),
            random.choice(["%s 2 %", "a", "b", "%%s"]),
            random.choice(["https://x.example/2%20", "https://x.example/%25s"]),
            random.choice(["care", "data", "%(x)s", '"']),
            f"{random.randrange(50)}",
        ]
        document = copy.deepcopy(example)
        for place, text in zip(places, texts, strict=True):
            put(document, place, text)
        assert outcome(lambda signed=texts: many.sign(signed)) == outcome(lambda made=document: compact(made))


def test_a_place_that_steers_is_signed_as_one_by_one():
    steered = Batch(badge(), vary=[("type", 1)], signer=SIGNER, created=NOON)
    expected = copy.deepcopy(badge())
    expected["type"][1] = "AchievementCredential"

    signed = json.loads(steered.sign(["AchievementCredential"]))
    assert signed == add_proof(expected, signer=SIGNER, created=NOON)


def learners(number: int) -> list[list[str]]:
    return [[f"urn:uuid:{n}", f"did:example:{n}", f"h{n}", "ж", "Data"] for n in range(number)]


@pytest.mark.parametrize("suite", EDDSA)
def test_a_batch_is_signed_by_other_processes_as_here(suite):
    rows = learners(600)

    assert list(BATCHES[suite].sign_all(rows, processes=2)) == [BATCHES[suite].sign(row) for row in rows]


def test_a_key_in_a_device_signs_here():
    class Device:
        algorithm, verification_method = "Ed25519", SIGNER.verification_method

        def __init__(self) -> None:
            self.session = (each for each in ())  # nothing pickles a generator
            self.signed = 0

        def sign(self, message: bytes) -> bytes:
            self.signed += 1
            return SIGNER.sign(message)

    device, rows = Device(), learners(600)
    here = Batch(badge(), vary=PLACES, signer=device, created=NOON)

    assert list(here.sign_all(rows, processes=2)) == [BATCHES["eddsa-rdfc-2022"].sign(row) for row in rows]
    assert device.signed == 600 + 1  # once when the example was tried


def test_documents_of_any_shape_are_signed_and_checked_in_order():
    documents = [{**badge(), "id": f"urn:uuid:{n}"} for n in range(520)]
    documents[7]["credentialSubject"]["achievement"]["tag"] = ["one"]
    signed = list(sign_all(documents, signer=SIGNER, created=NOON, processes=2))

    assert [json.loads(text)["id"] for text in signed] == [document["id"] for document in documents]
    signed[3] = signed[3].replace("data", "Data")
    signed[4] = json.dumps(documents[4])
    signed[5] = "{"
    signed[6] = signed[6].replace("#key-1", "#key-2")
    answers = list(check_all(signed, keys={SIGNER.verification_method: KEY.public}, processes=2))
    assert [type(answer) for answer in answers[3:7]] == [SignatureError, NoProofError, MalformedError, KeyNotFoundError]
    assert {options.purpose for answer in answers[:3] + answers[7:] for options in answer} == {"assertionMethod"}


def test_refuses_a_document_that_cannot_be_covered_after_those_before_it():
    documents = [{**badge(), "id": f"urn:uuid:{n}"} for n in range(520)]
    documents[300]["undefined"] = "x"
    signed = sign_all(documents, signer=SIGNER, created=NOON, processes=2)

    assert len([next(signed) for _ in range(300)]) == 300
    with pytest.raises(LaurelError) as caught:
        next(signed)
    assert caught.value.code == "DATA_LOSS"


def test_refuses_a_batch_without_places_of_texts_or_with_a_signed_example():
    with pytest.raises(ValueError, match="unsigned example"):
        Batch(badge(), vary=[("credentialSubject", "creditsEarned")], signer=SIGNER, created=NOON)
    with pytest.raises(ValueError, match="unsigned example"):
        Batch(badge() | {"proof": []}, vary=PLACES, signer=SIGNER, created=NOON)
    with pytest.raises(ValueError, match="1 texts for 5 places"):
        BATCHES["eddsa-jcs-2022"].sign(["x"])
