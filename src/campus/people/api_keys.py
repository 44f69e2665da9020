"""API keys: an organisation's software acts for it, in some of the roles of the person responsible for it.

A key reads `lk_<prefix>_<secret>`. The prefix finds the row; of the secret only a SHA-256 digest is kept: it has 256 random
bits, so a slow hash would add nothing.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.people.models import ApiKey, Organisation, Person, Role
from campus.people.roles import ISSUING_ROLES, SecondStepMissingError, may_issue, require, roles_of
from campus.people.scope import NotFoundError

MARK = "lk"
KEEPERS = (Role.ADMINISTRATOR, Role.REGISTRAR)
USE_NOTED_EVERY = timedelta(minutes=5)
_FORM = re.compile(rf"(?:Bearer +)?{MARK}_([a-z0-9]{{12}})_([A-Za-z0-9_-]{{43}})", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class KeyNameMissingError(Refusal):
    """A key needs a name by which people know it again."""

    code = "KEY_NAME_MISSING"
    text = _("Give the key a name, so that you know later what it is for.")


class RolesNotHeldError(Refusal):
    """Nobody can give a key more than they hold themselves."""

    code = "ROLES_NOT_HELD"
    text = _("A key can only have roles that you hold yourself. Choose among your own roles.")


@transaction.atomic
def create(organisation: Organisation, *, name: str, roles: Iterable[Role], by: Person, at: datetime) -> tuple[ApiKey, str]:
    """Make a key; its text is returned this one time and cannot be shown again.

    Raises:
        NotAllowedError: `by` is neither administrator nor registrar there.
        KeyNameMissingError, RolesNotHeldError.
        SecondStepMissingError: the key could issue, and `by` has no second log-in step where the settings demand one.
    """
    require(by, organisation, *KEEPERS)
    if not name.strip():
        raise KeyNameMissingError(field="name")
    wanted = frozenset(roles)
    if not wanted or not wanted <= roles_of(by, organisation):
        raise RolesNotHeldError(field="roles")
    if wanted & ISSUING_ROLES and not may_issue(by):
        raise SecondStepMissingError
    return _make(organisation, name=name, roles=wanted, person=by, at=at)


@transaction.atomic
def create_by_operator(
    organisation: Organisation, *, name: str, roles: Iterable[Role], person: Person, at: datetime
) -> tuple[ApiKey, str]:
    """Make a key that acts as somebody else, for whoever runs the machine; no page and no address of the API calls this.

    Raises:
        RolesNotHeldError: the person does not hold these roles there.
    """
    wanted = frozenset(roles)
    if not wanted or not wanted <= roles_of(person, organisation):
        raise RolesNotHeldError(field="roles")
    return _make(organisation, name=name, roles=wanted, person=person, at=at)


def _make(organisation: Organisation, *, name: str, roles: frozenset[Role], person: Person, at: datetime) -> tuple[ApiKey, str]:
    prefix = "".join(secrets.choice(_LETTERS) for _each in range(12))
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        organisation=organisation,
        name=name.strip()[:100],
        prefix=prefix,
        secret_digest=digest_of(secret),
        roles=[role.value for role in Role if role in roles],
        acts_as=person,
        created_at=at,
    )
    _note("api_key.created", key, actor=person, at=at)
    return key, f"{MARK}_{prefix}_{secret}"


def authenticate(header_value: str, *, at: datetime) -> ApiKey | None:
    """The living key in an Authorization header ("Bearer lk_…"); None for anything else.

    It compares in constant time, also when no row has the prefix. The person responsible must be active.
    """
    match = _FORM.fullmatch(header_value.strip())
    if match is None:
        return None
    key = ApiKey.objects.select_related("organisation", "acts_as").filter(prefix=match[1]).first()
    same = hmac.compare_digest(key.secret_digest if key else digest_of(""), digest_of(match[2]))
    if key is None or not same or key.revoked_at is not None or not key.acts_as.is_active:
        return None
    seldom = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USE_NOTED_EVERY)
    ApiKey.objects.filter(seldom, pk=key.pk).update(last_used_at=at)
    return key


@transaction.atomic
def revoke(organisation: Organisation, *, key_id: int, by: Person, at: datetime) -> None:
    """Revoke a key at once and for ever; revoking it again changes nothing.

    Raises:
        NotAllowedError: `by` is neither administrator nor registrar there.
        NotFoundError: the organisation has no such key.
    """
    require(by, organisation, *KEEPERS)
    key = keys_of(organisation).filter(pk=key_id).first()
    if key is None:
        raise NotFoundError
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=at):
        _note("api_key.revoked", key, actor=by, at=at)


def keys_of(organisation: Organisation) -> QuerySet[ApiKey]:
    """All keys of the organisation, living ones first, then by age."""
    return (
        ApiKey.objects.filter(organisation=organisation)
        .select_related("acts_as")
        .order_by(F("revoked_at").asc(nulls_first=True), "-created_at")
    )


def _note(action: str, key: ApiKey, *, actor: Person, at: datetime) -> None:
    audit.note(
        action, actor=actor, organisation=key.organisation_id, subject_kind="api_key", subject=key.pk, at=at, roles=key.roles
    )
