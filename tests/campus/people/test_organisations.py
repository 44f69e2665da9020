"""An organisation says who it is; its short name is part of the name it signs under."""

import pytest

from campus.people import organisations
from campus.people.models import Organisation, Role
from campus.people.roles import NotAllowedError, roles_of

FACTS = {"name_en": "New School", "name_bg": "Ново училище", "country": "BG"}


def test_whoever_creates_it_administers_it(amina, monday):
    made = organisations.create_organisation("new-school", by=amina, at=monday, **FACTS)

    assert roles_of(amina, made) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("slug", ["laurel-university", "new", "Upper", "два", "-x", "a--b", "a/b", ""])
def test_refuses_a_short_name_that_is_taken_or_no_name(laurel_university, amina, monday, slug):
    with pytest.raises(organisations.SlugTakenError):
        organisations.create_organisation(slug, by=amina, at=monday, **FACTS)

    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name_en": " ", "name_bg": ""}, "NAME_MISSING"),
        ({"country": "Bulgaria"}, "BAD_COUNTRY"),
        ({"colour": "#ffee00"}, "BAD_COLOUR"),
        ({"colour": "green"}, "BAD_COLOUR"),
    ],
)
def test_refuses_a_profile_that_cannot_be_used(laurel_university, adela, monday, change, code):
    with pytest.raises(organisations.Refusal) as refused:
        organisations.edit_profile(laurel_university, by=adela, at=monday, **change)

    assert refused.value.code == code
    laurel_university.refresh_from_db()
    assert laurel_university.name_en == "Laurel University"


def test_refuses_a_profile_edited_by_an_author(laurel_university, bruno, monday):
    with pytest.raises(NotAllowedError):
        organisations.edit_profile(laurel_university, by=bruno, at=monday, name_en="Bruno's")


def test_the_did_carries_the_port(laurel_university, settings):
    settings.PUBLIC_URL = "http://localhost:8000"

    assert organisations.did_of(laurel_university) == "did:web:localhost%3A8000:o:laurel-university"


def test_the_record_names_it_in_both_languages(laurel_university):
    profile = organisations.profile_of(laurel_university)

    assert profile.legal_name.text("bg") == "Лауреатски университет"
    assert profile.url == "https://laurel.example/"
