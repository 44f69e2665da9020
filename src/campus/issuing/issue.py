"""Order credentials for awards. One award gives one credential, however often it is ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance import gates
from campus.assurance.models import GateRecord
from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.catalogue.models import DesignVersion
from campus.issuing import keys
from campus.issuing.models import Batch, Credential
from campus.people.models import Organisation
from campus.people.roles import Actor, person_of, require_to_issue

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardToIssue:
    """One award as the issuing floor needs to know it. `award_key` names it for ever; `parts` are credentials it rests on."""

    award_key: str
    recipient_name: str
    recipient_email: str
    awarded_at: datetime
    grade: str = ""
    results: tuple[dict[str, str], ...] = field(default=())
    parts: tuple[dict[str, str], ...] = field(default=())
    conditions: Mapping[str, Any] = field(default_factory=dict)


class NothingToIssueError(Refusal):
    """No award was named."""

    code = "NOTHING_TO_ISSUE"
    text = _("There is no award to issue a credential for.")


class ForeignDesignError(Refusal):
    """The version belongs to another organisation."""

    code = "FOREIGN_DESIGN"
    text = _("This micro-credential belongs to another organisation.")


@transaction.atomic
def order_batch(
    organisation: Organisation,
    *,
    design_version: DesignVersion,
    awards: Iterable[AwardToIssue],
    by: Actor,
    at: datetime,
    names_checked: bool = False,
) -> Batch:
    """Order one credential for each award, in one transaction; a worker signs them afterwards.

    Awards that have a credential already are counted (`Batch.already_issued`) and left alone. When that is all of them,
    nothing new is made and the batch that holds the newest of them comes back: ordering twice is the same as once.

    Args:
        names_checked: `by` states that the learners' names were compared with their documents; some rules ask for it.

    Raises:
        NotAllowedError, SecondStepMissingError: the actor may not issue here.
        NothingToIssueError: `awards` is empty.
        ForeignDesignError: the version is another organisation's.
        GateClosedError: a rule that the organisation lets block is not met.
    """
    require_to_issue(by, organisation)
    if design_version.design.organisation_id != organisation.pk:
        raise ForeignDesignError
    report = gates.at_issue(design_version, names_checked=names_checked, on=localdate(at))
    gates.require_open(report)
    keys.ensure_key(organisation, by=by, at=at)
    batch = Batch.objects.create(
        organisation=organisation, design_version=design_version, ordered_by=person_of(by), ordered_at=at
    )
    asked, newest_known = 0, None
    for part in _parts(awards):
        asked += len(part)
        newest_known = _add(batch, part) or newest_known
    total = Credential.objects.filter(batch=batch).count()
    if total == 0:
        batch.delete()
        if newest_known is None:
            raise NothingToIssueError
        return newest_known
    batch.total, batch.already_issued = total, asked - total
    batch.save(update_fields=["total", "already_issued"])
    gates.pass_through(report, design_version, stage=GateRecord.Stage.ISSUE, by=by, at=at, about=str(batch.public_id))
    audit.note(
        "batch.ordered",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="batch",
        subject=batch.pk,
        at=at,
        total=total,
        already_issued=asked - total,
    )
    outbox.record("batch.ordered", subject=batch.pk, at=at)
    return batch


def _add(batch: Batch, part: list[AwardToIssue]) -> Batch | None:
    """Insert the rows that are new; the batch of one that was there before, if any."""
    # The unique award_key decides, also against an order made at the same moment.
    Credential.objects.bulk_create([_row(batch, award) for award in part], ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    known = (
        Credential.objects.filter(award_key__in=[award.award_key for award in part], batch__isnull=False)
        .exclude(batch=batch)
        .select_related("batch")
        .order_by("-pk")
        .first()
    )
    return None if known is None else known.batch


def _row(batch: Batch, award: AwardToIssue) -> Credential:
    return Credential(
        award_key=award.award_key,
        organisation_id=batch.organisation_id,
        design_version_id=batch.design_version_id,
        batch=batch,
        recipient_name=award.recipient_name,
        recipient_email=award.recipient_email.strip().lower(),
        awarded_at=award.awarded_at,
        grade=award.grade,
        results=list(award.results),
        parts=list(award.parts),
        conditions=dict(award.conditions),
    )


def _parts(awards: Iterable[AwardToIssue]) -> Iterator[list[AwardToIssue]]:
    rest = iter(awards)
    while part := list(islice(rest, ROWS_AT_ONCE)):
        yield part
