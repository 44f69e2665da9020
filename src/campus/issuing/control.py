"""What people do with a batch: pause, resume, try the failed items again; and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.issuing.models import Batch
from campus.issuing.set_aside import IS_SET_ASIDE, failed_items, queue
from campus.people.roles import Actor, person_of, require_to_issue


class BatchFinishedError(Refusal):
    """There is nothing to pause or resume."""

    code = "BATCH_FINISHED"
    text = _("This batch is finished.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is. `left` is an estimate, None while there is none."""

    total: int
    issued: int
    failed: int
    left: timedelta | None

    @property
    def done(self) -> int:
        """Items that need no more work: issued or failed."""
        return self.issued + self.failed

    @property
    def percent(self) -> int:
        """0 to 100; 100 only when nothing is left."""
        return 100 if self.done >= self.total else self.done * 100 // self.total


def progress(batch: Batch, *, at: datetime) -> Progress:
    """How far the batch is and how long it will still take at the rate of the present run."""
    done = batch.issued + batch.failed
    left = None
    if batch.state == Batch.State.RUNNING and batch.run_began_at is not None and done > batch.run_began_with:
        each = (at - batch.run_began_at) / (done - batch.run_began_with)
        left = each * (batch.total - done)
    return Progress(total=batch.total, issued=batch.issued, failed=batch.failed, left=left)


@transaction.atomic
def pause(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Stop after the chunk under way; pausing twice is the same as once.

    Raises:
        BatchFinishedError: nothing is left to pause.
    """
    require_to_issue(by, batch.organisation)
    locked = _locked(batch)
    if locked.state == Batch.State.FINISHED:
        raise BatchFinishedError
    if locked.state != Batch.State.PAUSED:
        locked.state, locked.leased_until = Batch.State.PAUSED, None
        locked.save(update_fields=["state", "leased_until"])
        _note("batch.paused", locked, by=by, at=at)
    return locked


@transaction.atomic
def resume(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Go on with a paused batch; one that runs stays as it is.

    Raises:
        BatchFinishedError: nothing is left to do.
    """
    require_to_issue(by, batch.organisation)
    locked = _locked(batch)
    if locked.state == Batch.State.FINISHED:
        raise BatchFinishedError
    if locked.state == Batch.State.PAUSED:
        queue(locked, at=at)
        _note("batch.resumed", locked, by=by, at=at)
    return locked


@transaction.atomic
def retry_failed(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Try the items that failed once more, but for those that are set aside. Each keeps its status index."""
    require_to_issue(by, batch.organisation)
    locked = _locked(batch)
    if not failed_items(locked).exclude(IS_SET_ASIDE).update(failure="", unsigned=""):
        return locked
    locked.failed, locked.finished_at = failed_items(locked).count(), None
    locked.save(update_fields=["failed", "finished_at"])
    if locked.state in (Batch.State.FINISHED, Batch.State.QUEUED):
        queue(locked, at=at)
    _note("batch.retried", locked, by=by, at=at)
    return locked


def can_retry(batch: Batch) -> bool:
    """Whether anything failed that is worth another try."""
    return failed_items(batch).exclude(IS_SET_ASIDE).exists()


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update().select_related("organisation").get(pk=batch.pk)


def _note(action: str, batch: Batch, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=batch.organisation_id,
        subject_kind="batch",
        subject=batch.pk,
        at=at,
    )
