"""The site's transparency log: what happened to credentials, provable to anybody, naming nobody.

    issue, revoke ──same transaction──▶ LogEvent ···· publish, in the background ····▶ place, tiles, checkpoint ──▶ receipt

Publishing takes events in batches under the log's row lock, each batch in one transaction: a worker killed in the middle leaves
nothing behind, and no two workers give out one place. Events of all organisations mix, so places say nothing about people.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.issuing import keys
from campus.issuing.models import Credential, LogCheckpoint, LogEvent, LogTile, TransparencyLog
from laurel.log import (
    Address,
    Checkpoint,
    Event,
    EventKind,
    GrowingTree,
    LogProof,
    Receipt,
    Tile,
    Tree,
    digest_of,
    paths,
    sign_checkpoint,
)
from laurel.log.event import SALT_SIZE

AT_ONCE = 2_000
ENTRIES = -1  # the level of bundles of entries in the table of tiles
ENTRY_SIZE = 34  # bytes in a bundle: the length in two, and a commitment
HASH_SIZE = 32


class NotLoggedError(Refusal):
    """There is no such event, or its salt was destroyed."""

    code = "NOT_LOGGED"
    text = _("The log holds nothing that could be shown about this badge.")


class NotLoggedYetError(Refusal):
    """So many events wait before it that its turn has not come."""

    code = "NOT_LOGGED_YET"
    text = _("This badge will be in the log within minutes. Try again then.")


def record(
    kind: LogEvent.Kind, credentials: Iterable[int], *, at: datetime, draw: Callable[[int], bytes] = secrets.token_bytes
) -> None:
    """Note, in the caller's transaction, what happened to these credentials (primary keys). The log shows it once published.

    Raises:
        IntegrityError: it was noted before; an event is one entry, for ever.
    """
    LogEvent.objects.bulk_create(
        LogEvent(kind=kind, credential_id=credential, happened_at=at, salt=draw(SALT_SIZE)) for credential in credentials
    )


def is_due() -> bool:
    """Whether events wait for their place."""
    return _waiting().exists()


def publish_all(*, now: Callable[[], datetime], until: datetime) -> bool:
    """Publish batch by batch until no event waits, or `until` has come; whether all is done."""
    while is_due():
        publish(at=now())
        if now() >= until:
            return not is_due()
    return True


@transaction.atomic
def publish(*, at: datetime, most: int | None = None) -> LogCheckpoint:
    """Give the next events their places, write the tiles, and sign a checkpoint; without events, the last one stands.

    At most `most` events (by default `AT_ONCE`) are taken.
    """
    log = TransparencyLog.objects.select_for_update().get(pk=keys.ensure_log(at=at).pk)
    events = list(_waiting().select_related("credential").order_by("pk")[: most or AT_ONCE])
    last = newest_checkpoint()
    if not events and last is not None:
        return last
    tree = GrowingTree.load(log.size, read_tile)
    _keep([*tree.append([_meaning(event).entry(bytes(event.salt)) for event in events]), *tree.partial()])
    for place, event in enumerate(events, start=log.size):
        event.position = place
    LogEvent.objects.bulk_update(events, ["position"], batch_size=500)
    checkpoint = sign_checkpoint(origin=log.origin, size=tree.size, root=tree.root(), signers=keys.log_signers(log), at=at)
    log.size = tree.size
    log.save(update_fields=["size"])
    return LogCheckpoint.objects.create(size=checkpoint.size, text=checkpoint.to_text(), signed_at=at)


def receipt_of(credential: Credential, *, at: datetime, kind: LogEvent.Kind = LogEvent.Kind.ISSUE) -> Receipt:
    """The receipt of an event: with the first checkpoint over it, so with the earliest time. Publishes when it must.

    Raises:
        NotLoggedError: there is no such event, or its salt was destroyed.
        NotLoggedYetError: too many events wait before it.
    """
    event = LogEvent.objects.select_related("credential").filter(credential=credential, kind=kind).first()
    if event is None or not event.salt:
        raise NotLoggedError
    if event.position is None:
        publish(at=at)
        event.refresh_from_db(fields=["position"])
    if event.position is None:
        raise NotLoggedYetError
    row = LogCheckpoint.objects.filter(size__gt=event.position).order_by("size")[0]
    path = paths.inclusion(Tree(row.size, read_tile).node, index=event.position, size=row.size)
    proof = LogProof(index=event.position, path=tuple(path), checkpoint=Checkpoint.from_text(row.text))
    return Receipt(event=_meaning(event), salt=bytes(event.salt), proof=proof)


def forget(credential_id: int) -> int:
    """Destroy the salts of a credential's events; gives their number. What stands in the log means nothing any more."""
    return LogEvent.objects.filter(credential=credential_id).exclude(salt=b"").update(salt=b"")


def read_tile(address: Address) -> bytes:
    """The content of a tile, cut to the width that was asked for.

    Raises:
        LogTile.DoesNotExist: the log has no such tile, or not yet so wide a one.
    """
    level, unit = (ENTRIES, ENTRY_SIZE) if address.level is None else (address.level, HASH_SIZE)
    content = bytes(LogTile.objects.values_list("content", flat=True).get(level=level, number=address.number))
    if len(content) < address.width * unit:
        raise LogTile.DoesNotExist
    return content[: address.width * unit]


def newest_checkpoint() -> LogCheckpoint | None:
    """What is published now."""
    return LogCheckpoint.objects.order_by("-size").first()


def _waiting() -> QuerySet[LogEvent]:
    return LogEvent.objects.filter(position__isnull=True).exclude(salt=b"")


def _meaning(event: LogEvent) -> Event:
    """What the entry commits to: both signed forms of the credential."""
    forms = filter(None, (event.credential.document, event.credential.jwt))
    return Event(kind=EventKind(event.kind), at=event.happened_at, credential=tuple(map(digest_of, forms)))


def _keep(tiles: Sequence[Tile]) -> None:
    grown = {
        (ENTRIES if tile.address.level is None else tile.address.level, tile.address.number): tile.content for tile in tiles
    }
    LogTile.objects.bulk_create(
        (LogTile(level=level, number=number, content=content) for (level, number), content in grown.items()),
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["content"],
    )
