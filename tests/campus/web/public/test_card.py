"""The card in other people's pages: framed anywhere, and nothing else of the site is; no cookies, no scripts."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from badges import edition_of, micro_credential, publish_as, published, said
from campus.catalogue.designs import retire
from campus.people.models import Organisation
from cast import log_in


@pytest.fixture
def version(laurel_university, bruno, carla):
    return published(laurel_university, bruno, carla)


def _card(version):
    return f"/m/{version.design.public_id}/card"


def test_a_card_is_framed_anywhere_and_no_other_page_is(client, version):
    answer = client.get(_card(version))
    policy = answer["Content-Security-Policy"]

    assert "frame-ancestors *" in policy
    assert "X-Frame-Options" not in answer
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    for other in (f"/m/{version.design.public_id}/1", "/catalogue/", "/"):
        page = client.get(other)
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_a_card_sets_no_cookie_and_runs_no_script_whoever_looks(client, version, bruno):
    for someone in (None, bruno):
        if someone:
            log_in(client, someone)
        answer = client.get(_card(version), {"in": "bg", "theme": "dark"})
        assert not answer.cookies
        assert "<script" not in answer.content.decode()
        assert "style=" not in answer.content.decode()
        assert answer["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Evaluating digital sources", "Next start")), ("bg", ("Оценяване на цифрови източници", "Следващо начало"))],
)
def test_a_card_speaks_the_language_asked_for(client, version, bruno, language, words):
    edition_of(version, bruno, timezone.now())

    answer = client.get(_card(version), {"in": language, "theme": "light"}, headers={"Accept-Language": "de"})

    page = answer.content.decode()
    assert answer["Content-Language"] == language
    assert f'lang="{language}" data-theme="light"' in page
    assert all(word in page for word in words)


def test_a_card_asks_the_browser_where_nothing_is_asked_for(client, version):
    answer = client.get(_card(version), {"in": "<b>", "theme": "<b>"}, headers={"Accept-Language": "bg"})

    assert answer["Content-Language"] == "bg"
    assert "data-theme" not in answer.content.decode()


def test_a_card_follows_the_newest_version_and_says_when_it_is_gone(client, version, laurel_university, bruno, carla):
    changed = micro_credential(laurel_university, title=said("Data <i>and</i> the law", "Данни и право"))
    publish_as(version.design, carla, changed)
    assert "Data &lt;i&gt;and&lt;/i&gt; the law" in client.get(_card(version), {"in": "en"}).content.decode()

    version.design.refresh_from_db()
    retire(version.design, by=bruno, at=timezone.now())
    gone = client.get(_card(version), {"in": "en"})
    assert gone.status_code == 200
    assert "no longer offered" in gone.content.decode()


def test_refuses_a_card_of_what_was_never_published(client, laurel_university, bruno, monday):
    from campus.catalogue.designs import create_design

    design = create_design(laurel_university, by=bruno, at=monday)

    assert client.get(f"/m/{design.public_id}/card").status_code == 404


def test_oembed_gives_the_card_for_a_page_of_ours(client, version, settings):
    page = client.get(f"/m/{version.design.public_id}/1?lang=en").content.decode()
    assert "application/json+oembed" in page

    asked = {"url": f"{settings.PUBLIC_URL}/m/{version.design.public_id}/1", "maxwidth": "300", "in": "en"}
    answer = client.get("/oembed", asked)
    found = json.loads(answer.content)

    assert (found["type"], found["version"], found["width"]) == ("rich", "1.0", 300)
    assert found["title"] == "Evaluating digital sources"
    assert f'src="{settings.PUBLIC_URL}{_card(version)}?in=en"' in found["html"]
    assert client.get("/oembed", {**asked, "format": "xml"}).status_code == 501


@pytest.mark.parametrize(
    "address", ["", "https://elsewhere.example/m/1", "{here}/catalogue/", "{here}/no/such/page", "http://[", "{here}//m"]
)
def test_oembed_refuses_addresses_that_are_not_of_a_micro_credential(client, version, settings, address):
    assert client.get("/oembed", {"url": address.replace("{here}", settings.PUBLIC_URL)}).status_code == 404


def test_refuses_to_embed_what_nobody_vouches_for(client, version, settings):
    Organisation.objects.filter(pk=version.design.organisation_id).update(vouched_at=None)
    address = f"{settings.PUBLIC_URL}/m/{version.design.public_id}/1"

    assert client.get("/oembed", {"url": address}).status_code == 404
    assert client.get(_card(version)).status_code == 404
    assert "application/json+oembed" not in client.get(f"/m/{version.design.public_id}/1").content.decode()


def test_the_page_offers_the_snippet_to_copy(client, version):
    page = client.get(f"/m/{version.design.public_id}/1?lang=en").content.decode()

    assert "&lt;iframe src=" in page
    assert "Show it on your own site" in page


def test_refuses_to_name_what_is_for_its_commissioner_alone_even_when_retired(client, laurel_university, bruno, carla):
    version = published(laurel_university, bruno, carla, visibility="restricted")
    assert client.get(_card(version)).status_code == 404

    retire(version.design, by=bruno, at=timezone.now())

    assert client.get(_card(version)).status_code == 404
