"""Organisations: how they come into being, what they say about themselves, and the names they sign under."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.colours import contrast
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import is_operator, require, require_operator
from laurel.annex1 import record

RESERVED_SLUGS = frozenset({"new", "api", "static", "admin", "demo"})
LOWEST_CONTRAST = 3.0
NAMES = frozenset({"name_bg", "name_en"})
EDITABLE = ("kind", "name_bg", "name_en", "country", "region", "registration", "url", "email", "colour")


class SlugTakenError(Refusal):
    """Another organisation has this short name."""

    code = "SLUG_TAKEN"
    text = _("Another organisation already uses this short name. Choose another one.")


class NotOpenError(Refusal):
    """Here only operators add organisations, and vouch for them by doing so."""

    code = "NOT_OPEN"
    text = _("Organisations are added by the people who run this site. Write to them, and they will add yours.")


class NameMissingError(Refusal):
    """An organisation needs a name in at least one language."""

    code = "NAME_MISSING"
    text = _("Give the name in at least one of the two languages.")


class BadColourError(Refusal):
    """The colour is no colour, or white letters on it could not be read."""

    code = "BAD_COLOUR"
    text = _("Choose a darker colour: white letters on this one would be hard to read.")


class BadCountryError(Refusal):
    """Not a two-letter country code."""

    code = "BAD_COUNTRY"
    text = _("Write the country as two capital letters, for example BG.")


def may_add(person: Person) -> bool:
    """Say whether the person may add an organisation to this site."""
    return bool(settings.OPEN_TO_ORGANISATIONS or is_operator(person))


@transaction.atomic
def create_organisation(slug: str, *, by: Person, at: datetime, **facts: str) -> Organisation:
    """Create an organisation; whoever does so becomes its administrator. An operator who does so vouches for it.

    Args:
        slug: short name in web addresses and in its DID; lower-case letters, digits and hyphens.
        facts: any of `EDITABLE`; a name and a country are needed.

    Raises:
        SlugTakenError, NameMissingError, BadColourError, BadCountryError.
    """
    if slug in RESERVED_SLUGS or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise SlugTakenError(field="slug")
    organisation = Organisation(slug=slug)
    if is_operator(by):
        organisation.vouched_at, organisation.vouched_by = at, by
    _write(organisation, facts)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        raise SlugTakenError(field="slug") from None
    Membership.objects.create(person=by, organisation=organisation, role=Role.ADMINISTRATOR)
    _note("organisation.created", organisation, by=by, at=at)
    return organisation


@transaction.atomic
def edit_profile(organisation: Organisation, *, by: Person, at: datetime, **facts: str) -> Organisation:
    """Change what the organisation says about itself; the short name stays.

    Whoever vouched for it did so under its name: a changed name has to be vouched for anew.

    Raises:
        NotAllowedError: not an administrator there.
        NameMissingError, BadColourError, BadCountryError.
    """
    require(by, organisation, Role.ADMINISTRATOR)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: getattr(locked, name) for name in EDITABLE}
    _write(locked, facts)
    changed = sorted(name for name in EDITABLE if getattr(locked, name) != before[name])
    if changed:
        locked.save(update_fields=changed)
        _note("organisation.edited", locked, by=by, at=at, changed=changed)
    if locked.vouched_at is not None and not NAMES.isdisjoint(changed) and not is_operator(by):
        _withdraw(locked, by=by, at=at)
    return locked


@transaction.atomic
def vouch(organisation: Organisation, *, by: Person | None, at: datetime) -> Organisation:
    """Say that the organisation is who it says it is: from now on this site knows it as an issuer.

    Args:
        by: an operator; None for a command given on the site's own machine.

    Raises:
        NotStaffError: the person does not operate this site.
    """
    require_operator(by)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.vouched_at is None:
        locked.vouched_at, locked.vouched_by = at, by
        locked.save(update_fields=["vouched_at", "vouched_by"])
        _note("organisation.vouched_for", locked, by=by, at=at)
    return locked


@transaction.atomic
def withdraw(organisation: Organisation, *, by: Person | None, at: datetime) -> Organisation:
    """No longer vouch for the organisation: its badges still verify, and this site does not know their issuer.

    Raises:
        NotStaffError: the person does not operate this site.
    """
    require_operator(by)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.vouched_at is not None:
        _withdraw(locked, by=by, at=at)
    return locked


def did_of(organisation: Organisation) -> str:
    """The name it signs under: did:web of this site and its slug."""
    host = urlsplit(settings.PUBLIC_URL).netloc.replace(":", "%3A")
    return f"did:web:{host}:o:{organisation.slug}"


def profile_of(organisation: Organisation) -> record.Organisation:
    """The organisation as the canonical record names an awarding body."""
    return record.Organisation(
        id=did_of(organisation),
        legal_name=record.LangString({"bg": organisation.name_bg, "en": organisation.name_en}),
        country=organisation.country,
        region=organisation.region,
        registration=organisation.registration,
        url=organisation.url or None,
        email=organisation.email,
    )


def _withdraw(locked: Organisation, *, by: Person | None, at: datetime) -> None:
    locked.vouched_at = locked.vouched_by = None
    locked.save(update_fields=["vouched_at", "vouched_by"])
    _note("organisation.no_longer_vouched_for", locked, by=by, at=at)


def _note(action: str, organisation: Organisation, *, by: Person | None, at: datetime, **details: object) -> None:
    key = organisation.pk
    audit.note(action, actor=by, organisation=key, subject_kind="organisation", subject=key, at=at, **details)


def _write(organisation: Organisation, facts: dict[str, str]) -> None:
    for name in EDITABLE:
        if name in facts:
            setattr(organisation, name, facts[name].strip())
    if not (organisation.name_bg or organisation.name_en):
        raise NameMissingError(field="name_en")
    if not re.fullmatch(r"[A-Z]{2}", organisation.country):
        raise BadCountryError(field="country")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", organisation.colour) or contrast(organisation.colour, "#ffffff") < LOWEST_CONTRAST:
        raise BadColourError(field="colour")
