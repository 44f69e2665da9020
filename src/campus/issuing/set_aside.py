"""Badges that were ordered and must not be signed, or not now: something is open about the learner, or the result changed.

Such an item stands among those that failed, with its reason, and trying those again leaves it alone.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from campus.base import outbox
from campus.issuing.models import Batch, Credential
from campus.issuing.refusals import HELD, REPLACED, stored


def _is(reason: dict[str, str]) -> Q:
    # by code, so that a sentence can be worded better and the rows of yesterday are still found
    return Q(failure__startswith=json.dumps({"code": reason["code"]})[:-1])


IS_HELD: Final = _is(HELD)
IS_SET_ASIDE: Final = IS_HELD | _is(REPLACED)


@transaction.atomic
def withhold(award_key: str) -> None:
    """Set an ordered badge aside until it is released. One that is signed stays.

    The caller has locked what ordering locks. A worker that is signing the badge at this moment does not store it.
    """
    _set_aside(award_key, HELD)


@transaction.atomic
def release(award_key: str, *, at: datetime) -> None:
    """Let a badge that was withheld be signed. It keeps its status index."""
    locked = _batch_of(award_key)
    if locked is None or not _items(award_key).filter(IS_HELD).update(failure="", unsigned=""):
        return
    locked.failed, locked.finished_at = failed_items(locked).count(), None
    locked.save(update_fields=["failed", "finished_at"])
    if locked.state in (Batch.State.FINISHED, Batch.State.QUEUED):
        queue(locked, at=at)


@transaction.atomic
def replace(award_key: str) -> bool:
    """Never sign an ordered badge, so that another can be ordered for the award; False where it is signed already."""
    if not _set_aside(award_key, REPLACED):
        return False
    own = Concat(F("award_key"), Value(":replaced:"), Cast("pk", CharField()))
    _items(award_key).update(award_key=own)
    return True


def failed_items(batch: Batch) -> QuerySet[Credential]:
    """What could not be signed, and what is set aside, in the order of the batch."""
    return Credential.objects.filter(batch=batch, document="").exclude(failure="").order_by("pk")


def queue(batch: Batch, *, at: datetime) -> None:
    """Have a worker go on with a locked batch."""
    # A worker that has not noticed a pause yet must not go on beside the next one.
    batch.state, batch.lease, batch.leased_until = Batch.State.QUEUED, batch.lease + 1, None
    batch.save(update_fields=["state", "lease", "leased_until"])
    outbox.record("batch.ordered", subject=batch.pk, at=at)


def _set_aside(award_key: str, reason: dict[str, str]) -> bool:
    locked = _batch_of(award_key)
    if locked is None:
        return False
    # also where it failed for another reason: it must not be tried again either
    if not _items(award_key).update(failure=stored(reason)):
        return False
    locked.failed = failed_items(locked).count()
    locked.save(update_fields=["failed"])
    return True


def _items(award_key: str) -> QuerySet[Credential]:
    return Credential.objects.filter(award_key=award_key, document="")


def _batch_of(award_key: str) -> Batch | None:
    item = _items(award_key).values_list("batch_id", flat=True).first()
    return None if item is None else Batch.objects.select_for_update().get(pk=item)
