"""The organisation's signing keys. Private parts never leave the server."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Status
from pydantic import AwareDatetime, BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.v1.shapes import Asked
from campus.issuing import keys
from campus.issuing.models import SigningKey
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Signing keys"])


class KeyAsked(Asked):
    algorithm: Literal["Ed25519", "P-256"] = keys.ALGORITHM


class CompromiseAsked(Asked):
    since: AwareDatetime = Field(description="from when on somebody else may have held the key")


class SigningKeyShown(BaseModel):
    number: int
    id: str = Field(description="the verification method's name")
    algorithm: str
    public_multikey: str
    state: Literal["signs", "retired", "compromised"]
    created_at: datetime
    retired_at: datetime | None
    compromised_at: datetime | None


@router.get("/keys", response=list[SigningKeyShown], summary=gettext_noop("Signing keys, the newest first"))
def list_keys(request: HttpRequest) -> list[SigningKeyShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return [_key_shown(key) for key in keys.history(organisation)]


@router.post("/keys", response={201: SigningKeyShown}, summary=gettext_noop("Make the first signing key"))
@idempotent()
def create_key(request: HttpRequest, asked: KeyAsked) -> Status[SigningKeyShown]:
    made = keys.create_key(organisation_of(request), by=key_of(request), at=timezone.now(), algorithm=asked.algorithm)
    return Status(201, _key_shown(made))


@router.post(
    "/keys/rotate", response={201: SigningKeyShown}, summary=gettext_noop("Retire the key that signs and make a new one")
)
@idempotent()
def rotate_key(request: HttpRequest, asked: KeyAsked) -> Status[SigningKeyShown]:
    made = keys.rotate(organisation_of(request), by=key_of(request), at=timezone.now(), algorithm=asked.algorithm)
    return Status(201, _key_shown(made))


@router.post(
    "/keys/{int:number}/compromised",
    response=list[SigningKeyShown],
    summary=gettext_noop("Report that somebody else may hold a key; nothing it signed after that counts"),
)
@idempotent(required=False)
def report_compromised(request: HttpRequest, number: int, asked: CompromiseAsked) -> list[SigningKeyShown]:
    organisation = organisation_of(request)
    key = next((key for key in keys.history(organisation) if key.number == number), None)
    if key is None:
        raise NotFoundError
    keys.mark_compromised(key, since=asked.since, by=key_of(request), at=timezone.now())
    return [_key_shown(key) for key in keys.history(organisation)]


def _key_shown(key: SigningKey) -> SigningKeyShown:
    state: Literal["signs", "retired", "compromised"] = "retired" if key.retired_at else "signs"
    return SigningKeyShown(
        number=key.number,
        id=keys.method_of(key),
        algorithm=key.algorithm,
        public_multikey=key.public_multikey,
        state="compromised" if key.compromised_at else state,
        created_at=key.created_at,
        retired_at=key.retired_at,
        compromised_at=key.compromised_at,
    )
