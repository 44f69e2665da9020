"""Issuing is killed at moments of chance; whatever happens, each award gets one credential and no more."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk import AT
from laurel.cli.ledger import FILE_NAME, open_ledger
from laurel.errors import CredentialError

LEARNERS = 80  # so many that several processes make them


@pytest.fixture
def big_class(desk):
    grades = desk.grades(*(f"S{n},Learner {n},s{n}@uni.example,{n % 20},90,Pass" for n in range(LEARNERS)))
    desk.run("status", "new", "--url", "https://uni.example/status/1", "--out", "list.json", "--key", "key.json")
    return desk, grades


@pytest.mark.slow
def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(big_class):
    desk, grades = big_class
    chance = random.Random(20261123)
    kills = 0
    for _ in range(5):
        kills += _killed_after(chance.randint(1, 7), desk, grades)

    answer = desk.json(*_command(desk, grades))

    assert kills >= 2  # otherwise this test tested nothing
    assert answer["awarded"] == LEARNERS
    _assert_one_each(desk)
    for path in desk.issued()[::15]:
        assert desk.run("verify", str(path), "--trust", "key.did.json", "--offline", "--at", AT) == 2  # its list is offline


def test_a_ledger_line_cut_by_a_crash_is_written_anew(big_class):
    desk, grades = big_class
    desk.run(*_command(desk, grades))
    ledger = desk.path("out") / FILE_NAME
    whole = ledger.read_bytes()
    lost = json.loads(whole.splitlines()[-1])
    ledger.write_bytes(whole[:-40])
    for ending in (".json", ".png"):
        (desk.path("out") / (lost["stem"] + ending)).unlink()

    assert desk.json(*_command(desk, grades))["issued"] == 1
    _assert_one_each(desk)


def test_a_file_that_vanished_comes_back_byte_for_byte(big_class):
    desk, grades = big_class
    desk.run(*_command(desk, grades))
    path = desk.issued()[7]
    before = path.read_bytes()
    path.unlink()

    desk.run(*_command(desk, grades))

    assert path.read_bytes() == before


def test_refuses_two_runs_into_one_folder_at_once(desk):
    with open_ledger(desk.path("out")), pytest.raises(CredentialError, match="another run"), open_ledger(desk.path("out")):
        pass


def _command(desk, grades):
    out = str(desk.path("out"))
    return ("issue", "design.json", grades, "--out", out, "--key", "key.json", "--status", "list.json", "--at", AT)


def _killed_after(learners, desk, grades):
    """Issue until so many more badges lie in the folder, then kill; says whether the blow came before the end."""
    arguments = [str(desk.path(word)) if word.endswith((".json", ".csv")) else word for word in _command(desk, grades)]
    source = str(Path(__file__).resolve().parents[3] / "src")
    goal = len(desk.issued()) + learners
    run = subprocess.Popen(
        [sys.executable, "-m", "laurel", *arguments],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(desk.issued()) < goal and run.poll() is None:
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)
    return run.wait() == -signal.SIGKILL


def _assert_one_each(desk):
    issued = [json.loads(path.read_bytes()) for path in desk.issued()]
    intents = [json.loads(line) for line in (desk.path("out") / FILE_NAME).read_bytes().splitlines()]

    assert len(issued) == len(intents) == len({each["award"] for each in intents}) == LEARNERS
    assert {each["id"] for each in issued} == {each["credential"] for each in intents}
    assert len({each["credentialStatus"]["statusListIndex"] for each in issued}) == LEARNERS
    assert not list(desk.path("out").glob(".*"))  # no halves left behind
