"""Sign a credential that a tool of the organisation has written itself, as it stands."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
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


class PassesNoGateError(Refusal):
    """It awards a micro-credential of this site, which only a cohort does: there the rules are asked."""

    code = "PASSES_NO_GATE"
    text = _("This awards a micro-credential that is published here. Issue it from a cohort, where its rules are asked.")


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
        PassesNoGateError: it, or a credential inside it, awards a version that is published on this site.
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
    if awards_ours(document):
        raise PassesNoGateError(field="credential/credentialSubject")
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


def awards_ours(document: Any, *, achievement: bool = False) -> bool:
    """Whether an achievement anywhere in a credential is a design of this site.

    Endorsements speak of a version and award nothing, and `Related` only says that something is the same: neither counts.
    """
    if isinstance(document, list):
        return any(awards_ours(each, achievement=achievement) for each in document)
    if not isinstance(document, dict):
        return achievement and isinstance(document, str) and _of_this_site(document)
    types = document.get("type")
    names = [document.get("id")] if achievement or "Achievement" in (types if isinstance(types, list) else [types]) else []
    if any(isinstance(name, str) and _of_this_site(name) for name in names):
        return True
    return any(awards_ours(each, achievement=name == "achievement") for name, each in document.items())


def _of_this_site(name: str) -> bool:
    """Whether an address leads to a design here, however it is written."""
    try:
        one, site = urlsplit(name.strip()), urlsplit(settings.PUBLIC_URL)
        same_place = (one.hostname or "").rstrip(".") == site.hostname and _port(one) == _port(site)
    except ValueError:
        return True  # an address that cannot be read is no tool's own
    path = posixpath.normpath(unquote(one.path).replace("\\", "/"))
    return same_place and re.match(rf"/*{re.escape(site.path.rstrip('/'))}/*m/", path, re.IGNORECASE) is not None


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _issuer_of(document: Mapping[str, Any]) -> object:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer
