"""Complaints about a design: filed by whoever has to do with it, handed over, answered in time by others than its author."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance.models import Complaint
from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.learning.models import Enrolment
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import Actor, person_of, require, roles_of
from campus.people.scope import NotFoundError
from campus.wallet.models import Holding

DAYS_TO_ANSWER = 30
LONGEST_TEXT = 5000  # characters
HANDLERS = (Role.QA_OFFICER, Role.ADMINISTRATOR)
Outcome = Complaint.Outcome


class NothingToDoWithItError(Refusal):
    """Neither learner nor holder nor member."""

    code = "NOTHING_TO_DO_WITH_IT"
    text = _("Only learners, holders of the badge and members of the organisation can complain here.")


class ComplaintOpenError(Refusal):
    """One at a time."""

    code = "COMPLAINT_OPEN"
    text = _("You have an open complaint about this micro-credential already.")


class ComplaintEmptyError(Refusal):
    """Without words nobody can answer."""

    code = "COMPLAINT_EMPTY"
    text = _("Write what it is about.")


class ComplaintEndedError(Refusal):
    """It was answered or taken back before."""

    code = "COMPLAINT_ENDED"
    text = _("This complaint was answered or taken back before.")


class NotImpartialError(Refusal):
    """The author, an editor or the complainant themselves."""

    code = "NOT_IMPARTIAL"
    text = _("Whoever wrote the micro-credential, or complained, cannot handle the complaint.")


def relation_of(person: Person, design: Design) -> Complaint.Relation | None:
    """What the person has to do with the design; None where nothing."""
    if Holding.objects.filter(person=person, credential__design_version__design=design).exists():
        return Complaint.Relation.HOLDER
    if Enrolment.objects.filter(cohort__design_version__design=design, email__iexact=person.email).exists():
        return Complaint.Relation.LEARNER
    if Membership.objects.filter(person=person, organisation=design.organisation_id).exists():
        return Complaint.Relation.STAFF
    return None


@transaction.atomic
def file(design: Design, *, text: str, by: Person, at: datetime) -> Complaint:
    """File a complaint.

    Raises:
        NothingToDoWithItError, ComplaintEmptyError.
        ComplaintOpenError: an earlier one is not answered yet.
    """
    relation = relation_of(by, design)
    if relation is None:
        raise NothingToDoWithItError
    if not text.strip():
        raise ComplaintEmptyError(field="text")
    try:
        with transaction.atomic():
            made = Complaint.objects.create(
                design=design,
                relation=relation,
                text=text.strip()[:LONGEST_TEXT],
                filed_by=by,
                filed_at=at,
                due_on=localdate(at) + timedelta(days=DAYS_TO_ANSWER),
            )
    except IntegrityError:
        raise ComplaintOpenError from None
    _note("complaint.filed", made, by=None, at=at)  # the trail is read by many: it says that, and not who
    outbox.record("complaint.filed", subject=made.pk, at=at)
    return made


@transaction.atomic
def assign(complaint: Complaint, *, to: Person, by: Actor, at: datetime) -> Complaint:
    """Hand a complaint to somebody who handles complaints there and has no part in it.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        NotFoundError: the other one is neither.
        NotImpartialError, ComplaintEndedError.
    """
    organisation = complaint.design.organisation
    require(by, organisation, *HANDLERS)
    if roles_of(to, organisation).isdisjoint(HANDLERS):
        raise NotFoundError
    _refuse_partial(complaint, to)
    if not Complaint.objects.filter(pk=complaint.pk, outcome="").update(assigned_to=to):
        raise ComplaintEndedError
    _note("complaint.assigned", complaint, by=person_of(by), at=at)
    return Complaint.objects.get(pk=complaint.pk)


@transaction.atomic
def answer(complaint: Complaint, *, outcome: Outcome, text: str, by: Actor, at: datetime) -> Complaint:
    """Answer a complaint; the complainant is told.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        NotImpartialError: they wrote or changed the design, or complained themselves.
        ComplaintEmptyError: no reasons.
        ComplaintEndedError: answered or taken back before.
    """
    require(by, complaint.design.organisation, *HANDLERS)
    person = person_of(by)
    _refuse_partial(complaint, person)
    if not text.strip():
        raise ComplaintEmptyError(field="text")
    _end(complaint, outcome, answer=text.strip()[:LONGEST_TEXT], person=person, at=at)
    _note("complaint.answered", complaint, by=person, at=at, decision=str(outcome))
    outbox.record("complaint.answered", subject=complaint.pk, at=at)
    return Complaint.objects.get(pk=complaint.pk)


@transaction.atomic
def take_back(complaint: Complaint, *, by: Person, at: datetime) -> None:
    """Take one's own complaint back.

    Raises:
        NotFoundError: it is somebody else's.
        ComplaintEndedError: answered before.
    """
    if complaint.filed_by_id != by.pk:
        raise NotFoundError
    _end(complaint, Outcome.TAKEN_BACK, answer="", person=by, at=at)
    _note("complaint.taken_back", complaint, by=None, at=at)


def complaints_of(organisation: Organisation) -> QuerySet[Complaint]:
    """All complaints about an organisation's designs, open ones first, the most urgent first."""
    rows = Complaint.objects.filter(design__organisation=organisation)
    return rows.select_related("design__organisation", "filed_by", "assigned_to").order_by("outcome", "due_on", "pk")


def complaints_by(person: Person) -> QuerySet[Complaint]:
    """A person's own complaints, the newest first."""
    return Complaint.objects.filter(filed_by=person).select_related("design__organisation").order_by("-filed_at", "-pk")


def _end(complaint: Complaint, outcome: Outcome, *, answer: str, person: Person, at: datetime) -> None:
    # Compare and set: of two who answer at once, one finds it answered.
    ended = Complaint.objects.filter(pk=complaint.pk, outcome="").update(
        outcome=outcome, answer=answer, ended_by=person, ended_at=at
    )
    if not ended:
        raise ComplaintEndedError


def _refuse_partial(complaint: Complaint, person: Person) -> None:
    design = complaint.design
    if person.pk in {complaint.filed_by_id, *design.hands}:
        raise NotImpartialError


def _note(action: str, complaint: Complaint, *, by: Person | None, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=by,
        organisation=complaint.design.organisation_id,
        subject_kind="complaint",
        subject=complaint.pk,
        at=at,
        **details,
    )
