"""The one door to other machines: where it leads, and where it must not."""

import socket
import ssl

import pytest
from django.conf import settings

from badges import issued
from campus.verification import fetch as fetching
from campus.verification.addresses import is_public
from campus.verification.fetch import guarded_fetcher
from laurel.errors import ForbiddenAddressError, LaurelError, UnreachableError

INNER = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
    "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_refuses_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example/did.json", "ftp://issuer.example/x", "file:///etc/passwd", "https://127.0.0.1/x", "https://[::1]/x",
        "https://localhost/x", "https://0x7f000001/x", "https://2130706433/x", "https://issuer.example:8443/x",
        "https://user:pass@issuer.example/x", "https://issuer.example/x?q=1", "https://issuer.example/../x",
        "gopher://issuer.example/",
        "https://metadata.internal/x", "https://issuer.example\\@127.0.0.1/", "https://issuer.example/%2e%2e/x",
        "//issuer.example/x",
    ],
)  # fmt: skip
def test_refuses_odd_addresses_before_anything_is_resolved(url):
    def resolver(host):
        raise AssertionError(host)

    with pytest.raises(ForbiddenAddressError):
        guarded_fetcher(resolver=resolver)(url, limit=1000)


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"], []])
def test_refuses_a_name_that_leads_inside(answers, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: pytest.fail("a connection was opened"))

    with pytest.raises(ForbiddenAddressError):
        guarded_fetcher(resolver=lambda host: answers)("https://issuer.example/did.json", limit=1000)


def test_connects_to_the_very_address_that_was_checked(monkeypatch):
    asked, resolved = [], []

    def connect(address, timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)

    def resolver(host):
        resolved.append(host)
        return ["93.184.216.34"]

    with pytest.raises(UnreachableError):
        guarded_fetcher(resolver=resolver)("https://issuer.example/did.json", limit=1000)

    assert (asked, resolved) == ([("93.184.216.34", 443)], ["issuer.example"])


def test_refuses_a_ninth_request_in_one_verification(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: (_ for _ in ()).throw(ConnectionRefusedError))
    fetch = guarded_fetcher(resolver=lambda host: ["93.184.216.34"])
    for _each in range(fetching.MOST_REQUESTS):
        with pytest.raises(UnreachableError, match="did not answer"):
            fetch("https://issuer.example/did.json", limit=1000)

    with pytest.raises(UnreachableError, match="too many"):
        fetch("https://issuer.example/did.json", limit=1000)


class Answering:
    """A server's side of one connection, played from a text."""

    def __init__(self, answer):
        self.answer = answer

    def __enter__(self):
        ours, theirs = socket.socketpair()
        theirs.sendall(self.answer)
        theirs.shutdown(socket.SHUT_WR)
        self.pair = ours, theirs
        return ours

    def __exit__(self, *_given):
        for each in self.pair:
            each.close()


def answering(monkeypatch, answer):
    monkeypatch.setattr(fetching, "connected", lambda *given, **named: Answering(answer))
    return guarded_fetcher(resolver=lambda host: ["93.184.216.34"])


def test_a_document_comes_with_its_media_type(monkeypatch):
    fetch = answering(
        monkeypatch, b"HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"
    )

    found = fetch("https://issuer.example/did.json", limit=10)

    assert (found.body, found.media_type) == (b"{}", "application/json")


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 T", b"404 No", b"500 Oops", b"204 Empty"])
def test_refuses_redirects_and_errors(monkeypatch, status):
    fetch = answering(monkeypatch, b"HTTP/1.1 " + status + b"\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(UnreachableError, match=f"answered {status[:3].decode()}"):
        fetch("https://issuer.example/did.json", limit=10)


def test_refuses_an_answer_that_is_too_large(monkeypatch):
    fetch = answering(monkeypatch, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50)

    with pytest.raises(UnreachableError, match="too large"):
        fetch("https://issuer.example/did.json", limit=10)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_refuses_an_answer_that_is_none(monkeypatch, answer):
    with pytest.raises(UnreachableError):
        answering(monkeypatch, answer)("https://issuer.example/did.json", limit=100)


def test_refuses_a_certificate_that_is_not_in_order(monkeypatch):
    def connected(*given, **named):
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(fetching, "connected", connected)

    with pytest.raises(UnreachableError, match="certificate"):
        guarded_fetcher(resolver=lambda host: ["93.184.216.34"])("https://issuer.example/did.json", limit=10)


def test_our_own_documents_are_answered_without_a_connection(version, rositsa):
    credential = issued(version, rositsa)
    fetch = guarded_fetcher()

    did = fetch(f"{settings.PUBLIC_URL}/o/laurel-university/did.json", limit=100_000)
    status_list = fetch(f"{settings.PUBLIC_URL}/status/{credential.status_list.public_id}", limit=1_000_000)

    assert did.media_type == "application/did+ld+json"
    assert b"BitstringStatusListCredential" in status_list.body


@pytest.mark.parametrize(
    "path", ["/", "/my/", "/verify", "/healthz", "/o/laurel-university/", "/api/v1/me", "/o/nobody/did.json"]
)
def test_refuses_our_own_pages_that_are_no_public_documents(db, path):
    with pytest.raises(LaurelError):
        guarded_fetcher()(f"{settings.PUBLIC_URL}{path}", limit=1_000_000)
