"""Keys of both sides: ours, one for each platform and sealed; theirs, fetched under limits, RSA alone."""

from __future__ import annotations

import json
from datetime import timedelta

import jwt
import pytest
from django.urls import reverse
from django.utils import timezone

from campus.connectors.lti13 import keys, platforms
from campus.connectors.lti13.key_sets import PAUSE, key_for, read_key_set
from campus.connectors.lti13.models import Platform, ToolKey
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.issuing.sealing import SealBrokenError
from campus.verification.exchange import Answer, guarded_exchange
from cast import MONDAY
from lti_platform import KEY_ID, SITE, public_jwk, rsa_key

pytestmark = pytest.mark.django_db


def test_our_key_is_published_without_its_private_part(client, platform):
    document = client.get(reverse("lti_jwks", args=[platform.public_id])).json()

    [key] = document["keys"]
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert not {"d", "p", "q", "dp", "dq", "qi"} & key.keys()
    assert b'"d"' not in bytes(ToolKey.objects.get().sealed_private_key)


def test_every_platform_has_a_key_of_its_own(platform, other_university, dmitri):
    his = platforms.register(other_university, name="Mine", addresses=platforms.moodle(SITE), by=dmitri, at=MONDAY)

    ours, theirs = keys.public_keys(platform)["keys"], keys.public_keys(his)["keys"]
    assert ours[0]["n"] != theirs[0]["n"]


def test_refuses_a_key_in_the_place_of_another(platform, other_university, dmitri):
    his = platforms.register(other_university, name="Mine", addresses=platforms.moodle(SITE), by=dmitri, at=MONDAY)
    stolen = ToolKey.objects.get(platform=platform)
    ToolKey.objects.filter(platform=his).update(sealed_private_key=stolen.sealed_private_key)

    with pytest.raises(SealBrokenError):
        keys.sign(his, {}, at=MONDAY)


def test_a_new_key_is_shown_for_a_week_before_it_signs(platform):
    later = MONDAY + timedelta(days=400)
    keys.keep_keys(at=later)
    keys.keep_keys(at=later)
    old, new = keys.public_keys(platform)["keys"][::-1]

    def signed_with(at):
        return jwt.get_unverified_header(keys.sign(platform, {}, at=at))["kid"]

    assert signed_with(later) == old["kid"]
    assert signed_with(later + timedelta(days=8)) == new["kid"]
    keys.keep_keys(at=MONDAY + timedelta(days=740))
    assert [each["kid"] for each in keys.public_keys(platform)["keys"]] == [new["kid"]]


@pytest.mark.parametrize(
    "entry",
    [
        public_jwk(rsa_key(3, 1024)),
        public_jwk(rsa_key(), use="enc"),
        public_jwk(rsa_key(), alg="HS256"),
        public_jwk(rsa_key(), kty="oct", k="c2VjcmV0"),
        public_jwk(rsa_key(), kty="EC"),
        public_jwk(rsa_key(), n="!!"),
        public_jwk(rsa_key(), e=None),
        public_jwk(rsa_key(), kid=7),
        {"kid": KEY_ID},
        "key",
    ],
)
def test_refuses_keys_that_may_not_sign(entry):
    assert read_key_set(json.dumps({"keys": [entry]}).encode()) == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"keys": 7}', b'{"keys": [], "keys": []}', b"<html>", b"\xff"])
def test_refuses_what_is_no_key_set(body):
    assert read_key_set(body) is None


def test_refuses_a_name_that_stands_for_two_keys():
    twice = [public_jwk(rsa_key()), public_jwk(rsa_key(1)), public_jwk(rsa_key())]

    assert read_key_set(json.dumps({"keys": twice}).encode()) == {}


def fetched(platform, moodle, kid=KEY_ID, at=None):
    platform.refresh_from_db()
    return key_for(platform, kid, exchange=guarded_exchange(), at=at or timezone.now())


def asked(moodle):
    return sum("certs" in each for each in moodle.asked)


def test_keys_are_kept_for_an_hour(platform, moodle):
    now = timezone.now()
    fetched(platform, moodle, at=now)
    fetched(platform, moodle, at=now + timedelta(minutes=59))
    assert asked(moodle) == 1
    moodle.key_set = {"keys": [public_jwk(rsa_key(1), kid="next")]}

    with pytest.raises(LaunchRefusedError):
        fetched(platform, moodle, at=now + timedelta(minutes=61))
    assert asked(moodle) == 2


def test_a_new_key_of_the_platform_is_fetched_when_it_is_named(platform, moodle):
    now = timezone.now()
    fetched(platform, moodle, at=now)
    moodle.key_set["keys"].append(public_jwk(rsa_key(1), kid="next"))

    assert fetched(platform, moodle, "next", at=now + PAUSE)


def test_refuses_to_be_made_to_ask_for_every_name(platform, moodle):
    now = timezone.now()
    fetched(platform, moodle, at=now)
    for number in range(20):
        with pytest.raises(LaunchRefusedError):
            fetched(platform, moodle, f"made-up-{number}", at=now + timedelta(seconds=1))

    assert asked(moodle) == 1


def test_old_keys_serve_while_the_platform_is_away_and_not_for_ever(platform, moodle):
    now = timezone.now()
    fetched(platform, moodle, at=now)
    moodle.answers = [("certs.php", 500)] * 9

    assert fetched(platform, moodle, at=now + timedelta(hours=5))
    with pytest.raises(LaunchRefusedError) as refusal:
        fetched(platform, moodle, at=now + timedelta(hours=25))
    assert refusal.value.code == "LTI_KEYS_UNREACHABLE"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/certs", "https://localhost/certs", "http://moodle.example/", "https://10.0.0.1/"]
)
def test_refuses_to_fetch_keys_from_inside(platform, moodle, url):
    """Even where such an address had come into the table some other way than by the form, which refuses it, too."""
    Platform.objects.update(jwks_url=url)

    with pytest.raises(LaunchRefusedError) as refusal:
        fetched(platform, moodle)
    assert refusal.value.code == "LTI_KEYS_UNREACHABLE"


def test_refuses_a_key_set_that_is_too_large(platform, moodle):
    moodle.key_set = {"keys": [], "more": "x" * 300_000}

    with pytest.raises(LaunchRefusedError):
        fetched(platform, moodle)


def test_refuses_a_redirect_to_other_keys(platform):
    Platform.objects.update(jwks_fetched_at=None)
    elsewhere = Answer(status=302, headers={"location": "https://evil.example/"}, body=b'{"keys": []}')

    with pytest.raises(LaunchRefusedError):
        key_for(platform, KEY_ID, exchange=lambda asked: elsewhere, at=timezone.now())
