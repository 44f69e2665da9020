"""A whole installation of its own: database, data folder, web server as a process, and commands that can be killed."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from laurel.errors import UnreachableError
from laurel.fetching import Fetched

ROOT = Path(__file__).resolve().parents[2]


class Installation:
    """Laurel with nothing in it, in `folder`, on the database engine that this run of the suite tests."""

    def __init__(self, folder: Path) -> None:
        """Make the data folder, the database and its tables."""
        self.folder = folder
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.database = _new_database(folder)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LAUREL_")},
            "LAUREL_MODE": "demo",
            "LAUREL_DATA": str(folder),
            "LAUREL_PUBLIC_URL": self.address,
            "LAUREL_DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "campus.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        self.run("migrate", "--verbosity", "0")

    @property
    def full_size(self) -> bool:
        """The embedded database carries the full amount; the second one proves that it works there, too."""
        return self.database.startswith("sqlite")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a management command in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "django", *command],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, *command: str) -> str:
        """Run a management command to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *command],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of a query, straight from the database."""
        if self.full_size:
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(self.database) as connection:
            return connection.execute(sql.encode()).fetchall()

    def one(self, sql: str) -> int:
        """A query that counts."""
        return int(self.rows(sql)[0][0])

    @contextmanager
    def served(self) -> Iterator[None]:
        """With the web server running."""
        options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--blocking-threads", "2"]
        command = [sys.executable, "-m", "granian", *options, "--no-ws", "--log-level", "warning", "campus.wsgi:application"]
        server = subprocess.Popen(command, env=self.environment, cwd=self.folder, start_new_session=True)
        try:
            self._wait_until_served()
            yield
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)

    def fetch(self, url: str, *, limit: int) -> Fetched:
        """A fetcher for `laurel.verify`: this installation's public documents over HTTP, and nothing else."""
        parts = urlsplit(url)
        if parts.netloc != f"localhost:{self.port}":
            raise UnreachableError(url=url, why="not of this installation")
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", parts.path, headers={"Host": parts.netloc})
            answer = connection.getresponse()
            body = answer.read(limit + 1)
        if answer.status != 200 or len(body) > limit:
            raise UnreachableError(url=url, why=f"answered {answer.status}")
        return Fetched(body=body, media_type=answer.headers.get_content_type())

    def _wait_until_served(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.fetch(f"{self.address}/healthz", limit=10_000)
            except (OSError, UnreachableError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the web server did not answer within 30 seconds")


def _new_database(folder: Path) -> str:
    server = os.environ.get("LAUREL_DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{folder / 'laurel.sqlite3'}"
    name = f"flow_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    parts = urlsplit(server)
    return parts._replace(path=f"/{name}").geturl()
