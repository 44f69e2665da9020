"""What a document says of one thing, wherever it says it, and in whatever order."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.verify.told import Told, text_of, texts_of
from outside_world import STRANGER, STRANGER_SIGNER, check, signed
from plain_badge import badge

TAGGED = [
    {"@value": "Бъдеще", "@language": "bg"},
    {"@value": "Future", "@language": "en-GB"},
    {"@value": "Avenir", "@language": "fr"},
]
KNOWN = "Софийски пример"  # what the university that everybody knows is called


def test_a_thing_is_whole_wherever_it_is_told():
    document = {
        "issuer": {"id": "urn:i", "url": "u"},
        "creator": {"id": "urn:i", "name": "N"},
        "list": [{"id": "urn:i", "name": "M"}],
    }

    assert Told(document).whole(document["issuer"]) == {"id": "urn:i", "url": "u", "name": "M"}
    assert Told(document).whole({"id": "urn:i"}) == Told(document).whole(document["creator"])
    assert Told(document).names("urn:i") == {"M", "N"}


def test_a_credential_inside_speaks_for_itself():
    document = {"issuer": {"id": "urn:i"}, "endorsement": [{"@context": [], "issuer": {"id": "urn:i", "name": "N"}}]}

    assert Told(document).whole(document["issuer"]) == {"id": "urn:i"}


@given(st.permutations(TAGGED))
def test_the_order_of_languages_does_not_count(tagged):
    assert text_of(tagged) == "Future"
    assert text_of([*tagged, "plain"]) == "plain"
    assert set(texts_of(tagged)) == {"Бъдеще", "Future", "Avenir"}


@pytest.mark.parametrize("value", [None, 5, {}, [], [None, {"@value": 5}], {"@value": ""}])
def test_what_is_no_text_is_none(value):
    assert text_of(value) == ""


@pytest.mark.parametrize(
    "named",
    [
        {"name": KNOWN},
        {"name": f"{KNOWN} [bg]"},
        {"name": {"@value": KNOWN, "@language": "bg"}},
        {"name": [{"@value": "Other", "@language": "en"}, {"@value": KNOWN, "@language": "bg"}]},
    ],
    ids=["plain", "marked", "tagged", "second language"],
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_refuses_to_overlook_a_known_name_in_another_language_or_place(named, elsewhere):
    forged = badge() | {"issuer": {"id": STRANGER, "type": ["Profile"]}}
    if elsewhere:
        forged["credentialSubject"]["achievement"]["creator"] = forged["issuer"] | named
    else:
        forged["issuer"] |= named

    report = check(signed(STRANGER_SIGNER, **forged))

    assert (report.verdict, report.codes) == ("warn", ("LOOKALIKE_NAME",))
    assert report.credential.issuer_name == text_of(named["name"])
    json.dumps(report.to_json())
