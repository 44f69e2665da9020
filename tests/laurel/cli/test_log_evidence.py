"""`laurel verify` with a log's receipt: keys as lines or files, time authorities, blocks, and plain words about all of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from laurel.anchors import Evidence
from laurel.anchors.ots_format import HASH, Timestamp, in_block
from laurel.anchors.rfc3161 import TimestampAuthority
from log_keeping import CLOCK, LOG, NOON, receipt_for
from outside_world import signed
from time_authority import TimeAuthority

AT = "2026-11-24T12:00:00Z"
WORDS = ("--at", AT, "--offline", "--json")


@pytest.fixture
def badge(desk) -> str:
    desk.path("badge.json").write_text(json.dumps(signed()))
    return str(desk.path("badge.json"))


@pytest.fixture
def receipt(desk, badge) -> str:
    desk.path("receipt.json").write_text(receipt_for(Path(badge).read_text()).to_text())
    return str(desk.path("receipt.json"))


def _logged(desk, *words: str) -> dict:
    desk.run("verify", *words, *WORDS)
    return next(check for check in json.loads(desk.out)["checks"] if check["name"] == "logged")


def test_the_keys_may_be_lines_or_a_file(desk, badge, receipt):
    lines = [each.verifier_key.to_text() for each in (LOG, CLOCK)]
    desk.path("log.keys").write_text(f"# the log of the university\n{lines[0]}\n\n{lines[1]}\n")

    by_file = _logged(desk, badge, "--log-receipt", receipt, "--log-key", str(desk.path("log.keys")))
    by_lines = _logged(desk, badge, "--log-receipt", receipt, "--log-key", lines[0], "--log-key", lines[1])

    assert by_file == by_lines
    assert (by_file["outcome"], by_file["facts"]["when"]) == ("passed", "2026-11-23T12:00:00Z")


def test_without_a_key_the_log_is_unknown(desk, badge, receipt):
    assert _logged(desk, badge, "--log-receipt", receipt)["code"] == "LOG_UNKNOWN"


def test_a_time_authority_vouches(desk, badge, receipt, tmp_path):
    authority = TimeAuthority(tmp_path / "authority")
    ours = receipt_for(Path(badge).read_text())
    stamp = TimestampAuthority(authority.reply).anchor(ours.proof.checkpoint.digest)
    Path(receipt).write_text(ours.with_anchors([stamp]).to_text())
    desk.path("roots.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"

    desk.run(
        *("verify", badge, "--log-receipt", receipt, "--time-authority", str(desk.path("roots.pem"))),
        *("--at", tomorrow, "--offline", "--json"),
    )

    found = json.loads(desk.out)["checks"][-1]
    assert (found["code"], found["facts"]["witness"]) == ("WITNESSED", "Test time authority")


def test_a_bitcoin_block_vouches(desk, badge, receipt):
    ours = receipt_for(Path(badge).read_text())
    digest = ours.proof.checkpoint.digest
    path = in_block(900_000, steps=[HASH])
    header = bytes(36) + (path.result(digest) or b"") + int(NOON.timestamp()).to_bytes(4, "little") + bytes(8)
    stamp = Evidence(kind="opentimestamps", content=Timestamp(digest=digest, paths=(path,)).to_bytes())
    Path(receipt).write_text(ours.with_anchors([stamp]).to_text())
    desk.path("blocks.json").write_text(json.dumps({"900000": header.hex()}))
    desk.path("others.json").write_text(json.dumps({"900001": header.hex()}))

    known = _logged(desk, badge, "--log-receipt", receipt, "--block-headers", str(desk.path("blocks.json")))
    unknown = _logged(desk, badge, "--log-receipt", receipt, "--block-headers", str(desk.path("others.json")))

    assert (known["code"], known["facts"]["witness"]) == ("WITNESSED", "Bitcoin block 900000")
    assert (unknown["code"], unknown["details"][0]["code"]) == ("LOG_UNKNOWN", "UNREACHABLE")


def test_the_answer_is_told_in_the_readers_language(desk, badge, receipt):
    key = [word for each in (LOG, CLOCK) for word in ("--log-key", each.verifier_key.to_text())]

    desk.run("--lang", "bg", "verify", badge, "--log-receipt", receipt, *key, "--at", AT, "--offline")

    assert "Вписано ли е навреме?" in desk.out
    assert "Регистърът uni.example/log го е бил вписал" in " ".join(desk.out.split())


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--log-key", b"no key at all"),
        ("--log-key", b"\xff\xfe"),
        ("--time-authority", b"no certificate"),
        ("--block-headers", b"{}}"),
        ("--block-headers", b'{"900000": "00"}'),
    ],
)
def test_refuses_what_is_not_what_the_option_names(desk, badge, receipt, option, content):
    desk.path("wrong").write_bytes(content)

    assert desk.run("verify", badge, "--log-receipt", receipt, option, str(desk.path("wrong")), *WORDS) == 3
    assert desk.err.startswith("✘ ")


def test_refuses_a_time_authority_that_is_not_a_root(desk, badge, receipt, tmp_path):
    authority = TimeAuthority(tmp_path / "authority")
    desk.path("leaf.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))

    assert desk.run("verify", badge, "--log-receipt", receipt, "--time-authority", str(desk.path("leaf.pem")), *WORDS) == 3
