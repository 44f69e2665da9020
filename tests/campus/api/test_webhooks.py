"""Webhooks through the API: kept, tested, watched and sent again; no secret stays in an answer that is kept."""

from __future__ import annotations

import pytest

from campus.base.models import IdempotentAnswer
from campus.connectors.webhooks.models import Delivery, Message
from campus.connectors.webhooks.secret import secrets_of
from campus.connectors.webhooks.signing import written
from campus.connectors.webhooks.subscriptions import webhook_in
from cast import MONDAY

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Register", "url": "https://register.example/hook", "events": ["award.made"]}


def test_software_keeps_its_own_webhook(adela_software, laurel_university):
    made = adela_software.post("/webhooks", GIVEN).json()
    assert (made["events"], made["paused_at"], made["waiting"]) == (["award.made"], None, 0)
    assert "secret" not in made

    path = f"/webhooks/{made['id']}"
    given = adela_software.post(f"{path}/secret").json()["secret"]
    assert given == written(secrets_of(webhook_in(laurel_university, made["id"]), at=MONDAY)[0])
    assert not IdempotentAnswer.objects.filter(body__contains="whsec_").exists()
    changed = adela_software.put(path, {**GIVEN, "events": ["credential.revoked"], "paused": True}).json()
    assert (changed["events"], changed["paused_because"]) == (["credential.revoked"], "staff")
    assert [each["id"] for each in adela_software.get("/webhooks").json()] == [made["id"]]
    assert adela_software.delete(path).status_code == 204
    assert adela_software.get(path).status_code == 404


def test_refusals_name_the_field(adela_software):
    refused = adela_software.post("/webhooks", {**GIVEN, "url": "https://127.0.0.1/"})
    assert (refused.status_code, refused.json()["code"]) == (422, "WEBHOOK_ADDRESS_REFUSED")
    assert refused.json()["errors"][0]["pointer"] == "/url"
    assert adela_software.post("/webhooks", {**GIVEN, "events": ["webhook.test"]}).status_code == 422


def test_a_registrar_reads_the_log_and_sends_again(adela_software, rositsa_software, laurel_university):
    made = adela_software.post("/webhooks", GIVEN).json()
    webhook, path = webhook_in(laurel_university, made["id"]), f"/webhooks/{made['id']}"
    for number, state in enumerate(("dead", "delivered")):
        facts = {"kind": "award.made", "key": str(number), "data": {"learner": "x"}, "occurred_at": MONDAY}
        message = Message.objects.create(organisation=laurel_university, **facts)
        Delivery.objects.create(webhook=webhook, message=message, due_at=MONDAY, state=state, ended_at=MONDAY)

    (lost,) = rositsa_software.get(f"{path}/deliveries", state="dead").json()["items"]
    one = rositsa_software.get(f"{path}/deliveries/{lost['id']}").json()
    assert one["body"] == '{"data":{"learner":"x"},"timestamp":"2026-11-23T09:00:00.000Z","type":"award.made"}'
    assert rositsa_software.post(f"{path}/replay").json() == {"deliveries": 1}
    later = {"only_dead": False, "since": "2026-11-24T00:00:00Z"}
    assert rositsa_software.post(f"{path}/replay", later).json() == {"deliveries": 0}
    assert rositsa_software.post(f"{path}/replay", {"only_dead": False}).json() == {"deliveries": 2}
    assert rositsa_software.post(f"{path}/deliveries/{lost['id']}/replay").status_code == 202
    assert rositsa_software.post(f"{path}/test").json()["type"] == "webhook.test"
    assert rositsa_software.put(path, {**GIVEN, "paused": True}).status_code == 403
