"""Endorsements by employers, quality agencies and others: asked for with a reason, signed with their own key, or declined.

    request ──▶ requested ──sign (their registrar)──▶ signed ──withdraw (either side)──▶ withdrawn
                    ├──decline (they)──▶ declined
                    └──take_back (who asked)──▶ withdrawn
    upload (an endorsement signed elsewhere) ─verified─▶ signed

Every step moves the state by compare and set. What is signed travels in the badges issued from then on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campus.assurance.models import Endorsement
from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import address_of, record_of
from campus.issuing import keys
from campus.issuing.signing import SUITE_OF
from campus.people.models import Organisation, Role
from campus.people.organisations import did_of, profile_of
from campus.people.roles import Actor, person_of, require, require_to_issue
from campus.people.scope import NotFoundError
from campus.verification.check import check_presented
from laurel.fetching import Fetcher
from laurel.formats import endorsement as credentials
from laurel.formats.schema import check_schema
from laurel.proofs import add_proof

ASKERS = (Role.AUTHOR, Role.QA_OFFICER, Role.ADMINISTRATOR)
ANSWERERS = (Role.REGISTRAR, Role.ADMINISTRATOR, Role.QA_OFFICER)
LONGEST_TEXT = 2000  # characters
LARGEST_FILE = 200_000  # bytes
State = Endorsement.State


class ReasonNeededError(Refusal):
    """Without a reason nobody can judge it."""

    code = "REASON_NEEDED"
    text = _("Say why.")


class NoSuchEndorserError(Refusal):
    """There is no such organisation here, or it is the organisation itself."""

    code = "NO_SUCH_ENDORSER"
    text = _("There is no other organisation of this short name on this site.")


class EndorsementThereError(Refusal):
    """One at a time from each endorser."""

    code = "ENDORSEMENT_THERE"
    text = _("This organisation has been asked already, or has signed.")


class EndorsementMovedOnError(Refusal):
    """It was signed, declined or withdrawn meanwhile."""

    code = "ENDORSEMENT_MOVED_ON"
    text = _("This request has moved on in the meantime. Look at it again.")


class NotAnEndorsementError(Refusal):
    """The file is no endorsement of this version that can be verified."""

    code = "NOT_AN_ENDORSEMENT"
    text = _("This is no endorsement of this version that can be verified: {why}")


@transaction.atomic
def request(
    version: DesignVersion, *, endorser: str, kind: Endorsement.Kind, reason: str, by: Actor, at: datetime
) -> Endorsement:
    """Ask another organisation of this site to endorse a published version.

    Args:
        endorser: its short name.

    Raises:
        NotAllowedError: neither author, quality officer nor administrator there.
        ReasonNeededError, NoSuchEndorserError, EndorsementThereError.
    """
    owner = version.design.organisation
    require(by, owner, *ASKERS)
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    other = Organisation.objects.filter(slug=endorser).exclude(pk=owner.pk).first()
    if other is None:
        raise NoSuchEndorserError(field="endorser")
    row = Endorsement(
        version=version,
        kind=kind,
        endorser=other,
        endorser_did=did_of(other),
        endorser_name=str(other),
        reason=reason.strip()[:LONGEST_TEXT],
        requested_by=person_of(by),
        requested_at=at,
    )
    _inserted(row)
    _note("endorsement.requested", row, owner, by=by, at=at)
    return row


@transaction.atomic
def sign(row: Endorsement, *, comment: str, by: Actor, at: datetime) -> Endorsement:
    """Endorse, with the endorser's own key. Badges issued from now on carry what was signed.

    Raises:
        NotAllowedError, SecondStepMissingError: the actor may not sign for the endorser.
        NoSigningKeyError: the endorser has no key.
        ReasonNeededError: nothing is said.
        EndorsementMovedOnError: taken back, declined or signed meanwhile.
    """
    endorser = _endorser_of(row)
    require_to_issue(by, endorser)
    if not comment.strip():
        raise ReasonNeededError(field="comment")
    said = comment.strip()[:LONGEST_TEXT]
    signer, key = keys.signer_for(endorser)
    moment = at.replace(microsecond=0)
    unsigned = credentials.project(
        id=f"urn:uuid:{row.public_id}",
        endorses=achievement_of(row.version),
        issuer=profile_of(endorser),
        comment=said,
        issued=moment,
        name=str(record_of(row.version).title.text("en")),
    )
    signed = add_proof(unsigned, suite=SUITE_OF[key.algorithm], signer=signer, created=moment)
    text = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    _move(row, State.REQUESTED, state=State.SIGNED, comment=said, document=text, signed_at=at)
    _note("endorsement.signed", row, endorser, by=by, at=at, number=key.number)
    return Endorsement.objects.get(pk=row.pk)


@transaction.atomic
def decline(row: Endorsement, *, because: str, by: Actor, at: datetime) -> Endorsement:
    """Decline, with a reason, as the endorser.

    Raises:
        NotAllowedError: no part in this at the endorser.
        ReasonNeededError, EndorsementMovedOnError.
    """
    endorser = _endorser_of(row)
    require(by, endorser, *ANSWERERS)
    _end(row, State.REQUESTED, State.DECLINED, because=because, by=by, at=at)
    _note("endorsement.declined", row, endorser, by=by, at=at)
    return Endorsement.objects.get(pk=row.pk)


@transaction.atomic
def withdraw(row: Endorsement, *, because: str, by: Actor, at: datetime, of: Organisation) -> Endorsement:
    """Take a request back, or withdraw what was signed, as the owner or as the endorser. Badges already issued keep theirs.

    Args:
        of: the organisation on whose side the actor stands.

    Raises:
        NotFoundError: the organisation is neither.
        NotAllowedError: no part in this there.
        ReasonNeededError, EndorsementMovedOnError.
    """
    if of.pk == row.version.design.organisation_id:
        require(by, of, *ASKERS)
        before: tuple[State, ...] = (State.REQUESTED, State.SIGNED)
    elif of.pk == row.endorser_id:
        require(by, of, *ANSWERERS)
        before = (State.SIGNED,)
    else:
        raise NotFoundError
    _end(row, *before, State.WITHDRAWN, because=because, by=by, at=at)
    _note("endorsement.withdrawn", row, of, by=by, at=at)
    return Endorsement.objects.get(pk=row.pk)


def upload(
    version: DesignVersion,
    *,
    content: bytes,
    kind: Endorsement.Kind,
    reason: str,
    by: Actor,
    at: datetime,
    fetch: Fetcher | None = None,
) -> Endorsement:
    """Take an endorsement that somebody outside signed, once it is verified: theirs, unchanged, in force, about this version.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        ReasonNeededError, NotAnEndorsementError, EndorsementThereError.
        TooCostlyError, BusyError: it could not be checked.
    """
    owner = version.design.organisation
    require(by, owner, Role.QA_OFFICER, Role.ADMINISTRATOR)
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    document, known = _verified(version, content, kind=kind, at=at, fetch=fetch)
    issuer = document["issuer"] if isinstance(document["issuer"], dict) else {"id": document["issuer"]}
    if str(issuer.get("id")) in {did_of(each) for each in Organisation.objects.only("slug")}:
        raise NotAnEndorsementError(field="file", why=_("an organisation of this site signed it: ask for it here."))
    subject = document["credentialSubject"]
    with transaction.atomic():
        row = Endorsement(
            version=version,
            kind=kind,
            endorser_did=str(issuer.get("id"))[:500],
            # a name is only what the signer says of itself, unless the signer is known
            endorser_name=str((issuer.get("name") if known else None) or issuer.get("id"))[:300],
            state=State.SIGNED,
            reason=reason.strip()[:LONGEST_TEXT],
            requested_by=person_of(by),
            requested_at=at,
            comment=str(subject.get("endorsementComment", ""))[:LONGEST_TEXT],
            document=content.decode("utf-8"),
            signed_at=at,
        )
        _inserted(row)
        _note("endorsement.uploaded", row, owner, by=by, at=at)
    return row


def achievement_of(version: DesignVersion) -> str:
    """What is endorsed: the version's address, which every badge of it names as its achievement."""
    return address_of(version.design.public_id, version.number)


def seen_by(organisation: Organisation) -> QuerySet[Endorsement]:
    """What concerns an organisation, on either side, the newest first."""
    rows = Endorsement.objects.filter(Q(version__design__organisation=organisation) | Q(endorser=organisation))
    return rows.select_related("version__design__organisation", "endorser", "requested_by").order_by("-requested_at", "-pk")


def _endorser_of(row: Endorsement) -> Organisation:
    if row.endorser is None:
        raise NotFoundError
    return row.endorser


def _verified(
    version: DesignVersion, content: bytes, *, kind: Endorsement.Kind, at: datetime, fetch: Fetcher | None
) -> tuple[Mapping[str, Any], bool]:
    """The endorsement, and whether its signer is a known issuer; one of quality has to be."""
    if len(content) > LARGEST_FILE:
        raise NotAnEndorsementError(field="file", why=_("it is too large."))
    try:
        document = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotAnEndorsementError(field="file", why=_("it is not JSON.")) from None
    types = document.get("type") if isinstance(document, dict) else None
    subject = document.get("credentialSubject") if isinstance(document, dict) else None
    if not isinstance(types, list) or "EndorsementCredential" not in types or check_schema(document):
        raise NotAnEndorsementError(field="file", why=_("it does not have the shape of an endorsement."))
    if not isinstance(subject, dict) or subject.get("id") != achievement_of(version):
        raise NotAnEndorsementError(field="file", why=_("it is about something else."))
    if "proof" not in document:
        raise NotAnEndorsementError(field="file", why=_("it is not signed."))
    found = check_presented(content, at=at, fetch=fetch)
    wanted = ("accept",) if kind == Endorsement.Kind.QUALITY else ("accept", "warn")
    if found.verdict not in wanted:
        raise NotAnEndorsementError(field="file", why=lazystr(found.headline(get_language() or "en")))
    return dict(document), found.verdict == "accept"


def _inserted(row: Endorsement) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise EndorsementThereError(field="endorser") from None


def _end(row: Endorsement, *states: State, because: str, by: Actor, at: datetime) -> None:
    if not because.strip():
        raise ReasonNeededError(field="because")
    after = states[-1]
    ended = {"ended_because": because.strip()[:LONGEST_TEXT], "ended_by": person_of(by), "ended_at": at}
    _move(row, *states[:-1], state=after, **ended)


def _move(row: Endorsement, *before: State, **values: object) -> None:
    # Compare and set: of two who act at once, one finds that it has moved on.
    if not Endorsement.objects.filter(pk=row.pk, state__in=before).update(**values):
        raise EndorsementMovedOnError


def _note(action: str, row: Endorsement, organisation: Organisation, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="endorsement",
        subject=row.pk,
        at=at,
        **details,
    )
