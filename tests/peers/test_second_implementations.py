"""What Laurel signs, others verify; what others sign, Laurel verifies; what somebody changed, neither accepts."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cast_of_badges import RECORD, UNIVERSITY
from laurel.art.badge import png_of, svg_of
from laurel.art.palette import palette_for
from laurel.bake import png, svg
from laurel.did.key import did_of
from laurel.fetching import no_network
from laurel.formats.openbadge3 import project
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, vc_jwt
from laurel.verify import verify
from peers.second_implementations import digitalbazaar_refusals, openbadgeslib_refusal

pytestmark = pytest.mark.peers

SEED = bytes(range(32))
KEY = PrivateKey.from_seed(SEED)
DID = did_of(KEY.public)
SIGNER = LocalSigner(KEY, f"{DID}#{DID.removeprefix('did:key:')}")
NOW = RECORD.issued + timedelta(days=1)


def _unsigned() -> dict[str, Any]:
    issuer = UNIVERSITY.model_copy(update={"id": DID})
    return project(RECORD, issuer=issuer, salt="0123456789abcdef")


def _signed() -> str:
    return json.dumps(add_proof(_unsigned(), signer=SIGNER, created=RECORD.issued), ensure_ascii=False)


def _art() -> str:
    return svg_of(RECORD.credential, palette=palette_for(UNIVERSITY.id), initials="EU", language="en")


def _did_document() -> dict[str, Any]:
    method = {
        "id": SIGNER.verification_method,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": KEY.public.to_multikey(),
    }
    return {
        "@context": "https://www.w3.org/ns/did/v1",
        "id": DID,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


def test_digitalbazaar_verifies_our_badge_and_refuses_a_changed_one(tmp_path: Path) -> None:
    good = _signed()
    changed = good.replace('"5.50"', '"6.00"')
    assert changed != good

    said = digitalbazaar_refusals([("good", good), ("changed", changed)], dids={DID: _did_document()}, scratch=tmp_path)

    assert said["good"] is None
    assert said["changed"] is not None


def test_openbadgeslib_verifies_our_badge_and_refuses_a_changed_one() -> None:
    good = _signed()

    assert openbadgeslib_refusal(good, public_multikey=KEY.public.to_multikey()) is None
    assert openbadgeslib_refusal(good.replace('"5.50"', '"6.00"'), public_multikey=KEY.public.to_multikey()) is not None


def test_openbadgeslib_verifies_our_token() -> None:
    from openbadgeslib.ob3.did import resolve_did
    from openbadgeslib.ob3.verifier import OB3Verifier

    token = vc_jwt.sign(_unsigned(), signer=SIGNER)

    assert OB3Verifier(resolve_did(DID)).verify(token)


def test_openbadgeslib_finds_our_token_in_a_picture() -> None:
    from openbadgeslib.ob3.verifier import OB3Verifier

    token = vc_jwt.sign(_unsigned(), signer=SIGNER)
    art = _art()

    assert OB3Verifier.extract_token_from_svg(svg.bake(art.encode(), token)) == token
    assert OB3Verifier.extract_token_from_png(png.bake(png_of(art, width=256), token)) == token


def test_we_verify_what_openbadgeslib_signs() -> None:
    from openbadgeslib.ob3.ldp import add_data_integrity_proof

    pem = Ed25519PrivateKey.from_private_bytes(SEED).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    theirs = add_data_integrity_proof(_unsigned(), pem, SIGNER.verification_method, created=RECORD.issued)

    report = verify(json.dumps(theirs), at=NOW, fetch=no_network, trusted={DID: "Example University"})

    assert report.verdict == "accept", report.to_json()
