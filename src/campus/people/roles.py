"""What a person, or a key acting for an organisation, may do in it."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.people.models import ApiKey, Membership, Organisation, Person, Role

Actor = Person | ApiKey
ISSUING_ROLES = frozenset({Role.REGISTRAR})
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class NotAllowedError(Refusal, PermissionDenied):
    """The person is a member, but this needs a role they do not hold."""

    code = "NOT_ALLOWED"
    text = _("This needs the role {roles}. An administrator of your organisation can give it to you.")


class NotStaffError(Refusal):
    """Only the operators of this installation say whom it knows."""

    code = "NOT_STAFF"
    text = _("Only the operators of this site can change whom it knows.")


class SecondStepMissingError(Refusal, PermissionDenied):
    """Whoever can issue must log in with a second step first."""

    code = "SECOND_STEP_MISSING"
    text = _("Set up a second log-in step first: whoever can issue needs one.")


def roles_of(actor: Actor, organisation: Organisation) -> frozenset[Role]:
    """The roles held there; empty for a stranger. A key never has more than the person it acts as holds today."""
    if isinstance(actor, ApiKey):
        if actor.organisation_id != organisation.pk or actor.revoked_at is not None:
            return frozenset()
        return frozenset(Role(role) for role in actor.roles) & roles_of(actor.acts_as, organisation)
    if not actor.is_active:
        return frozenset()
    held = Membership.objects.filter(person=actor, organisation=organisation).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def require(actor: Actor, organisation: Organisation, *roles: Role) -> None:
    """Refuse unless the actor holds one of `roles` there (none named: any role at all).

    Raises:
        NotAllowedError: none of the roles is held.
    """
    held = roles_of(actor, organisation)
    if held.isdisjoint(roles) if roles else not held:
        raise NotAllowedError(roles=_names(roles))


def is_operator(person: Person) -> bool:
    """Say whether the person operates this site."""
    return person.is_active and person.is_superuser


def require_operator(person: Person | None) -> None:
    """Refuse unless the person operates this site; None is whoever may give commands on its machine.

    Raises:
        NotStaffError: the person does not operate this site.
    """
    if person is not None and not is_operator(person):
        raise NotStaffError


def may_issue(actor: Actor) -> bool:
    """Say whether the second log-in step is in place where the settings demand it for issuing.

    A key is judged by the person it acts as.
    """
    person = actor.acts_as if isinstance(actor, ApiKey) else actor
    if not settings.REQUIRE_MFA_TO_ISSUE:
        return True
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists())


def require_to_issue(actor: Actor, organisation: Organisation) -> None:
    """Refuse unless the actor may sign, issue and revoke for the organisation: registrars alone, never administrators as such.

    Raises:
        NotAllowedError: not a registrar there.
        SecondStepMissingError: the settings demand a second log-in step and there is none.
    """
    require(actor, organisation, *ISSUING_ROLES)
    if not may_issue(actor):
        raise SecondStepMissingError


def person_of(actor: Actor) -> Person:
    """The person responsible for what the actor does."""
    return actor.acts_as if isinstance(actor, ApiKey) else actor


def _names(roles: Iterable[Role]) -> str:
    return " / ".join(str(role.label) for role in roles) or str(_("of a member"))
