"""What a badge mentions is not asked, what it claims about time and people is not believed on its word."""

import pytest

from laurel.formats.openbadge3 import hashed_email
from laurel.verify import Outcome
from outside_world import LIST, World, check, signed, with_status
from plain_badge import badge

DID = "https://uni.example/.well-known/did.json"


def test_refuses_to_fetch_what_a_badge_only_mentions():
    """Pictures, evidence, schemas, refresh services and endorsed things could lead inside, or tell on the reader."""
    world = World()
    mentioning = {
        "image": {"id": "https://evil.example/picture.png", "type": "Image"},
        "evidence": [{"id": "https://evil.example/work", "type": ["Evidence"]}],
        "credentialSchema": [{"id": "https://evil.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
        "refreshService": {"id": "https://evil.example/refresh", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": [{"id": "https://evil.example/terms", "type": "Terms"}],
    }

    check(with_status(suite="eddsa-jcs-2022", **mentioning), world=world)

    assert sorted(set(world.asked)) == sorted({DID, LIST})


def test_refuses_to_follow_a_refresh_service_to_another_badge():
    world = World({"https://stranger.example/refresh": signed()})
    service = {"id": "https://stranger.example/refresh", "type": "1EdTechCredentialRefresh"}
    forged = signed(suite="eddsa-jcs-2022", refreshService=service)
    forged["name"] = "Doctorate"

    report = check(forged, world=world)

    assert (report.verdict, "https://stranger.example/refresh" in world.asked) == ("reject", False)


@pytest.mark.parametrize(
    "email", ["b@students.example", "amina@students.example.evil", "", "amina", "amina@students.example\0"]
)
def test_refuses_to_match_another_address_than_the_learners(email):
    hashed = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed_email("amina@students.example", salt="pepper"),
        "identityType": "emailAddress",
        "salt": "pepper",
    }
    subject = badge()["credentialSubject"] | {"identifier": [hashed]}

    found = check(signed(credentialSubject=subject), recipient=email)["recipient"]
    own = check(signed(credentialSubject=subject), recipient="Amina@students.example")["recipient"]

    assert (found.outcome, found.code) == (Outcome.UNKNOWN, "RECIPIENT_NOT_MATCHED")
    assert own.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-23",
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-11-23T12:00:00",
        "2026-11-23 12:00:00Z",
        "2026-11-23T12:00:60Z",
        "2026-11-23T25:00:00Z",
        "2026-11-23T12:00:00+15:00",
        "٢٠٢٦-11-23T12:00:00Z",
        "10000-01-01T00:00:00Z",
        "-0044-03-15T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-23T12:00:00.1234567890Z",
        "2026-11-23T12:00:00Z ",
        20261123,
        True,
    ],
)
@pytest.mark.parametrize("name", ["validFrom", "validUntil"])
def test_refuses_a_date_that_is_no_moment(name, date):
    """Signed by the university itself, with a suite that signs whatever is written."""
    report = check(signed(suite="eddsa-jcs-2022", **{name: date}))

    assert report.verdict == "reject"
