"""The way out is guarded: only public https addresses, checked after resolving, no redirects, bounded."""

import http.server
import threading

import pytest

from laurel.cli.web import GuardedWeb, is_public
from laurel.errors import UnreachableError

INNER = [
    "127.0.0.1",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1",
    "fc00::1",
]
WRAPPED = ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:169.254.169.254"]


@pytest.mark.parametrize("address", [*INNER, *WRAPPED, "not an address", ""])
def test_refuses_an_inner_address_however_it_is_written(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize("addresses", [[], ["127.0.0.1"], ["93.184.216.34", "127.0.0.1"]])
def test_refuses_a_name_that_leads_inside(addresses):
    web = GuardedWeb(resolver=lambda host, port: addresses)

    with pytest.raises(UnreachableError, match="inner network"):
        web("https://uni.example/did.json", limit=1000)


@pytest.mark.parametrize(
    "url",
    [
        "http://uni.example/",
        "https://uni.example:8443/",
        "https://a@uni.example/",
        "file:///etc/passwd",
        "https://localhost/",
        "ftp://uni.example/",
    ],
)
def test_refuses_an_address_before_resolving_it(url):
    def resolver(host, port):
        raise AssertionError

    with pytest.raises(UnreachableError):
        GuardedWeb(resolver=resolver)(url, limit=1000)


def test_refuses_the_ninth_request():
    web = GuardedWeb(resolver=lambda host, port: [])
    for _ in range(8):
        with pytest.raises(UnreachableError, match="inner"):
            web("https://uni.example/", limit=1)

    with pytest.raises(UnreachableError, match="too many"):
        web("https://uni.example/", limit=1)


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_local_site_is_asked_only_when_it_is_named(site):
    assert GuardedWeb(local_sites=frozenset({site}))(f"http://{site}/ok", limit=100).body == b"{}"
    with pytest.raises(UnreachableError):
        GuardedWeb()(f"http://{site}/ok", limit=100)


@pytest.mark.parametrize(("path", "why"), [("moved", "302"), ("gone", "404"), ("large", "too large")])
def test_refuses_redirects_errors_and_floods(site, path, why):
    with pytest.raises(UnreachableError, match=why):
        GuardedWeb(local_sites=frozenset({site}))(f"http://{site}/{path}", limit=100)


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status = {"/moved": 302, "/gone": 404}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ok")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"x" * 500 if self.path == "/large" else b"{}")

    def log_message(self, *_):
        pass
