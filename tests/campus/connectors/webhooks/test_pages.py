"""Pages: an administrator adds a webhook and sees its secret once; registrars watch, test and send again."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from campus.connectors.webhooks.models import Delivery, Message, Webhook
from campus.jobs.run_until_idle import run_until_idle
from cast import MONDAY, log_in
from receiver import HOOK

pytestmark = pytest.mark.django_db
SLUG = "laurel-university"
GIVEN = {"name": "Register", "url": HOOK, "events": ["award.made", "credential.issued"]}


def page(client, name, *ids):
    return client.get(reverse(name, args=[SLUG, *ids])).content.decode()


def dead(webhook):
    message = Message.objects.create(
        organisation=webhook.organisation, kind="award.made", key="k", data={"learner": "x"}, occurred_at=MONDAY
    )
    return Delivery.objects.create(webhook=webhook, message=message, due_at=MONDAY, state="dead", ended_at=MONDAY)


def test_an_administrator_adds_a_webhook_sees_its_secret_once_and_tests_it(client, receiver, laurel_university, adela):
    log_in(client, adela)
    assert "Add a webhook" in page(client, "webhooks")
    shown = client.post(reverse("webhook_new", args=[SLUG]), GIVEN)
    made = Webhook.objects.get()

    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", shown.content.decode())
    assert shown["Cache-Control"] == "private, no-store"
    assert secret not in page(client, "webhook", made.public_id)
    tested = client.post(reverse("webhook_act", args=[SLUG, made.public_id]), {"do": "test"})
    run_until_idle()
    text = client.get(tested["Location"]).content.decode()
    assert "Delivered" in text
    assert receiver.ids[0] in text
    assert "200" in text


def test_what_is_wrong_is_said_at_its_field(client, laurel_university, adela):
    log_in(client, adela)
    answer = client.post(reverse("webhook_new", args=[SLUG]), {"name": "Register", "url": "http://10.0.0.1/"})

    assert answer.status_code == 400
    assert "Choose at least one kind of message." in answer.content.decode()
    answer = client.post(reverse("webhook_new", args=[SLUG]), {**GIVEN, "url": "http://10.0.0.1/"})
    assert 'id="id_url_error"' in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_given_another_secret_and_removed(client, webhook, adela):
    log_in(client, adela)
    client.post(reverse("webhook_change", args=[SLUG, webhook.public_id]), {**GIVEN, "name": "Warehouse"})
    renewed = client.post(reverse("webhook_secret", args=[SLUG, webhook.public_id])).content.decode()
    webhook.refresh_from_db()

    assert (webhook.name, webhook.events) == ("Warehouse", GIVEN["events"])
    assert "whsec_" in renewed
    assert "we sign with the secret before as well" in renewed
    client.post(reverse("webhook_remove", args=[SLUG, webhook.public_id]))
    assert "Warehouse" not in page(client, "webhooks")
    assert client.get(reverse("webhook", args=[SLUG, webhook.public_id])).status_code == 404


def test_a_registrar_pauses_resumes_sends_again_and_leaves(client, webhook, rositsa):
    log_in(client, rositsa)
    lost = dead(webhook)
    assert "Webhooks that fail" in page(client, "organisation")
    act = reverse("webhook_act", args=[SLUG, webhook.public_id])
    assert "Paused: what happens from now on waits here." in client.post(act, {"do": "pause"}, follow=True).content.decode()
    assert "1 message is sent again." in client.post(act, {"do": "again"}, follow=True).content.decode()
    assert "once the webhook is resumed" in page(client, "webhook_delivery", webhook.public_id, lost.public_id)
    Delivery.objects.update(state="dead", ended_at=timezone.now())
    assert "1 message is left." in client.post(act, {"do": "leave"}, follow=True).content.decode()
    client.post(reverse("webhook_delivery_again", args=[SLUG, webhook.public_id, lost.public_id]))
    lost.refresh_from_db()
    assert lost.state == "waiting"
    client.post(act, {"do": "resume"})
    assert Webhook.objects.get().paused_at is None
    assert "Add a webhook" not in page(client, "webhooks")
    assert "Webhooks that fail" not in page(client, "organisation")


def test_the_log_goes_by_pages_and_by_state(client, webhook, adela):
    log_in(client, adela)
    dead(webhook)
    address = reverse("webhook", args=[SLUG, webhook.public_id])

    assert "A learner has earned the award" in client.get(address, {"state": "dead"}).content.decode()
    assert "Nothing is in this state." in client.get(address, {"state": "delivered"}).content.decode()
    assert "A learner has earned the award" in client.get(address, {"state": "x", "page": "99"}).content.decode()


def test_a_delivery_of_another_webhook_is_not_found(client, webhook, add, adela):
    log_in(client, adela)
    other, _secret = add(name="Other")
    lost = dead(webhook)

    assert client.get(reverse("webhook_delivery", args=[SLUG, other.public_id, lost.public_id])).status_code == 404
    assert client.post(reverse("webhook_delivery_again", args=[SLUG, other.public_id, lost.public_id])).status_code == 404
