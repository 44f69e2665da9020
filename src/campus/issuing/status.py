"""The published status lists: signed again when a bit has changed, served byte for byte, and no bit ever clears."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from campus.issuing import keys
from campus.issuing.build import status_url
from campus.issuing.models import Credential, Statement, StatusList
from campus.issuing.signing import SUITE_OF
from campus.people.organisations import did_of
from laurel.proofs import SUITES
from laurel.status import list as status_lists
from laurel.status.bits import StatusBits

VALID_FOR = timedelta(hours=24)
REFRESH_AFTER = timedelta(hours=1)


def mark_stale(status_list_id: int, *, at: datetime) -> None:
    """Note, in the caller's transaction, that a bit has changed."""
    # No condition on stale_since: the update must wait for a publication under way, which may not have seen our bit.
    StatusList.objects.filter(pk=status_list_id).update(
        stale_since=Coalesce(F("stale_since"), Value(at, output_field=DateTimeField()))
    )


def is_due(status_list: StatusList, *, at: datetime) -> bool:
    """Say whether the published text must be signed again."""
    published_at = status_list.published_at
    return published_at is None or status_list.stale_since is not None or at >= published_at + REFRESH_AFTER


def due(*, at: datetime) -> list[int]:
    """Lists that changed since they were published, or never were (the sweep's list)."""
    never = StatusList.objects.filter(published_at__isnull=True)
    return list((never | StatusList.objects.filter(stale_since__isnull=False)).values_list("pk", flat=True))


@transaction.atomic
def publish(status_list_id: int, *, at: datetime) -> StatusList:
    """Sign the list again when it is due, and keep the text; many changes since the last time become one publication.

    Raises:
        StatusList.DoesNotExist: there is no such list.
        NoSigningKeyError: the organisation has no key; the last publication stands.
    """
    status_list = StatusList.objects.select_for_update().select_related("organisation").get(pk=status_list_id)
    if not is_due(status_list, at=at):
        return status_list
    signer, _ = keys.signer_for(status_list.organisation)
    valid_from = at.replace(microsecond=0)
    unsigned = status_lists.credential(
        status_url(status_list),
        issuer=did_of(status_list.organisation),
        bits=_bits(status_list),
        purpose=status_list.purpose,
        valid_from=valid_from,
        valid_until=valid_from + VALID_FOR,
    )
    signed = SUITES[SUITE_OF[signer.algorithm]].add_proof(unsigned, signer=signer, created=valid_from)
    status_list.published = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    status_list.published_at = at
    status_list.valid_until = valid_from + VALID_FOR
    status_list.stale_since = None
    status_list.save(update_fields=["published", "published_at", "valid_until", "stale_since"])
    return status_list


def _bits(status_list: StatusList) -> StatusBits:
    rows = (Statement if status_list.for_statements else Credential).objects
    revoked = rows.filter(status_list=status_list, revoked_at__isnull=False)
    bits = StatusBits(status_list.entries)
    for index in revoked.values_list("status_index", flat=True):
        if index is not None:
            bits.set(index)
    if status_list.published:
        # What was once published as revoked stays so, even after a restore from an older backup.
        bits.include(StatusBits.decode(json.loads(status_list.published)["credentialSubject"]["encodedList"]))
    return bits
