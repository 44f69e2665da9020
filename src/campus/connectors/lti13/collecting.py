"""Learners and grades of a course, page by page, on their way into the cohort: as a gradebook, like any file.

    order ──▶ collect: a page, then a page … ──▶ a gradebook ──▶ learners: imported · grades: for a person to confirm

Each page is kept in the transaction that remembers where the next one is, so work that was cut off goes on where it stopped.
The same list twice changes nothing: `learning.changes` compares it with what the cohort holds. A list deletes nobody.

A person of the platform is the learner with their number (`lis_person_sourcedid`, else the platform's own id). Their e-mail
alone makes them somebody only where staff have said so for this list: whoever may change their address could else be anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.connectors.lti13 import gathering
from campus.connectors.lti13.asking import (
    MEMBERS_TYPE,
    RESULTS,
    RESULTS_TYPE,
    ROSTER,
    Page,
    ServiceFailedError,
    Services,
    below,
    with_query,
)
from campus.connectors.lti13.importing import bring_in
from campus.connectors.lti13.models import Collection, Course, Gathered
from campus.learning.cohorts import STAFF, CohortClosedError
from campus.people.models import Person
from campus.people.roles import require
from campus.verification.exchange import Exchange

Kind, State = Collection.Kind, Collection.State
PAGE = 500
MOST_PAGES = 5_000
GIVES_UP = timedelta(hours=24)


class UnderWayError(Refusal):
    """The same is being collected now."""

    code = "LTI_UNDER_WAY"
    text = _("This is under way already. Its result appears here.")


class NotOfferedError(Refusal):
    """The platform offers no such list for this course."""

    code = "LTI_NOT_OFFERED"
    text = _("The platform does not offer this for the course. Allow it in the settings of the tool, then open the link once.")


class NoColumnsError(Refusal):
    """No column was chosen, or not one of ours."""

    code = "LTI_NO_COLUMNS"
    text = _("Say for at least one column which assessment it belongs to, and for no assessment two.")


def order_learners(course: Course, *, match_addresses: bool, by: Person, at: datetime) -> Collection:
    """Order the learners of a course; a worker fetches them.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        CohortClosedError, NotOfferedError, UnderWayError.
    """
    if not course.memberships_url:
        raise NotOfferedError
    return _order(
        course, Kind.LEARNERS, by=by, at=at, next_url=_first_page(course.memberships_url), match_addresses=match_addresses
    )


def order_grades(course: Course, *, columns: Sequence[tuple[str, str]], by: Person, at: datetime) -> Collection:
    """Order the grades of some columns; a worker fetches them and lays them before a person as a gradebook.

    Args:
        course: whose.
        columns: assessment of the design, and address of the column.
        by: who confirms it later.
        at: now.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        CohortClosedError, NoColumnsError, UnderWayError.
    """
    known = {assessment.id for assessment in record_of(course.cohort.design_version).assessments}
    named = [assessment for assessment, _url in columns]
    if not named or len(set(named)) != len(named) or not set(named) <= known:
        raise NoColumnsError
    first = _first_page(below(columns[0][1], "results"))
    return _order(course, Kind.GRADES, by=by, at=at, next_url=first, columns=[list(column) for column in columns])


def collect(collection_id: int, *, exchange: Exchange, now: Callable[[], datetime], until: datetime) -> bool:
    """Go on with a collection until a moment; True when there is nothing more to do.

    Raises:
        ServiceFailedError: the platform does not answer now; to be tried again.
    """
    collection = _loaded(collection_id)
    services = Services(collection.course.platform, exchange, now())
    try:
        while collection.state == State.RUNNING and collection.next_url:
            if now() >= until:
                return False
            collection = _take_page(collection, services)
    except ServiceFailedError as failure:
        give_up = failure.lasting or now() - collection.ordered_at > GIVES_UP
        _note_failure(collection, failure.code, give_up=give_up, at=now())
        if not give_up:
            raise
        return True
    if collection.state == State.RUNNING:
        _finish(collection, at=now())
    return True


@transaction.atomic
def _order(course: Course, kind: Collection.Kind, *, by: Person, at: datetime, **facts: object) -> Collection:
    require(by, course.cohort.organisation, *STAFF)
    if course.cohort.closed_at is not None:
        raise CohortClosedError
    if course.platform.closed_at is not None:
        raise NotOfferedError
    try:
        with transaction.atomic():
            collection = Collection.objects.create(course=course, kind=kind, ordered_by=by, ordered_at=at, **facts)
    except IntegrityError:
        raise UnderWayError from None
    audit.note(
        f"course.{kind.value}_ordered",
        actor=by,
        organisation=course.cohort.organisation_id,
        subject_kind="cohort",
        subject=course.cohort_id,
        at=at,
        course=course.pk,
    )
    outbox.record("lti.collection_ordered", subject=collection.pk, at=at)
    return collection


def _first_page(url: str) -> str:
    """The address of a list, asking for long pages; a platform may give shorter ones."""
    return with_query(url, limit=str(PAGE))


def _take_page(collection: Collection, services: Services) -> Collection:
    learners = collection.kind == Kind.LEARNERS
    page = services.page(
        collection.next_url,
        scope=ROSTER if learners else RESULTS,
        media_type=MEMBERS_TYPE if learners else RESULTS_TYPE,
    )
    if collection.pages >= MOST_PAGES:
        raise ServiceFailedError("LTI_TOO_MANY_PAGES", lasting=True)
    return _keep_page(collection, page)


@transaction.atomic
def _keep_page(collection: Collection, page: Page) -> Collection:
    """Keep what a page holds together with where the next one is; of two workers on one page, one keeps it."""
    locked = Collection.objects.select_for_update().get(pk=collection.pk)
    if (locked.pages, locked.next_url, locked.state) != (collection.pages, collection.next_url, State.RUNNING):
        return _loaded(collection.pk)
    rows = gathering.rows_of(collection, page.document)
    if rows is None:
        raise ServiceFailedError("LTI_ANSWER_UNREADABLE", lasting=True)
    Gathered.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    locked.gathered = Gathered.objects.filter(collection=locked).count()
    locked.pages += 1
    locked.next_url, locked.failure = page.next_url, ""
    if not page.next_url and locked.column + 1 < len(locked.columns):
        locked.column += 1
        locked.next_url = _first_page(below(locked.columns[locked.column][1], "results"))
    locked.save(update_fields=["gathered", "pages", "next_url", "failure", "column"])
    return _loaded(collection.pk)


def _finish(collection: Collection, *, at: datetime) -> None:
    """Make a gradebook of what was gathered, and import it or lay it before a person. Safe to repeat at any point."""
    try:
        outcome = bring_in(collection, at=at)
    except Refusal as refusal:
        _note_failure(collection, refusal.code, give_up=True, at=at)
        return
    with transaction.atomic():
        done = Collection.objects.filter(pk=collection.pk, state=State.RUNNING)
        if done.update(state=State.DONE, finished_at=at, failure="", **outcome):
            Gathered.objects.filter(collection=collection).delete()
            if collection.kind == Kind.LEARNERS:
                outbox.record("lti.scores_due", subject=collection.course_id, at=at)


def _note_failure(collection: Collection, code: str, *, give_up: bool, at: datetime) -> None:
    facts: Mapping[str, object] = {"state": State.FAILED, "finished_at": at} if give_up else {}
    Collection.objects.filter(pk=collection.pk, state=State.RUNNING).update(failure=code, **facts)
    if give_up:
        Gathered.objects.filter(collection=collection).delete()


def _loaded(collection_id: int) -> Collection:
    related = ("course__platform", "course__cohort__organisation", "course__cohort__design_version", "ordered_by")
    return Collection.objects.select_related(*related).get(pk=collection_id)
