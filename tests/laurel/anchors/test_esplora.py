"""Bitcoin transactions as an explorer tells them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import AnchorPendingError
from laurel.anchors.chains import Chain
from laurel.anchors.esplora import EsploraReader
from laurel.anchors.transactions import Transaction
from laurel.errors import Phrase, UndecidedError, UnreachableError
from laurel.fetching import Fetched

TESTNET = Chain.named("btc:testnet")
SITE = "https://explorer.example/testnet/api"
ID = "ab" * 32
FOUND: dict[str, Any] = {
    "txid": ID,
    "vin": [{"prevout": {"scriptpubkey_address": "mgdWjvq4RYAAP5goUNagTRMx7Xw534S5am"}}],
    "vout": [{"scriptpubkey": "76a914"}, {"scriptpubkey": "6a20" + "cd" * 32}],
    "status": {"confirmed": True, "block_height": 100, "block_time": 1_700_000_000},
}


def reader(found: Any = FOUND, *, height: bytes = b"102") -> EsploraReader:
    answers = {
        f"{SITE}/tx/{ID}": found if isinstance(found, bytes) else json.dumps(found).encode(),
        f"{SITE}/blocks/tip/height": height,
    }

    def fetch(url: str, *, limit: int) -> Fetched:
        if url not in answers:
            raise UnreachableError(url=url, why=Phrase("it answered 404", "отговори с 404"))
        return Fetched(body=answers[url][:limit])

    return EsploraReader(fetch, {TESTNET: SITE + "/"})


def test_the_digest_in_the_last_output_is_the_payload():
    assert reader()(TESTNET, ID) == Transaction(
        payload=b"\xcd" * 32,
        sender="mgdWjvq4RYAAP5goUNagTRMx7Xw534S5am",
        time=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        confirmations=3,
    )


@pytest.mark.parametrize("script", ["6a21" + "cd" * 33, "6a20" + "cd" * 31, "6a04deadbeef", "76a914", 5, None])
def test_a_transaction_without_a_digest_has_no_payload(script: Any):
    outputs = [{"scriptpubkey": "6a20" + "cd" * 32}, {"scriptpubkey": script}]

    assert reader(FOUND | {"vout": outputs})(TESTNET, ID).payload == b""


def test_a_transaction_without_a_block_proves_nothing_yet():
    with pytest.raises(AnchorPendingError):
        reader(FOUND | {"status": {"confirmed": False}})(TESTNET, ID)


@pytest.mark.parametrize(
    "found",
    [
        b"",
        b"<html>",
        b"[]",
        {},
        FOUND | {"status": "confirmed"},
        FOUND | {"status": {"confirmed": "yes"}},
        FOUND | {"vin": []},
        FOUND | {"vin": [{"prevout": None}]},
        FOUND | {"status": FOUND["status"] | {"block_time": "today"}},
        FOUND | {"status": FOUND["status"] | {"block_time": 10**30}},
        FOUND | {"status": FOUND["status"] | {"block_height": True}},
    ],
)
def test_an_answer_without_sense_decides_nothing(found: Any):
    with pytest.raises(UndecidedError):
        reader(found)(TESTNET, ID)


def test_a_network_that_nobody_explores_decides_nothing():
    for chain, transaction in ((Chain.named("btc:mainnet"), ID), (TESTNET, "../../admin"), (TESTNET, "cd" * 32)):
        with pytest.raises(UnreachableError):
            reader()(chain, transaction)
    with pytest.raises(UnreachableError):
        reader(height=b"many")(TESTNET, ID)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)))
def test_whatever_an_explorer_answers_nothing_else_is_raised(value: Any):
    for name in ("vin", "vout", "status"):
        try:
            reader(FOUND | {name: value})(TESTNET, ID)
        except UndecidedError:
            continue
