"""The catalogue for programs: ELM learning opportunities, one by one and in pages that miss nothing; conditional requests."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from badges import edition_of, published, said
from campus.catalogue.designs import retire
from campus.catalogue.editions import cancel, take_applications
from campus.people.models import Organisation
from campus.web.public.catalogue import opportunities

FEED = "/catalogue/opportunities.jsonld"


@pytest.fixture
def version(laurel_university, bruno, carla):
    return published(laurel_university, bruno, carla)


def _one(version):
    return f"/m/{version.design.public_id}/{version.number}/opportunity.jsonld"


def test_a_programme_reads_a_micro_credential_with_its_editions(client, version, bruno):
    edition_of(version, bruno, timezone.now())
    cancel(edition_of(version, bruno, timezone.now(), title="dropped"), by=bruno, at=timezone.now())

    answer = client.get(_one(version))
    made = json.loads(answer.content)

    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert made["type"] == "LearningOpportunity"
    assert made["title"]["bg"] == "Оценяване на цифрови източници"
    assert [each["priceDetail"][0]["amount"]["value"] for each in made["hasPart"]] == ["120"]
    page = client.get(f"/m/{version.design.public_id}/1").content.decode()
    assert f'href="{_one(version)}"' in page


def test_the_feed_goes_through_every_micro_credential_once(client, laurel_university, bruno, carla, monkeypatch):
    monkeypatch.setattr(opportunities, "PER_PAGE", 2)
    for number in range(5):
        published(laurel_university, bruno, carla, title=said(f"Number {number}", f"Номер {number}"))

    seen, address = [], FEED
    while address:
        answer = client.get(address)
        seen += [each["title"]["en"] for each in json.loads(answer.content)["@graph"]]
        following = re.search(r'<https?://[^/]+([^>]+)>; rel="next"', answer["Link"])
        address = following[1] if following else ""

    assert seen == [f"Number {number}" for number in range(5)]


def test_who_asks_again_gets_nothing_twice_until_something_changes(client, version, bruno):
    edition = edition_of(version, bruno, timezone.now())
    for address in (FEED, _one(version)):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304

    before = {address: client.get(address)["ETag"] for address in (FEED, _one(version))}
    take_applications(edition, open_=False, by=bruno, at=timezone.now())

    for address, etag in before.items():
        answer = client.get(address, headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert "Applications are closed." in answer.content.decode()


def test_a_new_day_is_a_new_answer_for_editions_end(client, version, monkeypatch):
    etag = client.get(FEED)["ETag"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(opportunities.timezone, "localdate", lambda: tomorrow)

    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_refuses_to_tell_of_what_is_not_public(client, version, bruno, other_university):
    assert client.get(FEED + "?after=x").status_code == 404
    assert client.get(_one(version).replace("/1/", "/2/")).status_code == 404
    Organisation.objects.filter(pk=version.design.organisation_id).update(vouched_at=None)

    assert client.get(_one(version)).status_code == 404
    assert json.loads(client.get(FEED).content)["@graph"] == []


def test_what_is_retired_leaves_the_feed(client, version, bruno):
    etag = client.get(FEED)["ETag"]
    retire(version.design, by=bruno, at=timezone.now())

    assert json.loads(client.get(FEED, headers={"If-None-Match": etag}).content)["@graph"] == []


def test_the_site_map_and_the_catalogue_lead_to_the_feed(client, version):
    assert FEED in client.get("/sitemap.xml").getvalue().decode()
    assert f'href="{FEED}"' in client.get("/catalogue/").content.decode()


def test_a_search_engine_reads_the_editions(client, version, bruno):
    edition_of(version, bruno, timezone.now(), apply_by=timezone.localdate() + timedelta(days=30))
    edition_of(version, bruno, timezone.now(), rolling=True, starts_on=None, ends_on=None, price=Decimal(0), currency="")
    page = client.get(f"/m/{version.design.public_id}/1?lang=en").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    rolling, dated = data["hasCourseInstance"]
    assert rolling["offers"]["category"] == "Free"
    assert dated["courseMode"] == "Blended"
    assert dated["courseWorkload"] == "PT40H"
    assert dated["offers"] | {"availabilityEnds": ""} == {
        "@type": "Offer",
        "category": "Paid",
        "price": "120.00",
        "priceCurrency": "EUR",
        "availabilityEnds": "",
    }
    assert dated["location"]["address"]["addressCountry"] == "BG"
    assert len(data["offers"]) == 2
