"""`jose` and `@sd-jwt/sd-jwt-vc` (npm), and joserfc (PyPI): tokens and selectively disclosed credentials, each way."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwk as other_jwk
from joserfc import jws as other_jws

from laurel.errors import CredentialError
from laurel.formats.sd_jwt_vc import bind, disclose, issue, verify_bound, verify_unbound
from laurel.keys import LocalSigner, PublicKey, base64url
from laurel.proofs import vc_jwt, vp_jwt
from laurel.proofs.jwt_claims import claims_of
from peers.cases import AT, checked, did, signer_of, unsigned
from peers.peer import Peer, PeerError, running

pytestmark = pytest.mark.peers

ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
ASKED = {"nonce": "a-question", "audience": "https://esra.example"}
CLAIMS = {"vct": "https://uni.example/types/badge", "iss": "https://uni.example", "name": "Амина", "grade": "5.50"}
each_key = pytest.mark.parametrize("algorithm", ALGORITHMS)
silent = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with running(tmp_path_factory.mktemp("peer")) as found:
        yield found


def public(signer: LocalSigner) -> dict[str, Any]:
    return dict(signer.private_key.public.to_jwk())


def secret(signer: LocalSigner) -> dict[str, Any]:
    return dict(signer.private_key.to_jwk())


@each_key
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_jose_verifies_our_credential_as_a_token(peer: Peer, algorithm: str, typ: Any):
    signer = signer_of(1, algorithm)
    token = vc_jwt.sign(unsigned(signer), signer=signer, typ=typ)
    asked = {"jwk": public(signer), "algorithms": [ALGORITHMS[algorithm]]}

    said = peer.ask("checkToken", token=token, **asked)

    assert said["payload"] == (claims_of(unsigned(signer)) if typ == "JWT" else unsigned(signer))
    head, _, signature = token.split(".")
    with pytest.raises(PeerError, match="signature verification failed"):
        peer.ask("checkToken", token=f"{head}.{base64url.encode(b'{}')}.{signature}", **asked)


@each_key
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_we_verify_a_token_that_jose_signed(peer: Peer, algorithm: str, typ: str):
    signer = signer_of(1, algorithm)
    payload = claims_of(unsigned(signer)) if typ == "JWT" else unsigned(signer)
    header = {"alg": ALGORITHMS[algorithm], "typ": typ, "kid": signer.verification_method}

    token = peer.ask("signToken", payload=payload, header=header, jwk=secret(signer))

    assert checked(token, signer).verdict == "accept"
    with pytest.raises(CredentialError):
        vc_jwt.check(token, signer_of(3, algorithm).private_key.public)


@each_key
@silent
def test_joserfc_and_we_verify_each_others_tokens(algorithm: str):
    signer = signer_of(1, algorithm)
    name = ALGORITHMS[algorithm]
    token = vc_jwt.sign(unsigned(signer), signer=signer, typ="vc+jwt")

    other = other_jws.deserialize_compact(token, other_jwk.import_key(public(signer)), algorithms=[name])
    header = {"alg": name, "typ": "vc+jwt", "kid": signer.verification_method}
    theirs = other_jws.serialize_compact(
        header, json.dumps(unsigned(signer)), other_jwk.import_key(secret(signer)), algorithms=[name]
    )

    assert json.loads(other.payload) == unsigned(signer)
    assert checked(theirs, signer).verdict == "accept"


@silent
def test_we_verify_rs256_tokens_of_jose_and_of_joserfc(peer: Peer):
    private = rsa.generate_private_key(65_537, 2_048)
    numbers = private.public_key().public_numbers()
    key = PublicKey("RSA", numbers.n.to_bytes(256), numbers.e)
    jwk = other_jwk.RSAKey.import_key(private)
    payload = claims_of(unsigned(signer_of(1, "Ed25519")))
    header = {"alg": "RS256", "typ": "JWT", "kid": "did:web:uni.example#rsa"}

    tokens = [
        peer.ask("signToken", payload=payload, header=header, jwk=jwk.as_dict(private=True)),
        other_jws.serialize_compact(header, json.dumps(payload), jwk, algorithms=["RS256"]),
    ]

    for token in tokens:
        assert vc_jwt.check(token, key).algorithm == "RS256"
        with pytest.raises(CredentialError):
            vc_jwt.check(token[:-8] + "AAAAAAAA", key)


@each_key
def test_jose_and_we_verify_each_others_presentations(peer: Peer, algorithm: str):
    holder = signer_of(2, algorithm)
    token = vp_jwt.sign(
        [vc_jwt.sign(unsigned(signer_of(1, "P-256")), signer=signer_of(1, "P-256"), typ="vc+jwt")],
        signer=holder,
        created=AT,
        **ASKED,
    )
    asked = {"jwk": public(holder), "algorithms": [ALGORITHMS[algorithm]]}

    said = peer.ask("checkToken", token=token, **asked)
    theirs = peer.ask("signToken", payload=said["payload"], header=said["header"], jwk=secret(holder))

    assert said["payload"]["holder"] == did(holder)
    assert vp_jwt.check(theirs, holder.private_key.public, **ASKED).presentation["holder"] == did(holder)
    with pytest.raises(CredentialError):
        vp_jwt.check(theirs, holder.private_key.public, **{**ASKED, "nonce": "another"})


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256"])
def test_sd_jwt_js_verifies_our_credential_whole_in_part_and_bound(peer: Peer, algorithm: str):
    issuer, holder = signer_of(1, algorithm), signer_of(2, "P-256")
    rules = {"signer": issuer, "disclosable": [("name",), ("grade",)], "entropy": secrets.token_bytes, "issued": AT}
    credential = issue(CLAIMS, holder=holder.private_key.public, decoys=2, **rules)
    shown = bind(disclose(credential, paths=[("grade",)]), signer=holder, created=AT, **ASKED).compact()
    now = int(AT.timestamp())

    whole = peer.ask("sdVerify", credential=credential, key=public(issuer), now=now)
    part = peer.ask("sdVerify", credential=shown, key=public(issuer), holder=public(holder), nonce=ASKED["nonce"], now=now)

    assert CLAIMS.items() <= whole["payload"].items()
    assert ("name" in part["payload"], part["payload"]["grade"]) == (False, "5.50")
    assert part["binding"]["aud"] == ASKED["audience"]
    with pytest.raises(PeerError):
        peer.ask("sdVerify", credential=shown, key=public(issuer), holder=public(holder), nonce="another", now=now)
    with pytest.raises(PeerError):
        peer.ask("sdVerify", credential=shown, key=public(signer_of(3, algorithm)), holder=public(holder), now=now)


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256"])
def test_we_verify_what_sd_jwt_js_issues_and_presents(peer: Peer, algorithm: str):
    issuer, holder = signer_of(1, algorithm), signer_of(2, "P-256")
    now = int(AT.timestamp())
    claims = CLAIMS | {"iat": now, "cnf": {"jwk": public(holder)}}

    credential = peer.ask("sdIssue", claims=claims, hidden=["name", "grade"], key=secret(issuer))
    asked = {"key": secret(issuer), "holder": secret(holder), "now": now, **ASKED}
    shown = peer.ask("sdPresent", credential=credential, shown={"grade": True}, **asked)

    key = issuer.private_key.public
    assert CLAIMS.items() <= verify_unbound(credential, issuer_key=key, at=AT).claims.items()
    part = verify_bound(shown, issuer_key=key, at=AT, **ASKED)
    assert (part.bound, "name" in part.claims, part.claims["grade"]) == (True, False, "5.50")
    with pytest.raises(CredentialError):
        verify_bound(shown, issuer_key=key, at=AT, **{**ASKED, "nonce": "another"})
