import base64
import hashlib
import json
from typing import Any

import pytest

from laurel.errors import TypeMetadataError, UnreachableError
from laurel.fetching import Fetched
from laurel.formats.sd_jwt_vc.sd_jwt import Checked
from laurel.formats.sd_jwt_vc.type_metadata import check_rules, integrity_of, load, read

VCT, PARENT = "https://uni.example/types/badge", "https://eu.example/types/micro-credential"


def world(*documents: dict[str, Any]):
    bodies = {each["vct"]: json.dumps(each).encode() for each in documents}

    def fetch(url: str, *, limit: int) -> Fetched:
        if url not in bodies:
            raise UnreachableError(url=url, why="not there")
        return Fetched(body=bodies[url])

    return fetch


def checked(claims: dict[str, Any], *disclosed: tuple[str | int, ...]) -> Checked:
    return Checked(claims={"vct": VCT} | claims, header={}, disclosed=frozenset(disclosed), holder_key=None, bound=False)


def metadata(*claims: dict[str, Any], **members: Any):
    return load(VCT, integrity=None, fetch=world({"vct": VCT, "claims": list(claims)} | members))


def test_a_type_carries_the_rules_of_those_it_extends():
    parent = {"vct": PARENT, "claims": [{"path": ["grade"], "sd": "always"}]}
    child = {
        "vct": VCT,
        "extends": PARENT,
        "extends#integrity": integrity_of(json.dumps(parent).encode()),
        "claims": [{"path": ["name"], "mandatory": True}],
    }

    found = load(VCT, integrity=integrity_of(json.dumps(child).encode()), fetch=world(child, parent))

    assert found.chain == (VCT, PARENT)
    assert [rule.path for rule in found.rules] == [("name",), ("grade",)]


def test_refuses_a_type_whose_document_was_changed():
    with pytest.raises(TypeMetadataError):
        load(VCT, integrity=integrity_of(b"{}"), fetch=world({"vct": VCT}))
    parent = {"vct": PARENT}
    with pytest.raises(TypeMetadataError):
        load(VCT, integrity=None, fetch=world({"vct": VCT, "extends": PARENT, "extends#integrity": integrity_of(b"")}, parent))


def test_of_several_digests_the_strongest_counts():
    body = json.dumps({"vct": VCT}).encode()
    strong = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()

    assert read(body, vct=VCT, integrity=f"sha256-AAAA {strong}")["vct"] == VCT
    for wrong in (f"{integrity_of(body)} sha512-AAAA", "md5-AAAA", "", "sha256-!"):
        with pytest.raises(TypeMetadataError):
            read(body, vct=VCT, integrity=wrong)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"vct": "https://other.example/"}', b'{"vct": 5}', b'{"vct":1,"vct":2}'])
def test_refuses_a_document_of_another_type(body: bytes):
    with pytest.raises(TypeMetadataError):
        read(body, vct=VCT, integrity=None)


def test_refuses_types_that_extend_each_other_for_ever():
    with pytest.raises(TypeMetadataError):
        load(VCT, integrity=None, fetch=world({"vct": VCT, "extends": PARENT}, {"vct": PARENT, "extends": VCT}))
    chain = [{"vct": f"https://uni.example/{number}", "extends": f"https://uni.example/{number + 1}"} for number in range(9)]
    with pytest.raises(TypeMetadataError):
        load(chain[0]["vct"], integrity=None, fetch=world(*chain))


@pytest.mark.parametrize(
    "vct", ["http://uni.example/", "https://127.0.0.1/", "urn:x:y", "https://localhost/", "file:///etc/passwd"]
)
def test_refuses_to_call_a_forbidden_address(vct: str):
    def fetch(url: str, *, limit: int) -> Fetched:
        pytest.fail(f"called {url}")

    with pytest.raises(TypeMetadataError):
        load(vct, integrity=None, fetch=fetch)


@pytest.mark.parametrize(
    "rule",
    [
        5,
        {},
        {"path": []},
        {"path": "name"},
        {"path": [True]},
        {"path": [-1]},
        {"path": [1.5]},
        {"path": ["a"] * 21},
        {"path": ["a"], "sd": "maybe"},
        {"path": ["a"], "mandatory": "yes"},
    ],
    ids=str,
)
def test_refuses_a_malformed_rule(rule: Any):
    with pytest.raises(TypeMetadataError):
        metadata(rule)
    with pytest.raises(TypeMetadataError):
        load(VCT, integrity=None, fetch=world({"vct": VCT, "extends": 5}))


def test_a_credential_follows_its_rules():
    rules = metadata(
        {"path": ["name"], "sd": "always", "mandatory": True},
        {"path": ["results", None], "sd": "always"},
        {"path": ["title"], "sd": "never"},
        {"path": ["nested", 0, "a"]},
    )

    check_rules(checked({"name": "x", "title": "y", "results": [1, 2]}, ("name",), ("results", 0), ("results", 4)), rules)


@pytest.mark.parametrize(
    ("rule", "credential"),
    [
        ({"path": ["name"], "mandatory": True}, checked({})),
        ({"path": ["name"], "sd": "always"}, checked({"name": "x"})),
        ({"path": ["name"], "sd": "never"}, checked({"name": "x"}, ("name",))),
        ({"path": ["results", None], "sd": "always"}, checked({"results": [1, 2]}, ("results", 0))),
        ({"path": ["results", None], "sd": "never"}, checked({"results": [1, 2]}, ("results", 1))),
        ({"path": ["results", 1], "mandatory": True}, checked({"results": [1]})),
        ({"path": ["name"]}, checked({"vct": PARENT})),
    ],
)
def test_refuses_a_credential_that_does_not_follow_its_type(rule: dict[str, Any], credential: Checked):
    with pytest.raises(TypeMetadataError):
        check_rules(credential, metadata(rule))
