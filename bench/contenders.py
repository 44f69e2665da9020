"""Who is measured: each contender issues or verifies one credential, given its number."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from nacl import bindings
from node import Peer
from openbadgeslib.ob3 import ldp
from pyld import jsonld as pyld
from samples import ISSUED, ISSUER, PLACES, SAMPLES
from timing import Contender, counted
from world import KEY, METHOD, NOW, P256_KEY, P256_SIGNER, SEED, SIGNER, fetch

from laurel.canon import jsonld, strict_json
from laurel.canon.contexts import PINNED
from laurel.keys import LocalSigner
from laurel.proofs import SUITES, vc_jwt
from laurel.proofs.batch import Batch
from laurel.proofs.options import read_signature, write_signature
from laurel.verify import verify

KEPT = 32  # documents that a contender goes through again and again: what was just read is in the processor's cache
WARM_UP = 3.0  # seconds for Node.js to compile
LEARNERS = 4_000  # rows of a batch
RDFC, JCS = SUITES["eddsa-rdfc-2022"], SUITES["eddsa-jcs-2022"]
FULL = dataclasses.replace(RDFC, canonical_hash=jsonld.canonical_hash)
VC, PYLD, LIBRARY = "@digitalbazaar/vc", "PyLD and libsodium", "openbadgeslib"
PEERS = (VC, PYLD, LIBRARY)
SIGNING, VERIFYING = "libsodium, signing 64 bytes", "libsodium, verifying 64 bytes"


@dataclasses.dataclass(frozen=True)
class Job:
    """One sample, unsigned and signed in every way that is measured."""

    name: str

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(json.dumps(SAMPLES[self.name](number))) for number in range(KEPT)]

    @cached_property
    def learners(self) -> list[list[str]]:
        return [[_at(document, place) for place in PLACES[self.name]] for document in map(SAMPLES[self.name], range(LEARNERS))]

    def signed(self, suite: str, signer: LocalSigner = SIGNER) -> list[dict[str, Any]]:
        """Read from JSON, as a verifier has them: no two share a string."""
        made = (SUITES[suite].add_proof(document, signer=signer, created=ISSUED) for document in self.documents)
        return [json.loads(json.dumps(document)) for document in made]

    @cached_property
    def texts(self) -> list[str]:
        return [json.dumps(each, ensure_ascii=False) for each in self.signed("eddsa-rdfc-2022")]

    def batch(self, suite: str, signer: LocalSigner = SIGNER) -> Batch:
        return Batch(SAMPLES[self.name](0), vary=PLACES[self.name], signer=signer, created=ISSUED, suite=suite)


def issuers(job: Job, peer: Peer) -> Iterator[Contender]:
    documents, learners = job.documents, job.learners
    secret, message, pem = bindings.crypto_sign_seed_keypair(SEED)[1], bytes(64), _private_pem()

    def of(name: str, work: Any, kept: int = KEPT) -> Contender:
        return Contender(name=name, times=counted(work, kept=kept))

    def batch(name: str, suite: str, signer: LocalSigner = SIGNER) -> Contender:
        made = job.batch(suite, signer)
        return of(name, lambda n: made.sign(learners[n]), LEARNERS)

    yield of(SIGNING, lambda _: bindings.crypto_sign(message, secret))
    yield batch("Laurel eddsa-jcs-2022, batch", "eddsa-jcs-2022")
    yield batch("Laurel eddsa-rdfc-2022, batch", "eddsa-rdfc-2022")
    yield of("Laurel eddsa-jcs-2022, documents", lambda n: _add(JCS, documents[n]))
    yield of("Laurel eddsa-rdfc-2022, documents", lambda n: _add(RDFC, documents[n]))
    yield of("Laurel eddsa-rdfc-2022, full path", lambda n: _add(FULL, documents[n]))
    yield batch("Laurel ecdsa-jcs-2019, P-256, batch", "ecdsa-jcs-2019", P256_SIGNER)
    yield batch("Laurel ecdsa-rdfc-2019, P-256, batch", "ecdsa-rdfc-2019", P256_SIGNER)
    yield of("Laurel VC-JWT, EdDSA, documents", lambda n: vc_jwt.sign(documents[n], signer=SIGNER))
    yield of(PYLD, lambda n: pyld_sign(documents[n], secret))
    yield of(LIBRARY, lambda n: ldp.add_data_integrity_proof(documents[n], pem, METHOD, created=ISSUED))
    yield Contender(name=VC, times=peer.timer("issue", job.name), warm_up=WARM_UP)


def verifiers(job: Job, peer: Peer) -> Iterator[Contender]:
    rdfc, jcs = job.signed("eddsa-rdfc-2022"), job.signed("eddsa-jcs-2022")
    p256, p256_jcs = job.signed("ecdsa-rdfc-2019", P256_SIGNER), job.signed("ecdsa-jcs-2019", P256_SIGNER)
    tokens = [vc_jwt.sign(document, signer=SIGNER) for document in job.documents]
    texts, jcs_texts = ([json.dumps(each, ensure_ascii=False).encode() for each in kind] for kind in (rdfc, jcs))
    public, secret = bindings.crypto_sign_seed_keypair(SEED)
    signature, pem = bindings.crypto_sign(bytes(64), secret), _public_pem()

    def of(name: str, work: Any) -> Contender:
        return Contender(name=name, times=counted(work, kept=KEPT))

    yield of(VERIFYING, lambda _: bindings.crypto_sign_open(signature, public))
    yield of("Laurel eddsa-jcs-2022, proof of a document", lambda n: _check(JCS, jcs[n]))
    yield of("Laurel eddsa-rdfc-2022, proof of a document", lambda n: _check(RDFC, rdfc[n]))
    yield of("Laurel eddsa-jcs-2022, proof of a text", lambda n: _check(JCS, strict_json.loads_object(jcs_texts[n])))
    yield of("Laurel eddsa-rdfc-2022, proof of a text", lambda n: _check(RDFC, strict_json.loads_object(texts[n])))
    yield of("Laurel, whole report", lambda n: _report(texts[n]))
    yield of("Laurel eddsa-rdfc-2022, full path", lambda n: _check(FULL, rdfc[n]))
    yield of("Laurel ecdsa-jcs-2019, P-256, proof of a document", lambda n: _check_p256("ecdsa-jcs-2019", p256_jcs[n]))
    yield of("Laurel ecdsa-rdfc-2019, P-256, proof of a document", lambda n: _check_p256("ecdsa-rdfc-2019", p256[n]))
    yield of("Laurel VC-JWT, EdDSA, token", lambda n: vc_jwt.check(tokens[n], KEY.public))
    yield of(PYLD, lambda n: pyld_verify(json.loads(texts[n]), public))
    yield of(LIBRARY, lambda n: ldp.verify_data_integrity_proof(json.loads(texts[n]), pem))
    yield Contender(name=VC, times=peer.timer("verify", job.name), warm_up=WARM_UP)


def _add(suite: Any, document: dict[str, Any]) -> dict[str, Any]:
    return suite.add_proof(document, signer=SIGNER, created=ISSUED)


def _check(suite: Any, document: dict[str, Any]) -> None:
    suite.check_proof(document, document["proof"][0], KEY.public)


def _check_p256(suite: str, document: dict[str, Any]) -> None:
    SUITES[suite].check_proof(document, document["proof"][0], P256_KEY.public)


def _report(text: bytes) -> None:
    report = verify(text, at=NOW, fetch=fetch, trusted={ISSUER: "Example University"})
    if report.verdict != "accept":
        raise AssertionError(report.to_json())


def _at(document: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        document = document[step]
    return document


def _private_pem() -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem() -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _load(url: str, _: object) -> dict[str, Any]:
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": PINNED[url].document}


def pyld_hash(document: dict[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    return hashlib.sha256(pyld.normalize(document, options).encode()).digest()


def _pyld_message(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    return pyld_hash({**options, "@context": document["@context"]}) + pyld_hash(document)


def pyld_sign(document: dict[str, Any], secret: bytes) -> dict[str, Any]:
    """What a straightforward program does with PyLD: no checks at all."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-23T09:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    signature = bindings.crypto_sign(_pyld_message(document, options), secret)[:64]
    return {**document, "proof": {**options, "proofValue": write_signature(signature)}}


def pyld_verify(document: dict[str, Any], public: bytes) -> None:
    proof = document.pop("proof")[0]
    signature = read_signature(proof.pop("proofValue"))
    bindings.crypto_sign_open(signature + _pyld_message(document, proof), public)
