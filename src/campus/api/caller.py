"""Who asks: an organisation's key (`lk_…`) or a learner's personal token (`lp_…`), as a bearer token.

A browser's session is no way in: a page somewhere else could use it without the person knowing.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from campus.people import api_keys, personal_tokens
from campus.people.models import ApiKey, Organisation, Person, PersonalToken

_MEMO = "_laurel_caller"


class OrganisationKey(HttpBearer):
    """Accepts organisations' keys alone."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        caller = caller_of(request)
        return caller if isinstance(caller, ApiKey) else None


class LearnerToken(HttpBearer):
    """Accepts personal tokens alone."""

    def authenticate(self, request: HttpRequest, token: str) -> PersonalToken | None:
        caller = caller_of(request)
        return caller if isinstance(caller, PersonalToken) else None


def caller_of(request: HttpRequest) -> ApiKey | PersonalToken | None:
    """Who sent the request; looked up once a request."""
    if not hasattr(request, _MEMO):
        setattr(request, _MEMO, _authenticate(request.headers.get("Authorization", "")))
    found: ApiKey | PersonalToken | None = getattr(request, _MEMO)
    return found


def scope_of(request: HttpRequest) -> str | None:
    """The name under which this caller's idempotency keys are kept apart from everybody else's."""
    caller = caller_of(request)
    if caller is None:
        return None
    return f"key:{caller.pk}" if isinstance(caller, ApiKey) else f"person:{caller.person_id}"


def key_of(request: HttpRequest) -> ApiKey:
    """The organisation's key behind a request that `OrganisationKey` let in."""
    caller = caller_of(request)
    if not isinstance(caller, ApiKey):
        raise TypeError("this address is not guarded by OrganisationKey")
    return caller


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation whose key it is."""
    return key_of(request).organisation


def learner_of(request: HttpRequest) -> Person:
    """The person behind a request that `LearnerToken` let in."""
    caller = caller_of(request)
    if not isinstance(caller, PersonalToken):
        raise TypeError("this address is not guarded by LearnerToken")
    return caller.person


def _authenticate(header: str) -> ApiKey | PersonalToken | None:
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    if token.strip().startswith(f"{personal_tokens.MARK}_"):
        return personal_tokens.authenticate(token.strip(), at=timezone.now())
    return api_keys.authenticate(header, at=timezone.now())
