"""`laurel log`: events in, receipts out, checked by anybody; after a crash at any point the next run goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk import AT
from laurel.anchors.ots_format import HASH, Timestamp, in_block
from laurel.cli import log_folder
from laurel.cli.log_folder import open_log
from laurel.errors import CredentialError
from laurel.log import Checkpoint, Receipt, digest_of
from outside_world import signed
from time_authority import TimeAuthority

LATER = "2026-11-23T15:00:00Z"
ORIGIN = "uni.example/log"


@pytest.fixture
def log(desk) -> Path:
    assert desk.run("log", "new", str(desk.path("log")), "--origin", ORIGIN, "--at", AT) == 0
    return desk.path("log")


def _badges(desk, count: int, *, name: str = "badge") -> list[str]:
    """Credentials by the digest of their text; nobody signed them, which is no business of a log."""
    for number in range(count):
        desk.path(f"{name}{number}.json").write_text(json.dumps({"id": f"urn:example:{name}:{number}"}))
    return [str(desk.path(f"{name}{number}.json")) for number in range(count)]


def _add(desk, log: Path, *files: str, at: str = AT, code: int = 0, **options: str) -> dict:
    words = [word for option, value in options.items() for word in (f"--{option}", value)]
    assert desk.run("log", "add", str(log), *files, *words, "--at", at, "--json") == code, desk.err
    return json.loads(desk.out) if code == 0 else {}


def test_a_logged_badge_verifies_with_its_receipt_and_the_published_keys(desk, log):
    desk.path("badge.json").write_text(json.dumps(signed()))

    _add(desk, log, str(desk.path("badge.json")), receipts=str(desk.path("receipts")))
    desk.run(
        *("verify", "badge.json", "--log-receipt", str(desk.path("receipts/badge.receipt.json"))),
        *("--log-key", str(log / "public/keys"), "--offline", "--json", "--at", LATER),
    )

    found = json.loads(desk.out)["checks"][-1]
    assert (found["name"], found["outcome"], found["facts"]["when"]) == ("logged", "passed", AT)
    assert (desk.path("receipts/badge.receipt.json").stat().st_mode & 0o777) == 0o600


def test_what_is_there_already_is_never_logged_twice(desk, log):
    files = _badges(desk, 3)

    first = _add(desk, log, *files[:2])
    again = _add(desk, log, *files, files[0])

    assert (first, again) == ({"added": 2, "size": 2}, {"added": 1, "size": 3})
    assert desk.run("log", "check", str(log / "public")) == 0


def test_the_published_half_says_nothing_about_anybody(desk, log):
    desk.path("badge.json").write_text(json.dumps(signed()))
    _add(desk, log, str(desk.path("badge.json")))
    published = b"".join(path.read_bytes() for path in (log / "public").rglob("*") if path.is_file())

    assert digest_of(json.dumps(signed())) not in published
    assert digest_of(json.dumps(signed())).hex().encode() not in published
    assert {path.name for path in log.iterdir()} == {"public", "private"}
    assert (log / "private").stat().st_mode & 0o777 == 0o700


def test_a_revocation_and_a_replacement_are_events_of_their_own(desk, log):
    desk.path("badge.json").write_text(json.dumps(signed()))
    badge, receipts = str(desk.path("badge.json")), desk.path("receipts")
    (corrected,) = _badges(desk, 1, name="corrected")

    for options in ({}, {"kind": "revoke"}, {"kind": "supersede", "successor": corrected}):
        assert _add(desk, log, badge, receipts=str(receipts), **options)["added"] == 1
    verdicts = {}
    for name in ("badge", "badge.revoke", "badge.supersede"):
        words = ("--log-receipt", str(receipts / f"{name}.receipt.json"), "--log-key", str(log / "public/keys"))
        desk.run("verify", badge, *words, "--offline", "--json", "--at", LATER)
        verdicts[name] = json.loads(desk.out)["checks"][-1]["code"]

    assert verdicts == {"badge": "OK", "badge.revoke": "LOGGED_REVOKED", "badge.supersede": "LOGGED_SUPERSEDED"}


@pytest.mark.parametrize("words", [("--kind", "supersede"), ("--successor", "x.json"), ("--kind", "award")])
def test_refuses_an_event_that_is_none(desk, log, words):
    assert desk.run("log", "add", str(log), *_badges(desk, 1), *words) == 64


def test_a_receipt_can_be_had_once_more(desk, log):
    files = _badges(desk, 5)
    _add(desk, log, *files[:3], receipts=str(desk.path("receipts")))
    _add(desk, log, *files[3:], at=LATER)

    desk.run("log", "prove", str(log), files[1])
    printed = desk.out
    desk.run("log", "prove", str(log), files[4], "--out", str(desk.path("late.json")))

    assert printed == desk.path("receipts/badge1.receipt.json").read_text()
    assert Receipt.from_text(printed).proof.checkpoint.size == 3  # the first checkpoint over it: the earliest time
    Receipt.from_text(desk.path("late.json").read_text()).check()


def test_refuses_to_prove_what_it_does_not_hold(desk, log):
    logged, other = _badges(desk, 2)
    _add(desk, log, logged)

    assert desk.run("log", "prove", str(log), other) == 1
    assert desk.run("log", "prove", str(log), logged, "--kind", "revoke") == 1
    assert desk.run("log", "forget", str(log), other) == 1
    assert "holds nothing about this credential" in desk.err


def test_destroying_the_salt_leaves_an_entry_that_means_nothing(desk, log):
    files = _badges(desk, 3)
    _add(desk, log, *files, receipts=str(desk.path("receipts")))
    salt = Receipt.from_text(desk.path("receipts/badge1.receipt.json").read_text()).salt

    assert desk.run("log", "forget", str(log), files[1]) == 0

    assert desk.run("log", "prove", str(log), files[1]) == 1
    assert desk.run("log", "check", str(log / "public")) == 0
    left = b"".join(path.read_bytes() for path in log.rglob("*") if path.is_file())
    assert salt not in left
    assert digest_of(Path(files[1]).read_text()).hex().encode() not in left


# --- checking ---------------------------------------------------------------------------------------------------------


def test_an_auditor_sees_that_a_log_goes_on_from_an_earlier_checkpoint(desk, log):
    files = _badges(desk, 300)
    _add(desk, log, *files[:120])
    earlier = desk.path("earlier.txt")
    earlier.write_bytes((log / "public/checkpoint").read_bytes())
    _add(desk, log, *files, at=LATER)

    assert desk.run("log", "check", str(log / "public"), "--since", str(earlier)) == 0
    assert "All 300 entries" in desk.out
    assert not list((log / "public/tile/0").glob("000.p"))  # the full tile took the place of its parts


def test_refuses_a_log_that_rewrote_its_past(desk, log):
    _add(desk, log, *_badges(desk, 5))
    earlier = desk.path("earlier.txt")
    earlier.write_bytes((log / "public/checkpoint").read_bytes())
    rewritten = desk.path("rewritten")
    keys = (log / "private/keys.json").read_bytes()
    (rewritten / "private").mkdir(parents=True)
    (rewritten / "private/keys.json").write_bytes(keys)
    _add(desk, rewritten, *_badges(desk, 7, name="other"))

    assert desk.run("log", "check", str(rewritten / "public")) == 0
    assert desk.run("log", "check", str(rewritten / "public"), "--since", str(earlier)) == 1
    assert "rewritten its past" in desk.err


@pytest.mark.parametrize("tile", ["tile/entries/000.p/5", "tile/0/000.p/5"])
def test_refuses_a_log_whose_tiles_were_changed(desk, log, tile):
    _add(desk, log, *_badges(desk, 5))
    path = log / "public" / tile
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)

    assert desk.run("log", "check", str(log / "public")) == 1
    if tile.startswith("tile/0"):  # and never signs on top of it
        _add(desk, log, *_badges(desk, 6), code=1)
        assert "not those that were signed" in desk.err


def test_refuses_a_log_that_is_somebody_elses(desk, log):
    assert desk.run("log", "new", str(desk.path("other")), "--origin", "other.example/log") == 0

    assert desk.run("log", "check", str(log / "public"), "--log-key", str(desk.path("other/public/keys"))) == 1


@pytest.mark.parametrize("content", [b"\xff", b"no checkpoint"])
def test_refuses_a_checkpoint_that_is_none(desk, log, content):
    (log / "public/checkpoint").write_bytes(content)
    desk.path("earlier.txt").write_bytes(content)

    assert desk.run("log", "check", str(log / "public")) == 1
    desk.run("log", "checkpoint", str(log))
    assert desk.run("log", "check", str(log / "public"), "--since", str(desk.path("earlier.txt"))) == 1


def test_refuses_a_log_that_is_none_or_is_there_already(desk, log):
    assert desk.run("log", "add", str(desk.path("nowhere")), *_badges(desk, 1)) == 1
    assert desk.run("log", "new", str(log), "--origin", ORIGIN) == 1
    assert desk.run("log", "new", str(desk.path("x")), "--origin", "uni example") == 1
    (log / "private/keys.json").write_text("{}")
    assert desk.run("log", "checkpoint", str(log)) == 1


def test_refuses_two_runs_on_one_log_at_once(log):
    with open_log(log), pytest.raises(CredentialError, match="another run"), open_log(log):
        pass


# --- anchors ----------------------------------------------------------------------------------------------------------


def test_a_time_authority_s_answer_travels_with_new_receipts(desk, log, tmp_path):
    (badge,) = _badges(desk, 1)
    _add(desk, log, badge)
    authority = TimeAuthority(tmp_path / "authority")

    assert desk.run("log", "anchor", str(log), "--query", str(desk.path("query.tsq"))) == 0
    desk.path("reply.tsr").write_bytes(authority.reply(desk.path("query.tsq").read_bytes()))
    assert desk.run("log", "anchor", str(log), str(desk.path("reply.tsr"))) == 0
    assert desk.run("log", "anchor", str(log), str(desk.path("reply.tsr"))) == 0
    _add(desk, log, *_badges(desk, 2, name="more"))
    desk.run("log", "prove", str(log), badge)

    (evidence,) = Receipt.from_text(desk.out).anchors
    assert evidence.content == desk.path("reply.tsr").read_bytes()


def test_so_does_an_opentimestamps_file_over_the_signed_text(desk, log):
    (badge,) = _badges(desk, 1)
    _add(desk, log, badge)

    assert desk.run("log", "anchor", str(log), "--text", str(desk.path("checkpoint.txt"))) == 0
    from hashlib import sha256

    digest = sha256(desk.path("checkpoint.txt").read_bytes()).digest()
    stamp = Timestamp(digest=digest, paths=(in_block(900_000, steps=[HASH]),))
    desk.path("checkpoint.txt.ots").write_bytes(stamp.to_bytes())
    assert desk.run("log", "anchor", str(log), str(desk.path("checkpoint.txt.ots"))) == 0
    desk.run("log", "prove", str(log), badge)

    assert [each.kind for each in Receipt.from_text(desk.out).anchors] == ["opentimestamps"]


def test_refuses_an_answer_about_something_else(desk, log, tmp_path):
    _add(desk, log, *_badges(desk, 1))
    other = Timestamp(digest=bytes(32), paths=(in_block(5),))
    desk.path("other.ots").write_bytes(other.to_bytes())
    desk.path("none.tsr").write_bytes(b"no time stamp")

    assert desk.run("log", "anchor", str(log), str(desk.path("other.ots"))) == 1
    assert "about no checkpoint of this log" in desk.err
    assert desk.run("log", "anchor", str(log), str(desk.path("none.tsr"))) == 1
    assert desk.run("log", "anchor", str(log)) == 64


# --- issuing into a log -----------------------------------------------------------------------------------------------


def _issue(desk, log: Path, *lines: str) -> dict:
    grades = desk.grades(*lines)
    return desk.json(
        "issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--log", str(log), "--at", AT
    )


def test_issuing_logs_each_credential_and_lays_its_receipt_beside_it(desk, log):
    amina = "S1,Amina,amina@uni.example,18,90,Pass"

    _issue(desk, log, amina)
    _issue(desk, log, amina, "S2,Boyan,boyan@uni.example,18,90,Pass")
    _issue(desk, log, amina, "S2,Boyan,boyan@uni.example,18,90,Pass")

    assert _size(log) == 2
    for path in desk.issued():
        receipt = desk.path("out/receipts") / f"{path.stem}.receipt.json"
        words = (
            "--log-receipt",
            str(receipt),
            "--log-key",
            str(log / "public/keys"),
            "--trust",
            str(desk.path("key.did.json")),
        )
        assert desk.run("verify", str(path), *words, "--offline", "--at", LATER) == 0


def test_a_table_of_a_folder_lists_credentials_and_no_receipts(desk, log):
    _issue(desk, log, "S1,Amina,amina@uni.example,18,90,Pass")

    words = ("--csv", str(desk.path("report.csv")), "--trust", str(desk.path("key.did.json")), "--offline", "--at", LATER)
    desk.run("verify", str(desk.path("out")), *words)

    table = desk.path("report.csv").read_text(encoding="utf-8-sig")
    assert desk.issued()[0].name in table
    assert "receipt" not in table


def test_refuses_to_issue_into_a_log_that_is_none(desk):
    grades = desk.grades("S1,Amina,amina@uni.example,18,90,Pass")

    code = desk.run(
        "issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--log", str(desk.path("no"))
    )

    assert (code, desk.issued()) == (1, [])


# --- crashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["public/tile/0/000", "public/tile/entries/000", "public/tile/1/000.p/1", "public/checkpoint"]
)
def test_whatever_could_not_be_written_is_written_by_the_next_run(desk, log, place):
    """A folder stands where a file should go, so that the run ends at that very place."""
    files = _badges(desk, 260)
    obstacle = log / place
    obstacle.unlink(missing_ok=True)
    (obstacle / "in the way").mkdir(parents=True)

    _add(desk, log, *files, code=1)
    (obstacle / "in the way").rmdir()
    obstacle.rmdir()
    again = _add(desk, log, *files)

    assert again == {"added": 0, "size": 260}
    assert desk.run("log", "check", str(log / "public")) == 0


def test_a_crash_between_the_keys_and_the_first_checkpoint_is_mended(desk):
    folder = desk.path("log")
    log_folder.log_keys.make(ORIGIN, at=folder / "private" / "keys.json")

    assert desk.run("log", "checkpoint", str(folder)) == 0

    assert Checkpoint.from_text(desk.out).size == 0
    assert desk.run("log", "check", str(folder / "public")) == 0


@pytest.mark.slow
def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(desk, log):
    files = _badges(desk, 600)
    chance = random.Random(20261123)
    kills, seconds = 0, 1.5
    for turn in range(30):  # machines differ: whoever comes too late is sooner the next time
        if _killed_after(chance.uniform(seconds / 5, seconds), log, files[: min(600, 100 * (turn + 1))]):
            kills += 1
        else:
            seconds *= 0.8
        if kills == 4:
            break

    _add(desk, log, *files)

    assert kills == 4  # otherwise this test tested nothing
    assert _size(log) == 600
    with sqlite3.connect(log / "private/events.sqlite") as rows:
        assert rows.execute("SELECT count(*), count(DISTINCT digest) FROM digests").fetchone() == (600, 600)
    assert desk.run("log", "check", str(log / "public")) == 0


def _killed_after(seconds: float, log: Path, files: list[str]) -> bool:
    source = str(Path(__file__).resolve().parents[3] / "src")
    run = subprocess.Popen(
        [sys.executable, "-m", "laurel", "log", "add", str(log), *files],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    return run.wait() == -signal.SIGKILL


def _size(log: Path) -> int:
    return Checkpoint.from_text((log / "public/checkpoint").read_text()).size
