"""Who may come in by the test door: programs of this machine, where it was opened, and never in production."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pydantic import ValidationError

from any_credential import licence, signed
from campus.config import Config

SAFE = {
    "mode": "production",
    "public_url": "https://badges.uni.example",
    "secret_key": "abcdefghij" * 6,
    "key_encryption_key": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
    "email_url": "smtp+tls://user:password@mail.example:587",
}
DOORS = ("keys", "implementation", "status/lists/revocation")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_programs_of_this_machine_need_no_key(address):
    assert [Client(REMOTE_ADDR=address).get(f"/vc-api/{door}").status_code for door in DOORS] == [200, 200, 200]


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.1", "", "unix"])
def test_refuses_whoever_comes_from_elsewhere(post, address):
    client = Client(REMOTE_ADDR=address)

    assert [client.get(f"/vc-api/{door}").status_code for door in DOORS] == [404, 404, 404]
    for path, body in (
        ("jose/credentials/issue", {"credential": licence()}),
        ("credentials/verify", {"verifiableCredential": signed()}),
        ("credentials/derive", {"verifiableCredential": signed()}),
        ("presentations/verify", {"verifiablePresentation": {"type": "VerifiablePresentation"}}),
    ):
        assert post(path, body, REMOTE_ADDR=address).status_code == 404


@pytest.mark.django_db
def test_refuses_everybody_unless_it_was_opened(post, settings):
    settings.ROOT_URLCONF = "campus.urls"

    assert [Client().get(f"/vc-api/{door}").status_code for door in DOORS] == [404, 404, 404]
    assert post("jose/credentials/issue", {"credential": licence()}).status_code == 404
    strict = post("credentials/verify", {"verifiableCredential": signed()})
    assert (strict.status_code, strict.json()["report"]["profile"]) == (400, "badge")


def test_refuses_everybody_where_the_switch_is_off(settings):
    settings.TEST_DOOR = False

    assert [Client().get(f"/vc-api/{door}").status_code for door in DOORS] == [404, 404, 404]


def test_refuses_to_start_production_with_the_door_open():
    assert Config(**SAFE).test_door is False
    with pytest.raises(ValidationError, match="LAUREL_TEST_DOOR"):
        Config(**SAFE, test_door=True)


def test_the_door_is_shut_unless_somebody_opens_it():
    assert Config(mode="demo").test_door is False


def test_no_suite_has_an_address_of_its_own_invention(post):
    answer = post("rsa-2048/credentials/issue", {"credential": licence()})

    assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "NOT_FOUND")
