"""Badges that are signed with a secret nonce, and anchored in a batch."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from laurel.anchors.chains import Chain
from laurel.anchors.transactions import Transaction, TransactionNotFoundError
from laurel.canon.contexts import OPEN
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor, Receipt, new_salt, target_of
from plain_badge import badge

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANCHOR = ChainAnchor(Chain.named("eth:sepolia"), "0x" + "ab" * 32)
KEY = PrivateKey.from_seed(bytes(range(32)))
SIGNER = LocalSigner(KEY, "did:web:uni.example#key-1")
ADDRESS = "did:web:uni.example#chain-1"
PROFILE = "https://uni.example/profile.json"
ACCOUNT = "0x40Cf9B7DB6FCc742ad0a76B8588C7f8De2b54a60"


def unsigned(number: int = 1) -> dict[str, Any]:
    return badge() | {"id": f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012}"}


def salted(number: int = 1, *, suite: str = "eddsa-rdfc-2022", signer: LocalSigner = SIGNER) -> dict[str, Any]:
    """A signed badge whose proof holds a nonce."""
    return add_proof(unsigned(number), suite=suite, signer=signer, created=AT, nonce=new_salt(secrets.token_bytes))


def anchored(*documents: dict[str, Any], anchor: ChainAnchor = ANCHOR) -> list[dict[str, Any]]:
    """The documents with the proofs of one batch."""
    batch = AnchoredBatch()
    places = [batch.add(document) for document in documents]
    return [
        batch.finish(document, place, anchors=[anchor], verification_method=ADDRESS, created=AT)
        for document, place in zip(documents, places, strict=True)
    ]


class Blockchain:
    """A chain of the tests' own: what its transactions hold, in memory."""

    def __init__(self, **changes: Any) -> None:
        self.changes = changes
        self.transactions: dict[tuple[str, str], Transaction] = {}
        self.asked: list[str] = []

    def __call__(self, chain: Chain, transaction: str, /) -> Transaction:
        self.asked.append(transaction)
        if (str(chain), transaction) not in self.transactions:
            raise TransactionNotFoundError(chain=chain.title, transaction=transaction)
        return self.transactions[str(chain), transaction]

    def hold(self, document: dict[str, Any], *, place: int = -1, **changes: Any) -> dict[str, Any]:
        """Make the transactions that a proof of the document names; gives the document."""
        receipt = Receipt.parse(document["proof"][place]["proofValue"])
        facts: dict[str, Any] = {"payload": receipt.root, "sender": ACCOUNT, "time": AT, "confirmations": 6}
        for anchor in receipt.anchors:
            self.transactions[str(anchor.chain), anchor.transaction] = Transaction(**(facts | self.changes | changes))
        return document


def merkle_alone(document: dict[str, Any], *, anchor: ChainAnchor = ANCHOR, **proof: Any) -> dict[str, Any]:
    """A document with a Merkle proof of its own tree; unsigned, that is all it bears, as Blockcerts usually have it."""
    target = target_of(document, contexts=OPEN)
    receipt = Receipt(target=target, path=(), root=target, anchors=(anchor,))
    usual = {
        "type": "DataIntegrityProof",
        "cryptosuite": "merkle-proof-2019",
        "created": "2026-11-24T12:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"{PROFILE}#chain-1",
        "proofValue": receipt.write(),
    }
    return document | {"proof": [*document.get("proof", []), usual | proof]}


def blockcert(**changes: Any) -> dict[str, Any]:
    """A credential with the words of Blockcerts, unsigned."""
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/blockcerts/v3.2"],
        "id": "urn:uuid:8d5be4a1-0000-4000-8000-00000000000b",
        "type": ["VerifiableCredential", "BlockcertsCredential"],
        "issuer": PROFILE,
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:amina"},
        "display": {"contentMediaType": "text/html", "content": "<p>Data stewardship</p>"},
    }
    return document | changes


def profile(**changes: Any) -> dict[str, Any]:
    """The issuer's profile at its own address, with the account that anchors."""
    document = {
        "@context": ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v3.2"],
        "type": "Profile",
        "id": PROFILE,
        "name": "Sofia Example University",
        "url": "https://uni.example",
        "publicKey": [{"id": f"ecdsa-koblitz-pubkey:{ACCOUNT}", "created": "2026-01-01T00:00:00+00:00"}],
    }
    return document | changes
