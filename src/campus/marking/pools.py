"""The pool of assessors of a cohort, and who of them must not mark whose work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.learning.cohorts import STAFF
from campus.learning.models import Cohort, Enrolment
from campus.marking.models import Conflict, Mark, PoolMember
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

HEAVIEST, MOST = 20, 100_000


class PoolRuleError(Refusal):
    """A place in the pool that cannot be so."""

    code = "POOL_RULE"
    text = _("This cannot be so: {why}")


class NoAssessorError(Refusal):
    """Only assessors of the organisation mark."""

    code = "NO_ASSESSOR"
    text = _("Only members with the role Assessor mark work.")


def pool_of(cohort: Cohort) -> list[PoolMember]:
    """The pool, by name. Who is no assessor any more is left out."""
    rows = PoolMember.objects.filter(cohort=cohort, person__in=_assessors(cohort.organisation)).select_related("person")
    return sorted(rows, key=lambda row: (row.person.name.casefold(), row.person.email))


def assessors_of(organisation: Organisation) -> list[Person]:
    """Everybody there who may mark, by name."""
    people = Person.objects.filter(pk__in=_assessors(organisation))
    return sorted(people, key=lambda person: (person.name.casefold(), person.email))


@transaction.atomic
def set_place(
    cohort: Cohort, person: Person, *, weight: int = 1, maximum: int | None = None, away: bool = False, by: Actor, at: datetime
) -> PoolMember:
    """Take somebody into the pool, or change their place in it. Who is away gets nothing new.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NoAssessorError: the person does not have the role.
        PoolRuleError: a weight or maximum beyond reason.
    """
    require(by, cohort.organisation, *STAFF)
    if person.pk not in set(_assessors(cohort.organisation)):
        raise NoAssessorError(field="person")
    if not 1 <= weight <= HEAVIEST:
        raise PoolRuleError(why=_("a weight is from 1 to 20."), field="weight")
    if maximum is not None and not 0 <= maximum <= MOST:
        raise PoolRuleError(why=_("a maximum is from 0 to 100,000."), field="maximum")
    facts = {"weight": weight, "maximum": maximum, "away": away}
    before = PoolMember.objects.filter(cohort=cohort, person=person).values(*facts).first()
    row, _made = PoolMember.objects.update_or_create(
        cohort=cohort, person=person, defaults=facts, create_defaults={**facts, "added_at": at}
    )
    if before != facts:
        _note("pool.changed", cohort, person, by=by, at=at)
    return row


@transaction.atomic
def leave(cohort: Cohort, person: Person, *, by: Actor, at: datetime) -> int:
    """Take somebody out of the pool. What they have not finished goes to others; how many pieces that are.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, cohort.organisation, *STAFF)
    returned = give_back(cohort, person, by=by, at=at)
    if PoolMember.objects.filter(cohort=cohort, person=person).delete()[0]:
        _note("pool.left", cohort, person, by=by, at=at)
    return returned


@transaction.atomic
def give_back(cohort: Cohort, person: Person, *, by: Actor, at: datetime) -> int:
    """Let others mark what somebody has not finished, for example because they are ill; how many pieces that are.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, cohort.organisation, *STAFF)
    mine = Mark.objects.filter(submission__assignment__cohort=cohort, assessor=person).exclude(state=Mark.State.DONE)
    touched = set(mine.values_list("submission__assignment_id", flat=True))
    returned = _drop(mine.values_list("pk", flat=True))
    for assignment_id in sorted(touched):
        outbox.record("marking.allocation_due", subject=assignment_id, at=at)
    if returned:
        _note("pool.gave_back", cohort, person, by=by, at=at, returned=returned)
    return returned


@transaction.atomic
def declare(enrolment: Enrolment, person: Person, *, kind: str, by: Actor, at: datetime) -> Conflict:
    """Say that somebody must not mark a learner's work. Marks they have not finished go to others.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NoAssessorError: the person does not mark there.
        PoolRuleError: no known kind of conflict.
    """
    organisation = enrolment.cohort.organisation
    require(by, organisation, *STAFF)
    if kind not in Conflict.Kind.values:
        raise PoolRuleError(why=_("say what kind of conflict it is."), field="kind")
    if person.pk not in set(_assessors(organisation)):
        raise NoAssessorError(field="person")
    facts = {"kind": kind, "declared_by": person_of(by), "declared_at": at}
    conflict, made = Conflict.objects.get_or_create(person=person, enrolment=enrolment, defaults=facts)
    mine = Mark.objects.filter(submission__enrolment=enrolment, assessor=person).exclude(state=Mark.State.DONE)
    touched = set(mine.values_list("submission__assignment_id", flat=True))
    _drop(mine.values_list("pk", flat=True))
    for assignment_id in sorted(touched):
        outbox.record("marking.allocation_due", subject=assignment_id, at=at)
    if made:
        _note("conflict.declared", enrolment.cohort, person, by=by, at=at, kind=kind)
    return conflict


@transaction.atomic
def withdraw_conflict(enrolment: Enrolment, person: Person, *, by: Actor, at: datetime) -> None:
    """Say that there is no conflict after all.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NotFoundError: none was declared.
    """
    require(by, enrolment.cohort.organisation, *STAFF)
    if not Conflict.objects.filter(person=person, enrolment=enrolment).delete()[0]:
        raise NotFoundError
    _note("conflict.withdrawn", enrolment.cohort, person, by=by, at=at)


def barred_from(cohort: Cohort, people: Iterable[Person]) -> dict[int, set[int]]:
    """Whom each learner's work must not go to, by keys: who has a conflict of interest, and the learner themself."""
    listed = list(people)
    barred: dict[int, set[int]] = defaultdict(set)
    conflicts = Conflict.objects.filter(enrolment__cohort=cohort, person__in=listed)
    for enrolment_id, person_id in conflicts.values_list("enrolment_id", "person_id"):
        barred[enrolment_id].add(person_id)
    addresses = {person.email.lower(): person.pk for person in listed}
    for email, person_id in EmailAddress.objects.filter(user__in=listed).values_list("email", "user_id"):
        addresses[email.lower()] = person_id
    for enrolment_id, email in Enrolment.objects.filter(cohort=cohort, email__in=addresses).values_list("pk", "email"):
        barred[enrolment_id].add(addresses[email])
    return barred


def is_barred(enrolment: Enrolment, person: Person) -> bool:
    """Whether somebody must not mark, or moderate, this learner's work."""
    return person.pk in barred_from(enrolment.cohort, [person]).get(enrolment.pk, set())


def _assessors(organisation: Organisation) -> Iterable[int]:
    held = Membership.objects.filter(organisation=organisation, role=Role.ASSESSOR, person__is_active=True)
    return held.values_list("person_id", flat=True)


def _drop(keys: Iterable[int]) -> int:
    gone, _rows = Mark.objects.filter(pk__in=list(keys)).exclude(state=Mark.State.DONE).delete()
    return gone


def _note(action: str, cohort: Cohort, person: Person, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=cohort.organisation_id,
        subject_kind="cohort",
        subject=cohort.pk,
        at=at,
        person=person.pk,
        **details,
    )
