"""The catalogue for everybody: no log-in, no script, both languages; nothing of anybody who is not known to the site."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from badges import published, said
from campus.catalogue.models import Offer
from campus.people.models import Organisation
from laurel.annex1.record import Workload
from laurel.annex1.vocabularies import Participation


@pytest.fixture
def offers(laurel_university, bruno, carla):
    """Two micro-credentials: one of the usual kind, one short and online."""
    published(laurel_university, bruno, carla)
    published(
        laurel_university,
        bruno,
        carla,
        title=said("Cyber <b>hygiene</b>", "Киберхигиена"),
        workload=Workload(hours=Decimal(20)),
        participation=(Participation.ONLINE,),
        field="0612",
    )
    return list(Offer.objects.order_by("pk"))


def _page(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_sees_what_there_is_in_either_language(client, offers):
    english, bulgarian = _page(client, "/catalogue/", lang="en"), _page(client, "/catalogue/", lang="bg")

    assert "<strong>2</strong> micro-credentials" in english
    assert "Evaluating digital sources" in english
    assert "1.5 ECTS (about 40 hours)" in english
    assert "Оценяване на цифрови източници" in bulgarian
    assert "<strong>2</strong> микроквалификации" in bulgarian


def test_search_and_facets_narrow_and_can_be_taken_away(client, offers):
    found = _page(client, "/catalogue/", q="хигиена", mode="online", lang="en")

    assert "<strong>1</strong> micro-credential" in found
    assert "Evaluating digital sources" not in found
    assert re.search(r'class="chosen">\s*<a href="\?[^"]*q=', found)  # taking a choice away keeps the query


def test_a_search_that_finds_nothing_offers_a_way_on(client, offers):
    assert "Nothing here fits the search." in _page(client, "/catalogue/", q="astronomy of the moon", lang="en")


def test_an_empty_catalogue_says_so(client, db):
    assert "Nothing has been published here yet." in _page(client, "/catalogue/", lang="en")


def test_titles_of_strangers_are_texts_and_nothing_else(client, offers):
    for address in ("/catalogue/", f"/catalogue/compare?offer={offers[1].pk}", f"/m/{offers[1].design.public_id}/1"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "<b>hygiene</b>" not in page.replace("\\u003cb\\u003e", "")


@pytest.mark.parametrize(
    "asked",
    [
        {"order": "worst"},
        {"page": "999"},
        {"page": "x"},
        {"mode": "teleport"},
        {"level": "9" * 300},
        {"q": "x" * 5000},
        {"q": "'\";--"},
    ],
)
def test_odd_questions_are_answered_all_the_same(client, offers, asked):
    _page(client, "/catalogue/", **asked)


def test_up_to_four_are_compared_in_the_same_rows(client, offers):
    keys = [offer.pk for offer in offers]
    page = _page(client, "/catalogue/compare", offer=[*keys, keys[0], "x", "²", "9" * 30], lang="en")

    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') >= 9
    assert "Notional workload" in page
    many = client.get(
        "/catalogue/compare", {"offer": [1, 2, 3, 4, 5, *keys]}, headers={"accept-language": "en"}
    ).content.decode()
    assert "Only the first 4 are shown." in many


def test_comparing_nothing_leads_to_the_catalogue(client, db):
    assert "Choose two or more" in _page(client, "/catalogue/compare", lang="en")


def test_a_provider_has_a_page_unless_nobody_vouches_for_it(client, offers, laurel_university):
    assert "Laurel University" in _page(client, "/providers/laurel-university/", lang="en")

    Organisation.objects.filter(pk=laurel_university.pk).update(vouched_at=None)

    assert client.get("/providers/laurel-university/").status_code == 404
    assert client.get("/providers/nobody/").status_code == 404
    assert "Evaluating digital sources" not in _page(client, "/catalogue/", lang="en")


def test_the_map_shows_where_the_catalogue_is_thin(client, offers):
    page = _page(client, "/catalogue/coverage", lang="en")

    assert "3 of the 21 competences" in page
    assert page.count("none yet") == 18
    assert "?skill=1.2" in page


@pytest.mark.parametrize("reader", ["employer", "institution", "learner", "policy", "no-such-reader", ""])
@pytest.mark.parametrize(("language", "words"), [("en", "Not a degree"), ("bg", "Не е образователна степен")])
def test_every_reader_is_told_that_it_is_no_degree(client, offers, reader, language, words):
    page = _page(client, f"/m/{offers[0].design.public_id}/1", **{"for": reader}, lang=language)

    assert words in page
    assert "/catalogue/beside-a-degree" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("one does not replace the other", "There is no automatic right to it.")),
        ("bg", ("едното не замества другото", "Автоматично право на това няма.")),
    ],
)
def test_a_micro_credential_and_a_degree_stand_side_by_side(client, db, language, words):
    page = _page(client, "/catalogue/beside-a-degree", lang=language)

    assert all(each in page for each in words)


def test_a_search_engine_reads_each_micro_credential_as_a_course(client, offers):
    page = _page(client, f"/m/{offers[0].design.public_id}/1", lang="en")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    assert data["@type"] == "Course"
    assert data["timeRequired"] == "PT40H"
    assert data["numberOfCredits"] == {"@type": "StructuredValue", "value": 1.5, "unitText": "ECTS"}
    assert data["educationalCredentialAwarded"]["credentialCategory"] == "micro-credential"
    assert data["educationalLevel"]["termCode"] == "6"


def test_refuses_to_let_a_text_end_the_data_of_the_search_engine(client, laurel_university, bruno, carla):
    evil = "</script><script>alert(1)</script><!--"
    version = published(laurel_university, bruno, carla, title=said(evil, evil))

    page = _page(client, f"/m/{version.design.public_id}/1", lang="en")

    assert "<script>alert" not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert data["name"] == evil


def test_the_site_map_lists_every_public_page_and_no_private_one(client, offers):
    answer = client.get("/sitemap.xml")
    tree = ElementTree.fromstring(b"".join(answer.streaming_content))
    addresses = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    assert len([address for address in addresses if "/m/" in address]) == 2
    assert not [address for address in addresses if "/s/" in address]
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /s/" in robots
    assert "/sitemap.xml" in robots


def test_the_front_page_leads_to_the_catalogue(client, db):
    assert 'href="/catalogue/"' in _page(client, "/")
