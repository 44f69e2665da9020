"""Forms sent by others, forms with more in them than they show, and links that lead away."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from campus.issuing.models import Credential
from campus.people.models import ApiKey, Membership, Organisation, Role
from campus.wallet.models import Holding, Share
from cast import log_in
from matrix import read_matrix

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https:///evil.example",
    "https://testserver@evil.example/",
    "/%0d%0aLocation:%20https://evil.example/\r\nX-Evil: 1",
)


@pytest.mark.parametrize("name", ["amina", "bruno", "rositsa", "adela"])
def test_refuses_every_form_that_another_site_sends(world, name):
    """A form without the page's own token, from another origin, is refused before anything happens."""
    client = log_in(Client(enforce_csrf_checks=True, raise_request_exception=False), getattr(world, name))
    let_in = []
    for line in read_matrix("pages.txt"):
        if (
            line.method == "POST"
            and line.answers[name] != "405"
            and not line.address.startswith(("api/", "vc-api/", "^", "lti/"))
        ):
            # lti/: sent by platforms, or out of their frames, where no cookie of a session comes along; guarded otherwise
            answer = client.post(world.address(line.address).replace("//", "/"), headers={"Origin": "https://evil.example"})
            if answer.status_code != 403 or "csrf" not in [
                template.name.partition("/")[2][:4] for template in answer.templates
            ]:
                let_in.append(f"{line.address}: {answer.status_code}")

    assert let_in == []


def test_refuses_a_session_as_a_way_into_the_api(world, visitors):
    """The API checks no form token, so a browser's session must open none of it."""
    let_in = []
    for line in read_matrix("operations.txt"):
        answer = getattr(visitors["adela"], line.method.lower())(world.address(line.address))
        if line.answers["anonymous"] == "401" and answer.status_code < 400:
            let_in.append(f"{line.method} {line.address}: {answer.status_code}")

    assert let_in == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_refuses_to_lead_away_after_logging_in_or_out(world, elsewhere):
    password = "лавровият лист 42"
    world.amina.set_password(password)
    world.amina.save()
    client = Client(raise_request_exception=False)

    page = client.get("/accounts/login/", {"next": elsewhere}).content.decode()
    logged_in = client.post("/accounts/login/", {"login": world.amina.email, "password": password, "next": elsewhere})
    logged_out = client.post("/accounts/logout/", {"next": elsewhere})

    assert 'href="https://evil' not in page
    for answer in (logged_in, logged_out):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_refuses_to_lead_away_after_choosing_colours(world, client, elsewhere):
    location = client.post("/appearance", {"theme": "dark", "next": elsewhere})["Location"]

    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\r" not in location


def test_refuses_facts_that_a_form_does_not_ask_for(world, visitors):
    organisation = world.organisation
    before = Organisation.objects.filter(pk=organisation.pk).values().get()
    asked = {"kind": "company", "name_en": "Laurel", "country": "BG", "colour": "#1f6b45", "slug": "mine", "public_id": "1"}
    answer = visitors["adela"].post(
        world.address("o/<slug:slug>/profile/"),
        {**asked, "logo": "x", "id": "999", "vouched_at": "2026-11-23", "vouched_by": "1"},
    )
    after = Organisation.objects.filter(pk=organisation.pk).values().get()

    assert answer.status_code == 302
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"kind", "name_en", "name_bg", "region", "url", "email", "vouched_at"}
    assert after["vouched_at"] is None  # taken back with the name, never given


def test_refuses_roles_that_nobody_may_give_themselves(world, visitors):
    visitors["bruno"].post(
        world.address("o/<slug:slug>/members/<uuid:person_id>/roles/"), {"roles": ["administrator", "registrar"]}
    )
    visitors["adela"].post(world.address("o/<slug:slug>/api-keys/"), {"name": "x", "roles": ["registrar"]})

    assert {each.role for each in Membership.objects.filter(person=world.bruno)} == {Role.AUTHOR, Role.ASSESSOR}
    assert [key.roles for key in ApiKey.objects.all()] == [["administrator"]]


def test_refuses_a_link_to_somebody_elses_badge(world, visitors):
    address = world.address("my/<uuid:public_id>")
    visitors["boris"].post(address, {"expires": "90", "holding": world.holding.pk, "token": "x" * 43})
    visitors["amina"].post(address, {"expires": "90", "token": "x" * 43, "views": "9", "holding": "1"})

    assert Share.objects.filter(holding=world.holding).count() == 2
    assert not Share.objects.filter(token="x" * 43).exists()


def test_refuses_to_claim_twice_and_for_two_people(world, visitors):
    link = world.address("claim/<slug:secret>")
    first = visitors["boris"].post(link, {"confirmed": "on"})
    second = visitors["amina"].post(link)

    assert (first.status_code, second.status_code) == (302, 409)
    assert Holding.objects.get(credential=world.waiting).person == world.boris


def test_refuses_the_link_of_a_claimed_badge_as_proof_of_an_address(world, client):
    """Whoever finds the mail later could otherwise make an account for that address without reading its mail."""
    link = world.address("claim/<slug:secret>")
    Holding.objects.create(credential=world.waiting, person=world.boris, claimed_at=timezone.now())
    client.get(link)

    assert "account_verified_email" not in client.session


def test_refuses_to_revoke_for_another_organisation(world, visitors):
    address = world.address("o/<slug:slug>/credentials/<uuid:public_id>/revoke/", slug="other-university")
    answer = visitors["dmitri"].post(address, {"reason": "other", "because": "x", "confirmed": "on"})

    assert answer.status_code == 404
    assert Credential.objects.filter(revoked_at__isnull=False).count() == 0


def test_refuses_an_action_it_does_not_know(world, visitors):
    pattern = "o/<slug:slug>/cohorts/<uuid:public_id>/gradebooks/<uuid:upload_id>/<slug:action>"
    answer = visitors["bruno"].post(world.address(pattern, action="anything"))

    world.gradebook.refresh_from_db()
    assert answer.status_code == 404
    assert world.gradebook.state == "checked"


def test_refuses_authors_the_names_of_learners(world, visitors):
    Membership.objects.filter(person=world.bruno).exclude(role=Role.AUTHOR).delete()
    cohort = visitors["bruno"].get(world.address("o/<slug:slug>/cohorts/<uuid:public_id>/")).content.decode()
    awards = visitors["bruno"].get(world.address("o/<slug:slug>/cohorts/<uuid:public_id>/awards/"))

    assert "amina@students.example" not in cohort
    assert "Amina Yusuf" not in cohort
    assert awards.status_code == 403
