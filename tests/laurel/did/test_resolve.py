import json
from typing import Any

import pytest

from laurel.did import resolve
from laurel.did.document import build, method_for
from laurel.errors import DidError, UnreachableError, UnsupportedError
from laurel.fetching import Fetched, no_network
from laurel.keys import PrivateKey

PUBLIC = PrivateKey.from_seed(b"\1" * 32).public


def serving(url: str, document: Any) -> Any:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()

    def fetch(asked: str, *, limit: int) -> Fetched:
        if asked != url or len(body) > limit:
            raise UnreachableError(url=asked, why="not recorded")
        return Fetched(body=body)

    return fetch


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("did:web:uni.example", "https://uni.example/.well-known/did.json"),
        ("https://uni.example/issuers/1", "https://uni.example/issuers/1"),
    ],
)
def test_finds_the_document_of_an_identifier_and_of_its_key(name: str, url: str):
    fetch = serving(url, build(name, [method_for(name, "1", PUBLIC)]))

    for asked in (name, f"{name}#1"):
        assert resolve(asked, fetch=fetch).method(f"{name}#1").public_key() == PUBLIC


def test_a_did_key_needs_no_network():
    did = f"did:key:{PUBLIC.to_multikey()}"

    assert resolve(f"{did}#x", fetch=no_network).id == did


def test_refuses_a_document_of_another_identifier():
    theirs = build("did:web:other.example", [method_for("did:web:other.example", "1", PUBLIC)])

    with pytest.raises(DidError):
        resolve("did:web:uni.example", fetch=serving("https://uni.example/.well-known/did.json", theirs))


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"id": 1, "id": 2}', b"[" * 1_000])
def test_refuses_an_answer_that_is_no_document(body: bytes):
    with pytest.raises(DidError):
        resolve("did:web:uni.example", fetch=serving("https://uni.example/.well-known/did.json", body))


@pytest.mark.parametrize(
    "name", ["", "x", "key-1", "http://127.0.0.1/x", "https://127.0.0.1/x", "did:web:127.0.0.1", "x' OR '1'='1"]
)
def test_refuses_to_call_a_forbidden_or_malformed_address(name: str):
    def fetch(asked: str, *, limit: int) -> Fetched:
        pytest.fail(f"called {asked}")

    with pytest.raises(DidError):
        resolve(name, fetch=fetch)


def test_another_method_is_only_unknown_and_no_answer_is_no_verdict():
    with pytest.raises(UnsupportedError):
        resolve("did:ion:abc", fetch=no_network)
    with pytest.raises(UnreachableError):
        resolve("did:web:uni.example", fetch=no_network)
