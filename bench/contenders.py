"""Who is measured: each contender issues or verifies one credential, given its number."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from nacl import bindings
from openbadgeslib.ob3 import ldp
from pyld import jsonld as pyld
from samples import ISSUED, ISSUER, Sample
from world import KEY, METHOD, NOW, SEED, SIGNER, did_document, fetch

from laurel.canon import jsonld, strict_json
from laurel.canon.contexts import PINNED
from laurel.proofs import SUITES
from laurel.proofs.batch import Batch
from laurel.proofs.options import read_signature, write_signature
from laurel.verify import verify

Work = Callable[[int], object]
Peer = Callable[..., Callable[[int], float]]
KEPT = 32  # credentials that a contender goes through again and again: what was just read or made is in the processor's cache
RDFC, JCS = SUITES["eddsa-rdfc-2022"], SUITES["eddsa-jcs-2022"]
FULL = dataclasses.replace(RDFC, name="eddsa-rdfc-2022", canonical_hash=jsonld.canonical_hash)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Contender:
    """Does one job; `times(count)` says how many seconds of a processor `count` of them take, in all its threads.

    So a program that runs beside the bench does not change the figures much.
    """

    name: str
    times: Callable[[int], float]


def counted(work: Work) -> Callable[[int], float]:
    def times(count: int) -> float:
        began = process_time()
        for number in range(count):
            work(number % KEPT)
        return process_time() - began

    return times


def issuers(sample: Sample, places: list[tuple[Any, ...]], peer: Peer) -> Iterator[Contender]:
    documents = [sample(number) for number in range(KEPT)]
    secret = bindings.crypto_sign_seed_keypair(SEED)[1]
    message = bytes(64)
    texts = [[_at(document, place) for place in places] for document in documents]
    by_rdfc = Batch(sample(0), vary=places, signer=SIGNER, created=ISSUED)
    by_jcs = Batch(sample(0), vary=places, signer=SIGNER, created=ISSUED, suite="eddsa-jcs-2022")
    pem = _private_pem()
    yield Contender(name="libsodium, signing 64 bytes", times=counted(lambda _: bindings.crypto_sign(message, secret)))
    yield Contender(name="Laurel eddsa-jcs-2022, batch", times=counted(lambda n: by_jcs.sign(texts[n])))
    yield Contender(name="Laurel eddsa-rdfc-2022, batch", times=counted(lambda n: by_rdfc.sign(texts[n])))
    yield Contender(name="Laurel eddsa-jcs-2022, documents", times=counted(lambda n: _add(JCS, documents[n])))
    yield Contender(name="Laurel eddsa-rdfc-2022, documents", times=counted(lambda n: _add(RDFC, documents[n])))
    yield Contender(name="Laurel eddsa-rdfc-2022, full path", times=counted(lambda n: _add(FULL, documents[n])))
    yield Contender(name="PyLD and libsodium", times=counted(lambda n: pyld_sign(documents[n], secret)))
    yield Contender(
        name="openbadgeslib",
        times=counted(lambda n: ldp.add_data_integrity_proof(documents[n], pem, METHOD, created=ISSUED)),
    )
    yield Contender(name="@digitalbazaar/vc", times=peer(whole=True))
    yield Contender(name="@digitalbazaar/vc, one thread", times=peer(whole=False))


def verifiers(sample: Sample, peer: Peer) -> Iterator[Contender]:
    rdfc = [_add(RDFC, sample(number)) for number in range(KEPT)]
    jcs = [_add(JCS, sample(number)) for number in range(KEPT)]
    rdfc_texts, jcs_texts = ([json.dumps(each, ensure_ascii=False).encode() for each in kind] for kind in (rdfc, jcs))
    public, secret = bindings.crypto_sign_seed_keypair(SEED)
    signed = bindings.crypto_sign(bytes(64), secret)
    pem = _public_pem()
    yield Contender(name="libsodium, verifying 64 bytes", times=counted(lambda _: bindings.crypto_sign_open(signed, public)))
    yield Contender(name="Laurel eddsa-jcs-2022, proof of a document", times=counted(lambda n: _check(JCS, jcs[n])))
    yield Contender(name="Laurel eddsa-rdfc-2022, proof of a document", times=counted(lambda n: _check(RDFC, rdfc[n])))
    yield Contender(
        name="Laurel eddsa-jcs-2022, proof of a text",
        times=counted(lambda n: _check(JCS, strict_json.loads_object(jcs_texts[n]))),
    )
    yield Contender(
        name="Laurel eddsa-rdfc-2022, proof of a text",
        times=counted(lambda n: _check(RDFC, strict_json.loads_object(rdfc_texts[n]))),
    )
    yield Contender(name="Laurel, whole report", times=counted(lambda n: _report(rdfc_texts[n])))
    yield Contender(name="Laurel eddsa-rdfc-2022, full path", times=counted(lambda n: _check(FULL, rdfc[n])))
    yield Contender(name="PyLD and libsodium", times=counted(lambda n: pyld_verify(json.loads(rdfc_texts[n]), public)))
    yield Contender(
        name="openbadgeslib",
        times=counted(lambda n: ldp.verify_data_integrity_proof(json.loads(rdfc_texts[n]), pem)),
    )
    yield Contender(name="@digitalbazaar/vc", times=peer(whole=True))
    yield Contender(name="@digitalbazaar/vc, one thread", times=peer(whole=False))


def _add(suite: Any, document: dict[str, Any]) -> dict[str, Any]:
    return suite.add_proof(document, signer=SIGNER, created=ISSUED)


def _check(suite: Any, document: dict[str, Any]) -> None:
    suite.check_proof(document, document["proof"][0], KEY.public)


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


def _seconds_of(pid: int, *, whole: bool) -> float:
    """Seconds on a processor of all threads of a program, or of its first, which runs JavaScript."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat") if whole else [Path(f"/proc/{pid}/task/{pid}/schedstat")]
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


@contextmanager
def digitalbazaar(samples: dict[str, Sample], scratch: Path) -> Iterator[Callable[..., Callable[[int], float]]]:
    """A running Node.js with @digitalbazaar/vc; gives, for a job and a sample, what times it."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from peers.second_implementations import install_digitalbazaar  # noqa: PLC0415 - the path comes first

    world = {
        "contexts": {url: pinned.document for url, pinned in PINNED.items()},
        "dids": {ISSUER: did_document()},
        "key": did_document()["verificationMethod"][0] | {"secretKeyMultibase": KEY.to_multikey()},
        "samples": {name: [sample(number) for number in range(KEPT)] for name, sample in samples.items()},
        "signed": {
            name: [json.dumps(_add(RDFC, sample(number)), ensure_ascii=False) for number in range(KEPT)]
            for name, sample in samples.items()
        },
    }
    (scratch / "world.json").write_text(json.dumps(world))
    command = ["node", str(Path(__file__).with_name("peer.mjs")), str(scratch / "world.json"), str(install_digitalbazaar())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        assert running.stdout

        def timer(job: str, sample: str, *, whole: bool) -> Callable[[int], float]:
            def times(count: int) -> float:
                began = _seconds_of(running.pid, whole=whole)
                running.stdin.write(json.dumps({"job": job, "sample": sample, "count": count}) + "\n")
                running.stdin.flush()
                assert json.loads(running.stdout.readline()) == {"done": count}
                return _seconds_of(running.pid, whole=whole) - began

            return times

        yield timer
        running.stdin.close()
