"""A few sandboxes kept warm for this process, each given one text at a time and killed when it takes too long."""

from __future__ import annotations

import atexit
import base64
import os
import queue
import selectors
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.verification.sandbox import read_frame, write_frame
from laurel.errors import LaurelError, Phrase, UndecidedError
from laurel.fetching import Fetcher

AT_MOST = 2
WAIT_SECONDS = 10.0  # for a free sandbox
CHECK_SECONDS = 8.0  # of silence from the sandbox before it is killed
_SOURCE = Path(__file__).resolve().parents[2]


class TooCostlyError(Refusal):
    """Checking took more time or memory than any honest badge needs."""

    code = "TOO_COSTLY"
    text = _("Checking this took far longer than any ordinary badge does, so we stopped. We cannot say whether it is genuine.")


class BusyError(Refusal):
    """All sandboxes are at work."""

    code = "BUSY"
    text = _("Very many badges are being checked at this moment. Try again in a minute.")


def check_in_sandbox(
    content: bytes,
    *,
    at: datetime,
    fetch: Fetcher,
    trusted: dict[str, str],
    hosts: list[str],
    asked: dict[str, str] | None = None,
    rules: dict[str, Any] | None = None,
    recipients: list[str] | None = None,
) -> dict[str, Any]:
    """The report on `content` as plain JSON.

    Args:
        asked: for a presentation: the `challenge` and `domain` that its holder was asked to sign.
        rules: by which rules, unless those for badges; see `any_credential.rules`.
        recipients: e-mail addresses; adds `addressed_to`, the first of them that the credential was issued to, or "".

    Raises:
        TooCostlyError: stopped at a limit of time or memory.
        BusyError: no sandbox became free.
    """
    order = {
        "content": base64.b64encode(content).decode("ascii"),
        "at": at.isoformat(),
        "trusted": trusted,
        "insecure_hosts": hosts,
        **({"asked": asked} if asked is not None else {}),
        **({"rules": rules} if rules is not None else {}),
        **({"recipients": recipients} if recipients is not None else {}),
    }
    try:
        sandbox = _free.get(timeout=WAIT_SECONDS)
    except queue.Empty:
        raise BusyError from None
    try:
        return sandbox.check(order, fetch)
    finally:
        _free.put(sandbox)


class _Sandbox:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def check(self, order: dict[str, Any], fetch: Fetcher) -> dict[str, Any]:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("a sandbox without pipes")
        finished = False
        try:
            write_frame(process.stdin, order)
            while (message := _hear(process.stdout)) is not None:
                if "report" in message:
                    finished = True
                    report: dict[str, Any] = message["report"]
                    return report
                write_frame(process.stdin, _answer(fetch, message["fetch"], message["limit"]))
            raise TooCostlyError
        except OSError:
            raise TooCostlyError from None
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "campus.verification.sandbox"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd="/",
                env={"PYTHONPATH": str(_SOURCE), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
                close_fds=True,
            )
        return self._process


def _hear(pipe: IO[bytes]) -> Any:
    """The sandbox's next message; None when it has died or stayed silent too long."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        until = time.monotonic() + CHECK_SECONDS
        while (left := until - time.monotonic()) > 0:
            if selector.select(left):
                return read_frame(pipe)
    return None


def _answer(fetch: Fetcher, url: str, limit: int) -> dict[str, str]:
    try:
        fetched = fetch(url, limit=limit)
    except LaurelError as error:
        why = error.facts.get("why", "")
        code = error.code if isinstance(error, UndecidedError) else "FORBIDDEN_ADDRESS"
        return {"error": code, "url": url, "en": str(why), "bg": why.bg if isinstance(why, Phrase) else str(why)}
    return {"body": base64.b64encode(fetched.body).decode("ascii"), "media_type": fetched.media_type}


_free: queue.LifoQueue[_Sandbox] = queue.LifoQueue()
_all = [_Sandbox() for _number in range(AT_MOST)]
for _each in _all:
    _free.put(_each)


@atexit.register
def _close_all() -> None:
    for each in _all:
        each.close()
