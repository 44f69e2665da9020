"""Claim a badge with the link that was mailed. One badge is bound to one account, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.issuing.models import Credential
from campus.people.models import Person
from campus.wallet.models import Delivery, Holding


class UnknownLinkError(Refusal):
    """No badge waits under this link."""

    code = "UNKNOWN_LINK"
    text = _("This link does not lead to a badge. Copy the whole link from the e-mail, or ask the issuer to send a new one.")


class LinkExpiredError(Refusal):
    """The 90 days are over."""

    code = "LINK_EXPIRED"
    text = _("This link has expired. The badge itself is fine: ask the issuer to send you a new link.")


class ClaimedByAnotherError(Refusal):
    """Another account holds it."""

    code = "CLAIMED_BY_ANOTHER"
    text = _("This badge is already in another account. If that is not yours, tell the issuer.")


class OtherAddressError(Refusal):
    """The account's e-mail is not the one the badge was sent to: the person must confirm."""

    code = "OTHER_ADDRESS"
    text = _("The badge was sent to another e-mail address than that of your account. Confirm that it is yours.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a claim link leads to. `holding` is set when somebody has claimed it."""

    delivery: Delivery
    credential: Credential
    holding: Holding | None

    @property
    def email_hint(self) -> str:
        """The address it was sent to, with most of it hidden."""
        local, _at, domain = self.credential.recipient_email.partition("@")
        return f"{local[:1]}…@{domain}"


def find(secret: str, *, at: datetime) -> Waiting:
    """What waits under a claim link.

    Raises:
        UnknownLinkError: nothing, or the link was replaced by a newer one.
        LinkExpiredError: the link is too old and nobody claimed in time.
    """
    related = Delivery.objects.select_related("credential__organisation", "credential__design_version__design")
    delivery = related.filter(secret_digest=digest_of(secret)).first()
    if delivery is None or delivery.credential.issued_at is None:
        raise UnknownLinkError
    holding = Holding.objects.select_related("person").filter(credential=delivery.credential).first()
    if holding is None and delivery.expires_at is not None and at >= delivery.expires_at:
        raise LinkExpiredError
    return Waiting(delivery=delivery, credential=delivery.credential, holding=holding)


@transaction.atomic
def claim(secret: str, *, person: Person, at: datetime, confirmed: bool = False) -> Holding:
    """Put the badge into the person's wallet; repeated by the same person, the same holding comes back.

    Args:
        confirmed: the person has said that the address it was sent to is theirs, although the account has another.

    Raises:
        UnknownLinkError, LinkExpiredError: see `find`.
        ClaimedByAnotherError: another account holds it.
        OtherAddressError: not confirmed, and the account's address is another one.
    """
    waiting = find(secret, at=at)
    if waiting.holding is not None:
        return _mine(waiting.holding, person)
    same_address = person.email == waiting.credential.recipient_email
    if not same_address and not confirmed and not _verified(person, waiting.credential.recipient_email):
        raise OtherAddressError
    try:
        with transaction.atomic():
            holding = Holding.objects.create(credential=waiting.credential, person=person, claimed_at=at)
    except IntegrityError:  # somebody was faster
        return _mine(Holding.objects.get(credential=waiting.credential), person)
    if same_address:
        # Whoever has the link from the mail has read the mail.
        EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    Delivery.objects.filter(pk=waiting.delivery.pk).update(next_try_at=None)
    audit.note(
        "credential.claimed",
        actor=person,
        organisation=waiting.credential.organisation_id,
        subject_kind="credential",
        subject=waiting.credential.pk,
        at=at,
        other_address=not same_address,
    )
    return holding


def _mine(holding: Holding, person: Person) -> Holding:
    if holding.person_id != person.pk:
        raise ClaimedByAnotherError
    return holding


def _verified(person: Person, email: str) -> bool:
    return bool(EmailAddress.objects.filter(user=person, email__iexact=email, verified=True).exists())
