"""The `proofValue`: what is written is read back, in either of the two encodings, and everything else is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laurel.anchors import AnchorError
from laurel.anchors.chains import MOCKNET, Chain
from laurel.errors import CredentialError, ProofError, UndecidedError, UnsupportedError
from laurel.keys import base58
from laurel.proofs import cbor
from laurel.proofs.merkle_proof_2019.receipt import ChainAnchor, Receipt, Step

hashes = st.binary(min_size=32, max_size=32)
chains = st.sampled_from(["btc:mainnet", "btc:testnet", "mtc:mainnet", "eth:mainnet", "eth:sepolia", "eth:31337"]).map(
    Chain.named
)
real = st.builds(lambda chain, octets: ChainAnchor(chain, ("0x" if chain.evm_id else "") + octets.hex()), chains, hashes)
trials = st.text(max_size=60).map(lambda note: ChainAnchor(MOCKNET, note))
receipts = st.builds(
    Receipt,
    target=hashes,
    path=st.lists(st.builds(Step, hashes, st.booleans()), max_size=40).map(tuple),
    root=hashes,
    anchors=st.lists(real | trials, min_size=1, max_size=4).map(tuple),
)
RECEIPT = Receipt(
    target=b"t" * 32,
    path=(Step(b"s" * 32, True),),
    root=b"r" * 32,
    anchors=(ChainAnchor(Chain.named("btc:mainnet"), "ab" * 32),),
)


@given(receipts)
def test_what_is_written_is_read_back(receipt: Receipt):
    assert Receipt.parse(receipt.write()) == receipt


def test_an_anchor_is_a_blink_address():
    assert str(RECEIPT.anchors[0]) == "blink:btc:mainnet:" + "ab" * 32


def value_of(parts: object) -> str:
    return "z" + base58.encode(cbor.encode(parts))


def as_bytes(octets: bytes) -> bytes:
    return cbor.encode(octets)


def parts(**changes: object) -> str:
    """The receipt in the encoding with bytes; changes replace its parts."""
    usual: dict[str, object] = {
        "path": [[0, as_bytes(b"s" * 32)]],
        "root": as_bytes(b"r" * 32),
        "target": as_bytes(b"t" * 32),
        "anchors": [[[0, 0], [1, 1], [2, as_bytes(b"\xab" * 32)]]],
    }
    chosen = usual | changes
    return value_of([[3, chosen["path"]], [0, chosen["root"]], [1, chosen["target"]], [2, chosen["anchors"]]])


def test_hashes_may_stand_as_bytes():
    assert Receipt.parse(parts()) == RECEIPT


def test_a_trial_is_read_in_both_encodings():
    with_number = [[[0, -1], [1, -1], [2, as_bytes(b"\xce\x4c")]]]
    with_note = [[[0, -1], [1, cbor.encode("for testing only")]]]

    assert Receipt.parse(parts(anchors=with_number)).anchors == (ChainAnchor(MOCKNET, "ce4c"),)
    assert Receipt.parse(parts(anchors=with_note)).anchors == (ChainAnchor(MOCKNET, "for testing only"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "u" + RECEIPT.write()[1:],
        RECEIPT.write() + "1",
        "z" + "1" * 20_000,
        value_of(1),
        value_of([]),
        value_of([[0, b""]]),
        value_of([[3, []], [0, as_bytes(b"r" * 32)], [0, as_bytes(b"r" * 32)], [2, []]]),
        parts(path=[[2, as_bytes(b"s" * 32)]]),
        parts(path=[[0, b"s" * 32]]),
        parts(path=[[0, as_bytes(b"s" * 31)]]),
        parts(path=[[0, cbor.encode("s" * 64)]]),
        parts(path=[[0, as_bytes(b"s" * 32), 1]]),
        parts(path=[[0, as_bytes(b"s" * 32)]] * 65),
        parts(path={0: b"s"}),
        parts(root="r" * 64),
        parts(target=7),
        parts(anchors=[]),
        parts(anchors=[[[0, 0], [1, 1], [2, as_bytes(b"\xab" * 32)]]] * 5),
        parts(anchors=[[[0, 0]]]),
        parts(anchors=[[[0, 0], [0, 1], [2, as_bytes(b"\xab" * 32)]]]),
        parts(anchors=[[[1, 1], [2, as_bytes(b"\xab" * 32)]]]),
        parts(anchors=["blink:btc:mainnet:" + "ab" * 32]),
    ],
)
def test_refuses_a_malformed_receipt(text: str):
    with pytest.raises(ProofError):
        Receipt.parse(text)


def test_refuses_an_anchor_on_no_chain():
    for anchor in ([[0, 9], [1, 1], [2, as_bytes(b"\xab" * 32)]], [[0, 0], [1, 1], [2, cbor.encode("a transaction")]]):
        with pytest.raises(AnchorError):
            Receipt.parse(parts(anchors=[anchor]))
    with pytest.raises(UnsupportedError):
        Receipt.parse(parts(anchors=[[[0, 0], [1, 77], [2, as_bytes(b"\xab" * 32)]]]))


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda octets: "z" + base58.encode(octets)))
@example("z1")
def test_whatever_is_written_there_is_read_or_refused(text: str):
    try:
        Receipt.parse(text)
    except (CredentialError, UndecidedError):
        return
