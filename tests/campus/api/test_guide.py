"""The guide's script, run as its reader would: the whole main job through the API alone."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from threading import Event, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from campus.issuing.models import Credential
from campus.jobs.demonstration.cast import find_cast, make_cast
from campus.jobs.demonstration.keys import keep_keys
from campus.jobs.run_until_idle import run_until_idle

SCRIPT = Path(__file__).parents[3] / "docs" / "guides" / "main-job-api.sh"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(which("curl") is None, reason="the guide's script needs curl"),
]


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> str:
    """The demonstration's people and keys, served here."""
    cache.clear()
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path / "mail"
    settings.EMAIL_BACKEND = "campus.base.mail_folder.MailFolder"
    settings.PUBLIC_URL = str(live_server.url)
    make_cast(at=timezone.now())
    keep_keys(find_cast(), folder=tmp_path, at=timezone.now())
    return str(live_server.url)


@pytest.fixture
def worker(site: str) -> Iterator[None]:
    """Somebody who does what waits, until the test ends."""
    stop = Event()

    def work() -> None:
        while not stop.is_set():
            run_until_idle()
            time.sleep(0.2)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_the_guides_script_does_the_whole_main_job(site: str, worker: None, tmp_path: Path):
    environment = {"PATH": os.environ["PATH"], "SITE": site, "NO_PROXY": "*", "LANG": "C.UTF-8"}

    done = subprocess.run(
        ["sh", str(SCRIPT), str(tmp_path)], env=environment, capture_output=True, text=True, timeout=180, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "Done."
    assert "Not valid" in lines
    assert Credential.objects.get().revoked_because == "The project belonged to somebody else."
