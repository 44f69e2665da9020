"""Sponsors: employers and others who pay for seats, and who may take them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.enrolling.codes import code_of
from campus.enrolling.models import Intake, Sponsor
from campus.enrolling.seats import is_open, locked, room, set_aside
from campus.enrolling.steps import tell
from campus.enrolling.waiting import move
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require

_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
STAFF = (Role.REGISTRAR, Role.AUTHOR)


class UnknownCodeError(Refusal):
    """No open sponsor of this intake has this code."""

    code = "UNKNOWN_CODE"
    text = _("This code is not known, or its time is over. Ask whoever gave it to you.")


class SponsorNameMissingError(Refusal):
    """A sponsor needs a name."""

    code = "SPONSOR_NAME_MISSING"
    text = _("Say who pays for the seats.")


class SponsorTwiceError(Refusal):
    """The intake has one of this name."""

    code = "SPONSOR_TWICE"
    text = _("This edition has a sponsor of this name.")


class BadDomainError(Refusal):
    """Not a domain of e-mail addresses."""

    code = "BAD_DOMAIN"
    text = _("Write the domain of the e-mail addresses, for example company.example.")


class TooManySeatsError(Refusal):
    """More would be set aside than nobody holds."""

    code = "TOO_MANY_SEATS"
    text = _("Only {free} places are free to be set aside.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorFacts:
    """What staff say of a sponsor; without a domain a code is made."""

    name: str
    seats: int
    domain: str = ""
    expires_on: date | None = None


@transaction.atomic
def add(intake: Intake, facts: SponsorFacts, *, by: Actor, at: datetime) -> tuple[Sponsor, str]:
    """Set seats aside for a sponsor; gives the code as well, which is shown this one time ("" where a domain is the way in).

    Raises:
        NotAllowedError: neither registrar nor author there.
        SponsorNameMissingError, SponsorTwiceError, BadDomainError, TooManySeatsError.
    """
    require(by, intake.cohort.organisation, *STAFF)
    current = locked(intake)
    name, domain = " ".join(facts.name.split())[:200], facts.domain.strip().lower().lstrip("@")
    if not name:
        raise SponsorNameMissingError(field="name")
    if domain and not _DOMAIN.fullmatch(domain):
        raise BadDomainError(field="domain")
    free = _free_for_all(current, at=at)
    if facts.seats < 1 or (free is not None and facts.seats > free):
        raise TooManySeatsError(field="seats", free=0 if free is None else free)
    code = "" if domain else "-".join(code_of(4) for _group in range(4))
    try:
        with transaction.atomic():
            made = Sponsor.objects.create(
                intake=current,
                name=name,
                seats=facts.seats,
                domain=domain,
                code_digest=_digest(code) if code else "",
                expires_on=facts.expires_on,
                added_by=person_of(by),
                added_at=at,
            )
    except IntegrityError:
        raise SponsorTwiceError(field="name") from None
    _note("sponsor.added", made, by=by, at=at, seats=facts.seats)
    return made, code


@transaction.atomic
def finish(sponsor: Sponsor, *, by: Actor, at: datetime) -> None:
    """End it: taken seats stay taken, free ones are everybody's again, and whoever waits moves up.

    Raises:
        NotAllowedError: neither registrar nor author there.
    """
    require(by, sponsor.intake.cohort.organisation, *STAFF)
    current = locked(sponsor.intake)
    if Sponsor.objects.filter(pk=sponsor.pk, ended_at__isnull=True).update(ended_at=at):
        _note("sponsor.ended", sponsor, by=by, at=at)
        if move(current, at=at):
            tell(current, at=at)


def sponsor_for(intake: Intake, *, email: str, code: str, at: datetime) -> Sponsor | None:
    """Whose seat somebody takes: by a code, else by the domain of the address where that sponsor has a seat left.

    Raises:
        UnknownCodeError: a code that opens nothing.
    """
    sponsors = intake.sponsors.filter(ended_at__isnull=True).select_related("intake__edition")
    if code.strip():
        found = sponsors.filter(code_digest=_digest(code)).first()
        if found is None or not is_open(found, at=at):
            raise UnknownCodeError(field="code")
        return found
    by_domain = sponsors.filter(domain=email.rpartition("@")[2]).order_by("pk")
    return next((each for each in by_domain if is_open(each, at=at) and room(intake, each, at=at).free), None)


def _free_for_all(intake: Intake, *, at: datetime) -> int | None:
    capacity = intake.edition.capacity
    if capacity is None:
        return None
    taken = room(intake, None, at=at).taken
    return max(0, capacity - set_aside(intake, at=at) - taken)


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _note(action: str, sponsor: Sponsor, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=sponsor.intake.cohort.organisation_id,
        subject_kind="sponsor",
        subject=sponsor.pk,
        at=at,
        **details,
    )
