"""Who may do what: roles inside an organisation, and the second log-in step for issuing."""

import pytest
from allauth.mfa.models import Authenticator

from campus.people import api_keys
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError, SecondStepMissingError, may_issue, require, require_to_issue, roles_of
from campus.people.scope import NotFoundError, organisation_for, organisations_of


def test_a_role_counts_in_its_own_organisation_only(laurel_university, other_university, rositsa):
    assert roles_of(rositsa, laurel_university) == {Role.REGISTRAR}
    assert roles_of(rositsa, other_university) == frozenset()


def test_one_of_the_named_roles_is_enough(laurel_university, bruno):
    require(bruno, laurel_university, Role.QA_OFFICER, Role.ASSESSOR)


def test_refuses_a_member_without_the_role(laurel_university, carla):
    with pytest.raises(NotAllowedError) as refused:
        require(carla, laurel_university, Role.REGISTRAR)

    assert "Registrar and issuer" in str(refused.value.message)


def test_refuses_somebody_without_any_role(laurel_university, amina):
    with pytest.raises(NotAllowedError):
        require(amina, laurel_university)


def test_refuses_to_let_an_administrator_issue(laurel_university, adela):
    with pytest.raises(NotAllowedError):
        require_to_issue(adela, laurel_university)


def test_refuses_issuing_without_a_second_step_where_one_is_demanded(laurel_university, rositsa, settings):
    settings.REQUIRE_MFA_TO_ISSUE = True

    with pytest.raises(SecondStepMissingError):
        require_to_issue(rositsa, laurel_university)

    Authenticator.objects.create(user=rositsa, type=Authenticator.Type.TOTP, data={})
    require_to_issue(rositsa, laurel_university)


def test_recovery_codes_alone_are_no_second_step(rositsa, settings):
    settings.REQUIRE_MFA_TO_ISSUE = True
    Authenticator.objects.create(user=rositsa, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert not may_issue(rositsa)


def test_a_key_loses_what_its_person_loses(laurel_university, rositsa, monday):
    key, _secret = api_keys.create(laurel_university, name="SIS", roles=[Role.REGISTRAR], by=rositsa, at=monday)
    assert roles_of(key, laurel_university) == {Role.REGISTRAR}

    Membership.objects.filter(person=rositsa).delete()

    assert roles_of(key, laurel_university) == frozenset()


def test_a_stranger_cannot_tell_a_foreign_organisation_from_none(laurel_university, dmitri):
    for slug in (laurel_university.slug, "no-such-place"):
        with pytest.raises(NotFoundError):
            organisation_for(dmitri, slug)


def test_somebody_switched_off_belongs_nowhere(laurel_university, bruno):
    bruno.is_active = False

    assert not organisations_of(bruno).exists()
    assert roles_of(bruno, laurel_university) == frozenset()
