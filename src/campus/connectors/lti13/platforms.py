"""Learning platforms of an organisation: registered, connected once the platform has answered, and closed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.connectors.lti13.keys import make_key
from campus.connectors.lti13.models import Deployment, Platform
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require
from campus.verification.exchange import check_service_url
from laurel.errors import ForbiddenAddressError

KEEPERS = (Role.ADMINISTRATOR,)
MOST_DEPLOYMENTS = 500
_SIGNS = re.compile(r"[\x21-\x7e]{1,255}")  # identifiers of LTI are case-sensitive ASCII without spaces


class AddressRefusedError(Refusal):
    """Not an address that this site may ask."""

    code = "LTI_ADDRESS_REFUSED"
    text = _("Write a complete public address that begins with https://, without a port.")


class NameMissingError(Refusal):
    """A platform needs a name."""

    code = "LTI_NAME_MISSING"
    text = _("Give the platform a name by which your colleagues know it.")


class BadIdentifierError(Refusal):
    """Not what a platform calls a client or a deployment."""

    code = "LTI_BAD_IDENTIFIER"
    text = _("Copy it from the platform exactly: up to 255 letters, digits and signs, without spaces.")


class RegisteredBeforeError(Refusal):
    """The same registration is here already."""

    code = "LTI_REGISTERED_BEFORE"
    text = _("Your organisation has registered this client of this platform before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What a platform says of itself, field for field as `Platform` has it."""

    issuer: str
    auth_url: str
    token_url: str
    jwks_url: str
    site_url: str = ""
    token_audience: str = ""


def moodle(site: str) -> Addresses:
    """Every Moodle has the same paths."""
    site = site.strip().rstrip("/")
    paths = {"auth_url": "auth.php", "token_url": "token.php", "jwks_url": "certs.php"}
    return Addresses(issuer=site, **{name: f"{site}/mod/lti/{path}" for name, path in paths.items()})


def canvas(site: str) -> Addresses:
    """Canvas as its maker runs it: one issuer for all schools."""
    return Addresses(
        issuer="https://canvas.instructure.com",
        auth_url="https://sso.canvaslms.com/api/lti/authorize_redirect",
        token_url="https://sso.canvaslms.com/login/oauth2/token",  # noqa: S106  # an address
        jwks_url="https://sso.canvaslms.com/api/lti/security/jwks",
        site_url=site.strip().rstrip("/"),
    )


@transaction.atomic
def register(organisation: Organisation, *, name: str, addresses: Addresses, by: Person, at: datetime) -> Platform:
    """Add a platform and make the key with which we speak to it. Nothing is accepted from it before `connect`.

    Raises:
        NotAllowedError: not an administrator there.
        NameMissingError, AddressRefusedError.
    """
    require(by, organisation, *KEEPERS)
    if not name.strip():
        raise NameMissingError(field="name")
    _check(addresses)
    platform = Platform.objects.create(
        organisation=organisation,
        name=" ".join(name.split())[:200],
        created_by=by,
        created_at=at,
        **{each.name: getattr(addresses, each.name) for each in fields(addresses)},
    )
    make_key(platform, at=at)
    _note("platform.registered", platform, by=by, at=at)
    return platform


@transaction.atomic
def connect(platform: Platform, *, client_id: str, deployment_ids: Iterable[str], by: Person, at: datetime) -> Platform:
    """Write down what the platform has given us: from now on, launches from exactly these deployments are let in.

    Raises:
        NotAllowedError: not an administrator there.
        BadIdentifierError, RegisteredBeforeError.
    """
    require(by, platform.organisation, *KEEPERS)
    wanted = list(dict.fromkeys(filter(None, (each.strip() for each in deployment_ids))))
    if not _SIGNS.fullmatch(client_id):
        raise BadIdentifierError(field="client_id")
    if not wanted or len(wanted) > MOST_DEPLOYMENTS or not all(map(_SIGNS.fullmatch, wanted)):
        raise BadIdentifierError(field="deployment_ids")
    locked = Platform.objects.select_for_update().get(pk=platform.pk)
    locked.client_id = client_id
    try:
        with transaction.atomic():
            locked.save(update_fields=["client_id"])
    except IntegrityError:
        raise RegisteredBeforeError(field="client_id") from None
    Deployment.objects.filter(platform=locked).exclude(deployment_id__in=wanted).delete()
    rows = [Deployment(platform=locked, deployment_id=each, created_at=at) for each in wanted]
    Deployment.objects.bulk_create(rows, ignore_conflicts=True)
    _note("platform.connected", locked, by=by, at=at, deployments=len(wanted))
    return locked


@transaction.atomic
def set_closed(platform: Platform, *, closed: bool, by: Person, at: datetime) -> None:
    """Close a platform, or open it again. A closed one launches nothing and is asked nothing; visits end at once.

    Raises:
        NotAllowedError: not an administrator there.
    """
    require(by, platform.organisation, *KEEPERS)
    mine = Platform.objects.filter(pk=platform.pk, closed_at__isnull=closed)
    if mine.update(closed_at=at if closed else None):
        _note("platform.closed" if closed else "platform.opened", platform, by=by, at=at)


def platforms_of(organisation: Organisation) -> QuerySet[Platform]:
    """The organisation's platforms, the closed ones last."""
    mine = Platform.objects.filter(organisation=organisation).select_related("organisation")
    return mine.order_by("closed_at", "name", "pk")


def frames_of(platform: Platform) -> list[str]:
    """The origins that may show our pages in a frame: those of the platform, and nobody else's."""
    found = {urlsplit(url)[:2] for url in (platform.issuer, platform.site_url) if url}
    return sorted(f"{scheme}://{host}" for scheme, host in found)


def our_addresses(platform: Platform) -> dict[str, str]:
    """What the platform must be told of us."""
    names = {"login": "lti_login", "launch": "lti_launch", "jwks": "lti_jwks"}
    return {name: settings.PUBLIC_URL + reverse(url, args=[platform.public_id]) for name, url in names.items()}


def _check(addresses: Addresses) -> None:
    for each in fields(addresses):
        value = getattr(addresses, each.name)
        if each.name in ("site_url", "token_audience") and not value:
            continue
        try:
            check_service_url(value)
        except ForbiddenAddressError:
            raise AddressRefusedError(field=each.name) from None
        if each.name in ("issuer", "site_url") and "?" in value:
            raise AddressRefusedError(field=each.name)


def _note(action: str, platform: Platform, *, by: Person, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=by,
        organisation=platform.organisation_id,
        subject_kind="lti_platform",
        subject=platform.pk,
        at=at,
        **details,
    )
