"""How it is known who a learner is, for one enrolment: stated by themselves, vouched for by a provider, seen by a person.

    nothing ─▶ stated by the learner ─▶ a provider ─▶ a person who saw a document
       ▲─────────────── taken back by staff ◀──────────────┘

Nothing weaker takes the place of what is stronger, unless staff take that back. Every step is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.enrolling.models import IdentityCheck
from campus.learning.cohorts import STAFF
from campus.learning.conditions import set_identity
from campus.learning.learners import enrolments_of
from campus.learning.models import Cohort, Enrolment
from campus.people.models import Person
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.annex1.vocabularies import Assurance, IdentityLevel

MOST_AT_ONCE = 500
_RANK = ("", *(level.value for level in IdentityLevel))


class NobodyChosenError(Refusal):
    """The list is empty."""

    code = "NOBODY_CHOSEN"
    text = _("Choose at least one learner.")


class TooManyChosenError(Refusal):
    """More than one looks at, at once."""

    code = "TOO_MANY_CHOSEN"
    text = _("Choose at most {most} learners at once.")


class NotConfirmedError(Refusal):
    """Whoever verifies says that they saw the people on the list."""

    code = "LIST_NOT_CONFIRMED"
    text = _("Confirm that you have compared every chosen learner with their document.")


class DocumentMissingError(Refusal):
    """Which kind of document was shown."""

    code = "DOCUMENT_MISSING"
    text = _("Choose which kind of document was shown.")


class ProviderMissingError(Refusal):
    """Who vouches for the learner."""

    code = "PROVIDER_MISSING"
    text = _("Name the identity provider.")


class DayAheadError(Refusal):
    """It has not been yet."""

    code = "DAY_AHEAD"
    text = _("This day has not come yet.")


class OwnIdentityError(Refusal):
    """Nobody vouches for themselves."""

    code = "OWN_IDENTITY"
    text = _("You are one of these learners. Somebody else verifies who you are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What an identity provider says: who it is, how the learner logged in there, and how far it can be relied on."""

    provider: str
    method: str = ""
    assurance: Assurance | None = None


@transaction.atomic
def verify(
    cohort: Cohort, learners: Collection[int], document: str, *, on: date, confirmed: bool, by: Actor, at: datetime
) -> int:
    """Record that `by` saw a document of each of these learners on a day; how many are verified anew.

    Args:
        learners: keys of enrolments; all of them in this cohort.
        document: a value of `IdentityCheck.Document`. Neither its number nor a picture of it is asked for.
        confirmed: `by` states that every learner of the list was compared with their document.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NobodyChosenError, TooManyChosenError, NotConfirmedError, DocumentMissingError, DayAheadError, OwnIdentityError.
        NotFoundError: one of them is not in this cohort.
    """
    require(by, cohort.organisation, *STAFF)
    if document not in IdentityCheck.Document.values:
        raise DocumentMissingError(field="document")
    if not confirmed:
        raise NotConfirmedError(field="confirmed")
    rows = _chosen(cohort, learners, on=on, by=by, at=at)
    new = [each for each in rows if (each.identity, each.identity_on) != (IdentityLevel.PERSON.value, on)]
    for each in new:
        _record(each, IdentityLevel.PERSON, on=on, document=document, by=person_of(by), at=at)
    _note("identity.verified", cohort, len(new), by=by, at=at)
    return len(new)


@transaction.atomic
def vouch(cohort: Cohort, learners: Collection[int], vouched: Vouched, *, on: date, by: Actor, at: datetime) -> int:
    """Record what an identity provider says of these learners; how many are verified anew.

    Raises: as `verify`, and ProviderMissingError.
    """
    require(by, cohort.organisation, *STAFF)
    if not vouched.provider.strip():
        raise ProviderMissingError(field="provider")
    rows = _chosen(cohort, learners, on=on, by=by, at=at)
    new = sum(_vouched(each, vouched, on=on, by=person_of(by), at=at) for each in rows)
    _note("identity.vouched", cohort, new, by=by, at=at)
    return new


@transaction.atomic
def take_back(cohort: Cohort, learners: Collection[int], *, by: Actor, at: datetime) -> int:
    """Record that it is not known any more who these learners are: a check was a mistake. The history stays.

    Raises: as `verify`.
    """
    require(by, cohort.organisation, *STAFF)
    rows = _chosen(cohort, learners, on=localdate(at), by=by, at=at)
    known = [each for each in rows if each.identity not in ("", IdentityLevel.NONE)]
    for each in known:
        _record(each, IdentityLevel.NONE, on=localdate(at), by=person_of(by), at=at)
    _note("identity.taken_back", cohort, len(known), by=by, at=at)
    return len(known)


@transaction.atomic
def declare(enrolment: Enrolment, *, person: Person, at: datetime) -> bool:
    """A learner states that the name they are enrolled under is theirs; False where as much, or more, is known.

    Raises:
        NotFoundError: it is not their enrolment.
    """
    if not enrolments_of(person).filter(pk=enrolment.pk).exists():
        raise NotFoundError
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if _RANK.index(locked.identity) >= _RANK.index(IdentityLevel.SELF_DECLARED.value):
        return False
    _record(locked, IdentityLevel.SELF_DECLARED, on=localdate(at), by=person, at=at)
    return True


@transaction.atomic
def logged_in(enrolment: Enrolment, vouched: Vouched, *, at: datetime) -> bool:
    """A learner came through an identity provider; False where as much, or more, is known already."""
    if _RANK.index(enrolment.identity) >= _RANK.index(IdentityLevel.PROVIDER.value):
        return False
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return _vouched(locked, vouched, on=localdate(at), by=None, at=at)


def checks_of(enrolments: Iterable[Enrolment]) -> QuerySet[IdentityCheck]:
    """Everything that was found out about who these learners are, the newest first."""
    rows = IdentityCheck.objects.filter(enrolment__in=[each.pk for each in enrolments])
    return rows.select_related("recorded_by").order_by("enrolment_id", "-recorded_at", "-pk")


def _chosen(cohort: Cohort, learners: Collection[int], *, on: date, by: Actor, at: datetime) -> list[Enrolment]:
    wanted = set(learners)
    if not wanted:
        raise NobodyChosenError
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyChosenError(most=MOST_AT_ONCE)
    if on > localdate(at):
        raise DayAheadError(field="on")
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # awarding waits, or sees what is recorded here
    rows = list(Enrolment.objects.select_for_update(of=("self",)).filter(cohort=cohort, pk__in=wanted).order_by("pk"))
    if len(rows) < len(wanted):
        raise NotFoundError
    if enrolments_of(person_of(by)).filter(pk__in=wanted).exists():
        raise OwnIdentityError
    return rows


def _vouched(enrolment: Enrolment, vouched: Vouched, *, on: date, by: Person | None, at: datetime) -> bool:
    assurance = vouched.assurance.value if vouched.assurance else ""
    stands = (enrolment.identity, enrolment.identity_assurance, enrolment.identity_on)
    if enrolment.identity == IdentityLevel.PERSON or stands == (IdentityLevel.PROVIDER.value, assurance, on):
        return False
    _record(enrolment, IdentityLevel.PROVIDER, on=on, vouched=vouched, by=by, at=at)
    return True


def _record(
    enrolment: Enrolment,
    level: IdentityLevel,
    *,
    on: date,
    by: Person | None,
    at: datetime,
    document: str = "",
    vouched: Vouched | None = None,
) -> None:
    assurance = vouched.assurance if vouched else None
    IdentityCheck.objects.create(
        enrolment=enrolment,
        level=level.value,
        document=document,
        provider=vouched.provider.strip()[:200] if vouched else "",
        method=vouched.method.strip()[:100] if vouched else "",
        assurance=assurance.value if assurance else "",
        on=on,
        recorded_by=by,
        recorded_at=at,
    )
    set_identity(enrolment, level, on=on, assurance=assurance)


def _note(action: str, cohort: Cohort, learners: int, *, by: Actor, at: datetime) -> None:
    if learners:
        audit.note(
            action,
            actor=person_of(by),
            organisation=cohort.organisation_id,
            subject_kind="cohort",
            subject=cohort.pk,
            at=at,
            learners=learners,
        )
