"""Seeds that are keys, identifiers and tokens."""

from __future__ import annotations

import json

from cast_of_badges import RECORD
from fuzz.makers import Seeds
from fuzz.makers.documents import assertion
from fuzz.makers.files import small_picture
from fuzz.originals import (
    P256_SIGNER,
    P384_SIGNER,
    originals,
    presentation_tokens,
    tokens,
    university,
)
from fuzz.targets import jwt_vc_issuer, vc_jose
from fuzz.targets.did import document_for
from laurel.bake import png
from laurel.did import jwk, key
from laurel.formats import openbadge2
from laurel.formats.openbadge2.jws import pem_of
from laurel.formats.sd_jwt_vc import annex1 as sd_jwt_annex1
from laurel.formats.sd_jwt_vc import credential as sd_jwt_vc
from laurel.formats.sd_jwt_vc import sd_jwt
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import envelope
from outside_world import KEY, NOW, SIGNED, SIGNER, UNIVERSITY, revocation_list


def keys_seeds() -> Seeds:
    for signer in (SIGNER, P256_SIGNER, P384_SIGNER):
        private = signer.private_key
        yield f"{private.algorithm}.multikey", private.public.to_multikey()
        yield f"{private.algorithm}.secret", private.to_multikey()
        yield f"{private.algorithm}.jwk", private.to_jwk()
        yield f"{private.algorithm}.public.jwk", private.public.to_jwk()
    yield "Ed25519.pem", pem_of(KEY.public)
    yield "P-256.pem", pem_of(P256_SIGNER.private_key.public)
    yield "low-order", bytes([1]) + bytes(31)


def did_seeds() -> Seeds:
    yield "web", document_for(f"{UNIVERSITY}#key-1", university())
    yield "path", document_for("did:web:uni.example:org:7", university() | {"id": "did:web:uni.example:org:7"})
    yield "https", document_for("https://uni.example/issuer", university() | {"id": "https://uni.example/issuer"})
    yield "key", key.method_of(KEY.public)
    yield "jwk", jwk.method_of(P256_SIGNER.private_key.public)
    method = {"id": "#k", "type": "JsonWebKey", "controller": UNIVERSITY, "publicKeyJwk": KEY.public.to_jwk()}
    yield "inside", document_for(UNIVERSITY, {"id": UNIVERSITY, "assertionMethod": [method], "alsoKnownAs": ["urn:x"]})


def jose_seeds() -> Seeds:
    yield from ((f"token-{number}", token) for number, token in enumerate(tokens(), 1))
    yield "presentation", presentation_tokens()[0]
    yield "envelope", envelope.wrap_credential(tokens()[1])
    yield "openbadge2", openbadge2.sign(assertion(), signer=P256_SIGNER)


def sd_jwt_seeds() -> Seeds:
    counter = iter(range(1_000))
    vct = "https://types.example/t"
    projected = sd_jwt_annex1.project(RECORD, vct=vct, issuer=UNIVERSITY)
    holder = PrivateKey.from_seed(bytes(range(2, 34)), "P-256")
    issued = sd_jwt_vc.issue(
        projected.claims,
        signer=SIGNER,
        disclosable=projected.disclosable,
        entropy=lambda size: next(counter).to_bytes(2).rjust(size, b"\5"),
        issued=SIGNED,
        holder=holder.public,
    )
    shown = sd_jwt_vc.disclose(issued, paths=list(projected.disclosable)[:2])
    bound = sd_jwt.bind(
        shown, signer=LocalSigner(holder, "did:example:holder#0"), nonce="n-1", audience="https://reader.example", created=NOW
    )
    yield "bound", bound.compact()
    yield "type", sd_jwt_annex1.metadata_of(vct)
    yield "payload", '{"_sd":["x"],"_sd_alg":"sha-256","a":[{"...":"y"}]}~WyJzIiwiYSIsMV0~WyJzIiwxXQ~'


def verify_anything_seeds() -> Seeds:
    yield from ((f"token-{number}", token) for number, token in enumerate(tokens(), 1))
    yield "envelope", envelope.wrap_credential(tokens()[1])
    yield "badge", originals()[0]
    yield "badge.png", png.bake(small_picture(), json.dumps(originals()[1]))
    yield "list", revocation_list(7)
    yield "transcript", originals()[11]


def vc_jose_seeds() -> Seeds:
    yield from vc_jose.tokens().items()
    yield "credential", vc_jose.credential()
    yield "place", "credentialSubject.phoneNumbers[0].type"


def jwt_vc_issuer_seeds() -> Seeds:
    name, address = "https://uni.example/org", "https://uni.example/keys"
    keys = {"keys": [KEY.public.to_jwk() | {"kid": "key-1"}, P256_SIGNER.private_key.public.to_jwk()]}
    yield "inside", jwt_vc_issuer.published(name, {"issuer": name, "jwks": keys})
    yield "linked", jwt_vc_issuer.published(name, {"issuer": name, "jwks_uri": address}, keys)
