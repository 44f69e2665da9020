"""`python -m campus.jobs.test_door`: the VC-API for the W3C's test suites, over https with a certificate of its own.

It needs no database and keeps nothing but the certificate, for programs that want to trust it. Ctrl-C stops it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from campus.jobs.supervise import Child, supervise
from campus.jobs.web_server import answers, is_free

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
PORT = 40443
_DAYS = timedelta(days=7)


def main(arguments: Sequence[str]) -> int:
    """Make a certificate, start, supervise; the exit code."""
    asked = _read(arguments)
    if not is_free(HOST, asked.port):
        sys.stderr.write(f"error: port {asked.port} is in use; choose another with --port\n")
        return 1
    contexts = dict(each.rsplit("=", 1) for each in asked.context)
    absent = [name for name in contexts.values() if not Path(name).is_file()]
    if absent:
        sys.stderr.write(f"error: there is no file {absent[0]}\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="laurel-test-door-") as folder:
        _prepare_environment(Path(folder), asked.port, contexts)
        certificate, key = make_certificate(Path(folder), at=datetime.now(UTC))
        command = [sys.executable, "-m", "granian", *_granian(asked.port, certificate, key), "campus.wsgi:application"]
        return supervise(
            [Child("web server", command)],
            ready=lambda: answers(HOST, asked.port, path="/vc-api/keys", certificate=certificate),
            greet=lambda: _greet(asked.port, certificate),
        )


def make_certificate(folder: Path, *, at: datetime) -> tuple[Path, Path]:
    """A certificate of its own for localhost, valid for a week, and its key: two files in the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + _DAYS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].touch(mode=0o600)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(*form))
    return paths


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/test-door", description="Serve the VC-API for test suites on localhost.")
    parser.add_argument("--port", type=_port, default=PORT, help=f"serve on https://localhost:PORT (default {PORT})")
    parser.add_argument(
        "--context", metavar="URL=FILE", type=_context, action="append", default=[], help="a JSON-LD context to know as well"
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _context(text: str) -> str:
    url, equals, name = text.rpartition("=")
    if not equals or not url or not name:
        raise argparse.ArgumentTypeError("write it as URL=FILE")
    return text


def _prepare_environment(folder: Path, port: int, contexts: dict[str, str]) -> None:
    (folder / "static").mkdir()
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "campus.settings",
            "LAUREL_MODE": "demo",
            "LAUREL_DATA": str(folder),
            "LAUREL_TEST_DOOR": "true",
            "LAUREL_TEST_DOOR_CONTEXTS": json.dumps({url: str(Path(name).resolve()) for url, name in contexts.items()}),
            "LAUREL_PUBLIC_URL": f"https://localhost:{port}",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
    )


def _granian(port: int, certificate: Path, key: Path) -> list[str]:
    return [
        *("--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--no-ws", "--log-level", "warning"),
    ]


def _greet(port: int, certificate: Path) -> None:
    site = f"https://localhost:{port}/vc-api"
    lines = [
        "",
        f"  The test door is open at {site}, for this machine alone. Ctrl-C closes it.",
        f"  Issuers         {site}/keys",
        f"  For the suites  {site}/implementation",
        f"  Certificate     {certificate}",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end the same way
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
