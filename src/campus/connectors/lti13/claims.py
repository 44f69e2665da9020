"""What the claims of a launch say, read strictly. Pure: no database, no clock of its own, no network.

Source: LTI 1.3 Core §5.3 and §5.4; LTI Deep Linking 2.0 §4.4; 1EdTech Security Framework 1.0 §5.1.3;
OpenID Connect Core §3.1.3.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.verification.exchange import check_service_url
from laurel.errors import ForbiddenAddressError

CORE = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
NAMES_AND_ROLES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
RESOURCE_LINK, DEEP_LINK = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"

SKEW = timedelta(seconds=60)  # by how much the platform's clock may differ from ours
LONGEST_LIFE = timedelta(hours=2)
OLDEST = timedelta(minutes=15)
MAX_ID = 255  # LTI 1.3 Core: identifiers are ASCII of at most 255 characters

_TEACHERS = frozenset({"Instructor", "ContentDeveloper", "Administrator"})
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What this site knows before it reads a token."""

    issuer: str
    client_id: str
    deployments: frozenset[str]
    site: str  # beginning of every address of ours
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Deep linking: what the platform takes, and where it wants the choice."""

    return_url: str
    data: str | None
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Addresses of the services of a course; empty where it has none."""

    memberships_url: str = ""
    lineitems_url: str = ""
    lineitem_url: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch whose signature and claims have been checked."""

    deployment_id: str
    subject: str
    nonce: str
    target: str
    is_teacher: bool
    is_learner: bool
    context_id: str
    context_title: str
    locale: str
    custom: Mapping[str, str] = field(default_factory=dict)
    services: Services = field(default_factory=Services)
    placing: Placing | None = None


def read_claims(claims: Mapping[str, Any], expected: Expected) -> Launch:
    """Check the claims of a token whose signature holds, in the order of OpenID Connect Core §3.1.3.7.

    Raises:
        LaunchRefusedError: with the code of the first thing that is wrong.
    """
    if claims.get("iss") != expected.issuer:
        raise LaunchRefusedError("LTI_WRONG_ISSUER")
    _check_audience(claims, expected.client_id)
    _check_times(claims, expected.at)
    deployment = _text(claims, f"{CORE}deployment_id")
    if deployment not in expected.deployments:
        raise LaunchRefusedError("LTI_WRONG_DEPLOYMENT")
    if claims.get(f"{CORE}version") != "1.3.0":
        raise LaunchRefusedError("LTI_WRONG_VERSION")
    kind = claims.get(f"{CORE}message_type")
    if kind not in (RESOURCE_LINK, DEEP_LINK):
        raise LaunchRefusedError("LTI_WRONG_MESSAGE")
    if kind == RESOURCE_LINK and not _short(_object(claims, f"{CORE}resource_link").get("id")):
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    roles = _roles(claims)
    context = _object(claims, f"{CORE}context")
    return Launch(
        deployment_id=deployment,
        subject=_subject(claims),
        nonce=_text(claims, "nonce"),
        target=_target(claims, expected.site, needed=kind == RESOURCE_LINK),
        is_teacher=any(is_teacher(role) for role in roles),
        is_learner=any(is_learner(role) for role in roles),
        context_id=_short(context.get("id")),
        context_title=_short(context.get("title") or context.get("label"), limit=300),
        locale=_short(_object(claims, f"{CORE}launch_presentation").get("locale"), limit=20),
        custom={name: value for name, value in _object(claims, f"{CORE}custom").items() if isinstance(value, str)},
        services=_services(claims),
        placing=_placing(claims) if kind == DEEP_LINK else None,
    )


def is_teacher(role: str) -> bool:
    """Whether a role is that of a teacher of the course; what somebody is elsewhere in the platform does not count."""
    return _name_of(role) in _TEACHERS


def is_learner(role: str) -> bool:
    """Whether a role is that of a learner of the course."""
    return _name_of(role) == "Learner"


def _name_of(role: str) -> str:
    """Instructor, for `…/membership#Instructor`, `…/membership/Instructor#TeachingAssistant` and plain `Instructor`."""
    if role.startswith(f"{_MEMBERSHIP}#"):
        return role.removeprefix(f"{_MEMBERSHIP}#")
    if role.startswith(f"{_MEMBERSHIP}/"):
        return role.removeprefix(f"{_MEMBERSHIP}/").partition("#")[0]
    return role if role.isalpha() else ""


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    if not isinstance(named, list) or client_id not in named:
        raise LaunchRefusedError("LTI_WRONG_CLIENT")
    # With several audiences `azp` must say which of them it is for; where it stands, it must be us.
    if (len(named) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise LaunchRefusedError("LTI_WRONG_CLIENT")


def _check_times(claims: Mapping[str, Any], at: datetime) -> None:
    issued, ends = _moment(claims.get("iat")), _moment(claims.get("exp"))
    starts = _moment(claims["nbf"]) if "nbf" in claims else issued
    if not at - OLDEST <= issued <= at + SKEW or starts > at + SKEW:
        raise LaunchRefusedError("LTI_BAD_TIME")
    if not at - SKEW < ends or ends - issued > LONGEST_LIFE:
        raise LaunchRefusedError("LTI_BAD_TIME")


def _moment(value: Any) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**33:
        raise LaunchRefusedError("LTI_BAD_TIME")
    return datetime.fromtimestamp(value, tz=UTC)


def _subject(claims: Mapping[str, Any]) -> str:
    if not claims.get("sub"):
        raise LaunchRefusedError("LTI_NO_PERSON")  # an anonymous launch: there is nothing to show to nobody
    return _text(claims, "sub")


def _roles(claims: Mapping[str, Any]) -> list[str]:
    roles = claims.get(f"{CORE}roles")
    if not isinstance(roles, list):
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    return [role for role in roles if isinstance(role, str)]


def _target(claims: Mapping[str, Any], site: str, *, needed: bool) -> str:
    target = claims.get(f"{CORE}target_link_uri", "")
    if not needed and not target:
        return ""
    if not isinstance(target, str) or not target.startswith(site):
        raise LaunchRefusedError("LTI_WRONG_TARGET")
    return target


def _placing(claims: Mapping[str, Any]) -> Placing:
    settings = _object(claims, f"{DEEP_LINKING}deep_linking_settings")
    url, types, data = settings.get("deep_link_return_url"), settings.get("accept_types"), settings.get("data")
    if not isinstance(url, str) or not isinstance(types, list) or "ltiResourceLink" not in types:
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    try:
        check_service_url(url)  # it becomes the target of a form, and a word of that page's security policy
    except ForbiddenAddressError:
        raise LaunchRefusedError("LTI_CLAIM_MISSING") from None
    if data is not None and (not isinstance(data, str) or len(data) > 10_000):
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    return Placing(return_url=url, data=data, several=settings.get("accept_multiple") is True)


def _services(claims: Mapping[str, Any]) -> Services:
    names, grades = _object(claims, NAMES_AND_ROLES), _object(claims, GRADES)
    scopes = grades.get("scope")
    return Services(
        memberships_url=_short(names.get("context_memberships_url"), limit=2000),
        lineitems_url=_short(grades.get("lineitems"), limit=2000),
        lineitem_url=_short(grades.get("lineitem"), limit=2000),
        scopes=tuple(scope for scope in scopes if isinstance(scope, str))[:20] if isinstance(scopes, list) else (),
    )


def _object(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID or "\0" in value:
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    return value


def _short(value: Any, *, limit: int = MAX_ID) -> str:
    return value[:limit] if isinstance(value, str) and "\0" not in value else ""
