"""The rule for any input at all: a report within 2 s of processor time and 256 MiB, measured on the whole command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from laurel.status import list as status_list
from outside_world import LIST, World, revocation_list, signed
from worst_cases import COSTLY, status_bomb

SECONDS = 2.0
MEMORY = 256 * 1024 * 1024


class Run(NamedTuple):
    """What the command said, and what it took."""

    verdict: str
    codes: list[str]
    seconds: float
    memory: int


@pytest.fixture(scope="module")
def meter():
    """A warm process that runs the command and measures it; starting Python is not what a stranger's file costs."""
    command = [sys.executable, "-m", "cost_meter"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def verify(meter: subprocess.Popen[str], folder: Path, content: bytes, answers: dict[str, object] | None = None) -> Run:
    """`laurel verify --json` of a file, in the small world of the tests."""
    index = {"trusted_issuers": {"did:web:uni.example": "Uni"}, "urls": {}}
    for number, (url, answer) in enumerate({**World().answers, **(answers or {})}.items()):
        (folder / f"answer-{number}").write_text(json.dumps(answer))
        index["urls"][url] = {"status": 200, "file": f"answer-{number}"}
    (folder / "index.json").write_text(json.dumps(index))
    (folder / "file").write_bytes(content)
    options = ("--json", "--at", "2026-11-23T12:00:00Z", "--world", "index.json")
    meter.stdin.write(json.dumps([str(folder), "verify", *options, "file"]) + "\n")
    meter.stdin.flush()
    used = json.loads(meter.stdout.readline())
    assert (folder / "log").read_text() == "", "it complained"
    report = json.loads((folder / "said").read_text())
    return Run(report["verdict"], report["codes"], used["seconds"], used["memory"])


@pytest.mark.parametrize("name", COSTLY)
def test_refuses_to_spend_more_than_two_seconds_and_256_mib_on(name, meter, tmp_path):
    content = COSTLY[name]()
    assert len(content) <= 6_000_000

    run = verify(meter, tmp_path, content)

    assert run.seconds < SECONDS
    assert run.memory < MEMORY


@pytest.mark.parametrize("name", ["big_badge_of_anybodys_key", "twenty_known_contexts", "token_with_a_large_payload"])
def test_a_large_but_honest_badge_is_not_refused(name, meter, tmp_path):
    assert verify(meter, tmp_path, COSTLY[name]()).verdict in ("accept", "warn")


def test_refuses_a_status_list_that_unpacks_to_a_gibibyte(meter, tmp_path):
    bomb = revocation_list()
    bomb["credentialSubject"]["encodedList"] = status_bomb()
    badge = signed(credentialStatus=status_list.entry(LIST, 5))

    run = verify(meter, tmp_path, json.dumps(badge).encode(), {LIST: bomb})

    assert (run.verdict, run.seconds < SECONDS, run.memory < MEMORY) == ("reject", True, True)
