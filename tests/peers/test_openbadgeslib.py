"""openbadgeslib: its tokens, learner records and status lists, which we verify; and our learner record, which it verifies."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import clr as other_clr
from openbadgeslib.ob3.ldp import verify_data_integrity_proof
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.status_list import build_status_list_credential

from cast_of_badges import UNIVERSITY
from laurel.annex1.record import Learner
from laurel.fetching import Fetched, no_network
from laurel.formats import clr2
from laurel.formats.clr2 import Association
from laurel.formats.openbadge2.jws import pem_of
from laurel.keys import LocalSigner
from laurel.proofs import add_proof
from laurel.proofs.jwt_claims import claims_of
from laurel.status import list as status_list
from laurel.verify import verify
from peers.cases import AT, checked, did, signer_of, unsigned

pytestmark = pytest.mark.peers

LIST = "https://uni.example/status/1"


def pem(signer: LocalSigner) -> bytes:
    secret = signer.private_key.secret
    if signer.algorithm == "Ed25519":
        key: Any = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    else:
        key = ec.derive_private_key(int.from_bytes(secret), ec.SECP256R1() if signer.algorithm == "P-256" else ec.SECP384R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(("algorithm", "name"), [("Ed25519", "EdDSA"), ("P-256", "ES256"), ("P-384", "ES384")])
def test_we_verify_their_tokens_which_bring_their_key_along(algorithm: str, name: str):
    """A key in the header counts because the issuer publishes it; a stranger's would not."""
    signer, stranger = signer_of(1, algorithm), signer_of(3, algorithm)

    token = OB3Signer(pem(signer), algorithm=name).sign_payload(claims_of(unsigned(signer)))
    forged = OB3Signer(pem(stranger), algorithm=name).sign_payload(claims_of(unsigned(signer)))

    assert checked(token, signer).verdict == "accept"
    assert checked(forged, signer).codes == ("KEY_NOT_FOUND",)


def test_we_read_their_status_list_which_is_a_token():
    signer = signer_of(1, "Ed25519")
    now = datetime.now(UTC).replace(microsecond=0)
    document = build_status_list_credential(did(signer), LIST, "revocation", [5], issued=now)
    # their own `sign_status_list_credential` leaves `sub` out, which data model 1.1 (6.3.1) does not allow
    token = OB3Signer(pem(signer), algorithm="EdDSA").sign_payload(claims_of(document))

    for index, codes in ((5, ("REVOKED",)), (6, ())):
        credential = add_proof(unsigned(signer, credentialStatus=status_list.entry(LIST, index)), signer=signer, created=AT)
        found = verify(
            json.dumps(credential),
            at=datetime.now(UTC),
            fetch=lambda url, *, limit: Fetched(body=token.encode()),
            trusted={did(signer): "An issuer"},
        )
        assert found.codes == codes


def records(signer: LocalSigner) -> list[dict[str, Any]]:
    made = []
    for number in (1, 2):
        document = unsigned(signer) | {"id": f"urn:uuid:8d5be4a1-0000-4000-8000-00000000000{number}"}
        subject = document["credentialSubject"]
        achievement = subject["achievement"] | {"id": f"https://uni.example/achievements/{number}"}
        made.append(
            add_proof(document | {"credentialSubject": subject | {"achievement": achievement}}, signer=signer, created=AT)
        )
    return made


def test_we_verify_their_learner_record():
    signer = signer_of(1, "Ed25519")
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": "Amina", "identityType": "name"}
    profile = {"id": did(signer), "type": ["Profile"], "name": "An issuer"}
    document = other_clr.build_clr_credential(
        profile, [identity], records(signer), credential_id="urn:uuid:8d5be4a1-0000-4000-8000-000000000009", valid_from=AT
    )

    document["name"] = "Transcript"  # which CLR 2.0 requires and they leave to whoever calls
    theirs = other_clr.sign_clr_credential(document, pem(signer), signer.verification_method)

    report = verify(json.dumps(theirs), at=datetime.now(UTC), fetch=no_network, trusted={did(signer): "An issuer"})
    assert report["proof"].code == "OK", report.to_json()
    assert report["credentials"].code == "OK", report.to_json()


def test_they_verify_our_learner_record():
    signer = signer_of(1, "Ed25519")
    issuer = UNIVERSITY.model_copy(update={"id": did(signer)})
    unsigned_record = clr2.project(
        records(signer),
        id="urn:uuid:8d5be4a1-0000-4000-8000-000000000009",
        name="Transcript",
        issuer=issuer,
        learner=Learner(name="Amina"),
        issued=AT,
        associations=[
            Association(
                kind="precedes", source="https://uni.example/achievements/1", target="https://uni.example/achievements/2"
            )
        ],
    )
    ours = add_proof(unsigned_record, signer=signer, created=AT)
    rules = {"extra_contexts": other_clr.bundled_clr_contexts()}

    verify_data_integrity_proof(ours, pem_of(signer.private_key.public), **rules)
    with pytest.raises(LibOpenBadgesException):
        verify_data_integrity_proof(ours | {"name": "Doctor"}, pem_of(signer.private_key.public), **rules)
