"""What every answer of the site carries, whoever asks: a strict policy for scripts, no inline code, and no copies in caches."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from matrix import read_matrix

PUBLIC = (
    "o/<slug:slug>/did.json",
    "status/",
    "log/",
    "m/",
    "api/",
    "vc-api/",
    "^",
    "healthz",
    "robots.txt",
    "sitemap.xml",
    "lti/<uuid:platform_id>/jwks.json",
    "catalogue/opportunities.jsonld",
)
CARD = "m/<uuid:public_id>/card"  # for other people's pages: public facts, nothing to press, nothing remembered
SECRET = ("s/", "claim/", "accounts/invitations/")
PICTURES_FOR_ALL = ("s/<slug:token>/card.png",)  # says nothing about the holder, and networks fetch it often


class _Code(HTMLParser):
    """Collects whatever a page would run or paint from inside its own text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_data = named.get("type") in ("application/json", "application/ld+json")  # never run
        if tag == "style" or (tag == "script" and not is_data and not (named.get("src") or "").startswith("/static/")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name == "style" or name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "action", "formaction") and scheme in ("javascript", "data", "vbscript"):
                self.found.append(f"<{tag} {name}={value}>")


def _answers(world: Any, visitors: dict[str, Client], *names: str) -> Iterator[tuple[str, str, Any]]:
    """Every page as each of the named sees it, refusals included."""
    for line in read_matrix("pages.txt"):
        if line.method == "GET" and line.address != "accounts/logout/":
            for name in names:
                yield line.address, name, visitors[name].get(world.address(line.address).replace("//", "/"))


def test_no_page_runs_or_paints_anything_of_its_own(world, visitors):
    found = []
    for address, name, answer in _answers(world, visitors, "anonymous", "amina", "bruno", "adela", "rositsa"):
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = _Code()
            page.feed(answer.content.decode())
            found += [f"{address} ({name}): {each}" for each in page.found]

    assert found == []


def test_every_answer_forbids_inline_code_frames_and_guessing_of_types(world, visitors):
    weak = []
    for address, name, answer in _answers(world, visitors, "anonymous", "amina", "adela"):
        policy = answer.headers.get("Content-Security-Policy", "")
        framed = address.startswith("lti/") and f"frame-ancestors {world.course.platform.issuer};" in f"{policy};"
        harmless = "script-src 'none'" in policy and "form-action 'none'" in policy and not answer.cookies
        framed = framed or (address == CARD and harmless)
        unframed = answer.headers.get("X-Frame-Options") == "DENY"
        strict = "default-src 'none'" in policy and ("unsafe-inline" not in policy or "sandbox" in policy)
        kept = answer.headers.get("X-Content-Type-Options") == "nosniff" and (unframed or framed)
        quiet = answer.headers.get("Referrer-Policy") in ("same-origin", "no-referrer")
        if not (strict and kept and quiet and "unsafe-eval" not in policy):
            weak.append(f"{address} ({name}): {policy}")

    assert weak == []


@pytest.mark.parametrize("name", ["amina", "bruno", "rositsa", "adela"])
def test_what_somebody_logged_in_sees_stays_out_of_caches(world, visitors, name):
    kept = []
    for address, _name, answer in _answers(world, visitors, name):
        if not address.startswith((*PUBLIC, *PICTURES_FOR_ALL)):
            said = answer.headers.get("Cache-Control", "")
            if "private" not in said and "no-store" not in said:
                kept.append(f"{address}: {said!r}")

    assert kept == []


def test_pages_behind_a_secret_link_are_neither_kept_nor_indexed_nor_told_to_others(world, visitors):
    told = []
    for address, _name, answer in _answers(world, visitors, "anonymous"):
        discreet = "no-store" in answer.get("Cache-Control", "") and "noindex" in answer.get("X-Robots-Tag", "")
        if address.startswith(SECRET) and address not in PICTURES_FOR_ALL and not discreet:
            told.append(address)

    assert told == []


@pytest.mark.parametrize(
    "address", ["o/<slug:slug>/did.json", "status/<uuid:public_id>", "log/checkpoint", "log/keys", "log/tile/<path:tile>"]
)
def test_public_documents_are_cached_and_set_no_cookie(world, client, address):
    answer = client.get(world.address(address))

    assert "public" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_only_public_documents_answer_other_origins(world, visitors):
    open_to_all = {
        address
        for address, _name, answer in _answers(world, visitors, "anonymous", "adela")
        if "Access-Control-Allow-Origin" in answer.headers
    }

    places = {address.partition("/")[0] for address in open_to_all - {"catalogue/opportunities.jsonld"}}
    assert places <= {"o", "status", "log", "m", "api", "vc-api"}


def test_cookies_are_out_of_reach_of_scripts(world, visitors):
    for name in ("anonymous", "amina"):
        for line in ("/", "/?lang=bg", "/accounts/login/", f"/claim/{world.secret}"):
            for cookie in visitors[name].get(line).cookies.values():
                assert cookie["samesite"] == "Lax", cookie
                assert cookie["httponly"] or cookie.key == "csrftoken", cookie


def test_there_is_no_admin_site_and_no_debug_page(world, visitors):
    for address in ("/admin/", "/__debug__/", "/accounts/sessions/", "/static/../settings.py", "/.env", "/.git/config"):
        assert visitors["adela"].get(address).status_code == 404
