"""Personal tokens: how a learner's own software gets in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from campus.api.caller import LearnerToken, learner_of
from campus.api.problem import ProblemError
from campus.people import personal_tokens
from campus.people.models import Person, PersonalToken
from campus.people.scope import NotFoundError

router = Router(tags=["For learners"], auth=LearnerToken())


class LogInAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")  # a password is taken as it stands, spaces included

    email: str = Field(max_length=254)
    password: str = Field(max_length=4096)
    name: str = Field(max_length=100, description="what the token is for, in your words")


class TokenShown(BaseModel):
    id: str
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class NewToken(TokenShown):
    token: str = Field(description="shown this one time; send it as `Authorization: Bearer …`")


@router.post(
    "/me/tokens", response={201: NewToken}, auth=None, summary=gettext_noop("Get a personal token with e-mail and password")
)
def create_token(request: HttpRequest, asked: LogInAsked) -> Status[NewToken]:
    token, text = personal_tokens.create(_logged_in(request, asked), name=asked.name, at=timezone.now())
    return Status(201, NewToken(**_shown(token).model_dump(), token=text))


@router.get("/me/tokens", response=list[TokenShown], summary=gettext_noop("Your tokens, newest first"))
def list_tokens(request: HttpRequest) -> list[TokenShown]:
    return [_shown(token) for token in personal_tokens.living(learner_of(request), at=timezone.now())]


@router.delete("/me/tokens/{uuid:token_id}", response={204: None}, summary=gettext_noop("Withdraw a token, for ever"))
def withdraw_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    token = personal_tokens.living(learner_of(request), at=timezone.now()).filter(public_id=token_id).first()
    if token is None:
        raise NotFoundError
    personal_tokens.revoke(token, at=timezone.now())
    return Status(204, None)


def _logged_in(request: HttpRequest, asked: LogInAsked) -> Person:
    """The person, by the same rules and limits as on the log-in page."""
    try:
        person = get_adapter().authenticate(request, email=asked.email.strip().lower(), password=asked.password)
    except ValidationError:
        raise ProblemError(
            429, "TOO_MANY_REQUESTS", _("Too many attempts to log in. Wait five minutes."), headers={"Retry-After": "300"}
        ) from None
    if not isinstance(person, Person) or not person.is_active:
        raise ProblemError(401, "WRONG_LOGIN", _("E-mail address and password do not belong together."))
    if not EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists():
        raise ProblemError(403, "EMAIL_NOT_CONFIRMED", _("Confirm your e-mail address first: we have sent you a message."))
    if is_mfa_enabled(person):
        raise ProblemError(
            403,
            "SECOND_STEP_NEEDED",
            _("Your account has a second log-in step, so a password alone opens nothing. Make the token on your profile page."),
        )
    return person


def _shown(token: PersonalToken) -> TokenShown:
    return TokenShown(
        id=str(token.public_id),
        name=token.name,
        prefix=token.prefix,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )
