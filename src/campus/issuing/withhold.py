"""Badges that were ordered and are set aside before they are signed, because something is open about the learner.

Such an item stands among those that failed, with its own reason, and is tried again only when it is released.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet

from campus.base import outbox
from campus.issuing.models import Batch, Credential

HELD: Final = json.dumps(
    {
        "code": "HELD",
        "en": "Something is open about this learner. The badge is signed when it is settled.",
        "bg": "За този обучаем има неприключен въпрос. Значката ще бъде подписана, щом той се реши.",
    },
    ensure_ascii=False,
)


@transaction.atomic
def withhold(award_key: str) -> bool:
    """Set the badge of an award aside; False where none is ordered, or it is signed already.

    The caller has locked what ordering locks. A worker that is signing the badge at this moment does not store it.
    """
    locked = _batch_of(award_key)
    if locked is None:
        return False
    waiting = _items(award_key).filter(failure="").update(failure=HELD)
    Batch.objects.filter(pk=locked.pk).update(failed=F("failed") + waiting)
    # one that failed for another reason is counted already, and must not be tried again either
    return bool(waiting or _items(award_key).exclude(failure=HELD).update(failure=HELD))


@transaction.atomic
def release(award_key: str, *, at: datetime) -> bool:
    """Let a badge that was set aside be signed; False where none is. It keeps its status index."""
    locked = _batch_of(award_key)
    if locked is None or not _items(award_key).filter(failure=HELD).update(failure="", unsigned=""):
        return False
    locked.failed, locked.finished_at = locked.failed - 1, None
    locked.save(update_fields=["failed", "finished_at"])
    if locked.state in (Batch.State.FINISHED, Batch.State.QUEUED):
        queue(locked, at=at)
    return True


def queue(batch: Batch, *, at: datetime) -> None:
    """Have a worker go on with a locked batch."""
    # A worker that has not noticed a pause yet must not go on beside the next one.
    batch.state, batch.lease, batch.leased_until = Batch.State.QUEUED, batch.lease + 1, None
    batch.save(update_fields=["state", "lease", "leased_until"])
    outbox.record("batch.ordered", subject=batch.pk, at=at)


def _items(award_key: str) -> QuerySet[Credential]:
    return Credential.objects.filter(award_key=award_key, document="")


def _batch_of(award_key: str) -> Batch | None:
    item = _items(award_key).values_list("batch_id", flat=True).first()
    return None if item is None else Batch.objects.select_for_update().get(pk=item)
