"""Roles are given and taken by administrators, and one administrator stays."""

import threading

import pytest
from django.db import connection

from campus.base.models import AuditEntry
from campus.people.memberships import LastAdministratorError, members_of, set_roles
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError, roles_of
from campus.people.scope import NotFoundError


def test_roles_become_exactly_those_given(laurel_university, adela, bruno, monday):
    set_roles(laurel_university, person=bruno, roles=[Role.AUTHOR, Role.QA_OFFICER], by=adela, at=monday)

    assert roles_of(bruno, laurel_university) == {Role.AUTHOR, Role.QA_OFFICER}
    assert AuditEntry.objects.get().details == '{"added":["qa_officer"],"removed":["assessor"]}'


def test_somebody_without_roles_is_no_member(laurel_university, adela, bruno, monday):
    set_roles(laurel_university, person=bruno, roles=[], by=adela, at=monday)

    assert [member.person for member in members_of(laurel_university)] == [adela]


def test_refuses_to_lose_the_last_administrator(laurel_university, adela, monday):
    with pytest.raises(LastAdministratorError):
        set_roles(laurel_university, person=adela, roles=[Role.AUTHOR], by=adela, at=monday)

    assert roles_of(adela, laurel_university) == {Role.ADMINISTRATOR}


def test_an_administrator_who_cannot_log_in_does_not_count(laurel_university, adela, bruno, monday):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.ADMINISTRATOR)
    type(bruno).objects.filter(pk=bruno.pk).update(is_active=False)

    with pytest.raises(LastAdministratorError):
        set_roles(laurel_university, person=adela, roles=[], by=adela, at=monday)


def test_refuses_roles_from_somebody_who_does_not_administer(laurel_university, adela, bruno, rositsa, monday):
    with pytest.raises(NotAllowedError):
        set_roles(laurel_university, person=bruno, roles=[Role.REGISTRAR], by=rositsa, at=monday)


def test_refuses_roles_from_an_administrator_of_another_organisation(laurel_university, bruno, dmitri, monday):
    with pytest.raises(NotAllowedError):
        set_roles(laurel_university, person=bruno, roles=[], by=dmitri, at=monday)


def test_refuses_to_make_a_member_of_somebody_never_invited(laurel_university, adela, amina, monday):
    with pytest.raises(NotFoundError):
        set_roles(laurel_university, person=amina, roles=[Role.AUTHOR], by=adela, at=monday)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_leaving_at_once_do_not_both_go(laurel_university, adela, bruno, monday):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.ADMINISTRATOR)
    refused = []

    def leave(person):
        try:
            set_roles(laurel_university, person=person, roles=[], by=person, at=monday)
        except LastAdministratorError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(person,)) for person in (adela, bruno)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Membership.objects.filter(organisation=laurel_university, role=Role.ADMINISTRATOR).count() == 1
