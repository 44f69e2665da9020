"""Revoke a credential and say why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.issuing import status, transparency
from campus.issuing.models import Credential, LogEvent, RevocationReason
from campus.people.roles import Actor, person_of, require_to_issue


class AlreadyRevokedError(Refusal):
    """It was revoked before; the first reason stands."""

    code = "ALREADY_REVOKED"
    text = _("This credential was revoked on {day}; that reason stands.")


class NotIssuedError(Refusal):
    """There is nothing signed to revoke."""

    code = "NOT_ISSUED"
    text = _("This credential has not been issued yet.")


class ReasonMissingError(Refusal):
    """A revocation says why."""

    code = "REASON_MISSING"
    text = _("Say why: the learner and whoever opens a link to the badge will read it.")


@transaction.atomic
def revoke(
    credential_id: int,
    *,
    because: str,
    by: Actor,
    at: datetime,
    reason: RevocationReason | str = RevocationReason.OTHER,
) -> Credential:
    """Revoke a credential, for ever, and say why.

    The published status list shows it as soon as the list is signed again: at the next request for it, at the latest.

    Args:
        because: a sentence for the holder and for whoever opens a link to the badge, without names; may be empty unless
            `reason` is OTHER.

    Raises:
        Credential.DoesNotExist: there is no such credential.
        NotAllowedError, SecondStepMissingError: not a registrar of the issuing organisation.
        AlreadyRevokedError: it was revoked before; the first reason stands.
        NotIssuedError: it has not been signed.
        ReasonMissingError: no reason, or an unknown one.
    """
    credential = Credential.objects.select_for_update().get(pk=credential_id)
    require_to_issue(by, credential.organisation)
    if credential.revoked_at is not None:
        raise AlreadyRevokedError(day=date_format(credential.revoked_at, "j F Y"))
    if credential.issued_at is None or credential.status_list_id is None:
        raise NotIssuedError
    because = because.strip()
    if reason not in RevocationReason.values or (reason == RevocationReason.OTHER and not because):
        raise ReasonMissingError(field="because")
    credential.revoked_at = at
    credential.revoked_reason = str(reason)
    credential.revoked_because = because[:500] or str(reason)
    credential.revoked_by = person_of(by)
    credential.save(update_fields=["revoked_at", "revoked_reason", "revoked_because", "revoked_by"])
    status.mark_stale(credential.status_list_id, at=at)
    transparency.record(LogEvent.Kind.REVOKE, [credential.pk], at=at)
    outbox.record("credential.revoked", subject=credential.pk, at=at, status_list=credential.status_list_id)
    audit.note(
        "credential.revoked",
        actor=person_of(by),
        organisation=credential.organisation_id,
        subject_kind="credential",
        subject=credential.pk,
        at=at,
        reason=credential.revoked_reason,
    )
    return credential
