"""Seeds that are JSON documents or the texts in them."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from cast_of_badges import DESIGN, RECORD
from fuzz.makers import Seeds
from fuzz.originals import (
    P256_SIGNER,
    anchored_badges,
    badge,
    endorsed,
    older,
    originals,
    presentation_tokens,
    presentations,
    refused_originals,
    rich,
    shown_in_part,
    tokens,
    transcript,
)
from fuzz.world import authority, design
from laurel.annex1.record import AnnexIRecord
from laurel.canon import jsonld, nquads
from laurel.canon.contexts import OPEN
from laurel.formats import elm, openbadge2, openbadge3
from laurel.formats.elm import jades
from laurel.keys import PrivateKey, PublicKey
from laurel.proofs import add_proof, ecdsa_sd_2023, envelope
from outside_world import SIGNED, SIGNER, UNIVERSITY, revocation_list
from seals import ORGANISATION

PICTURE = b"\x89PNG\r\n\x1a\n"


def strict_json_seeds() -> Seeds:
    yield "values", '{"a":[1,-0.0,2.5e3,true,null,"\\u00e9\\ud83c\\udf93"],"":{"b":[]}}'
    yield "twice", '{"a":1,"a":2}'
    yield "surrogate", '["\\ud800"]'
    yield "numbers", "[9007199254740991,1e400,NaN,-Infinity,0.1,1E-7]"
    yield "deep", "[" * 40 + "]" * 40
    yield "badge", badge()


def jcs_seeds() -> Seeds:
    yield "names", {"é": 1, "\ue000": 2, "🎓": 3, "a": {"b": [1.5, 1e21, 1e-7, -0.0]}}
    yield "texts", ['\u0000\u001f\u007f\u2028"\\/']  # type: ignore[misc]
    yield "badge", rich()


def nquads_seeds() -> Seeds:
    yield "badge", nquads.write(jsonld.to_dataset(badge()))
    yield "ring", "".join(f"_:a{i} <urn:p> _:a{(i + 1) % 6} .\n" for i in range(6))
    yield "literals", '<urn:s> <urn:p> "\\u00e9\\n"@en-gb <urn:g> .\n# note\n_:x <urn:p> "1"^^<urn:t> .\n'


def rdfc_seeds() -> Seeds:
    yield "ring", bytes(number for i in range(8) for number in (i, (i + 1) % 8))
    yield "clique", bytes(number for a in range(5) for b in range(5) if a != b for number in (a, b))
    yield "graphs", bytes((0, 193, 1, 194, 2, 192))


def jsonld_seeds() -> Seeds:
    yield "badge", badge()
    yield "rich", rich()
    yield "older", older()
    yield "endorsed", endorsed()
    yield "list", revocation_list()


def proofs_seeds() -> Seeds:
    counter = iter(range(1_000))

    def entropy(size: int) -> bytes:
        return next(counter).to_bytes(2).rjust(size, b"\7")

    base = ecdsa_sd_2023.sign_base(badge(), signer=P256_SIGNER, created=SIGNED, entropy=entropy)
    yield "base", base
    yield "derived", shown_in_part()
    yield "base.value", base["proof"][0]["proofValue"]
    yield "derived.value", shown_in_part()["proof"][0]["proofValue"]
    yield "chain", originals()[8]
    yield "jcs", originals()[1]
    yield "cbor", bytes.fromhex("85434142430163616263a2014101024102f9")


def status_seeds() -> Seeds:
    made = revocation_list(7)
    yield "list", made
    yield "bits", made["credentialSubject"]["encodedList"]
    yield "entry", rich()["credentialStatus"]
    yield "index", "94567"


def timestamp_seeds() -> Seeds:
    for number, text in enumerate(
        ("2026-11-23T12:00:00Z", "2026-11-23T24:00:00.000+02:00", "9999-12-31T23:59:59.999999999-14:59", "P1Y2M3W4DT5H6M7.8S"),
        1,
    ):
        yield str(number), text


def annex1_seeds() -> Seeds:
    yield "record", RECORD.model_dump_json()
    yield "design", design().model_dump_json()
    yield "short", '{"id":"urn:x","title":{"en":"x"},"description":{"en":"x"},"workload":{"hours":"1e3","ects":2}}'


def formats_seeds() -> Seeds:
    yield "badge", badge()
    yield "ours", openbadge3.project(_short_record(), salt="pepper")
    yield "transcript", transcript()
    yield "elm", elm.project(_short_record(), image=PICTURE)
    yield "assertion", assertion()


def jades_seeds() -> Seeds:
    sealer = PrivateKey.from_seed(bytes(range(3, 35)), "P-256")
    private = ec.derive_private_key(int.from_bytes(sealer.secret), ec.SECP256R1())
    certificate = authority().certify(private, organisation=ORGANISATION)
    document = elm.project(_short_record(), image=PICTURE)
    sealed = jades.seal(document, chain=[certificate], key=private, at=SIGNED)
    yield "sealed", sealed
    short = {name: document[name] for name in ("@context", "id", "type", "issuer")}
    yield "short", jades.seal(short, chain=[certificate, authority().certificate], key=private, at=SIGNED)


def openbadge2_seeds() -> Seeds:
    hosted = exported()
    yield "hosted", {"": hosted.assertion, **hosted.published}
    signed = exported(P256_SIGNER.private_key.public)
    yield "signed", {"": openbadge2.sign(signed.assertion, signer=P256_SIGNER), **signed.published}


def verify_signed_seeds() -> Seeds:
    for number, document in enumerate((*originals(), *refused_originals()), 1):
        if len(json.dumps(document)) < 10_000:
            yield f"badge-{number:02}", document


def presentation_seeds() -> Seeds:
    yield "json", presentations()[0]
    yield "token", presentation_tokens()[0]
    yield "envelope", envelope.wrap_presentation(presentation_tokens()[0])


def generic_seeds() -> Seeds:
    licence = {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"boat": "https://sails.example/#boat"}],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": UNIVERSITY,
        "credentialSubject": {"id": "did:example:amina", "boat": "Sail"},
    }
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        yield suite, add_proof(licence, signer=SIGNER, suite=suite, created=SIGNED, contexts=OPEN)
    yield "badge", originals()[0]
    yield "token", tokens()[1]


def merkle_proof_seeds() -> Seeds:
    yield "badge", anchored_badges()[0]
    yield "value", anchored_badges()[0]["proof"][-1]["proofValue"]


def _short_record() -> AnnexIRecord:
    design = {
        "id": "urn:x",
        "title": {"en": "Sources"},
        "description": {"en": "-"},
        "awarding_bodies": [{"id": UNIVERSITY, "legal_name": {"en": "Uni"}, "country": "BG"}],
        "learning_outcomes": [{"id": "o1", "statement": {"en": "Judges"}}],
        "workload": {"hours": "25", "ects": "1"},
        "assessments": [{"id": "quiz", "title": {"en": "Quiz"}, "type": "quiz", "weight": "100", "outcomes": ["o1"]}],
    }
    plain = {
        "id": "urn:uuid:1",
        "credential": design,
        "learner": {"name": "A", "email": "a@b.example"},
        "issued": "2026-11-23T12:00:00Z",
        "grade": "6",
    }
    return AnnexIRecord.model_validate(plain)


def assertion() -> dict[str, Any]:
    return exported().assertion


def exported(key: PublicKey | None = None) -> openbadge2.Export:
    return openbadge2.project(
        RECORD,
        base="https://uni.example/ob2/1",
        salt="pepper",
        image="https://uni.example/badge.png",
        issuer=DESIGN.awarding_bodies[0],
        key=key,
    )
