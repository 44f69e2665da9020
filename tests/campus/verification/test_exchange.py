"""Speaking to services that an organisation has named: where that may lead, and how much an answer may be."""

from __future__ import annotations

import socket

import pytest

from campus.verification.exchange import Asked, check_service_url, guarded_exchange
from laurel.errors import ForbiddenAddressError, UnreachableError
from lti_platform import SITE, reachable, running


@pytest.fixture
def service(tmp_path, monkeypatch):
    with running(tmp_path) as server:
        reachable(server, monkeypatch)
        yield server


@pytest.mark.parametrize("url", ["https://a.example/x?a=1&b=%D0%B1", "https://a.example:443/", "https://a.example/?q=a[0]"])
def test_a_service_may_have_a_query(url):
    assert check_service_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/", "https://127.0.0.1/", "https://a.example:8443/", "https://u@a.example/", "https://a.internal/",
        "https://a.example/#x", "https://a.example/?a b", "https://a.example/?a\r\nHost: b", "https://a.example/?<x>",
        "https://a.example/?%zz", "https://a.example/?%2", "https://a.example/../x", "https://a.example/?é", "",
        "https://a.example/?" + "x" * 2000,
    ],
)  # fmt: skip
def test_refuses_an_address_that_no_service_may_have(url):
    with pytest.raises(ForbiddenAddressError):
        guarded_exchange(resolver=pytest.fail)(Asked(method="GET", url=url))


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], []])
def test_refuses_a_service_whose_name_leads_inside(answers, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: pytest.fail("a connection was opened"))

    with pytest.raises(ForbiddenAddressError):
        guarded_exchange(resolver=lambda host: answers)(Asked(method="POST", url="https://a.example/", body=b"secret"))


def test_every_answer_comes_back_with_its_status_and_headers(service):
    answer = guarded_exchange()(Asked(method="GET", url=f"{SITE}/no/such?a=1"))

    assert (answer.status, answer.headers["content-type"], answer.body) == (404, "application/json", b"{}")
    assert service.asked == ["GET /no/such?a=1"]


def test_refuses_an_answer_beyond_its_limit(service):
    service.key_set = {"keys": "x" * 5000}

    with pytest.raises(UnreachableError, match="too large"):
        guarded_exchange()(Asked(method="GET", url=f"{SITE}/mod/lti/certs.php", limit=1000))


def test_refuses_a_certificate_nobody_vouches_for(service, monkeypatch):
    service.certificate = ""
    monkeypatch.setattr("ssl.SSLContext.load_verify_locations", lambda *given, **named: None)

    with pytest.raises(UnreachableError, match="certificate"):
        guarded_exchange()(Asked(method="GET", url=f"{SITE}/x"))
