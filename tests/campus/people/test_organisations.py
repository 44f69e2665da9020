"""An organisation says who it is; its short name is part of the name it signs under."""

import pytest

from campus.base.models import AuditEntry
from campus.people import organisations
from campus.people.models import Organisation, Person, Role
from campus.people.roles import NotAllowedError, NotStaffError, roles_of

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


@pytest.fixture
def operator(db):
    return Person.objects.create_superuser("operator@site.example", "a long enough sentence")


def test_an_operator_vouches_and_withdraws_and_the_trail_says_so(operator, amina, monday):
    made = organisations.create_organisation("new-school", by=amina, at=monday, **FACTS)
    assert made.vouched_at is None

    vouched = organisations.vouch(made, by=operator, at=monday)
    assert (vouched.vouched_at, vouched.vouched_by) == (monday, operator)
    assert organisations.withdraw(made, by=operator, at=monday).vouched_at is None

    actions = list(AuditEntry.objects.filter(organisation=made.pk).order_by("pk").values_list("action", flat=True))
    assert actions[1:] == ["organisation.vouched_for", "organisation.no_longer_vouched_for"]


def test_an_operator_who_adds_an_organisation_vouches_for_it(operator, monday):
    assert organisations.create_organisation("new-school", by=operator, at=monday, **FACTS).vouched_by == operator


@pytest.mark.parametrize("change", [organisations.vouch, organisations.withdraw])
def test_refuses_vouching_by_its_own_administrator(laurel_university, adela, monday, change):
    with pytest.raises(NotStaffError):
        change(laurel_university, by=adela, at=monday)


def test_a_changed_name_has_to_be_vouched_for_anew(laurel_university, adela, monday):
    organisations.edit_profile(laurel_university, by=adela, at=monday, email="new@laurel.example")
    laurel_university.refresh_from_db()
    assert laurel_university.vouched_at is not None

    organisations.edit_profile(laurel_university, by=adela, at=monday, name_en="Sofia University")
    laurel_university.refresh_from_db()
    assert laurel_university.vouched_at is None
