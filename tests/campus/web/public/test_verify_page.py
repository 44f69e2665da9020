"""The verify page: a file, a link or a text from any issuer; each check explained; nothing falls over."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import plain_badge
from badges import issued, micro_credential, published
from campus.base.limits import TooOftenError, at_most
from campus.wallet import export, share
from campus.wallet.models import Holding
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def check(client, language="en", **sent):
    return client.post(f"/verify?lang={language}", sent)


@pytest.mark.parametrize("form", ["json", "jwt", "png", "svg", "pdf"])
def test_every_file_of_ours_is_found_valid(client, version, rositsa, form):
    file = export.export(issued(version, rositsa), form, language="en")

    page = check(client, file=SimpleUploadedFile(file.file_name, file.body))

    assert "verdict valid" in page.content.decode()
    assert "Evaluating information" in page.content.decode() or "Оценяване на информация" in page.content.decode()


@pytest.mark.parametrize(("language", "word"), [("en", "Not valid"), ("bg", "Невалидно")])
def test_a_changed_badge_is_refused_in_both_languages(client, version, rositsa, language, word):
    text = issued(version, rositsa).document.replace("Amina Yusuf", "Ahmed Yusuf")

    html = check(client, language, text=text).content.decode()

    assert word in html
    assert "verdict refused" in html


def test_our_own_link_leads_to_its_page(client, version, rositsa, amina, settings):
    holding = Holding.objects.create(credential=issued(version, rositsa), person=amina, claimed_at=timezone.now())
    token = share.create(holding, at=timezone.now()).token

    page = check(client, text=f"{settings.PUBLIC_URL}/s/{token}")

    assert page.status_code == 302
    assert page["Location"] == f"/s/{token}"


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/", "https://169.254.169.254/latest", "https://localhost/x", "http://issuer.example/b.json"]
)
def test_refuses_links_that_lead_inside(client, link):
    page = check(client, text=link)

    assert page.status_code == 422
    assert "could not get a badge from this address" in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"text": "   "}])
def test_an_empty_form_asks_for_something(client, sent):
    page = check(client, **sent)

    assert page.status_code == 400
    assert "Choose a file, or paste a link or a text." in page.content.decode()


@pytest.mark.parametrize("text", ["hello", "{}", "\x00", "eyJ.a.b", "<svg onload=alert(1)>", "[" * 5000])
def test_what_is_no_badge_is_explained_and_escaped(client, text):
    page = check(client, text=text)

    assert page.status_code in (200, 400)
    assert "onload=alert" not in page.content.decode()


def test_a_visitor_who_asks_very_often_has_to_wait(client):
    cache.clear()
    request = client.get("/verify").wsgi_request
    at = timezone.now()
    for _each in range(30):
        at_most(request, "verify", times=30, seconds=60, at=at)

    with pytest.raises(TooOftenError):
        at_most(request, "verify", times=30, seconds=60, at=at)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Evaluating information"), ("bg", "Оценяване на информация")], ids=["English", "Bulgarian"]
)
def test_a_skill_of_two_outcomes_is_shown_once_and_in_the_reader_s_language(
    client, laurel_university, bruno, carla, rositsa, language, name
):
    first, second = micro_credential(laurel_university).learning_outcomes
    twice = (first, second.model_copy(update={"skills": (*first.skills, *second.skills)}))
    version = published(laurel_university, bruno, carla, learning_outcomes=twice)

    html = check(client, language, text=issued(version, rositsa).document).content.decode()
    listed = html.partition('<ul class="skills">')[2].partition("</ul>")[0]

    assert listed.count(f"<bdi>{name}</bdi>") == 1
    assert listed.count("<li>") == 3


@pytest.mark.parametrize(
    ("language", "told", "nothing"),
    [("en", "could not reach", "We did not get this far"), ("bg", "не успяхме да достигнем", "Не стигнахме дотук")],
)
def test_an_issuer_out_of_reach_is_what_the_verdict_speaks_of(client, language, told, nothing):
    badge = plain_badge.badge()
    badge["issuer"]["id"] = "did:web:nobody.invalid"
    signer = LocalSigner(PrivateKey.generate("Ed25519"), "did:web:nobody.invalid#key-1")

    html = check(client, language, text=json.dumps(add_proof(badge, signer=signer, created=timezone.now()))).content.decode()

    verdict = html.partition('class="verdict')[2][:1200]
    assert told in verdict.lower()
    assert nothing not in verdict
