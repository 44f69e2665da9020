"""The organisation whose key asks, and its members."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.v1.shapes import Names, names_of
from campus.people.memberships import Member, members_of
from campus.people.models import Role
from campus.people.organisations import did_of
from campus.people.roles import require, roles_of

router = Router(tags=["Organisation"])


class KeyShown(BaseModel):
    name: str
    prefix: str
    roles: list[Role] = Field(description="what this key may do today")
    created_at: datetime


class OrganisationShown(BaseModel):
    id: str
    slug: str
    did: str = Field(description="the name it signs under")
    kind: str
    name: Names
    country: str
    region: str
    url: str
    email: str
    key: KeyShown


class MemberShown(BaseModel):
    id: str
    name: str
    email: str
    roles: list[Role]


@router.get(
    "/organisation", response=OrganisationShown, summary=gettext_noop("Your organisation, and what your key may do in it")
)
def get_organisation(request: HttpRequest) -> OrganisationShown:
    key, organisation = key_of(request), organisation_of(request)
    held = roles_of(key, organisation)
    return OrganisationShown(
        id=str(organisation.public_id),
        slug=organisation.slug,
        did=did_of(organisation),
        kind=organisation.kind,
        name=names_of(organisation),
        country=organisation.country,
        region=organisation.region,
        url=organisation.url,
        email=organisation.email,
        key=KeyShown(
            name=key.name, prefix=key.prefix, roles=[role for role in Role if role in held], created_at=key.created_at
        ),
    )


@router.get("/members", response=list[MemberShown], summary=gettext_noop("Members and their roles (for administrators)"))
def list_members(request: HttpRequest) -> list[MemberShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, Role.ADMINISTRATOR)
    return [_member_shown(member) for member in members_of(organisation)]


def _member_shown(member: Member) -> MemberShown:
    person = member.person
    return MemberShown(id=str(person.public_id), name=person.name, email=person.email, roles=list(member.roles))
