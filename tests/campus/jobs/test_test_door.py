"""`scripts/test-door` starts for real: over https, with a certificate of its own, without a database."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from cryptography import x509

from any_credential import licence
from architecture.tree import ROOT
from campus.jobs import test_door as door
from laurel.canon.contexts import CREDENTIALS_V2

VOCABULARY = "https://sails.example/v1"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Where it is served, and the trust in its certificate, which its greeting names."""
    context = tmp_path_factory.mktemp("door") / "context.json"
    context.write_text(json.dumps({"@context": {"sail": "https://sails.example/#sail"}}))
    port = _free_port()
    command = [sys.executable, "-m", "campus.jobs.test_door", "--port", port, "--context", f"{VOCABULARY}={context}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", "LAUREL_MODE": "demo"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield f"https://localhost:{port}/vc-api", _trust(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _trust(process: "subprocess.Popen[str]") -> ssl.SSLContext:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.stdout is not None:
        name, _, path = process.stdout.readline().strip().partition(" ")
        if name == "Certificate":
            return ssl.create_default_context(cafile=path.strip())
    raise AssertionError("the door did not open")


def _asked(site: tuple[str, ssl.SSLContext], path: str, body: object = None) -> tuple[int, object]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{site[0]}/{path}", data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, context=site[1], timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_it_issues_and_verifies_with_its_own_status_list(site):
    keys = _asked(site, "keys")[1]
    document = licence(issuer=keys["status"], validFrom=None)

    status, issued = _asked(site, "status/credentials/issue", {"credential": document})
    options = {"checks": ["proof", "credentialStatus"]}
    verified, found = _asked(site, "credentials/verify", {**issued, "options": options})

    assert (status, verified, found["verified"]) == (201, 200, True)
    assert issued["verifiableCredential"]["credentialStatus"]["statusListCredential"].startswith(site[0])


def test_it_knows_the_contexts_that_were_named(site):
    subject = {"id": "did:example:a", "sail": "x"}
    changes = {"type": ["VerifiableCredential"], "credentialSubject": subject}
    known = licence(**{"@context": [CREDENTIALS_V2, VOCABULARY]}, **changes)
    unknown = licence(**{"@context": [CREDENTIALS_V2, f"{VOCABULARY}/other"]}, **changes)

    assert _asked(site, "jose/credentials/issue", {"credential": known})[0] == 201
    assert _asked(site, "jose/credentials/issue", {"credential": unknown})[0] == 422


def test_a_certificate_is_for_this_machine_and_a_week(tmp_path):
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    certificate, key = door.make_certificate(tmp_path, at=now)

    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert (made.not_valid_after_utc - now).days == 7
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "arguments", [["--port", "0"], ["--port", "http"], ["--context", "file.json"], ["--context", "=x"], ["--open"]]
)
def test_refuses_arguments_that_it_does_not_know(arguments, capsys):
    with pytest.raises(SystemExit):
        door.main(arguments)
    assert "usage: scripts/test-door" in capsys.readouterr().err


def test_refuses_a_port_in_use_and_a_context_that_is_not_there(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert door.main(["--port", str(taken.getsockname()[1])]) == 1
    assert "is in use" in capsys.readouterr().err

    assert door.main(["--port", _free_port(), "--context", f"{VOCABULARY}={tmp_path / 'missing.json'}"]) == 1
    assert "there is no file" in capsys.readouterr().err
