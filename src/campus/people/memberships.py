"""Who works in an organisation, and in which roles."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import require
from campus.people.scope import NotFoundError


class LastAdministratorError(Refusal):
    """An organisation without an administrator could not be mended by its own people."""

    code = "LAST_ADMINISTRATOR"
    text = _("This is the last administrator. Make somebody else an administrator first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person and the roles they hold in one organisation, in the order of `Role`."""

    person: Person
    roles: tuple[Role, ...]


def members_of(organisation: Organisation) -> list[Member]:
    """Everybody who holds a role there, by name."""
    held: dict[int, list[str]] = {}
    people: dict[int, Person] = {}
    for membership in Membership.objects.filter(organisation=organisation).select_related("person"):
        held.setdefault(membership.person_id, []).append(membership.role)
        people[membership.person_id] = membership.person
    listed = [Member(person=people[key], roles=tuple(role for role in Role if role in roles)) for key, roles in held.items()]
    return sorted(listed, key=lambda each: (each.person.name.casefold(), each.person.email))


def member_for(organisation: Organisation, person_id: uuid.UUID) -> Member:
    """One member by public id.

    Raises:
        NotFoundError: nobody with that id holds a role there.
    """
    for each in members_of(organisation):
        if each.person.public_id == person_id:
            return each
    raise NotFoundError


@transaction.atomic
def set_roles(
    organisation: Organisation, *, person: Person, roles: Iterable[Role], by: Person, at: datetime
) -> frozenset[Role]:
    """Give a member exactly these roles (none: they leave); the roles now held are returned.

    Raises:
        NotAllowedError: `by` is not an administrator there.
        NotFoundError: the person is no member; new people are invited.
        LastAdministratorError: nobody would be left to administer.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # changes of members wait for each other
    require(by, organisation, Role.ADMINISTRATOR)
    mine = Membership.objects.filter(organisation=organisation, person=person)
    before = frozenset(Role(role) for role in mine.values_list("role", flat=True))
    wanted = frozenset(roles)
    if not before:
        raise NotFoundError
    if Role.ADMINISTRATOR in before - wanted:
        _refuse_without_administrator(organisation, leaving=person)
    mine.filter(role__in=before - wanted).delete()
    grant(organisation, person=person, roles=wanted - before)
    if wanted != before:
        audit.note(
            "member.roles_changed" if wanted else "member.removed",
            actor=by,
            organisation=organisation.pk,
            subject_kind="person",
            subject=person.pk,
            at=at,
            added=sorted(wanted - before),
            removed=sorted(before - wanted),
        )
    return wanted


def grant(organisation: Organisation, *, person: Person, roles: Iterable[Role]) -> None:
    """Add roles; those already held stay. The caller has checked that this may be done and notes it."""
    new = [Membership(organisation=organisation, person=person, role=role) for role in sorted(roles)]
    Membership.objects.bulk_create(new, ignore_conflicts=True)


def _refuse_without_administrator(organisation: Organisation, *, leaving: Person) -> None:
    others = Membership.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR, person__is_active=True)
    if not others.exclude(person=leaving).exists():
        raise LastAdministratorError
