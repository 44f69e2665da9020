"""Announcing editions in the browser's forms: what is typed stays, what is wrong is said beside its field."""

from __future__ import annotations

import pytest
from django.urls import reverse

from badges import edition_of, published
from campus.catalogue.models import Edition
from cast import MONDAY, log_in

TYPED = {
    "starts_on": "2027-03-01",
    "ends_on": "2027-04-30",
    "mode": "blended",
    "place": "София, Ректорат",
    "country": "BG",
    "time_zone": "Europe/Sofia",
    "language": "bg",
    "price": "120",
    "currency": "EUR",
    "capacity": "20",
}


@pytest.fixture
def version(laurel_university, bruno, carla):
    return published(laurel_university, bruno, carla)


def _address(version, name="design_edition_new", *more):
    return reverse(name, args=[version.design.organisation.slug, version.design.public_id, *more])


def test_an_author_announces_an_edition_and_everybody_sees_it(client, version, bruno):
    log_in(client, bruno)
    empty = client.get(_address(version)).content.decode()
    assert 'value="Europe/Sofia"' in empty
    assert '<option value="blended" selected>' in empty  # what the design itself says

    answer = client.post(_address(version), TYPED)

    assert answer["Location"] == _address(version, "design_editions")
    listed = client.get(answer["Location"]).content.decode()
    assert "1 March 2027 to 30 April 2027" in listed
    assert "€120" in listed
    client.logout()
    page = client.get(f"/m/{version.design.public_id}/{version.number}?lang=bg").content.decode()
    assert "София, Ректорат, България" in page
    assert "120\xa0€" in page
    assert "Next start: 1 March 2027" in client.get("/catalogue/?lang=en").content.decode()


def test_a_bulgarian_types_the_comma_of_the_price(client, version, bruno):
    log_in(client, bruno)

    client.post(_address(version) + "?lang=bg", {**TYPED, "price": "99,50"})

    assert str(Edition.objects.get().price) == "99.50"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "2027-02-01"}, "The last day lies before the first day."),
        ({"starts_on": ""}, "Give the first day, or say that one can begin at any time."),
        ({"place": ""}, "Say where it takes place; only online editions have no place."),
        ({"price": "-3"}, "A price is 0 (free) or more"),
        ({"time_zone": "Mars/Olympus"}, "This value is not one of the list."),
        ({"apply_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_refuses_what_does_not_fit_and_keeps_what_was_typed(client, version, bruno, typed, said):
    log_in(client, bruno)

    answer = client.post(_address(version), {**TYPED, **typed})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "София, Ректорат" in answer.content.decode() or typed == {"place": ""}
    assert not Edition.objects.exists()


def test_refuses_a_change_from_a_page_that_is_out_of_date(client, version, bruno, rositsa):
    edition = edition_of(version, bruno, MONDAY)
    address = _address(version, "design_edition", edition.public_id)
    log_in(client, rositsa)
    assert client.post(address, {**TYPED, "revision": "1"}).status_code == 302

    stale = client.post(address, {**TYPED, "capacity": "5", "revision": "1"})

    assert stale.status_code == 400
    assert "Somebody changed this edition after you opened it" in stale.content.decode()
    edition.refresh_from_db()
    assert (edition.place, edition.capacity) == ("София, Ректорат", 20)


def test_a_cancelled_edition_is_shown_as_cancelled_with_its_reason(client, version, bruno):
    edition = edition_of(version, bruno, MONDAY)
    log_in(client, bruno)
    cancel = _address(version, "design_edition_cancel", edition.public_id)
    assert "This cannot be undone" in client.get(cancel).content.decode()

    client.post(cancel, {"because": "Too few people applied."})
    again = client.post(cancel, {"because": "Another reason."}, follow=True).content.decode()

    assert "This edition is cancelled. Announce a new one." in again
    page = client.get(f"/m/{version.design.public_id}/{version.number}?lang=en").content.decode()
    assert "Too few people applied." in page
    assert "Cancelled" in page


def test_applications_close_and_open_again(client, version, bruno):
    edition = edition_of(version, bruno, MONDAY, apply_url="https://laurel.example/apply")
    address = _address(version, "design_edition_applications", edition.public_id)
    public = f"/m/{version.design.public_id}/{version.number}?lang=en"
    log_in(client, bruno)

    client.post(address, {"do": "close"})
    closed = client.get(public).content.decode()
    client.post(address, {"do": "open"})
    opened = client.get(public).content.decode()

    assert "Applications closed" in closed
    assert "https://laurel.example/apply" not in closed
    assert "https://laurel.example/apply" in opened


def test_a_design_that_was_never_published_has_no_editions_to_announce(client, laurel_university, bruno):
    from campus.catalogue.designs import create_design

    design = create_design(laurel_university, by=bruno, at=MONDAY)
    log_in(client, bruno)

    for name in ("design_editions", "design_edition_new"):
        page = client.get(reverse(name, args=[laurel_university.slug, design.public_id])).content.decode()
        assert "Only a published micro-credential that is still offered has editions." in page
