"""The page behind the mailed link, as a person on a phone meets it."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from badges import issued
from campus.people.models import Person
from campus.wallet import deliver
from campus.wallet.links import claim_secret
from campus.wallet.models import Holding


@pytest.fixture
def badge(version, rositsa):
    credential = issued(version, rositsa)
    deliver.deliver([credential.pk], at=timezone.now())
    return credential


@pytest.fixture
def address(badge):
    return f"/claim/{claim_secret(badge.public_id, generation=1)}"


def log_in(client, someone):
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_a_stranger_sees_the_badge_and_how_to_get_it(client, address):
    html = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert "Evaluating digital sources" in html
    assert f"/accounts/signup/?next=%2Fclaim%2F{address.rpartition('/')[2]}" in html
    assert client.get(f"{address}/badge.png")["Content-Type"] == "image/png"
    assert not Holding.objects.exists()


def test_looking_claims_nothing_for_somebody_logged_in(client, address, amina):
    log_in(client, amina)

    client.get(address)

    assert not Holding.objects.exists()


def test_one_click_puts_it_among_my_badges(client, address, amina, badge):
    log_in(client, amina)

    page = client.post(address, follow=True)

    assert Holding.objects.get().person == amina
    assert page.redirect_chain[-1][0] == f"/my/{badge.public_id}?new=1"
    assert client.get(address).status_code == 302


def test_an_account_made_after_the_link_needs_no_second_confirmation(client, address):
    client.get(address)
    secret = "a-good-long-pass-phrase"

    client.post(
        f"/accounts/signup/?next={address}",
        {"email": "amina@students.example", "password1": secret, "password2": secret, "next": address},
    )

    made = Person.objects.get(email="amina@students.example")
    assert EmailAddress.objects.get(user=made).verified
    assert client.post(address).status_code == 302
    assert Holding.objects.get().person == made


def test_another_account_is_asked_before_anything_happens(client, address, bruno):
    log_in(client, bruno)

    first = client.post(address)
    confirmed = client.post(address, {"confirmed": "on"})

    assert first.status_code == 409
    assert "a…@students.example" in first.content.decode()
    assert confirmed.status_code == 302
    assert Holding.objects.get().person == bruno


def test_refuses_a_badge_that_somebody_else_holds(client, address, amina, bruno, badge):
    Holding.objects.create(credential=badge, person=amina, claimed_at=timezone.now())
    log_in(client, bruno)

    assert client.post(address, {"confirmed": "on"}).status_code == 409
    assert Holding.objects.get().person == amina


def test_an_unknown_link_explains_itself(client, db):
    assert client.get("/claim/" + "y" * 43).status_code == 410


def test_an_anonymous_claim_is_sent_to_log_in(client, address):
    assert client.post(address)["Location"].startswith("/accounts/login/?next=")
