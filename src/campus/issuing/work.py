"""Follow a batch to its end, chunk by chunk. Killed at any moment, the next run continues where the rows stand.

The items are the truth. A worker holds a lease whose number is its fencing token: every transaction that writes first locks
the batch and sees that the number is still its own, so that a worker that slept through its lease writes nothing.
"""

from __future__ import annotations

import json
import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q, QuerySet

from campus.base import audit, outbox
from campus.issuing import indexes, keys, transparency
from campus.issuing.build import Mould, unsigned_text
from campus.issuing.models import Batch, Credential, LogEvent, SigningKey
from campus.issuing.refusals import kept
from campus.issuing.signing import Signed, sign

CHUNK = 100
LEASE = timedelta(seconds=60)
log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Ended(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    PAUSED = "paused"
    BUSY = "busy"  # another worker holds the batch
    LOST = "lost"  # the lease passed to another worker during this run
    UNFINISHED = "unfinished"  # `until` has come


class _StoppedError(Exception):
    def __init__(self, ended: Ended) -> None:
        self.ended = ended


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    batch: Batch
    mould: Mould
    now: Clock
    lease_for: timedelta
    chunk: int
    randomness: random.Random


def run_batch(
    batch_id: int,
    *,
    now: Clock,
    randomness: random.Random | None = None,
    chunk: int = CHUNK,
    lease_for: timedelta = LEASE,
    until: datetime | None = None,
) -> Ended:
    """Issue what is left of a batch, until it is finished, paused, taken over, or `until` has come.

    Args:
        now: the clock; read before each transaction.
        randomness: picks places in status lists; the operating system's unless a test says otherwise.
        chunk: items signed between two looks at the batch.
        lease_for: how long the batch is ours without a sign of life; a chunk must take less.

    Raises:
        NoSigningKeyError: the organisation has no key; nothing was written.
    """
    batch = _take(batch_id, at=now(), lease_for=lease_for)
    if batch is None:
        return _why_not(batch_id)
    run = _Run(
        batch=batch,
        mould=Mould.of(batch.design_version, batch.organisation),
        now=now,
        lease_for=lease_for,
        chunk=chunk,
        randomness=randomness or random.SystemRandom(),
    )
    try:
        while _issue_chunk(run):
            if until is not None and now() >= until:
                _let_go(run)
                return Ended.UNFINISHED
    except _StoppedError as stopped:
        return stopped.ended
    except Exception:
        _let_go(run)
        raise
    return Ended.FINISHED


def unfinished(*, at: datetime) -> list[int]:
    """Batches that should be running and that no worker holds: what a sweep starts again."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    waiting = Batch.objects.filter(free, state__in=[Batch.State.QUEUED, Batch.State.RUNNING])
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def release_leases() -> int:
    """Free the batches of a killed worker at once. Only for a start at which no other worker runs."""
    return Batch.objects.filter(leased_until__isnull=False).update(leased_until=None, lease=F("lease") + 1)


@transaction.atomic
def _take(batch_id: int, *, at: datetime, lease_for: timedelta) -> Batch | None:
    taken = Batch.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=at),
        pk=batch_id,
        state__in=[Batch.State.QUEUED, Batch.State.RUNNING],
    ).update(
        lease=F("lease") + 1,
        leased_until=at + lease_for,
        state=Batch.State.RUNNING,
        run_began_at=at,
        run_began_with=F("issued") + F("failed"),
    )
    related = Batch.objects.select_related("organisation", "design_version__design")
    return related.get(pk=batch_id) if taken else None


def _why_not(batch_id: int) -> Ended:
    state = Batch.objects.values_list("state", flat=True).get(pk=batch_id)
    known = {Batch.State.FINISHED: Ended.FINISHED, Batch.State.PAUSED: Ended.PAUSED}
    return known.get(Batch.State(state), Ended.BUSY)


def _issue_chunk(run: _Run) -> bool:
    """Take the next items from intention to signed document; False when there are none left."""
    items = _reserve(run)
    if not items:
        return False
    _store_unsigned(run, [item for item in items if not item.unsigned])
    _store_signed(run, [item for item in items if item.unsigned and not item.failure])
    return True


def _reserve(run: _Run) -> list[Credential]:
    """1. A status index for each item, for ever."""
    with transaction.atomic():
        _hold(run)
        items = list(_open_items(run.batch)[: run.chunk])
        if not items:
            _finish(run)
            return []
        new = [item for item in items if item.status_index is None]
        places = indexes.reserve(run.batch.organisation, count=len(new), randomness=run.randomness)
        for item, (status_list, index) in zip(new, places, strict=True):
            item.status_list, item.status_index = status_list, index
            Credential.objects.filter(pk=item.pk).update(status_list=status_list, status_index=index)
    return items


def _store_unsigned(run: _Run, items: list[Credential]) -> None:
    """2. The exact text that will be signed, checked against the shape of an Open Badge."""
    if not items:
        return
    issued_at = run.now().replace(microsecond=0)
    for item in items:
        if item.status_list is None or item.status_index is None:
            raise AssertionError("an item without a status index")
        try:
            item.unsigned = unsigned_text(
                item,
                mould=run.mould,
                status_list=item.status_list,
                index=item.status_index,
                salt=secrets.token_hex(16),
                issued_at=issued_at,
            )
        except Exception as error:  # one bad item must not stop the others
            _fail(item, error)
    with transaction.atomic():
        batch = _hold(run)
        for item in items:
            kept_now = _still_open(item).update(unsigned=item.unsigned, failure=item.failure)
            batch.failed += kept_now if item.failure else 0
        batch.save(update_fields=["failed"])


def _store_signed(run: _Run, items: list[Credential]) -> None:
    """3. Sign. 4. Store, count, and record the fact, together."""
    signer, key = keys.signer_for(run.batch.organisation)
    signed: list[tuple[Credential, Signed]] = []
    for item in items:
        try:
            signed.append((item, sign(item.unsigned, signer=signer)))
        except Exception as error:  # one bad item must not stop the others
            _fail(item, error)
    with transaction.atomic():
        batch = _hold(run)
        if not SigningKey.objects.filter(pk=key.pk, retired_at__isnull=True, compromised_at__isnull=True).exists():
            return  # the key was replaced while we signed: the next round signs with the new one
        stored = [item.pk for item, result in signed if _store(item, result, key=key)]
        batch.issued += len(stored)
        batch.failed += sum(_still_open(item).update(failure=item.failure) for item in items if item.failure)
        batch.save(update_fields=["issued", "failed"])
        if stored:
            transparency.record(LogEvent.Kind.ISSUE, stored, at=run.now())
            outbox.record("credential.issued", subject=batch.pk, at=run.now(), credentials=stored)


def _store(item: Credential, signed: Signed, *, key: SigningKey) -> int:
    return _still_open(item).update(
        document=signed.document,
        jwt=signed.jwt,
        signing_key=key,
        issued_at=signed.valid_from,
        valid_until=signed.valid_until,
    )


def _still_open(item: Credential) -> QuerySet[Credential]:
    """The item, unless it was signed or set aside since it was read."""
    return Credential.objects.filter(pk=item.pk, document="", failure="")


def _open_items(batch: Batch) -> QuerySet[Credential]:
    return Credential.objects.filter(batch=batch, document="", failure="").select_related("status_list").order_by("pk")


def _hold(run: _Run) -> Batch:
    """Lock the batch for this transaction, renew the lease, and stop when it is no longer ours to run."""
    at = run.now()
    batch = Batch.objects.select_for_update().get(pk=run.batch.pk)
    if batch.lease != run.batch.lease:
        raise _StoppedError(Ended.LOST)
    if batch.state != Batch.State.RUNNING:
        raise _StoppedError(Ended.PAUSED)
    Batch.objects.filter(pk=batch.pk).update(leased_until=at + run.lease_for)
    return batch


def _finish(run: _Run) -> None:
    at = run.now()
    Batch.objects.filter(pk=run.batch.pk).update(state=Batch.State.FINISHED, finished_at=at, leased_until=None)
    audit.note(
        "batch.finished",
        actor=None,
        organisation=run.batch.organisation_id,
        subject_kind="batch",
        subject=run.batch.pk,
        at=at,
    )


def _let_go(run: _Run) -> None:
    Batch.objects.filter(pk=run.batch.pk, lease=run.batch.lease).update(leased_until=None)


def _fail(item: Credential, error: Exception) -> None:
    item.failure = kept(error)
    code = json.loads(item.failure)["code"]
    log.warning("credential %s of batch %s was not issued: %s", item.pk, item.batch_id, code, exc_info=code == "UNEXPECTED")
