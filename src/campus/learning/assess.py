"""Record results: a checked gradebook becomes enrolments and results, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from campus.catalogue.versions import record_of
from campus.learning.changes import BATCH, BatchOfChanges, Change, Counts, batches, changes_of
from campus.learning.cohorts import CohortClosedError
from campus.learning.enrol import note_enrolled
from campus.learning.gradebook import CheckedRow
from campus.learning.models import Cohort, Enrolment, GradebookUpload, Result
from laurel.annex1.award import Mark, decide
from laurel.annex1.record import MicroCredential

_FACTS = ["name", "email", "withdrawn", "completed_on"]


def _nobody_watches(done: int) -> None:
    """Progress that is not shown."""


@transaction.atomic
def record(
    cohort: Cohort,
    rows: Iterable[CheckedRow],
    *,
    at: datetime,
    upload: GradebookUpload | None = None,
    progress: Callable[[int], None] = _nobody_watches,
) -> Counts:
    """Write the good rows of a gradebook into the cohort, in one transaction and bounded memory.

    The same file twice changes nothing. A learner who holds the award keeps what it was given for. An empty cell deletes
    nothing. Imports into one cohort wait for each other.

    Args:
        cohort: whose learners these are.
        rows: from `gradebook.check`; rows with problems are passed over.
        at: when the results were recorded.
        upload: the file they came from.
        progress: called with the number of rows done after each batch.

    Raises:
        CohortClosedError: the cohort takes no more results.
    """
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("design_version").get(pk=cohort.pk)
    if locked.closed_at is not None:
        raise CohortClosedError
    design = record_of(locked.design_version)
    counts, done = Counts(), 0
    for part in batches(rows):
        batch = changes_of(locked, part)
        _apply(batch, upload=upload, at=at)
        _judge(batch, design)
        note_enrolled(locked, [each.enrolment.pk for each in batch.changes if _begins(each)], at=at)
        counts += batch.counts
        done += len(part)
        progress(done)
    return counts


def marks_of(results: Iterable[Result]) -> dict[str, Mark]:
    """Results of one learner as the rules read them."""
    return {result.assessment: Mark(result.score, result.word) for result in results}


def _apply(batch: BatchOfChanges, *, upload: GradebookUpload | None, at: datetime) -> None:
    new = [change.enrolment for change in batch.changes if change.is_new]
    Enrolment.objects.bulk_create(new, batch_size=BATCH)
    changed = [change.enrolment for change in batch.changes if change.facts_changed and not change.is_new]
    Enrolment.objects.bulk_update(changed, _FACTS, batch_size=BATCH)
    results = [result for change in batch.changes for result in change.results]
    for result in results:
        result.recorded_at, result.upload = at, upload
        result.enrolment_id = result.enrolment.pk
    # An upsert by the unique key: bulk_update would take minutes for what this does in seconds.
    Result.objects.bulk_create(
        results,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["enrolment", "assessment"],
        update_fields=["score", "word", "recorded_at", "upload"],
    )


def _begins(change: Change) -> bool:
    return change.is_new and not change.enrolment.withdrawn


def _judge(batch: BatchOfChanges, design: MicroCredential) -> None:
    """Write down who meets every rule now, so that lists and counts need not evaluate everybody."""
    touched = [change.enrolment for change in batch.changes]
    results: dict[int, list[Result]] = {}
    for result in Result.objects.filter(enrolment__in=[enrolment.pk for enrolment in touched]):
        results.setdefault(result.enrolment_id, []).append(result)
    turned: dict[bool, list[int]] = {True: [], False: []}
    for enrolment in touched:
        decision = decide(design, marks_of(results.get(enrolment.pk, [])), withdrawn=enrolment.withdrawn)
        if decision.earned != enrolment.meets_rules:
            turned[decision.earned].append(enrolment.pk)
    for earned, keys in turned.items():
        if keys:
            Enrolment.objects.filter(pk__in=keys).update(meets_rules=earned)
