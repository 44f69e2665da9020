"""Anchors on a chain of Ethereum's kind, on a real one that lives in the test."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web3 import HTTPProvider

from laurel.anchors import AnchorError, AnchorPendingError, Evidence, earliest
from laurel.anchors.chains import Chain
from laurel.anchors.evm import EvmAnchor, EvmReader, EvmWitness
from laurel.anchors.transactions import Transaction, TransactionNotFoundError, no_chain
from laurel.errors import UndecidedError, UnreachableError
from local_chain import CHAIN, LocalChain

DIGEST = hashlib.sha256(b"a tree").digest()
SEPOLIA = Chain.named("eth:sepolia")


@pytest.fixture
def chain() -> LocalChain:
    return LocalChain()


def test_a_digest_is_anchored_and_witnessed(chain):
    evidence = chain.anchor().anchor(DIGEST)

    witnessed = earliest([evidence], DIGEST, witnesses=[chain.witness()])

    assert abs(witnessed.by - datetime.now(UTC)) < timedelta(minutes=5)
    assert "Ethereum" in witnessed.witness


def test_the_chain_holds_the_32_bytes_and_nothing_else(chain):
    signed = chain.anchor().prepare(DIGEST)
    chain.anchor().send(signed)

    found = chain.reader(CHAIN, signed.transaction)

    assert (found.payload, found.sender, found.confirmations) == (DIGEST, chain.issuer.address, 1)
    assert chain.node.eth.get_transaction(signed.transaction)["value"] == 0


def test_nothing_is_sent_before_it_was_prepared_and_twice_counts_once(chain):
    anchor = chain.anchor()
    before = chain.sent_by(chain.issuer)

    signed = anchor.prepare(DIGEST)
    assert chain.sent_by(chain.issuer) == before
    for _ in range(3):  # as after a crash between sending and writing down
        anchor.send(signed)

    assert chain.sent_by(chain.issuer) == before + 1
    assert anchor.wait(signed).payload == DIGEST


def test_an_anchor_waits_until_it_is_deep_enough(chain):
    anchor = chain.anchor(confirmations=4)
    signed = anchor.prepare(DIGEST)
    anchor.send(signed)

    with pytest.raises(AnchorPendingError):
        anchor.wait(signed, tries=2)
    assert anchor.wait(signed).confirmations == 4


def test_a_transaction_that_waits_for_a_block_proves_nothing_yet(chain):
    chain.stop_mining()
    evidence = chain.anchor().anchor(DIGEST)

    with pytest.raises(UndecidedError):
        chain.witness().check(evidence, DIGEST)
    chain.mine()
    assert chain.witness().check(evidence, DIGEST)


def test_refuses_an_anchor_that_is_not_deep_enough(chain):
    evidence = chain.anchor().anchor(DIGEST)
    witness = chain.witness(confirmations=6)

    with pytest.raises(AnchorPendingError):
        witness.check(evidence, DIGEST)
    chain.mine(5)
    assert witness.check(evidence, DIGEST)


def test_refuses_evidence_about_another_digest(chain):
    evidence = chain.anchor().anchor(DIGEST)

    with pytest.raises(AnchorError, match="another digest"):
        chain.witness().check(evidence, bytes(32))


def test_refuses_the_transaction_of_somebody_else(chain):
    evidence = chain.anchor(account=chain.stranger).anchor(DIGEST)

    with pytest.raises(AnchorError, match="somebody else"):
        chain.witness(senders=frozenset({chain.issuer.address})).check(evidence, DIGEST)
    assert chain.witness(senders=frozenset({chain.stranger.address.lower()})).check(evidence, DIGEST)


def test_refuses_a_transaction_signed_for_another_chain(chain):
    evidence = chain.anchor().anchor(DIGEST)
    moved = json.loads(evidence.content) | {"chain": "eth:mainnet"}

    with pytest.raises(AnchorError, match="another chain"):
        chain.witness().check(Evidence(kind="evm", content=json.dumps(moved).encode()), DIGEST)


def test_refuses_a_node_of_another_chain(chain):
    with pytest.raises(UnreachableError, match="serves the chain 131277322940537"):
        chain.anchor(chain=SEPOLIA).prepare(DIGEST)
    with pytest.raises(UnreachableError, match="serves the chain"):
        EvmReader({SEPOLIA: chain.provider})(SEPOLIA, "0x" + "1" * 64)
    with pytest.raises(UnreachableError, match="no node"):
        chain.reader(SEPOLIA, "0x" + "1" * 64)


def test_a_transaction_that_nobody_made_is_not_found(chain):
    with pytest.raises(TransactionNotFoundError):
        chain.reader(CHAIN, "0x" + "1" * 64)


def test_refuses_to_pay_more_than_allowed(chain):
    with pytest.raises(AnchorError, match="fee"):
        chain.anchor(most_fee=1).prepare(DIGEST)


def test_refuses_to_anchor_what_is_no_digest(chain):
    with pytest.raises(ValueError, match="32 bytes"):
        chain.anchor().prepare(b"Amina Petrova, 5.50")


def test_refuses_a_second_transaction_with_the_same_number(chain):
    anchor = chain.anchor()
    first, second = anchor.prepare(DIGEST), anchor.prepare(bytes(32))
    anchor.send(first)

    with pytest.raises(AnchorError, match="not taken"):
        anchor.send(second)


def test_a_node_that_does_not_answer_decides_nothing(chain):
    dead = HTTPProvider("http://127.0.0.1:9", exception_retry_configuration=None)
    evidence = chain.anchor().anchor(DIGEST)

    with pytest.raises(UnreachableError):
        EvmAnchor(dead, chain=CHAIN, account=chain.issuer, pause=lambda _: None).prepare(DIGEST)
    with pytest.raises(UnreachableError):
        EvmWitness(EvmReader({CHAIN: dead})).check(evidence, DIGEST)
    with pytest.raises(UnreachableError):
        EvmWitness(no_chain).check(evidence, DIGEST)


@pytest.mark.parametrize("change", [{"payload": bytes(32)}, {"sender": "0x" + "1" * 40}])
def test_refuses_a_node_that_answers_about_another_transaction(chain, change):
    evidence = chain.anchor().anchor(DIGEST)
    honest = {"payload": DIGEST, "sender": chain.issuer.address, "time": datetime.now(UTC), "confirmations": 1}

    with pytest.raises(AnchorError, match="another one"):
        EvmWitness(lambda *_: Transaction(**(honest | change))).check(evidence, DIGEST)


transactions = st.binary().map(lambda raw: json.dumps({"chain": "eth:1", "transaction": raw.hex()}).encode())


@given(st.binary(max_size=200) | transactions)
def test_refuses_evidence_that_is_no_transaction(content: bytes):
    with pytest.raises(AnchorError):
        EvmWitness(no_chain).check(Evidence(kind="evm", content=content), DIGEST)


@pytest.fixture(scope="module")
def anchored() -> tuple[LocalChain, bytes]:
    """A chain, and the signed transaction that anchors the digest there."""
    chain = LocalChain()
    return chain, bytes.fromhex(json.loads(chain.anchor().anchor(DIGEST).content)["transaction"])


@given(place=st.integers(0), bits=st.integers(1, 255))
def test_refuses_every_change_of_the_transaction(anchored, place: int, bits: int):
    chain, raw = anchored
    changed = bytearray(raw)
    changed[place % len(raw)] ^= bits
    content = json.dumps({"chain": str(CHAIN), "transaction": changed.hex()}).encode()

    with pytest.raises((AnchorError, TransactionNotFoundError)):
        chain.witness(senders=frozenset({chain.issuer.address})).check(Evidence(kind="evm", content=content), DIGEST)
