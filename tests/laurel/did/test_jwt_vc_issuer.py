"""The keys of an issuer whose identifier is an https address."""

from __future__ import annotations

import json
from typing import Any

import pytest

from laurel.did import resolve
from laurel.did.jwt_vc_issuer import document_of, metadata_url, reading
from laurel.errors import DidError, KeyNotFoundError, Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.keys import PrivateKey

ISSUER = "https://uni.example/org/7"
URL = "https://uni.example/.well-known/jwt-vc-issuer/org/7"
KEY = PrivateKey.from_seed(b"\1" * 32, "P-256").public
KEYS = {"keys": [{**KEY.to_jwk(), "kid": "urn:key:1", "alg": "ES256"}]}


def site(**answers: Any) -> Any:
    def fetch(url: str, *, limit: int) -> Fetched:
        if url not in answers:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        found = answers[url]
        return Fetched(body=found if isinstance(found, bytes) else json.dumps(found).encode())

    return fetch


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("https://uni.example", "https://uni.example/.well-known/jwt-vc-issuer"),
        ("https://uni.example/", "https://uni.example/.well-known/jwt-vc-issuer"),
        (ISSUER, URL),
        (ISSUER + "/", URL),
    ],
)
def test_the_metadata_lie_between_host_and_path(issuer: str, url: str):
    assert metadata_url(issuer) == url


@pytest.mark.parametrize("linked", [False, True])
def test_its_keys_are_found_by_their_names(linked: bool):
    metadata = {"issuer": ISSUER} | ({"jwks_uri": "https://keys.example/all"} if linked else {"jwks": KEYS})
    fetch = site(**{URL: metadata, "https://keys.example/all": KEYS})

    document = resolve(ISSUER, fetch=reading(fetch))

    assert document.method(f"{ISSUER}#urn:key:1").public_key() == KEY
    with pytest.raises(KeyNotFoundError):
        document.method(f"{ISSUER}#another")
    with pytest.raises(KeyNotFoundError):
        document.method(f"{ISSUER}#urn:key:1", purpose="authentication")


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"issuer": "https://other.example", "jwks": KEYS},
        {"issuer": ISSUER},
        {"issuer": ISSUER, "jwks": KEYS, "jwks_uri": "https://keys.example/all"},
        {"issuer": ISSUER, "jwks": []},
        {"issuer": ISSUER, "jwks": {"keys": []}},
        {"issuer": ISSUER, "jwks": {"keys": [7]}},
        {"issuer": ISSUER, "jwks": {"keys": [{"kid": 7}]}},
        {"issuer": ISSUER, "jwks": {"keys": KEYS["keys"] * 101}},
        {"issuer": ISSUER, "jwks_uri": 7},
        {"issuer": ISSUER, "jwks_uri": "https://127.0.0.1/keys"},
        {"issuer": ISSUER, "jwks_uri": "http://keys.example/all"},
        b"{",
        b"[]",
    ],
)
def test_refuses_metadata_that_are_malformed_or_of_another_issuer(metadata: Any):
    with pytest.raises(DidError):
        document_of(ISSUER, fetch=site(**{URL: metadata}))


@pytest.mark.parametrize(
    "issuer", ["http://uni.example", "https://127.0.0.1", "https://uni.example:8443", "did:web:uni.example", ""]
)
def test_refuses_an_issuer_whose_address_nobody_should_ask(issuer: str):
    with pytest.raises(DidError):
        document_of(issuer, fetch=site())


def test_an_issuer_that_does_not_answer_is_neither_right_nor_wrong():
    with pytest.raises(UnreachableError):
        document_of(ISSUER, fetch=site())
