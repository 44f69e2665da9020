"""What the data model asks of a credential, clause by clause: each good form taken, each bad one told with its place."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest

from any_credential import licence, licence_of_version_1
from data_model_cases import BAD, GOOD, PLACE, TEXT
from laurel.canon.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from laurel.formats.data_model import check_credential, check_presentation, unjudged_in
from laurel.formats.data_model.problem import _SENTENCES
from laurel.keys import base64url


def _told(document: Any) -> set[tuple[str, str]]:
    return {(each.code, each.at) for each in check_credential(document)}


@pytest.mark.parametrize("changes", GOOD, ids=str)
def test_the_data_model_allows(changes: dict[str, Any]):
    assert _told(licence(**changes)) == set()


@pytest.mark.parametrize(("changes", "code", "at"), BAD, ids=str)
def test_refuses_what_the_data_model_does_not_allow(changes: dict[str, Any], code: str, at: str):
    assert (code, at) in _told(licence(**changes))


def test_refuses_a_resource_named_twice():
    one = {"id": PLACE, "digestMultibase": f"u{base64url.encode(bytes(32))}"}

    assert _told(licence(relatedResource=[one, one])) == {("TWICE", "/relatedResource/1")}


@pytest.mark.parametrize("name", ["sha256", "sha384", "sha512"])
def test_refuses_another_digest_of_a_resource_that_we_hold(name: str):
    other = hashlib.new(name, TEXT + b"\n").digest()
    several = {"digestSRI": f"{name}-{b64encode(other).decode()}", "digestMultibase": f"u{base64url.encode(other)}"}

    told = _told(licence(relatedResource={"id": CREDENTIALS_V2} | several))

    assert told == {("OTHER_DIGEST", f"/relatedResource/{member}") for member in several}


def test_the_digest_of_an_earlier_publication_still_fits():
    earlier = "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"

    assert _told(licence(relatedResource={"id": CREDENTIALS_V2, "digestMultibase": earlier})) == set()


def test_version_1_asks_for_its_own_date_and_for_more_addresses():
    assert _told(licence_of_version_1()) == set()
    assert _told(licence_of_version_1(issuanceDate=None)) == {("MISSING", "")}
    assert _told(licence_of_version_1(credentialStatus={"type": "A"})) == {("MISSING", "/credentialStatus")}
    assert _told(licence_of_version_1(expirationDate="2020-01-01T00:00:00Z")) == {("ENDS_BEFORE_IT_BEGINS", "/expirationDate")}
    assert _told(licence_of_version_1(**{"@context": [CREDENTIALS_V1, 5]})) == {("NOT_A_CONTEXT", "/@context/1")}


def test_a_hundred_problems_are_enough():
    assert len(check_credential(licence(evidence=[{}] * 500))) == 100


PRESENTATION = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"holder": "did:example:amina"},
        {"holder": {"id": "did:example:amina"}},
        {"verifiableCredential": [licence(), {"type": "EnvelopedVerifiableCredential"}]},
        {"termsOfUse": {"type": "A"}},
    ],
)
def test_the_data_model_allows_a_presentation(changes: dict[str, Any]):
    assert check_presentation(PRESENTATION | changes) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"@context": []}, "WRONG_CONTEXT"),
        ({"type": ["SailingPresentation"]}, "TYPE_WITHOUT_CLASS"),
        ({"id": "x y"}, "NOT_A_URL"),
        ({"holder": "Amina"}, "NOT_A_URL"),
        ({"holder": {"name": "Amina"}}, "MISSING"),
        ({"verifiableCredential": []}, "NOT_A_CREDENTIAL"),
        ({"verifiableCredential": ["eyJ…"]}, "NOT_A_CREDENTIAL"),
        ({"verifiableCredential": [{"type": []}]}, "NOT_A_CREDENTIAL"),
        ({"proof": 5}, "NOT_AN_OBJECT"),
    ],
)
def test_refuses_what_is_no_presentation(changes: dict[str, Any], code: str):
    assert [each.code for each in check_presentation(PRESENTATION | changes)] == [code]


def test_what_cannot_be_judged_is_named():
    document = licence(
        credentialSchema={"id": PLACE, "type": "A"},
        evidence={"type": "A"},
        relatedResource=[{"id": PLACE}, {"id": CREDENTIALS_V2}],
        credentialSubject={"endorsement": []},
    )

    told = [(each.code, each.at) for each in unjudged_in(document)]

    assert told == [
        ("MEANING_UNJUDGED", ""),
        ("SCHEMA_NOT_FETCHED", "/credentialSchema"),
        ("NOT_FOLLOWED", "/evidence"),
        ("RESOURCE_NOT_HELD", "/relatedResource"),
        ("NOT_LOOKED_INTO", "/credentialSubject"),
    ]


def test_every_problem_is_said_in_both_languages():
    assert all(english and bulgarian and english != bulgarian for english, bulgarian in _SENTENCES.values())
