"""Personal tokens: a person's own software acts for them in the learner's part of the API, and nowhere else.

A token reads `lp_<prefix>_<secret>`. The prefix finds the row; of the secret only a SHA-256 digest is kept: it has 256 random
bits, so a slow hash would add nothing.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.people.models import Person, PersonalToken

MARK = "lp"
LIFETIME = timedelta(days=90)
MOST = 20
USE_NOTED_EVERY = timedelta(minutes=5)
_FORM = re.compile(rf"{MARK}_([a-z0-9]{{12}})_([A-Za-z0-9_-]{{43}})")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class TooManyTokensError(Refusal):
    """A person keeps at most `MOST` living tokens."""

    code = "TOO_MANY_TOKENS"
    text = _("You already have {most} tokens. Withdraw one you no longer use.")


class TokenNameMissingError(Refusal):
    """A token needs a name by which its owner knows it again."""

    code = "TOKEN_NAME_MISSING"
    text = _("Give the token a name, so that you know later what it is for.")


@transaction.atomic
def create(person: Person, *, name: str, at: datetime, lifetime: timedelta = LIFETIME) -> tuple[PersonalToken, str]:
    """Make a token; its text is returned this one time and cannot be shown again.

    Raises:
        TokenNameMissingError: `name` is empty.
        TooManyTokensError: there are `MOST` living ones.
    """
    if not name.strip():
        raise TokenNameMissingError(field="name")
    Person.objects.select_for_update().get(pk=person.pk)
    if living(person, at=at).count() >= MOST:
        raise TooManyTokensError(most=MOST)
    prefix = "".join(secrets.choice(_LETTERS) for _each in range(12))
    secret = secrets.token_urlsafe(32)
    token = PersonalToken.objects.create(
        person=person,
        name=name.strip()[:100],
        prefix=prefix,
        secret_digest=digest_of(secret),
        created_at=at,
        expires_at=at + lifetime,
    )
    _note("token.created", token, at=at)
    return token, f"{MARK}_{prefix}_{secret}"


def authenticate(text: str, *, at: datetime) -> PersonalToken | None:
    """The living token with this text; None for anything else. Its owner must be active."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    token = PersonalToken.objects.select_related("person").filter(prefix=match[1]).first()
    expected = token.secret_digest if token else digest_of("")
    same = hmac.compare_digest(expected, digest_of(match[2]))
    if token is None or not same or token.revoked_at or token.expires_at <= at or not token.person.is_active:
        return None
    if token.last_used_at is None or token.last_used_at < at - USE_NOTED_EVERY:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def living(person: Person, *, at: datetime) -> QuerySet[PersonalToken]:
    """A person's tokens that still work, newest first."""
    return PersonalToken.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=at).order_by("-pk")


@transaction.atomic
def revoke(token: PersonalToken, *, at: datetime) -> None:
    """Withdraw a token for good; withdrawing it twice changes nothing."""
    if PersonalToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        _note("token.revoked", token, at=at)


def _note(action: str, token: PersonalToken, *, at: datetime) -> None:
    audit.note(action, actor=token.person, organisation=None, subject_kind="personal_token", subject=token.pk, at=at)
