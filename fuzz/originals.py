"""Credentials as the university of the tests signed them: what a verifier may accept, and nothing beside it.

All keys and salts are fixed, so that everybody's originals are the same and mutants of yesterday still belong to them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cast_of_badges import DESIGN, RECORD
from laurel.anchors.chains import Chain
from laurel.did import document
from laurel.formats import clr2, endorsement, openbadge3
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, ecdsa_sd_2023, vc_jwt, vp_jwt
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor, new_salt
from laurel.status import list as status_list
from outside_world import KEY, LIST, SIGNED, SIGNER, STRANGER_SIGNER, UNIVERSITY, signed
from plain_badge import badge
from presenting import present

P256_SIGNER = LocalSigner(PrivateKey.from_seed(bytes(range(32)), "P-256"), f"{UNIVERSITY}#key-2")
P384_SIGNER = LocalSigner(PrivateKey.from_seed(bytes(range(48)), "P-384"), f"{UNIVERSITY}#key-3")
CHALLENGE, DOMAIN = "n-1", "https://reader.example"
REVOKED = 7
Json = dict[str, Any]


def university() -> Json:
    """The document of the university with its three keys."""
    keys = (("key-1", KEY.public), ("key-2", P256_SIGNER.private_key.public), ("key-3", P384_SIGNER.private_key.public))
    return document.build(UNIVERSITY, [document.method_for(UNIVERSITY, name, public) for name, public in keys])


def rich() -> Json:
    """A badge with everything that an attacker could move: an end, a status, two nodes of one name, languages, results."""
    made = badge() | {
        "validUntil": "2028-11-23T12:00:00Z",
        "credentialStatus": status_list.entry(LIST, 94567),
        "name": [{"@value": "Data stewardship", "@language": "en"}, {"@value": "Грижа за данни", "@language": "bg"}],
        "evidence": [
            {"id": "https://uni.example/portfolio/1", "type": ["Evidence"], "name": "Portfolio", "narrative": "Five pieces"}
        ],
        "image": {"id": "https://uni.example/badge.png", "type": "Image", "caption": "A laurel"},
        "issuer": {"id": UNIVERSITY, "type": ["Profile"], "name": "Софийски пример", "url": "https://uni.example/"},
    }
    subject = made["credentialSubject"]
    subject["achievement"] |= {
        "creator": {"id": UNIVERSITY, "type": ["Profile"], "email": "registry@uni.example"},
        "resultDescription": [
            {
                "id": "urn:r:1",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "GradePointAverage",
                "valueMax": "6",
            },
            {"id": "urn:r:2", "type": ["ResultDescription"], "name": "Test", "resultType": "Percent"},
        ],
        "related": [{"id": "https://uni.example/achievements/2", "type": ["Related"], "version": "2"}],
    }
    subject["result"] = [
        {"type": ["Result"], "resultDescription": "urn:r:1", "value": "5.50"},
        {"type": ["Result"], "resultDescription": "urn:r:2", "value": "88"},
    ]
    return made


def older() -> Json:
    """A badge of version 1.1 of the data model."""
    made = badge()
    made["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        made["@context"][1],
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ]
    made["issuanceDate"] = made.pop("validFrom")
    made["expirationDate"] = "2028-11-23T12:00:00Z"
    made["name"] = "Data stewardship"
    return made


def endorsed() -> Json:
    """A badge that the stranger endorses."""
    said = {
        "@context": badge()["@context"],
        "id": "urn:uuid:8d5be4a1-0000-4000-8000-0000000000e1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": "did:web:stranger.example", "type": ["Profile"], "name": "Stranger"},
        "validFrom": "2026-11-20T12:00:00Z",
        "credentialSubject": {"id": badge()["id"], "type": ["EndorsementSubject"], "endorsementComment": "Good."},
    }
    return endorsement.embed(badge(), add_proof(said, signer=STRANGER_SIGNER, created=SIGNED))


def ours() -> Json:
    """A badge as the platform writes it, from a record with every European element."""
    return openbadge3.project(RECORD, salt="pepper")


def transcript() -> Json:
    """A learner record with two badges."""
    other = signed(id="urn:uuid:8d5be4a1-0000-4000-8000-000000000002")
    other["credentialSubject"]["achievement"]["id"] = "https://uni.example/achievements/2"
    two = [signed(), add_proof({k: v for k, v in other.items() if k != "proof"}, signer=SIGNER, created=SIGNED)]
    return clr2.project(
        two,
        id="urn:uuid:8d5be4a1-0000-4000-8000-0000000000c1",
        name="Transcript",
        issuer=DESIGN.awarding_bodies[0],
        learner=RECORD.learner,
        issued=SIGNED,
        salt="pepper",
    )


def shown_in_part() -> Json:
    """A badge of which the holder withholds the results."""
    counter = iter(range(1_000))

    def entropy(size: int) -> bytes:
        return next(counter).to_bytes(2).rjust(size, b"\7")

    base = ecdsa_sd_2023.sign_base(rich(), signer=P256_SIGNER, created=SIGNED, entropy=entropy)
    return ecdsa_sd_2023.derive(
        base, selective=[f"/credentialSubject/achievement/{name}" for name in ("name", "description", "criteria", "tag")]
    )


def _documents() -> Iterator[Json]:
    yield add_proof(rich(), signer=SIGNER, created=SIGNED)
    yield add_proof(rich(), suite="eddsa-jcs-2022", signer=SIGNER, created=SIGNED)
    yield add_proof(rich(), suite="ecdsa-rdfc-2019", signer=P256_SIGNER, created=SIGNED)
    yield add_proof(badge(), suite="ecdsa-rdfc-2019", signer=P384_SIGNER, created=SIGNED)
    yield add_proof(badge(), suite="ecdsa-jcs-2019", signer=P384_SIGNER, created=SIGNED)
    yield add_proof(older(), suite="Ed25519Signature2020", signer=SIGNER, created=SIGNED)
    yield shown_in_part()
    yield signed(STRANGER_SIGNER, issuer={"id": "did:web:stranger.example", "type": ["Profile"], "name": "Софийски пример"})
    first = add_proof(badge(), signer=SIGNER, created=SIGNED, proof_id="urn:uuid:8d5be4a1-0000-4000-8000-0000000000f1")
    yield add_proof(first, signer=P256_SIGNER, suite="ecdsa-jcs-2019", created=SIGNED, previous_proof=first["proof"][0]["id"])
    yield add_proof(endorsed(), signer=SIGNER, created=SIGNED)
    yield add_proof(ours(), signer=SIGNER, created=SIGNED)
    yield add_proof(transcript(), signer=SIGNER, created=SIGNED)


@cache
def originals() -> tuple[Json, ...]:
    """Signed documents that are accepted, or accepted with a warning."""
    return tuple(_documents())


@cache
def refused_originals() -> tuple[Json, ...]:
    """Signed documents that are not accepted, and must not become so: expired, not yet valid, revoked, odd."""
    status = status_list.entry(LIST, REVOKED)
    return (
        signed(validUntil="2026-11-01T12:00:00Z"),
        signed(validFrom="2027-11-01T12:00:00Z"),
        signed(credentialStatus=status),
        signed(suite="eddsa-jcs-2022", validUntil="2026-11-01T12:00:00Z"),
        signed(created=SIGNED + timedelta(days=1)),
    )


@cache
def tokens() -> tuple[str, ...]:
    """The rich badge as tokens of both types, and an expired one."""
    return (
        vc_jwt.sign(rich(), signer=SIGNER),
        vc_jwt.sign(rich(), signer=P256_SIGNER, typ="vc+jwt", created=SIGNED),
        vc_jwt.sign(older(), signer=SIGNER),
        vc_jwt.sign(badge() | {"validUntil": "2026-11-01T12:00:00Z"}, signer=SIGNER),
    )


@cache
def anchored_badges() -> tuple[Json, ...]:
    """Two badges of one batch, signed with a salt and anchored on a chain."""
    batch = AnchoredBatch()
    anchor = ChainAnchor(Chain.named("eth:sepolia"), "0x" + "ab" * 32)
    signed_ones = [
        add_proof(
            badge() | {"id": f"urn:uuid:{n}"},
            signer=SIGNER,
            created=SIGNED,
            nonce=new_salt(lambda size, n=n: bytes([n]) * size),
        )
        for n in (1, 2)
    ]
    places = [batch.add(one) for one in signed_ones]
    method = f"{UNIVERSITY}#chain-1"
    return tuple(
        batch.finish(one, place, anchors=[anchor], verification_method=method, created=SIGNED)
        for one, place in zip(signed_ones, places, strict=True)
    )


@cache
def presentations() -> tuple[Json, ...]:
    """What the learner shows: to this reader, and to another."""
    holder = LocalSigner(KEY, f"{UNIVERSITY}#key-1")
    about_itself = copy.deepcopy(badge())
    about_itself["credentialSubject"]["id"] = UNIVERSITY
    shown = add_proof(about_itself, signer=SIGNER, created=SIGNED)
    made = present([shown], signer=holder, challenge=CHALLENGE, domain=DOMAIN, created=SIGNED)
    return (made,)


@cache
def presentation_tokens(created: datetime = SIGNED) -> tuple[str, ...]:
    """The same as tokens."""
    credentials = presentations()[0]["verifiableCredential"]
    return (vp_jwt.sign(credentials, signer=SIGNER, nonce=CHALLENGE, audience=DOMAIN, created=created),)
