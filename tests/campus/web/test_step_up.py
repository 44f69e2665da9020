"""Signing, revoking, and changes of keys and roles: whoever logged in a while ago confirms first who they are."""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from badges import issued
from campus.issuing.models import SigningKey
from campus.people.models import ApiKey, Invitation, Membership, PersonalToken
from campus.web.step_up import RECENT

SECRET = "лавровият лист 42"


@pytest.fixture
def desk(client, laurel_university, monkeypatch):
    """Log somebody in with a password, then let the given minutes pass."""

    def open_session(someone, *, minutes):
        someone.set_password(SECRET)
        someone.save()
        assert EmailAddress.objects.filter(user=someone, verified=True).exists()
        client.post(reverse("account_login"), {"login": someone.email, "password": SECRET})
        later = time.time() + minutes * 60
        monkeypatch.setattr("campus.web.step_up.time.time", lambda: later)
        return client

    return open_session


def test_a_revocation_waits_until_the_registrar_has_confirmed(desk, version, rositsa):
    badge = issued(version, rositsa)
    client = desk(rositsa, minutes=RECENT.total_seconds() / 60 + 1)
    page = f"/o/laurel-university/credentials/{badge.public_id}/revoke/"
    wish = {"reason": "issued_in_error", "because": "It was issued twice", "confirmed": "on"}

    asked = client.post(page, wish)
    badge.refresh_from_db()

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert badge.revoked_at is None

    confirmed = client.post(asked["Location"], {"password": SECRET})
    badge.refresh_from_db()

    assert confirmed.status_code == 302
    assert badge.revoked_at is not None
    assert badge.revoked_because == "It was issued twice"


def test_a_wrong_password_confirms_nothing(desk, version, rositsa):
    badge = issued(version, rositsa)
    client = desk(rositsa, minutes=60)
    asked = client.post(f"/o/laurel-university/credentials/{badge.public_id}/revoke/", {"reason": "issued_in_error"})

    answer = client.post(asked["Location"], {"password": "guessed"})
    badge.refresh_from_db()

    assert answer.status_code == 200
    assert badge.revoked_at is None


def test_nobody_is_asked_again_soon_after_logging_in(desk, version, rositsa):
    badge = issued(version, rositsa)
    client = desk(rositsa, minutes=1)

    client.post(
        f"/o/laurel-university/credentials/{badge.public_id}/revoke/",
        {"reason": "issued_in_error", "because": "It was issued twice", "confirmed": "on"},
    )
    badge.refresh_from_db()

    assert badge.revoked_at is not None


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("keys/rotate", {"confirmed": "on"}),
        ("keys/1/compromised/", {"since": "2026-11-01T09:00", "confirmed": "on"}),
        ("api-keys/", {"name": "Moodle", "roles": "administrator"}),
        ("members/invite/", {"email": "eve@x.example", "roles": "registrar", "language": "en"}),
        ("members/{bruno}/roles/", {"roles": "registrar"}),
    ],
)
def test_no_change_of_keys_or_roles_from_an_old_session(desk, version, laurel_university, adela, bruno, rositsa, address, form):
    issued(version, rositsa)
    client = desk(adela, minutes=16)
    before = _state(laurel_university)

    answer = client.post(f"/o/laurel-university/{address.format(bruno=bruno.public_id)}", form)

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert _state(laurel_university) == before


def test_no_personal_token_from_an_old_session(desk, amina):
    client = desk(amina, minutes=16)

    assert client.post(reverse("tokens"), {"name": "phone"})["Location"].startswith(reverse("account_reauthenticate"))
    assert PersonalToken.objects.count() == 0


def test_reading_asks_for_nothing(desk, laurel_university, adela):
    client = desk(adela, minutes=600)

    for page in ("keys/", "api-keys/", "members/", "members/invite/"):
        assert client.get(f"/o/laurel-university/{page}").status_code == 200


def test_a_stranger_is_told_nothing_more_than_before(desk, dmitri, laurel_university):
    client = desk(dmitri, minutes=600)

    assert client.post("/o/laurel-university/keys/rotate").status_code == 404


def _state(organisation):
    return (
        list(SigningKey.objects.filter(organisation=organisation).order_by("number").values()),
        list(ApiKey.objects.values()),
        list(Invitation.objects.values()),
        sorted(Membership.objects.values_list("person__email", "role")),
    )
