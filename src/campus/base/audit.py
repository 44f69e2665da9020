"""The audit trail: who did what, when, in which organisation. Each organisation has its own chain of digests.

Entries hold ids, numbers and codes; names stay in the rows they point at: a person can be erased and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.db import transaction

from campus.base.models import AuditEntry, AuditHead

START = "0" * 64
SYSTEM = 0


class _HasKey(Protocol):
    @property
    def pk(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainState:
    """What checking one chain found: how many entries hold, and the first one that does not (None: all do)."""

    organisation: int
    entries: int
    broken_at: int | None
    complete: bool

    @property
    def sound(self) -> bool:
        """True when every entry holds and none is missing at the end."""
        return self.broken_at is None and self.complete


@transaction.atomic
def note(
    action: str,
    *,
    actor: _HasKey | None,
    organisation: int | None,
    subject_kind: str,
    subject: object,
    at: datetime,
    **details: object,
) -> AuditEntry:
    """Append an entry to the organisation's chain (or the system's), in the caller's transaction.

    Writers of one chain wait for each other until they commit: call this late in a transaction.
    """
    chain = organisation or SYSTEM
    AuditHead.objects.get_or_create(organisation=chain, defaults={"digest": START})
    head = AuditHead.objects.select_for_update().get(organisation=chain)
    entry = AuditEntry(
        at=at.astimezone(UTC),
        actor=None if actor is None else actor.pk,
        organisation=organisation,
        action=action,
        subject_kind=subject_kind,
        subject=str(subject),
        details=json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous_digest=head.digest,
    )
    entry.digest = _digest(entry)
    entry.save(force_insert=True)
    head.digest = entry.digest
    head.entries += 1
    head.save(update_fields=["digest", "entries"])
    return entry


def verify_chain(organisation: int | None) -> ChainState:
    """Recompute one organisation's chain (None: the system's) from its first entry to its head."""
    previous, count = START, 0
    entries = AuditEntry.objects.filter(organisation=organisation).order_by("pk")
    for entry in entries.iterator(chunk_size=2000):
        if entry.previous_digest != previous or entry.digest != _digest(entry):
            return ChainState(organisation=organisation or SYSTEM, entries=count, broken_at=entry.pk, complete=False)
        previous, count = entry.digest, count + 1
    head = AuditHead.objects.filter(organisation=organisation or SYSTEM).first()
    complete = head is None if count == 0 else head is not None and (head.digest, head.entries) == (previous, count)
    return ChainState(organisation=organisation or SYSTEM, entries=count, broken_at=None, complete=complete)


def _digest(entry: AuditEntry) -> str:
    sealed = [
        entry.previous_digest,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.organisation,
        entry.action,
        entry.subject_kind,
        entry.subject,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(sealed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
