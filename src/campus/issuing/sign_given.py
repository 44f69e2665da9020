"""Sign a credential that a tool of the organisation has written itself, as it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.issuing import keys
from campus.issuing.signing import SUITE_OF
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.people.roles import Actor, person_of, require_to_issue
from laurel.errors import Problem
from laurel.formats.schema import check_schema
from laurel.proofs import add_proof


class ForeignIssuerError(Refusal):
    """It names somebody else as the issuer."""

    code = "FOREIGN_ISSUER"
    text = _("The issuer must be your organisation: {did}.")


class SignedAlreadyError(Refusal):
    """It has a proof."""

    code = "SIGNED_ALREADY"
    text = _("This credential has a proof already. Send it without one.")


class StatusNotOursError(Refusal):
    """It brings a status entry of its own."""

    code = "STATUS_NOT_OURS"
    text = _("Credentials signed this way carry no status. Issue from a cohort what you may want to revoke.")


class NotABadgeError(Refusal):
    """It does not have the shape of an Open Badge or an endorsement; `problems` name every place."""

    code = "NOT_A_BADGE"
    text = _("This does not have the shape of an Open Badges 3.0 credential or endorsement.")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__()


@transaction.atomic
def sign_given(organisation: Organisation, *, document: Mapping[str, Any], by: Actor, at: datetime) -> dict[str, Any]:
    """A copy of the unsigned document with the organisation's proof.

    It has no status entry, so it cannot be revoked. The audit trail keeps its digest.

    Raises:
        NotAllowedError, SecondStepMissingError: the actor may not issue here.
        SignedAlreadyError, ForeignIssuerError, StatusNotOursError, NotABadgeError.
        NoSigningKeyError: the organisation has no key.
        LaurelError: something in it would be left out of what is signed.
    """
    require_to_issue(by, organisation)
    if "proof" in document:
        raise SignedAlreadyError(field="credential/proof")
    if _issuer_of(document) != did_of(organisation):
        raise ForeignIssuerError(field="credential/issuer", did=did_of(organisation))
    if "credentialStatus" in document:
        raise StatusNotOursError(field="credential/credentialStatus")
    if problems := check_schema(dict(document)):
        raise NotABadgeError(problems)
    signer, key = keys.signer_for(organisation)
    signed = add_proof(document, suite=SUITE_OF[key.algorithm], signer=signer, created=at.replace(microsecond=0))
    audit.note(
        "credential.signed_as_given",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="signing_key",
        subject=key.pk,
        at=at,
        digest=hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest(),
    )
    return signed


def _issuer_of(document: Mapping[str, Any]) -> object:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer
