"""Cases of the recognition desk until they are decided: submitting, taking, asking, answering, withdrawing.

submitted ──take──▶ review ──ask──▶ waiting ──answer──▶ review        (each of the three: withdraw ──▶ withdrawn)
                    review ──decide──▶ decided ──appeal──▶ appealed ──decide──▶ decided
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from campus.base import audit, outbox
from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.recognition.case_evidence import MOST, examined
from campus.recognition.case_faults import (
    EvidenceTwiceError,
    NothingSubmittedError,
    NotOpenError,
    OwnCaseError,
    TargetMissingError,
    TooManyCredentialsError,
    WordsMissingError,
)
from campus.recognition.case_sides import Json, as_json, target_of
from campus.recognition.desk_terms import terms_of
from campus.recognition.models import Case, CaseEvidence, CaseMessage, Purpose
from laurel.annex1.record import LangString
from laurel.days import months_after
from laurel.fetching import Fetcher
from laurel.recognition import Outcome, Side
from laurel.recognition.criteria import criteria

OFFICERS: Final = (Role.RECOGNITION_OFFICER,)
REMIND_BEFORE: Final = timedelta(days=14)
REMINDED_AT_ONCE: Final = 500
MOST_OUTCOMES: Final = 60
_CYRILLIC: Final = re.compile("[Ѐ-ӿ]")
OPEN: Final = (Case.State.SUBMITTED, Case.State.REVIEW, Case.State.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A target that is no micro-credential of this site: a module as the applicant describes it."""

    title: str
    outcomes: Sequence[str] = field(default=())
    eqf: int | None = None
    ects: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks a desk for. `name` will stand in the decision; `note` is the applicant's own words."""

    purpose: str
    target: DesignVersion | Described | None
    name: str = ""
    note: str = ""
    language: str = "en"


def submit(
    organisation: Organisation,
    asked: Asked,
    *,
    contents: Sequence[bytes],
    by: Person,
    at: datetime,
    fetch: Fetcher | None = None,
) -> Case:
    """Ask an organisation to recognise credentials. Each is verified first; its report becomes part of the case.

    Raises:
        NothingSubmittedError, TooManyCredentialsError, EvidenceTwiceError.
        NotAcceptedEvidenceError: one of them does not hold.
        TargetMissingError: it is not said what for, or that is another organisation's.
        TooCostlyError, BusyError: no report could be made.
    """
    if not contents:
        raise NothingSubmittedError(field="file")
    if len(contents) > MOST:
        raise TooManyCredentialsError(field="file", most=MOST)
    described = _target(organisation, asked.target, at=at)
    rows = [examined(content, person=by, at=at, language=asked.language, fetch=fetch) for content in contents]
    if len({row.digest for row in rows}) < len(rows):
        raise EvidenceTwiceError(field="file")
    return _kept(organisation, asked, rows, described, by=by, at=at)


@transaction.atomic
def _kept(
    organisation: Organisation, asked: Asked, rows: list[CaseEvidence], described: Json, *, by: Person, at: datetime
) -> Case:
    terms = terms_of(organisation)
    case = Case.objects.create(
        organisation=organisation,
        person=by,
        name=" ".join(asked.name.split())[:300] or by.name,
        purpose=Purpose(asked.purpose),
        target_version=asked.target if isinstance(asked.target, DesignVersion) else None,
        target=described,
        note=asked.note.strip()[:4000],
        submitted_at=at,
        due_on=months_after(localdate(at), terms.months_to_decide),
        days_to_appeal=terms.days_to_appeal,
        changed_at=at,
    )
    for row in rows:
        row.case = case
    CaseEvidence.objects.bulk_create(rows)
    noted("recognition.submitted", case, by=by, at=at, credentials=len(rows))
    outbox.record("recognition.submitted", subject=case.pk, at=at)
    return case


def add_evidence(
    case: Case, *, contents: Sequence[bytes], language: str, by: Person, at: datetime, fetch: Fetcher | None = None
) -> list[CaseEvidence]:
    """The applicant adds credentials while the case is open: all of them, or none.

    Raises:
        NotFoundError: it is somebody else's.
        NotOpenError, EvidenceTwiceError, TooManyCredentialsError, NotAcceptedEvidenceError.
    """
    rows = [examined(content, person=by, at=at, language=language, fetch=fetch) for content in contents]
    with transaction.atomic():
        locked = locked_case(case, *OPEN)
        if locked.person_id != by.pk:
            raise NotFoundError
        digests = [*locked.evidence.values_list("digest", flat=True), *(row.digest for row in rows)]
        if len(set(digests)) < len(digests):
            raise EvidenceTwiceError(field="file")
        if len(digests) > MOST:
            raise TooManyCredentialsError(field="file", most=MOST)
        for row in rows:
            row.case = locked
        CaseEvidence.objects.bulk_create(rows)
        moved(locked, locked.state, at=at)
        noted("recognition.evidence_added", locked, by=by, at=at, credentials=len(rows))
    return rows


@transaction.atomic
def ask(case: Case, *, text: str, by: Person, at: datetime) -> CaseMessage:
    """Ask the applicant for what is missing; the case waits for the answer.

    Raises:
        NotAllowedError, NotOpenError, WordsMissingError.
    """
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, Case.State.SUBMITTED, Case.State.REVIEW, Case.State.WAITING)
    not_own(locked, by)
    said = _said(locked, text, kind=CaseMessage.Kind.REQUEST, by=by, at=at)
    moved(locked, Case.State.WAITING, at=at)
    noted("recognition.asked", locked, by=by, at=at)
    outbox.record("recognition.asked", subject=locked.pk, at=at)
    return said


@transaction.atomic
def write(case: Case, *, text: str, by: Person, at: datetime) -> CaseMessage:
    """Say something in a case: an answer where the desk asked and the applicant writes.

    Raises:
        NotFoundError: neither the applicant nor an officer there.
        NotOpenError: nothing is said any more in a withdrawn case.
        WordsMissingError.
    """
    locked = locked_case(case, *OPEN, Case.State.DECIDED, Case.State.APPEALED)
    mine = locked.person_id == by.pk
    if not mine:
        require(by, locked.organisation, *OFFICERS)
    answered = mine and locked.state == Case.State.WAITING
    kind = CaseMessage.Kind.ANSWER if answered else CaseMessage.Kind.MESSAGE
    said = _said(locked, text, kind=kind, by=by, at=at)
    moved(locked, Case.State.REVIEW if answered else locked.state, at=at)
    action = "recognition.answered" if answered else "recognition.written"
    noted(action, locked, by=by, at=at)
    outbox.record(action, subject=locked.pk, at=at, by_desk=said.by_desk)
    return said


@transaction.atomic
def withdraw(case: Case, *, by: Person, at: datetime) -> Case:
    """The applicant takes an open case back.

    Raises:
        NotFoundError: it is somebody else's.
        NotOpenError.
    """
    locked = locked_case(case, *OPEN)
    if locked.person_id != by.pk:
        raise NotFoundError
    moved(locked, Case.State.WITHDRAWN, at=at)
    noted("recognition.withdrawn", locked, by=by, at=at)
    return locked


@transaction.atomic
def judge(case: Case, *, accepted: Iterable[str], graded: dict[str, int], by: Person, at: datetime) -> Case:
    """Keep what an officer takes as covered, and the steps of the seven criteria as a person sees them.

    Raises:
        NotAllowedError, OwnCaseError, NotOpenError.
    """
    require(by, case.organisation, *OFFICERS)
    locked = locked_case(case, *OPEN, Case.State.APPEALED)
    not_own(locked, by)
    known = {each["id"] for each in locked.target["outcomes"]}
    locked.accepted = sorted(known & set(accepted))
    locked.graded = {name: step for name, step in graded.items() if name in criteria() and step in range(4)}
    locked.save(update_fields=["accepted", "graded"])
    moved(locked, locked.state, at=at)
    noted("recognition.judged", locked, by=by, at=at)
    return locked


def remind(*, at: datetime) -> None:
    """Tell desks, once for each case, that a deadline is near or has passed."""
    today = localdate(at)
    near = Case.objects.filter(state__in=OPEN, due_on__lte=today + REMIND_BEFORE, reminded_on__isnull=True).order_by("pk")
    for case in near[:REMINDED_AT_ONCE]:
        if Case.objects.filter(pk=case.pk, reminded_on__isnull=True).update(reminded_on=today):
            outbox.record("recognition.due_soon", subject=case.pk, at=at)


def mine(person: Person) -> QuerySet[Case]:
    """A person's own cases, the newest first."""
    return Case.objects.filter(person=person).select_related("organisation").order_by("-submitted_at", "-pk")


def queue(
    organisation: Organisation, *, reader: Person, state: str = "", mine: bool = False, words: str = ""
) -> QuerySet[Case]:
    """Cases of a desk, the most urgent first, without those of the reader's own learning."""
    found = Case.objects.filter(organisation=organisation).exclude(person=reader).select_related("person", "officer")
    if state:
        found = found.filter(state=state)
    if mine:
        found = found.filter(Q(officer=reader) | Q(seats__person=reader)).distinct()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(person__email__iexact=words))
    return found.order_by("due_on", "pk")


def case_for(person: Person, organisation: Organisation, public_id: uuid.UUID) -> Case:
    """A case of the desk; an applicant finds nothing there, not even as an officer.

    Raises:
        NotFoundError: no such case of this organisation, or the officer's own.
    """
    case = queue(organisation, reader=person).select_related("organisation").filter(public_id=public_id).first()
    if case is None:
        raise NotFoundError
    return case


def locked_case(case: Case, *states: str) -> Case:
    """The case's row, locked, in one of some states.

    Raises:
        NotOpenError: it is in another one.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=case.pk)
    if locked.state not in states:
        raise NotOpenError(state=locked.get_state_display())
    return locked


def noted(action: str, case: Case, *, by: Person | None, at: datetime, **details: object) -> None:
    """Write it into the audit trail."""
    audit.note(
        action,
        actor=by,
        organisation=case.organisation_id,
        subject_kind="recognition_case",
        subject=case.pk,
        at=at,
        **details,
    )


def _target(organisation: Organisation, target: DesignVersion | Described | None, *, at: datetime) -> Json:
    if isinstance(target, DesignVersion):
        if target.design.organisation_id != organisation.pk:
            raise TargetMissingError(field="target")
        return target_of(target, on=localdate(at))
    words = [] if target is None else [each.strip()[:1000] for each in target.outcomes if each.strip()]
    if target is None or not target.title.strip() or not words:
        raise TargetMissingError(field="target")
    outcomes = tuple(
        Outcome(id=f"t{number}", statement=LangString({_written_in(text): text}))
        for number, text in enumerate(words[:MOST_OUTCOMES], start=1)
    )
    title = LangString({_written_in(target.title): target.title.strip()[:500]})
    return as_json(Side(title=title, outcomes=outcomes, eqf=target.eqf, ects=target.ects))


def _written_in(text: str) -> str:
    """The language of a text by its letters: people paste descriptions in another language than they read the page in."""
    return "bg" if _CYRILLIC.search(text) else "en"


def not_own(case: Case, by: Person) -> None:
    """Refuse who would decide about themselves."""
    if case.person_id == by.pk:
        raise OwnCaseError


def _said(case: Case, text: str, *, kind: str, by: Person, at: datetime) -> CaseMessage:
    if not text.strip():
        raise WordsMissingError(field="text")
    return CaseMessage.objects.create(
        case=case, author=by, by_desk=case.person_id != by.pk, kind=kind, text=text.strip()[:4000], at=at
    )


def moved(case: Case, state: str, *, at: datetime) -> None:
    """Write the case's new state."""
    case.state, case.changed_at = state, at
    case.save(update_fields=["state", "changed_at", "officer"])
