"""Checking what anybody presents, in a sandbox that hostile input cannot leave."""

import json

import pytest
from django.utils import timezone

from badges import issued
from campus.people.models import Person
from campus.people.organisations import create_organisation, vouch, withdraw
from campus.people.roles import NotStaffError
from campus.verification import trusted, workers
from campus.verification.check import check_presented
from campus.verification.models import TrustedIssuer


def test_our_own_badge_is_accepted_by_way_of_its_public_documents(version, rositsa):
    credential = issued(version, rositsa)

    finding = check_presented(credential.document.encode(), at=timezone.now())

    assert (finding.verdict, finding.tone, finding.codes) == ("accept", "valid", ())
    assert finding.credential["issuer_id"].endswith(":o:laurel-university")


def test_the_token_is_accepted_as_well(version, rositsa):
    credential = issued(version, rositsa)

    assert check_presented(credential.jwt.encode(), at=timezone.now()).verdict == "accept"


@pytest.mark.parametrize("place", ["name", "awardedDate", "validFrom"])
def test_refuses_one_changed_character(version, rositsa, place):
    document = json.loads(issued(version, rositsa).document)
    document[place] = document[place].replace("2", "3", 1) if "2" in document[place] else document[place] + "!"

    assert check_presented(json.dumps(document).encode(), at=timezone.now()).verdict == "reject"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"{}", b"null",
     b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe\x00", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n", b"<svg/>"],
    ids=["empty", "nul", "object", "null", "deep list", "deep object", "not text", "pdf", "png", "svg"],
)  # fmt: skip
def test_refuses_what_is_no_badge_without_falling_over(db, content):
    finding = check_presented(content, at=timezone.now())

    assert finding.verdict == "reject"
    assert finding.credential is None


def test_a_sandbox_that_hangs_is_killed_and_the_next_one_works(version, rositsa, monkeypatch):
    credential = issued(version, rositsa)
    monkeypatch.setattr(workers, "CHECK_SECONDS", 0.0)
    with pytest.raises(workers.TooCostlyError):
        check_presented(credential.document.encode(), at=timezone.now())
    monkeypatch.setattr(workers, "CHECK_SECONDS", 20.0)

    assert check_presented(credential.document.encode(), at=timezone.now()).verdict == "accept"


@pytest.fixture
def operator(db):
    return Person.objects.create_user("operator@site.example", is_superuser=True)


def test_operators_keep_the_list_of_known_issuers(operator, laurel_university):
    made = trusted.add("did:web:academy.example", name="Academy", source="telephone", by=operator, at=timezone.now())
    assert trusted.trusted_issuers()["did:web:academy.example"] == "Academy"

    trusted.remove(made, by=operator, at=timezone.now())

    assert "did:web:academy.example" not in trusted.trusted_issuers()
    assert any(name.endswith(":o:laurel-university") for name in trusted.trusted_issuers())


def test_refuses_a_list_kept_by_others(rositsa):
    with pytest.raises(NotStaffError):
        trusted.add("did:web:mine.example", name="Mine", source="me", by=rositsa, at=timezone.now())


@pytest.mark.parametrize(
    "identifier", ["", "Academy", "did:web:127.0.0.1", "http://academy.example", "did:example:1", "did:web:localhost"]
)
def test_refuses_identifiers_that_could_not_issue(operator, identifier):
    with pytest.raises(trusted.BadIdentifierError):
        trusted.add(identifier, name="x", source="x", by=operator, at=timezone.now())

    assert not TrustedIssuer.objects.exists()


def test_refuses_to_know_an_organisation_that_nobody_has_vouched_for(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    withdraw(laurel_university, by=None, at=timezone.now())

    finding = check_presented(credential.document.encode(), at=timezone.now())

    assert (finding.verdict, finding.tone, finding.codes) == ("warn", "attention", ("ISSUER_UNKNOWN",))
    assert "this site" in finding.checks[-1].say("en")
    assert "този сайт" in finding.checks[-1].say("bg")


def test_refuses_to_take_a_self_made_namesake_for_the_organisation_it_knows(laurel_university, amina):
    namesake = create_organisation("laurel", by=amina, at=timezone.now(), name_en="Laurel University", country="BG")

    assert not any(name.endswith(":o:laurel") for name in trusted.trusted_issuers())

    vouch(namesake, by=None, at=timezone.now())

    assert any(name.endswith(":o:laurel") for name in trusted.trusted_issuers())
