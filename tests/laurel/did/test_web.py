import pytest

from laurel.did import web
from laurel.errors import DidError


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:uni.example", "https://uni.example/.well-known/did.json"),
        ("did:web:uni.example:org:7", "https://uni.example/org/7/did.json"),
        ("did:web:uni.example%3A443:org", "https://uni.example:443/org/did.json"),
    ],
)
def test_leads_to_a_document_on_the_web(did: str, url: str):
    assert web.url_of(did) == url


def test_names_a_host_and_a_path():
    assert web.did_of("uni.example", "org", "7") == "did:web:uni.example:org:7"
    assert web.did_of("localhost:8000", "org") == "did:web:localhost%3A8000:org"
    with pytest.raises(DidError):
        web.did_of("uni.example", "a/b")


def test_a_demonstration_may_be_its_own_host():
    hosts = frozenset({"localhost:8000"})

    assert web.url_of("did:web:localhost%3A8000:org:1", insecure_hosts=hosts) == "http://localhost:8000/org/1/did.json"
    with pytest.raises(DidError):
        web.url_of("did:web:localhost%3A8001:org:1", insecure_hosts=hosts)


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web::org",
        "did:web:uni.example:",
        "did:web:uni.example::org",
        "did:web:localhost",
        "did:web:169.254.169.254",
        "did:web:0x7f000001",
        "did:web:db.internal",
        "did:web:uni.example%3A22",
        "did:web:uni.example%3A0",
        "did:web:uni.example%3Ax",
        "did:web:uni.example:..:..:uploads:evil",
        "did:web:uni.example:%2e%2e",
        "did:web:uni.example%2Fuploads",
        "did:web:uni.example%3Fx=",
        "did:web:user@uni.example",
        "did:web:uni.example/org",
        "did:web:uni.example?x",
        "did:web:uni.example\n",
        "did:web:тест.example",
        "did:web:uni.example:" + "a" * 600,
        "did:key:z6Mk",
    ],
)
def test_refuses_every_other_form(did: str):
    with pytest.raises(DidError):
        web.url_of(did)
