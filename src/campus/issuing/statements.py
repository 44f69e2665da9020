"""Signed documents that award nothing: each stated once, with a place in a status list, so that it can be taken back."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from campus.base import audit, outbox
from campus.issuing import indexes, keys, status
from campus.issuing.build import status_url
from campus.issuing.models import Statement
from campus.issuing.refusals import NotIssuableError
from campus.issuing.signing import SUITE_OF
from campus.people.models import Organisation
from campus.people.organisations import did_of
from laurel.formats.schema import check_schema
from laurel.proofs import add_proof
from laurel.status import list as status_lists


@transaction.atomic
def state(organisation: Organisation, *, key: str, document: Mapping[str, Any], at: datetime) -> Statement:
    """Sign a document once for `key`; a second call gives the first one back.

    Args:
        document: an Open Badges 3.0 credential without `id`, `issuer`'s identifier, dates of validity, status and proof.

    Raises:
        NoSigningKeyError: the organisation has no key.
        NotIssuableError: it does not have the shape of an Open Badge.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two workers never state the same twice
    if (known := Statement.objects.filter(key=key).first()) is not None:
        return known
    signer, signing_key = keys.signer_for(organisation)
    ((status_list, index),) = indexes.reserve(organisation, count=1, randomness=random.SystemRandom(), for_statements=True)
    row = Statement(key=key, organisation=organisation, status_list=status_list, status_index=index, issued_at=at)
    moment = at.replace(microsecond=0)
    unsigned = {
        **document,
        "id": f"urn:uuid:{row.public_id}",
        "issuer": {**document["issuer"], "id": did_of(organisation)},
        "validFrom": moment.isoformat().replace("+00:00", "Z"),
        "credentialStatus": dict(status_lists.entry(status_url(status_list), index, purpose=status_list.purpose)),
    }
    if problems := check_schema(unsigned):
        raise NotIssuableError(problems[0])
    signed = add_proof(unsigned, suite=SUITE_OF[signing_key.algorithm], signer=signer, created=moment)
    row.document = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    row.save()
    _note("statement.signed", row, at=at)
    return row


@transaction.atomic
def take_back(key: str, *, at: datetime) -> Statement | None:
    """Revoke what was stated for `key`; None where nothing was. What is revoked stays so."""
    row = Statement.objects.select_for_update().filter(key=key).first()
    if row is not None and row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        status.mark_stale(row.status_list_id, at=at)
        _note("statement.revoked", row, at=at)
        outbox.record("statement.revoked", subject=row.pk, at=at, status_list=row.status_list_id)
    return row


def _note(action: str, row: Statement, *, at: datetime) -> None:
    audit.note(
        action,
        actor=None,
        organisation=row.organisation_id,
        subject_kind="statement",
        subject=row.pk,
        at=at,
    )
