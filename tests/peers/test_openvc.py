"""openvc-core and Laurel read what the other signs: ECDSA on both curves, selective disclosure in both ways, did:jwk."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from openvc.errors import OpenvcError
from openvc.keys import P256SigningKey, P384SigningKey
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from laurel.canon.contexts import PINNED
from laurel.did import jwk as did_jwk
from laurel.errors import CredentialError
from laurel.fetching import no_network
from laurel.formats.sd_jwt_vc import bind, disclose, issue, verify_bound, verify_unbound
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, check_proof, ecdsa_sd_2023
from laurel.verify import verify
from plain_badge import badge

pytestmark = pytest.mark.peers

KEYS = {"P-256": PrivateKey.from_seed(b"\1" * 32, "P-256"), "P-384": PrivateKey.from_seed(b"\1" * 48, "P-384")}
CURVES = {"P-256": (ec.SECP256R1(), P256SigningKey), "P-384": (ec.SECP384R1(), P384SigningKey)}
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTEXTS = {"extra_contexts": {url: dict(pinned.document) for url, pinned in PINNED.items() if "purl.imsglobal" in url}}
SUITES: dict[str, tuple[Any, dict[str, Any]]] = {
    "ecdsa-rdfc-2019": (EcdsaRdfcProofSuite(), CONTEXTS),
    "ecdsa-jcs-2019": (EcdsaJcsProofSuite(), {}),
}
CHOSEN = ["/type", "/name", "/credentialSubject/achievement/criteria", "/credentialSubject/identifier"]
# their derive (1.37) loses track of nodes without an identifier, in what they signed themselves too; their verify does not
NAMED = ["/name", "/credentialSubject/achievement/name"]


def ours(curve: str) -> LocalSigner:
    return LocalSigner(KEYS[curve], did_jwk.method_of(KEYS[curve].public))


def theirs(curve: str) -> Any:
    shape, make = CURVES[curve]
    return make(ec.derive_private_key(int.from_bytes(KEYS[curve].secret, "big"), shape), ours(curve).verification_method)


def unsigned(curve: str) -> dict[str, Any]:
    document = badge()
    return document | {"issuer": {**document["issuer"], "id": did_jwk.did_of(KEYS[curve].public)}}


# on P-384 theirs (1.37) names blank nodes by SHA-256, where the W3C's text and vectors have SHA-384
@pytest.mark.parametrize(
    ("name", "curve"), [("ecdsa-rdfc-2019", "P-256"), ("ecdsa-jcs-2019", "P-256"), ("ecdsa-jcs-2019", "P-384")]
)
def test_each_verifies_the_others_ecdsa_proof(name: str, curve: str):
    suite, contexts = SUITES[name]
    signed = add_proof(unsigned(curve), suite=name, signer=ours(curve), created=AT)
    alone = signed | {"proof": signed["proof"][0]}  # they take no list

    suite.verify(alone, public_key_jwk=KEYS[curve].public.to_jwk(), now=AT, **contexts)
    with pytest.raises(OpenvcError):
        suite.verify(alone | {"name": "Doctor"}, public_key_jwk=KEYS[curve].public.to_jwk(), now=AT, **contexts)

    method = ours(curve).verification_method
    back = suite.add_proof(unsigned(curve), signing_key=theirs(curve), verification_method=method, created=AT, **contexts)
    if "jcs" in name:
        # they sign the context among the options, as they should, and leave it out of what they write
        back["proof"]["@context"] = back["@context"]
    check_proof(back, back["proof"], KEYS[curve].public)
    assert verify(json.dumps(back), at=AT, fetch=no_network, trusted={back["issuer"]["id"]: "x"}).verdict == "accept"


def test_they_verify_what_we_derive_and_derive_from_what_we_sign():
    base = ecdsa_sd_2023.sign_base(unsigned("P-256"), signer=ours("P-256"), created=AT, entropy=secrets.token_bytes)
    suite, public = EcdsaSdProofSuite(), KEYS["P-256"].public

    shown = ecdsa_sd_2023.derive(base, selective=CHOSEN)
    suite.verify(shown | {"proof": shown["proof"][0]}, public_key_jwk=public.to_jwk(), now=AT, **CONTEXTS)
    with pytest.raises(OpenvcError):
        suite.verify(shown | {"proof": shown["proof"][0], "name": "Doctor"}, public_key_jwk=public.to_jwk(), now=AT, **CONTEXTS)

    derived = suite.derive_proof(base | {"proof": base["proof"][0]}, selective_pointers=NAMED, **CONTEXTS)
    check_proof(derived, derived["proof"], public)


def test_we_verify_what_they_derive_and_derive_from_what_they_sign():
    suite, public = EcdsaSdProofSuite(), KEYS["P-256"].public
    base = suite.add_base_proof(
        unsigned("P-256"),
        signing_key=theirs("P-256"),
        verification_method=ours("P-256").verification_method,
        mandatory_pointers=["/issuer", "/validFrom"],
        created=AT,
        **CONTEXTS,
    )

    for derived in (
        suite.derive_proof(base, selective_pointers=NAMED, **CONTEXTS),
        ecdsa_sd_2023.derive(base, selective=CHOSEN),
    ):
        proof = derived["proof"][0] if isinstance(derived["proof"], list) else derived["proof"]
        check_proof(derived, proof, public)
        with pytest.raises(CredentialError):
            check_proof(derived | {"name": "Doctor"}, proof, public)


CLAIMS = {"iss": "did:web:uni.example", "vct": "https://uni.example/types/badge", "name": "Амина", "grade": "5.50"}
ASKED = {"nonce": "a-question", "audience": "https://esra.example"}


@pytest.mark.parametrize("curve", KEYS)
def test_they_verify_our_sd_jwt_vc_with_key_binding(curve: str):
    now = datetime.now(UTC)
    holder = LocalSigner(PrivateKey.from_seed(b"\2" * 32), "x")
    credential = issue(
        CLAIMS,
        signer=ours(curve),
        disclosable=[("name",), ("grade",)],
        entropy=secrets.token_bytes,
        issued=now,
        holder=holder.private_key.public,
        decoys=3,
    )
    shown = bind(disclose(credential, paths=[("grade",)]), signer=holder, created=now, **ASKED).compact()
    rules = {"public_key_jwk": KEYS[curve].public.to_jwk(), "require_key_binding": True}

    verified = SdJwtVcProofSuite().verify(shown, **rules, **ASKED)

    assert verified.key_bound
    assert verified.claims["grade"] == "5.50"
    assert "name" not in verified.claims
    with pytest.raises(OpenvcError):
        SdJwtVcProofSuite().verify(shown, **rules, nonce="another", audience=ASKED["audience"])


@pytest.mark.parametrize("curve", KEYS)
def test_we_verify_their_sd_jwt_vc_with_key_binding(curve: str):
    suite, holder = SdJwtVcProofSuite(), theirs("P-256")
    credential = suite.issue(
        dict(CLAIMS), signing_key=theirs(curve), disclosable=["name"], holder_jwk=holder.public_jwk(), decoys=2
    )
    presentation = suite.create_presentation(credential, holder_key=holder, **ASKED)
    now = datetime.now(UTC)

    unbound = verify_unbound(credential, issuer_key=KEYS[curve].public, at=now)
    bound = verify_bound(presentation, issuer_key=KEYS[curve].public, at=now, **ASKED)

    assert bound.bound
    assert bound.claims == unbound.claims
    assert bound.claims["name"] == "Амина"
    with pytest.raises(CredentialError):
        verify_bound(presentation, issuer_key=KEYS[curve].public, at=now, nonce="another", audience=ASKED["audience"])
