"""From an order to the message in the mailbox, by the worker's own reactions; and what the sweep brings back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from badges import MONDAY, awards, issued, ordered
from campus.base.models import Fact
from campus.base.outbox import Later
from campus.issuing.models import Batch, Credential, StatusList
from campus.issuing.revoke import revoke
from campus.jobs import issuing
from campus.wallet.models import Delivery


def react(kind, reaction):
    for fact in Fact.objects.filter(kind=kind, handled_at__isnull=True):
        reaction(fact, timezone.now)
        Fact.objects.filter(pk=fact.pk).update(handled_at=timezone.now())


def test_an_order_ends_in_the_mailbox(version, rositsa):
    ordered(version, rositsa, awards(3))

    react("batch.ordered", issuing.issue_batch)
    react("credential.issued", issuing.deliver_issued)

    assert len(mail.outbox) == 3
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 3


def test_a_batch_in_other_hands_is_looked_at_again(version, rositsa):
    batch = ordered(version, rositsa, awards(1))
    Batch.objects.filter(pk=batch.pk).update(state="running", leased_until=timezone.now() + timedelta(minutes=1))

    with pytest.raises(Later):
        react("batch.ordered", issuing.issue_batch)


def test_a_revocation_is_published(version, rositsa):
    credential = issued(version, rositsa)
    revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())

    react("credential.revoked", issuing.publish_status)

    assert StatusList.objects.get().stale_since is None
    assert StatusList.objects.get().published != ""


def test_the_sweep_wakes_a_batch_whose_message_was_lost(version, rositsa):
    batch = ordered(version, rositsa, awards(1))
    Fact.objects.all().update(handled_at=MONDAY)

    issuing.wake_batches(at=timezone.now())
    issuing.wake_batches(at=timezone.now())

    assert Fact.objects.filter(kind="batch.ordered", subject=batch.pk, handled_at__isnull=True).count() == 1


def test_the_sweep_publishes_lists_and_wakes_messages(version, rositsa):
    credential = issued(version, rositsa)
    Delivery.objects.create(credential=credential, secret_digest="d", queued_at=MONDAY, next_try_at=MONDAY)

    issuing.publish_due(at=timezone.now())
    issuing.wake_deliveries(at=timezone.now())
    react("delivery.due", issuing.send_messages)

    assert StatusList.objects.get().published != ""
    assert len(mail.outbox) == 1
    assert Credential.objects.get().revoked_at is None
