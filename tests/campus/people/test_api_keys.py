"""A key is shown once, opens only its own organisation, and dies at once."""

import pytest

from campus.people import api_keys
from campus.people.models import ApiKey, Role
from campus.people.roles import NotAllowedError, SecondStepMissingError
from campus.people.scope import NotFoundError


@pytest.fixture
def made(laurel_university, rositsa, monday):
    return api_keys.create(laurel_university, name="Moodle", roles=[Role.REGISTRAR], by=rositsa, at=monday)


def test_a_key_opens_its_organisation(made, laurel_university, monday):
    key, secret = made

    found = api_keys.authenticate(f"Bearer {secret}", at=monday)

    assert found == key
    assert found.organisation == laurel_university
    assert ApiKey.objects.get().last_used_at == monday


def test_the_secret_is_kept_nowhere(made):
    _key, secret = made

    assert secret.split("_", 2)[2] not in str(ApiKey.objects.values().get())


def test_refuses_a_key_with_one_letter_changed(made, monday):
    _key, secret = made
    other = "A" if secret[-1] != "A" else "B"

    assert api_keys.authenticate(secret[:-1] + other, at=monday) is None


@pytest.mark.parametrize("value", ["", "Bearer", "Basic abc", "lk_abc", "lk_" + "a" * 12 + "_" + "b" * 43, "lk_" + "я" * 56])
def test_refuses_anything_that_is_no_key(db, monday, value):
    assert api_keys.authenticate(value, at=monday) is None


def test_refuses_a_revoked_key(made, laurel_university, adela, monday):
    key, secret = made
    api_keys.revoke(laurel_university, key_id=key.pk, by=adela, at=monday)

    assert api_keys.authenticate(secret, at=monday) is None


def test_refuses_a_key_whose_person_is_gone(made, rositsa, monday):
    _key, secret = made
    rositsa.is_active = False
    rositsa.save()

    assert api_keys.authenticate(secret, at=monday) is None


def test_refuses_to_give_a_key_more_than_one_holds(laurel_university, adela, monday):
    with pytest.raises(api_keys.RolesNotHeldError):
        api_keys.create(laurel_university, name="x", roles=[Role.REGISTRAR], by=adela, at=monday)


def test_refuses_an_issuing_key_without_a_second_step(laurel_university, rositsa, monday, settings):
    settings.REQUIRE_MFA_TO_ISSUE = True

    with pytest.raises(SecondStepMissingError):
        api_keys.create(laurel_university, name="x", roles=[Role.REGISTRAR], by=rositsa, at=monday)


def test_refuses_a_key_made_by_an_author(laurel_university, bruno, monday):
    with pytest.raises(NotAllowedError):
        api_keys.create(laurel_university, name="x", roles=[Role.AUTHOR], by=bruno, at=monday)


def test_refuses_to_revoke_a_key_of_another_organisation(made, other_university, dmitri, monday):
    key, secret = made

    with pytest.raises(NotFoundError):
        api_keys.revoke(other_university, key_id=key.pk, by=dmitri, at=monday)
    assert api_keys.authenticate(secret, at=monday) == key
