"""Real enrolments and results, at their full size, through the whole main job, with the machine pulled from under it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from flows.installation import Installation
from laurel.fetching import Fetched
from laurel.verify import Policy, verify
from peers.second_implementations import digitalbazaar_refusals, openbadgeslib_refusals
from shared import SHARED, needs_shared

pytestmark = [*needs_shared, pytest.mark.slow, pytest.mark.peers]

DATASET = SHARED / "data" / "oulad"
ISSUED = "SELECT count(*) FROM issuing_credential WHERE issued_at IS NOT NULL"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """All of the dataset issued (one module of it on the second database), interrupted once by `kill -9` in mid-issue."""
    installation = Installation(tmp_path_factory.mktemp("oulad"))
    dataset = DATASET if installation.full_size else _one_module(tmp_path_factory.mktemp("dataset"))
    victim = installation.start("load_oulad", str(dataset))
    while installation.one(ISSUED) < 150:
        assert victim.poll() is None, "the loader ended before it could be killed"
        time.sleep(0.05)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    installation.before_resuming = installation.one(ISSUED)  # type: ignore[attr-defined]
    installation.run("load_oulad", str(dataset))
    with installation.served():
        yield installation


def test_an_interrupted_run_is_resumed_and_everybody_who_passed_has_exactly_one_badge(issued: Installation) -> None:
    awards = issued.one("SELECT count(*) FROM learning_award")

    assert issued.before_resuming < awards  # type: ignore[attr-defined]
    assert issued.one(ISSUED) == awards
    assert issued.one("SELECT count(DISTINCT award_key) FROM issuing_credential") == awards
    assert (
        issued.one("SELECT count(*) FROM (SELECT DISTINCT status_list_id, status_index FROM issuing_credential) AS s") == awards
    )
    assert awards == (3695 if issued.full_size else 531)  # Pass and Distinction in studentInfo.csv


def test_running_it_once_more_changes_nothing(issued: Installation) -> None:
    before = issued.rows("SELECT public_id, document FROM issuing_credential ORDER BY id")

    dataset = issued.folder.parent / "again"
    shutil.copytree(DATASET, dataset, dirs_exist_ok=True)
    if not issued.full_size:
        _one_module(dataset)
    issued.run("load_oulad", str(dataset))

    assert issued.rows("SELECT public_id, document FROM issuing_credential ORDER BY id") == before


def test_every_badge_verifies_through_the_public_documents(issued: Installation) -> None:
    fetch, now = _remembering(issued), datetime.now(UTC)
    trusted = dict.fromkeys(_dids(issued), "OULAD demonstration")

    wrong = {
        name: report.codes
        for name, text in _documents(issued)
        if (report := verify(text, at=now, fetch=fetch, trusted=trusted, policy=_policy(issued))).verdict != "accept"
    }

    assert wrong == {}


def test_a_second_implementation_in_another_language_verifies_every_badge(issued: Installation, tmp_path: Path) -> None:
    answers = digitalbazaar_refusals(_documents(issued), dids=_dids(issued), scratch=tmp_path)

    assert len(answers) == issued.one(ISSUED)
    assert {name: error for name, error in answers.items() if error} == {}


def test_a_second_implementation_in_python_verifies_the_badges(issued: Installation) -> None:
    """Every 25th badge, all of them with LAUREL_EVERY_BADGE=1, which takes minutes on every core."""
    step = 1 if os.environ.get("LAUREL_EVERY_BADGE") else 25
    (document,) = _dids(issued).values()
    multikey = document["verificationMethod"][0]["publicKeyMultibase"]
    texts = (text for _, text in islice(_documents(issued), 0, None, step))

    answers = list(openbadgeslib_refusals(texts, public_multikey=multikey))

    assert len(answers) == -(-issued.one(ISSUED) // step)
    assert [error for error in answers if error] == []


def test_one_changed_character_anywhere_is_refused(issued: Installation) -> None:
    fetch, now, dice = _remembering(issued), datetime.now(UTC), random.Random(8002)
    trusted = dict.fromkeys(_dids(issued), "OULAD demonstration")
    documents = [text for _, text in _documents(issued)]

    accepted = []
    for _ in range(400):
        text = dice.choice(documents)
        place = dice.randrange(len(text))
        other = dice.choice([letter for letter in 'abcXYZ019 .:/-{}[]",\\я' if letter != text[place]])
        changed = text[:place] + other + text[place + 1 :]
        if verify(changed, at=now, fetch=fetch, trusted=trusted, policy=_policy(issued)).verdict == "accept":
            accepted.append(f"{text[place]!r} -> {other!r} at {place}: …{text[place - 30 : place + 30]}…")

    assert accepted == []


def _documents(issued: Installation) -> Iterator[tuple[str, str]]:
    yield from ((str(name), text) for name, text in issued.rows("SELECT id, document FROM issuing_credential ORDER BY id"))


def _dids(issued: Installation) -> Mapping[str, Any]:
    did = f"did:web:localhost%3A{issued.port}:o:oulad"
    return {did: json.loads(issued.fetch(f"{issued.address}/o/oulad/did.json", limit=100_000).body)}


def _policy(issued: Installation) -> Policy:
    return Policy(insecure_hosts=frozenset({f"localhost:{issued.port}"}))


def _remembering(issued: Installation) -> Callable[..., Fetched]:
    """Each public document is asked for once, then remembered: the server is not what is tested here."""

    @cache
    def fetch(url: str, *, limit: int) -> Fetched:
        return issued.fetch(url, limit=limit)

    return fetch


def _one_module(folder: Path) -> Path:
    """The dataset's module AAA alone: a table that names another module would be refused."""
    assessments = (DATASET / "assessments.csv").read_text().splitlines()
    kept = {line.split(",")[2] for line in assessments if line.startswith("AAA,")}
    for path in DATASET.glob("*.csv"):
        head, *lines = path.read_text().splitlines(keepends=True)
        by_assessment = path.name == "studentAssessment.csv"
        chosen = [line for line in lines if (line.split(",")[0] in kept if by_assessment else line.startswith("AAA,"))]
        (folder / path.name).write_text("".join([head, *chosen]))
    return folder
