"""`python -m campus.jobs.demo`: the whole of Laurel on this machine, ready to be tried.

It prepares the data folder, loads the demonstration, and keeps two children running: the web server and the worker. It reads
PORT (8000) and LAUREL_DATA (.demo). Ctrl-C stops everything; the next start finds everything as it was.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from campus.jobs.demo_secrets import SecretsLostError, keep_secrets
from campus.jobs.supervise import Child, supervise
from campus.jobs.web_server import answers, is_free

ROOT = Path(__file__).resolve().parents[3]
_LINE = "─" * 78


def main() -> int:
    """Set up, start, supervise; the exit code."""
    began = time.monotonic()
    port = _port(os.environ.get("PORT", "8000"))
    if port is None:
        return _refuse("PORT must be a number from 1 to 65535.")
    folder = Path(os.environ.get("LAUREL_DATA", ROOT / ".demo")).resolve()
    host = os.environ.get("LAUREL_BIND", "127.0.0.1")
    if not is_free(host, port):
        return _refuse(
            f"Port {port} is in use: perhaps another demonstration is running.\n"
            f"Stop it, or choose another port:   PORT={port + 1 if port < 65535 else 8001} ./demo"
        )
    try:
        _prepare_environment(folder, port)
    except (OSError, SecretsLostError) as problem:
        return _refuse(f"The data folder {folder} cannot be used: {problem}")
    _prepare_database()
    children = [
        Child("web server", [sys.executable, "-m", "granian", *_granian(host, port), "campus.wsgi:application"]),
        Child("worker", [sys.executable, "-m", "django", "worker"]),
    ]
    return supervise(children, ready=lambda: answers(host, port), greet=lambda: _greet(port, folder, time.monotonic() - began))


def _prepare_environment(folder: Path, port: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "static").mkdir(exist_ok=True)
    secrets = keep_secrets(folder)
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "campus.settings",
            "LAUREL_MODE": "demo",
            "LAUREL_DATA": str(folder),
            "LAUREL_SECRET_KEY": secrets.secret_key,
            "LAUREL_KEY_ENCRYPTION_KEY": secrets.key_encryption_key,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
    )
    os.environ.setdefault("LAUREL_PUBLIC_URL", f"http://localhost:{port}")


def _prepare_database() -> None:
    # Django can be set up only now: its settings read the environment prepared above.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from campus.jobs import demonstration  # noqa: PLC0415
    from campus.jobs.compile_texts import compile_texts  # noqa: PLC0415
    from campus.jobs.demonstration.keys import keep_keys  # noqa: PLC0415

    compile_texts(ROOT / "locale")
    _say("Preparing the database …")
    call_command("migrate", verbosity=0, interactive=False)
    cast = demonstration.load(at=timezone.now(), say=lambda part: _say(f"Loading the demonstration: {part} …"))
    keep_keys(cast, folder=Path(os.environ["LAUREL_DATA"]), at=timezone.now())
    connection.close()


def _granian(host: str, port: int) -> list[str]:
    # SQLite has one writer at a time: a few threads serve readers while one writes, more would only wait.
    return [
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "2"),
    ]


def _greet(port: int, folder: Path, seconds: float) -> None:
    from campus.jobs.demonstration.cast import PASSWORD, PLAYERS  # noqa: PLC0415

    address = os.environ["LAUREL_PUBLIC_URL"]
    lines = [
        "",
        _LINE,
        f"  Laurel is ready after {seconds:.1f} s.   Ctrl-C stops it; nothing is lost.",
        "",
        f"  The site            {address}/",
        f"  Check a badge       {address}/verify",
        f"  E-mails to people   {address}/demo/mail     (no e-mail leaves this machine)",
        f"  API                 {address}/api/docs     (keys: {folder / 'api-keys.json'})",
        f"  Data folder         {folder}",
        "",
        f"  Log in with one of these addresses. The password is always:  {PASSWORD}",
        *(f"    {player.email:<34} {player.does}" for player in PLAYERS),
        _LINE,
    ]
    _say("\n".join(lines))


def _port(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 65536 else None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _refuse(text: str) -> int:
    sys.stderr.write(f"\n{text}\n\n")
    return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end the same way
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
