"""Recorded answers of blockchains."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laurel.anchors.chains import Chain
from laurel.anchors.transactions import Transaction, TransactionNotFoundError, no_chain, recorded, write_recording
from laurel.errors import MalformedError, UnreachableError

SEPOLIA = Chain.named("eth:sepolia")
ID = "0x" + "ab" * 32
FOUND = Transaction(payload=bytes(32), sender="0x" + "1" * 40, time=datetime(2026, 11, 23, tzinfo=UTC), confirmations=7)


def test_a_recording_answers_as_the_chain_did(tmp_path: Path):
    file = tmp_path / "chain.json"
    file.write_text(write_recording({SEPOLIA: {ID: FOUND}}))
    read = recorded(file)

    assert read(SEPOLIA, ID.upper().replace("X", "x")) == FOUND
    with pytest.raises(TransactionNotFoundError):
        read(SEPOLIA, "0x" + "cd" * 32)
    with pytest.raises(UnreachableError):
        read(Chain.named("eth:mainnet"), ID)


def test_without_a_way_to_a_chain_nothing_is_decided():
    with pytest.raises(UnreachableError, match="eth:sepolia"):
        no_chain(SEPOLIA, ID)


@pytest.mark.parametrize(
    "change",
    [
        {"payload": "0x00"},
        {"payload": "0"},
        {"payload": "00 00"},
        {"payload": "00" * 5_000},
        {"payload": None},
        {"sender": ""},
        {"time": "yesterday"},
        {"time": "2026-11-23T12:00:00"},
        {"confirmations": 0},
        {"confirmations": True},
        {"confirmations": "7"},
    ],
)
def test_refuses_a_malformed_recording(tmp_path: Path, change):
    file = tmp_path / "chain.json"
    file.write_text(json.dumps({"eth:sepolia": {ID: FOUND.to_json() | change}}))

    with pytest.raises(MalformedError, match="eth:sepolia/0xab"):
        recorded(file)


@pytest.mark.parametrize("text", ["", "[]", '{"eth:sepolia": 1}', '{"eth:sepolia": {"0x": 1}}'])
def test_refuses_what_is_no_recording(tmp_path: Path, text: str):
    file = tmp_path / "chain.json"
    file.write_text(text)

    with pytest.raises(MalformedError):
        recorded(file)
