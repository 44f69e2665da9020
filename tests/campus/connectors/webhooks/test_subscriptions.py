"""Webhooks are kept by administrators, of their organisation alone, at addresses that may be asked; secrets stay secret."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campus.base.models import AuditEntry
from campus.connectors.webhooks import subscriptions
from campus.connectors.webhooks.models import Delivery, Message, Webhook
from campus.connectors.webhooks.secret import secrets_of
from campus.connectors.webhooks.subscriptions import WebhookFacts
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import MONDAY
from receiver import HOOK

pytestmark = pytest.mark.django_db
FACTS = WebhookFacts(name="Register", url=HOOK, events=["credential.issued"])


def test_a_webhook_keeps_its_secret_sealed_and_the_trail_says_who_added_it(add, adela):
    made, text = add(events=["credential.revoked", "learner.enrolled"])

    assert made.events == ["learner.enrolled", "credential.revoked"]
    raw = base64.b64decode(text.removeprefix("whsec_"))
    assert (len(raw), secrets_of(made, at=MONDAY)) == (32, [raw])
    assert raw not in bytes(made.sealed_secret)
    entry = AuditEntry.objects.get(action="webhook.created")
    assert (entry.actor, entry.subject, entry.details) == (adela.pk, str(made.pk), "{}")


@pytest.mark.parametrize(
    "url",
    [
        "http://register.example/",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://register.example:8443/",
        "https://user:secret@register.example/",
        "https://register.internal/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "javascript:alert(1)",
        "",
    ],
)
def test_refuses_an_address_that_may_not_be_asked(add, url):
    with pytest.raises(subscriptions.WebhookAddressRefusedError) as refusal:
        add(url=url)
    assert refusal.value.field == "url"


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"name": " "}, subscriptions.WebhookUnnamedError, "name"),
        ({"events": []}, subscriptions.NoEventsError, "events"),
        ({"events": ["credential.issued", "webhook.test"]}, subscriptions.NoEventsError, "events"),
    ],
)
def test_refuses_what_says_nothing(add, changes, refusal, field):
    with pytest.raises(refusal) as raised:
        add(**changes)
    assert raised.value.field == field


def test_refuses_more_than_an_organisation_may_have(add, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST", 1)
    add()
    with pytest.raises(subscriptions.TooManyWebhooksError):
        add()


def test_a_new_secret_signs_beside_the_one_before_for_a_day(add, adela):
    webhook, first = add()
    second = subscriptions.renew_secret(webhook, by=adela, at=MONDAY)
    webhook.refresh_from_db()
    both = [base64.b64decode(each.removeprefix("whsec_")) for each in (second, first)]

    assert secrets_of(webhook, at=MONDAY + timedelta(hours=23)) == both
    assert secrets_of(webhook, at=MONDAY + timedelta(hours=24)) == both[:1]


def test_refuses_everybody_without_the_role(webhook, laurel_university, bruno, carla, rositsa, dmitri):
    for somebody in (bruno, carla, rositsa, dmitri):
        for refused in (
            lambda by: subscriptions.create(laurel_university, FACTS, by=by, at=MONDAY),
            lambda by: subscriptions.change(webhook, FACTS, by=by, at=MONDAY),
            lambda by: subscriptions.renew_secret(webhook, by=by, at=MONDAY),
            lambda by: subscriptions.remove(webhook, by=by, at=MONDAY),
        ):
            with pytest.raises(NotAllowedError):
                refused(somebody)
    for somebody in (bruno, carla, dmitri):
        with pytest.raises(NotAllowedError):
            subscriptions.set_paused(webhook, paused=True, by=somebody, at=MONDAY)
    assert subscriptions.set_paused(webhook, paused=True, by=rositsa, at=MONDAY).paused_because == "staff"


def test_a_removed_webhook_is_gone_with_its_secrets_and_what_waited(webhook, laurel_university, adela):
    message = Message.objects.create(organisation=laurel_university, kind="award.made", key="a", data={}, occurred_at=MONDAY)
    Delivery.objects.create(webhook=webhook, message=message, due_at=MONDAY)

    subscriptions.remove(webhook, by=adela, at=MONDAY)

    assert Delivery.objects.get().state == Delivery.State.DROPPED
    assert bytes(Webhook.objects.get().sealed_secret) == b""
    with pytest.raises(NotFoundError):
        subscriptions.webhook_in(laurel_university, webhook.public_id)
    with pytest.raises(NotFoundError):
        subscriptions.remove(webhook, by=adela, at=MONDAY)


def test_nobody_finds_the_webhook_of_another_organisation(webhook, other_university):
    with pytest.raises(NotFoundError):
        subscriptions.webhook_in(other_university, webhook.public_id)


@pytest.mark.parametrize(
    "changes", [{"paused_at": MONDAY}, {"paused_because": "staff"}, {"previous_until": MONDAY}, {"url": ""}]
)
def test_the_database_refuses_a_webhook_that_contradicts_itself(webhook, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.filter(pk=webhook.pk).update(**changes)
