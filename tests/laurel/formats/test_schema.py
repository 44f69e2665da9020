"""The closed shape of Open Badges 3.0: what is let through, and what is named with its place."""

import pytest

from laurel.formats.schema import check_class, check_schema
from plain_badge import badge


def test_a_plain_badge_has_nothing_wrong():
    assert check_schema(badge()) == []


def test_every_wrong_thing_is_named_with_its_place_in_both_languages():
    document = badge() | {"awardedDate": "yesterday", "honours": "x"}
    del document["validFrom"]
    document["credentialSubject"]["achievement"]["tag"] = "care"

    found = {(problem.at, problem.code) for problem in check_schema(document)}

    assert found == {
        ("", "MISSING"),
        ("", "UNKNOWN_MEMBER"),
        ("/awardedDate", "BAD_FORMAT"),
        ("/credentialSubject/achievement/tag", "NOT_A_LIST"),
    }
    assert all(problem.say("en") != problem.say("bg") for problem in check_schema(document))


def test_version_1_1_of_the_data_model_has_its_own_dates():
    document = badge() | {"@context": ["https://www.w3.org/2018/credentials/v1", badge()["@context"][1]], "name": "x"}
    document["issuanceDate"] = document.pop("validFrom")

    assert check_schema(document) == []
    assert check_schema(document | {"validFrom": "2026-01-01T00:00:00Z"}) != []


def test_text_may_carry_its_language():
    assert check_schema(badge() | {"name": [{"@value": "a", "@language": "en"}, {"@value": "б", "@language": "bg"}]}) == []


def test_a_recipient_is_named_one_way_or_the_other():
    document = badge()
    del document["credentialSubject"]["id"], document["credentialSubject"]["identifier"]

    assert [problem.code for problem in check_schema(document)] == ["NO_RECIPIENT"]


def test_lists_of_words_may_be_extended_unless_they_are_closed():
    assert not _result(status="Completed")
    assert _result(status="ext:Paused") == ["UNKNOWN_VALUE"]
    assert not _alignment(targetType="ext:Own")
    assert _alignment(targetType="Own") == ["UNKNOWN_VALUE"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("id", ["urn:uuid:1"], "NOT_A_SINGLE_VALUE"),
        ("id", "no address", "BAD_FORMAT"),
        ("validFrom", "2026-02-30T00:00:00Z", "BAD_FORMAT"),
        ("validFrom", "2026-02-03T00:00:00", "BAD_FORMAT"),
        ("validFrom", "2026-02-03", "BAD_FORMAT"),
        ("validFrom", 2026, "WRONG_TYPE"),
        ("evidence", [], "EMPTY"),
        ("evidence", None, "NULL"),
        ("name", "", "EMPTY"),
        ("name", {"@value": "x", "@language": "en", "@direction": "rtl"}, "WRONG_TYPE"),
        ("name", {"@value": "x", "@language": "not a tag"}, "WRONG_TYPE"),
        ("type", ["VerifiableCredential"], "UNKNOWN_CREDENTIAL"),
        ("type", ["OpenBadgeCredential"], "TYPE_WITHOUT_CLASS"),
        ("issuer", {"id": "https://uni.example", "type": "Organisation"}, "TYPE_WITHOUT_CLASS"),
        ("issuer", ["https://uni.example"], "NOT_AN_OBJECT"),
        ("credentialSubject", [badge()["credentialSubject"]], "NOT_A_SINGLE_VALUE"),
        ("@context", ["https://www.w3.org/ns/credentials/v2", {"a": "b"}], "WRONG_CONTEXT"),
        ("credentialStatus", "https://uni.example/status/1", "NOT_AN_OBJECT"),
    ],
)
def test_refuses_another_shape(path, value, code):
    assert code in {problem.code for problem in check_schema(badge() | {path: value})}


@pytest.mark.parametrize("hashed", ["false", "true", 0, None])
def test_refuses_a_truth_value_written_otherwise(hashed):
    document = badge()
    document["credentialSubject"]["identifier"][0]["hashed"] = hashed

    assert [problem.at for problem in check_schema(document)] == ["/credentialSubject/identifier/0/hashed"]


@pytest.mark.parametrize("document", [None, [], "x", 5, True, {}])
def test_refuses_what_is_no_credential(document):
    assert len(check_schema(document)) == 1


def test_a_hostile_document_gives_a_bounded_number_of_problems():
    assert len(check_schema(badge() | {f"x{number}": 1 for number in range(4000)})) == 100


def _result(**members: str) -> list[str]:
    return [problem.code for problem in check_class({"type": ["Result"], **members}, name="Result")]


def _alignment(**members: str) -> list[str]:
    target = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://uni.example/x"}
    return [problem.code for problem in check_class(target | members, name="Alignment")]
