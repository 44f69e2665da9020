"""External reviewers: a link that opens one stage of one review to one person from outside, for a time.

The link's secret is derived from the invitation and the site's secret key; the table keeps only its digest. Whoever uses
it has shown that they read mail sent to that address, and decides as the person with that address: the database then holds
that they have no other part in the round.
"""

from __future__ import annotations

import base64
import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.catalogue.models import DesignVersion
from campus.people.invitations import BadAddressError
from campus.people.models import Membership, Person, Role
from campus.people.roles import Actor, person_of, require
from campus.quality import comments, deciding, review
from campus.quality.models import Comment, Party, Review, ReviewerInvitation, Stage, StageKind
from campus.quality.refusals import AlreadyDecidedError, SameEyesError

INVITERS = (Role.QA_OFFICER, Role.APPROVER, Role.ADMINISTRATOR)
LIFETIME = timedelta(days=30)


class NotExternalError(Refusal):
    """The stage is not an external reviewer's, or the person works in the organisation."""

    code = "NOT_EXTERNAL"
    text = _("Invite somebody from outside: this person works in your organisation.")


class NoExternalStageError(Refusal):
    """The stage that waits is decided by members."""

    code = "NO_EXTERNAL_STAGE"
    text = _("The stage that waits is not one for an external reviewer.")


class NameMissingError(Refusal):
    """Whoever decides is named in the record of the review."""

    code = "NAME_MISSING"
    text = _("Give the name of the reviewer.")


class LinkOverError(Refusal):
    """Unknown, expired, revoked, or the stage is decided: which of these is not said to strangers."""

    code = "LINK_OVER"
    text = _("This link is no longer valid. Ask the organisation that invited you.")


@transaction.atomic
def invite(under_way: Review, *, email: str, name: str, language: str, by: Actor, at: datetime) -> ReviewerInvitation:
    """Invite somebody from outside to the stage that waits; an earlier link to it stops working. The mail follows.

    Raises:
        NotAllowedError: neither quality officer, approver nor administrator there.
        SameEyesError: whoever worked on the text does not choose who decides about it; nor may they be invited.
        NoExternalStageError: another stage waits.
        BadAddressError, NameMissingError, NotExternalError.
        OnePartError: the invited person decided an earlier stage.
    """
    require(by, under_way.design.organisation, *INVITERS)
    address, called = _address(email), name.strip()[:300]
    if not called:
        raise NameMissingError(field="name")
    _design, now = deciding.locked(under_way)
    person = person_of(by)
    if Party.objects.filter(review=now, person=person).exclude(part=Party.Part.DECIDED).exists():
        raise SameEyesError
    stage = deciding.stage_to_decide(now, None)
    if stage.kind != StageKind.EXTERNAL_REVIEW:
        raise NoExternalStageError
    _refuse_insiders(now, address)
    ReviewerInvitation.objects.filter(stage=stage, revoked_at__isnull=True).update(revoked_at=at)
    invitation = ReviewerInvitation.objects.create(
        stage=stage,
        email=address,
        name=called,
        language=language if language in ("bg", "en") else "en",
        secret_digest=uuid.uuid4().hex,  # replaced below, once the key that the secret is made from exists
        invited_by=person,
        invited_at=at,
        expires_at=at + LIFETIME,
    )
    invitation.secret_digest = digest_of(secret_of(invitation))
    invitation.save(update_fields=["secret_digest"])
    deciding.note("reviewer.invited", now, person=person, at=at, stage=stage.position)
    outbox.record("reviewer.invited", subject=invitation.pk, at=at)
    return invitation


@transaction.atomic
def revoke(invitation: ReviewerInvitation, *, by: Actor, at: datetime) -> None:
    """Let the link stop working; what was said through it stays. Twice changes nothing.

    Raises:
        NotAllowedError: neither quality officer, approver nor administrator there.
    """
    under_way = invitation.stage.review
    require(by, under_way.design.organisation, *INVITERS)
    if ReviewerInvitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=at):
        deciding.note("reviewer.uninvited", under_way, person=person_of(by), at=at, stage=invitation.stage.position)


def find(secret: str, *, at: datetime) -> ReviewerInvitation:
    """The invitation that this link is for, while its stage waits.

    Raises:
        LinkOverError: unknown, expired, revoked, or decided.
    """
    living = ReviewerInvitation.objects.filter(revoked_at__isnull=True, expires_at__gt=at, stage__review__decision="")
    rows = living.select_related("stage__review__design__organisation", "stage__review__submitted_by", "invited_by")
    invitation = rows.filter(secret_digest=digest_of(secret), stage__decided__isnull=True).first()
    if invitation is None:
        raise LinkOverError
    if invitation.opened_at is None:
        ReviewerInvitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=at)
    return invitation


@transaction.atomic
def approve(secret: str, *, at: datetime, comment: str = "") -> DesignVersion | None:
    """Approve the stage of this link, as the invited person.

    Raises:
        LinkOverError: unknown, expired, revoked, or decided.
        SameEyesError, OnePartError: the person has a part in the round.
        NotReadyError, ReferredError: as for any approval.
    """
    stage, person = _let_in(secret, at)
    deciding.approve_stage(stage, person=person, at=at, comment=comment)
    return review.go_on(stage.review, person=person, at=at)


@transaction.atomic
def request_changes(secret: str, *, at: datetime, comment: str) -> None:
    """Send it back with a comment, as the invited person.

    Raises:
        LinkOverError, SameEyesError, OnePartError, CommentMissingError.
    """
    stage, person = _let_in(secret, at)
    deciding.send_back(stage, person=person, at=at, comment=comment)


@transaction.atomic
def add_comment(secret: str, *, place: str, text: str, at: datetime) -> Comment:
    """Comment on one place, as the invited person.

    Raises:
        LinkOverError, SameEyesError, OnePartError, and as `comments.comment`.
    """
    stage, person = _let_in(secret, at)
    deciding.refuse_parties(stage.review, person)
    return comments.write_comment(stage.review, place=place, text=text, person=person, at=at)


def invitations_of(stage: Stage) -> list[ReviewerInvitation]:
    """Who was invited to a stage, newest first."""
    rows = ReviewerInvitation.objects.filter(stage=stage).select_related("invited_by", "stage__review__design__organisation")
    return list(rows.order_by("-pk"))


def secret_of(invitation: ReviewerInvitation) -> str:
    """The secret in the link: 256 bits as base64url."""
    seed = f"{invitation.pk}:{invitation.stage_id}:{invitation.invited_at.timestamp()}"
    digest = salted_hmac("campus.quality.external", seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _let_in(secret: str, at: datetime) -> tuple[Stage, Person]:
    """The stage, with its design locked, and the invited person."""
    found = find(secret, at=at)
    try:
        _design, now = deciding.locked(found.stage.review)
        stage = deciding.stage_to_decide(now, found.stage.position)
    except AlreadyDecidedError:
        raise LinkOverError from None
    find(secret, at=at)  # again, under the lock: it may have been revoked while we waited
    return stage, _person(found)


def _person(invitation: ReviewerInvitation) -> Person:
    """Whoever has the invited address; without an account, a person who cannot log in until they ask for a password."""
    known = _owner(invitation.email)
    if known is not None:
        return known
    return Person.objects.create_user(invitation.email, name=invitation.name, language=invitation.language)


def _owner(address: str) -> Person | None:
    owned = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    if owned is not None:
        return Person.objects.get(pk=owned.user_id)
    return Person.objects.filter(email=address).first()


def _refuse_insiders(under_way: Review, address: str) -> None:
    known = _owner(address)
    if known is None:
        return
    deciding.refuse_parties(under_way, known)
    if Membership.objects.filter(person=known, organisation=under_way.design.organisation_id).exists():
        raise NotExternalError(field="email")


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddressError(field="email") from None
    return address
