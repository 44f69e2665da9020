"""The page on which people make tokens for their own software."""

from __future__ import annotations

import re

import pytest

from campus.people import personal_tokens
from campus.people.models import PersonalToken
from campus.people.personal_tokens import MOST, authenticate

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, amina):
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_new_token_is_shown_once_and_works(browser, amina, monday):
    page = browser.post("/accounts/tokens/", {"name": "My site"}).content.decode()
    text = re.search(r"lp_[a-z0-9]{12}_[\w-]{43}", page)

    assert text
    assert authenticate(text[0], at=PersonalToken.objects.get().created_at).person == amina
    assert text[0] not in browser.get("/accounts/tokens/").content.decode()


def test_a_token_is_withdrawn(browser, amina):
    browser.post("/accounts/tokens/", {"name": "My site"})

    answer = browser.post(f"/accounts/tokens/{PersonalToken.objects.get().public_id}/withdraw")

    assert answer.status_code == 302
    assert PersonalToken.objects.get().revoked_at is not None


def test_refuses_a_token_without_a_name(browser):
    assert browser.post("/accounts/tokens/", {"name": " "}).status_code == 400
    assert not PersonalToken.objects.exists()


def test_refuses_very_many_tokens(browser, amina):
    for number in range(MOST):
        browser.post("/accounts/tokens/", {"name": f"Token {number}"})

    assert browser.post("/accounts/tokens/", {"name": "One more"}).status_code == 400
    assert PersonalToken.objects.count() == MOST


def test_dmitri_does_not_withdraw_aminas_token(client, amina, dmitri, monday):
    token, _text = personal_tokens.create(amina, name="x", at=monday)
    client.force_login(dmitri, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(f"/accounts/tokens/{token.public_id}/withdraw").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_stranger_is_sent_to_log_in(client):
    assert client.get("/accounts/tokens/").headers["Location"].startswith("/accounts/login/")


def test_the_page_speaks_bulgarian(browser):
    assert "Лични ключове" in browser.get("/accounts/tokens/?lang=bg").content.decode()
