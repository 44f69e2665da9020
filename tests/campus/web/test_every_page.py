"""What holds on every page: language, appearance, protection, and pages for when something went wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from cast import log_in


def _language(answer):
    return answer["Content-Language"]


def test_the_browser_is_asked_when_nobody_chose(db, client):
    assert _language(client.get("/", headers={"accept-language": "bg"})) == "bg"


def test_the_account_goes_before_the_browser(client, amina):
    amina.language = "bg"
    amina.save()

    assert _language(log_in(client, amina).get("/", headers={"accept-language": "en"})) == "bg"


def test_a_choice_is_remembered(db, client):
    client.get("/", {"lang": "bg"})

    assert _language(client.get("/", headers={"accept-language": "en"})) == "bg"


def test_refuses_a_language_that_is_not_spoken(db, client):
    assert _language(client.get("/", {"lang": "../../etc"})) == "en"


def test_the_language_link_keeps_the_rest_of_the_address(db, client):
    assert "/?q=a%26b&amp;lang=bg" in client.get("/", {"q": "a&b"}).content.decode()


def test_the_appearance_is_remembered_without_scripts(db, client):
    answer = client.post(reverse("appearance"), {"theme": "dark", "next": "/?a=1"})

    assert answer["Location"] == "/?a=1"
    assert 'data-theme="dark"' in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_refuses_to_lead_elsewhere(db, client, elsewhere):
    assert client.post(reverse("appearance"), {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_pages_carry_no_inline_style_or_script(db, client):
    answer = client.get(reverse("account_login"))

    assert "style-src 'self'" in answer["Content-Security-Policy"]
    assert "style=" not in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY"
    # "no-referrer" would make browsers send "Origin: null" with forms, which the CSRF check refuses
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("language", "words"), [("en", "We found nothing here"), ("bg", "Тук не намерихме нищо")])
def test_nothing_found_is_said_plainly(db, client, language, words):
    answer = client.get("/no/such/page", {"lang": language})

    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Please send that once more"), ("bg", "Моля, изпратете това още веднъж")]
)
def test_a_form_from_elsewhere_is_refused_plainly(db, language, words):
    answer = Client(enforce_csrf_checks=True).post(f"/appearance?lang={language}", {"theme": "dark"})

    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_a_breakdown_is_said_in_both_languages_without_the_database(client, monkeypatch):
    from campus.web.public import home

    monkeypatch.setattr(home, "render", lambda *arguments: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "Грешката не е Ваша" in answer.content.decode()


def test_a_host_of_somebody_else_is_refused(db, client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_health_check_answers(db, client):
    answer = client.get("/healthz")

    assert answer.json() == {"database": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_the_letter_box_opens_in_the_demonstration_only(db, client, settings, tmp_path):
    assert client.get(reverse("demo_mail")).status_code == 404

    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path

    assert client.get(reverse("demo_mail")).status_code == 200
