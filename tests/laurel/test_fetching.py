import json
from pathlib import Path

import pytest

from laurel.errors import ForbiddenAddressError, UnreachableError
from laurel.fetching import Fetched, check_url, is_public_name, no_network, recorded


@pytest.mark.parametrize(
    "url",
    [
        "https://uni.example",
        "https://uni.example/status/1",
        "https://uni.example:443/a%20b/c.json",
        "https://xn--e1afmkfd.example/",
        "https://a.b.c.example/~x;y=1",
    ],
)
def test_a_public_https_address_may_be_called(url: str):
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "uni.example",
        "http://uni.example/",
        "HTTPS://uni.example/",
        "ftp://uni.example/",
        "file:///etc/passwd",
        "https://uni.example:22/",
        "https://uni.example:8443/",
        "https://localhost/",
        "https://intranet/",
        "https://db.internal/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.0x1/",
        "https://a.0x7f/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://user@uni.example/",
        "https://uni.example@evil.example/",
        "https://uni.example\\@evil.example/",
        "https://uni.example./",
        "https://-uni.example/",
        "https://uni..example/",
        "https://uni_.example/",
        "https://uni.example/?x=1",
        "https://uni.example/#x",
        "https://uni.example/a b",
        "https://uni.example/\n",
        "https://uni.example/%0d%0aHost:%20evil",
        "https://uni.example/a/../b",
        "https://uni.example/%2e%2E/b",
        "https://uni.example/a%2fb",
        "https://uni.example/%",
        "https://тест.example/",
        "https://uni.example/" + "a" * 3_000,
    ],
)
def test_refuses_every_other_address(url: str):
    with pytest.raises(ForbiddenAddressError):
        check_url(url)


def test_a_demonstration_may_call_itself_without_encryption():
    hosts = frozenset({"localhost:8000"})

    assert check_url("http://localhost:8000/status/1", insecure_hosts=hosts)
    for url in (
        "http://localhost:8001/",
        "http://localhost:8000@evil.example/",
        "http://localhost:8000/../x",
        "http://localhost/",
    ):
        with pytest.raises(ForbiddenAddressError):
            check_url(url, insecure_hosts=hosts)


def test_a_public_name_has_several_labels():
    assert is_public_name("uni.example")
    assert not is_public_name("uni")
    assert not is_public_name("a" * 64 + ".example")


def test_working_offline_reaches_nothing():
    with pytest.raises(UnreachableError):
        no_network("https://uni.example/", limit=10)


def test_a_recording_answers_as_recorded(tmp_path: Path):
    (tmp_path / "body").write_bytes(b"{}")
    urls = {
        "https://uni.example/": {"status": 200, "file": "body", "headers": {"Content-Type": "application/JSON; charset=utf-8"}},
        "https://uni.example/moved": {"status": 302, "headers": {"location": "https://evil.example/"}},
    }
    (tmp_path / "index.json").write_text(json.dumps({"urls": urls}))
    fetch = recorded(tmp_path / "index.json")

    assert fetch("https://uni.example/", limit=2) == Fetched(body=b"{}", media_type="application/json")
    for url, limit in (("https://uni.example/", 1), ("https://uni.example/moved", 9), ("https://uni.example/none", 9)):
        with pytest.raises(UnreachableError):
            fetch(url, limit=limit)
