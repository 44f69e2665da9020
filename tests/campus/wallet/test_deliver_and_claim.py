"""From an issued badge to one account, for ever."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from badges import awards, issued, ordered
from campus.issuing.models import Credential
from campus.issuing.revoke import revoke
from campus.issuing.work import run_batch
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret
from campus.wallet.models import Delivery, Holding


@pytest.fixture
def badge(version, rositsa):
    credential = issued(version, rositsa)
    deliver.deliver([credential.pk], at=timezone.now())
    return credential


def secret_of(credential, generation=1):
    return claim_secret(credential.public_id, generation=generation)


def test_the_message_has_text_and_html_and_the_link(badge):
    assert deliver.send_due(now=timezone.now) == 1

    message = mail.outbox[0]
    html = message.alternatives[0][0]
    assert message.to == ["amina@students.example"]
    assert "Evaluating digital sources" in message.subject or "Оценяване" in message.subject
    assert f"/claim/{secret_of(badge)}" in message.body
    assert f"/claim/{secret_of(badge)}" in html
    assert message.attachments == []


def test_the_message_speaks_the_language_of_the_account(badge, amina):
    amina.language = "bg"
    amina.save()

    deliver.send_due(now=timezone.now)

    assert "Вашата значка „Оценяване на цифрови източници“ Ви очаква" in mail.outbox[0].subject


def test_the_secret_is_stored_only_as_a_digest(badge):
    row = Delivery.objects.get(credential=badge)

    assert secret_of(badge) not in str(row.__dict__)


def test_delivering_twice_sends_one_message(badge):
    assert deliver.deliver([badge.pk], at=timezone.now()) == 0

    deliver.send_due(now=timezone.now)
    deliver.send_due(now=timezone.now)

    assert len(mail.outbox) == 1


def test_a_message_that_fails_is_tried_again_later(badge, monkeypatch):
    def broken(self, fail_silently=False):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        assert deliver.send_due(now=timezone.now) == 0
    row = Delivery.objects.get(credential=badge)
    assert (row.sent_at, row.attempts, row.failure) == (None, 1, "SMTPServerDisconnected")
    later = timezone.now() + timedelta(minutes=2)

    assert deliver.send_due(now=lambda: later) == 1


def test_a_revoked_badge_is_not_announced(badge, rositsa):
    revoke(badge.pk, because="drill", by=rositsa, at=timezone.now())

    assert deliver.send_due(now=timezone.now) == 0


def test_a_claimed_badge_is_held_by_one_account(badge, amina):
    holding = claim.claim(secret_of(badge), person=amina, at=timezone.now())

    assert holding.person == amina
    assert claim.claim(secret_of(badge), person=amina, at=timezone.now()) == holding


def test_refuses_a_badge_that_another_account_holds(badge, amina, bruno):
    claim.claim(secret_of(badge), person=amina, at=timezone.now())

    with pytest.raises(claim.ClaimedByAnotherError):
        claim.claim(secret_of(badge), person=bruno, at=timezone.now(), confirmed=True)

    assert Holding.objects.get().person == amina


def test_another_address_must_be_confirmed(badge, bruno):
    with pytest.raises(claim.OtherAddressError):
        claim.claim(secret_of(badge), person=bruno, at=timezone.now())

    assert claim.claim(secret_of(badge), person=bruno, at=timezone.now(), confirmed=True).person == bruno


def test_the_mailed_link_verifies_the_address_of_the_account(badge, amina):
    EmailAddress.objects.filter(user=amina).update(verified=False)

    claim.claim(secret_of(badge), person=amina, at=timezone.now())

    assert EmailAddress.objects.get(user=amina).verified


def test_claiming_with_another_account_verifies_nothing(badge, bruno):
    EmailAddress.objects.filter(user=bruno).update(verified=False)

    claim.claim(secret_of(badge), person=bruno, at=timezone.now(), confirmed=True)

    assert not EmailAddress.objects.filter(verified=True, email="bruno@laurel.example").exists()


@pytest.mark.parametrize("secret", ["", "x" * 43, "../../etc/passwd"])
def test_refuses_an_unknown_link(badge, amina, secret):
    with pytest.raises(claim.UnknownLinkError):
        claim.claim(secret, person=amina, at=timezone.now())


def test_refuses_a_link_after_ninety_days(badge, amina):
    deliver.send_due(now=timezone.now)

    with pytest.raises(claim.LinkExpiredError):
        claim.claim(secret_of(badge), person=amina, at=timezone.now() + timedelta(days=91))


def test_a_message_sent_again_works_for_ninety_more_days(badge, amina, rositsa):
    deliver.send_due(now=timezone.now)
    later = timezone.now() + timedelta(days=91)

    deliver.resend(badge, by=rositsa, at=later)

    assert claim.claim(secret_of(badge), person=amina, at=later).person == amina


def test_a_new_link_stops_the_old_one(badge, amina, rositsa):
    deliver.resend(badge, by=rositsa, at=timezone.now(), new_link=True)

    with pytest.raises(claim.UnknownLinkError):
        claim.claim(secret_of(badge), person=amina, at=timezone.now())
    assert claim.claim(secret_of(badge, generation=2), person=amina, at=timezone.now())


def test_nothing_is_sent_again_for_a_claimed_badge(badge, amina, rositsa):
    claim.claim(secret_of(badge), person=amina, at=timezone.now())

    with pytest.raises(deliver.AlreadyClaimedError):
        deliver.resend(badge, by=rositsa, at=timezone.now())


def test_nothing_is_queued_for_what_is_not_issued(version, rositsa):
    batch = ordered(version, rositsa, awards(2))
    pks = list(Credential.objects.filter(batch=batch).values_list("pk", flat=True))

    assert deliver.deliver(pks, at=timezone.now()) == 0
    run_batch(batch.pk, now=timezone.now)
    assert deliver.deliver(pks, at=timezone.now()) == 2
