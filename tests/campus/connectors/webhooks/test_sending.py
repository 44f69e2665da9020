"""Deliveries go out signed and at least once, tried again over days, and never to where nobody may be asked."""

from __future__ import annotations

import hashlib
import json
import socket
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from campus.base.models import Fact
from campus.connectors.webhooks import queueing, sending, subscriptions
from campus.connectors.webhooks.models import Attempt, Delivery, Message, Webhook
from campus.jobs.run_until_idle import run_until_idle
from campus.verification.exchange import Answer
from cast import MONDAY
from laurel.errors import Phrase, UnreachableError

pytestmark = pytest.mark.django_db
State = Delivery.State


class Clock:
    """A clock that a test sets, and an exchange that answers what is planned."""

    def __init__(self, *answers: int | None, **headers: str) -> None:
        self.now, self.answers, self.headers, self.asked = MONDAY, list(answers), headers, []

    def __call__(self) -> datetime:
        return self.now

    def exchange(self, asked):
        self.asked.append((self.now, asked))
        status = self.answers.pop(0) if self.answers else 200
        if status is None:
            raise UnreachableError(url=asked.url, why=Phrase("it did not answer", "не отговори"))
        return Answer(status=status, headers=self.headers)

    def send(self, webhook) -> bool:
        return sending.send(
            webhook.pk, exchange=self.exchange, now=self, until=self.now + timedelta(minutes=1), random=lambda: 0.5
        )


def waiting(webhook, number=1, at=MONDAY):
    for each in range(number):
        message = Message.objects.create(
            organisation=webhook.organisation, kind="award.made", key=f"k{each}", data={"learner": "x"}, occurred_at=at
        )
        Delivery.objects.create(webhook=webhook, message=message, due_at=at)
    return list(Delivery.objects.order_by("pk"))


def test_a_message_arrives_and_its_receiver_can_check_it(receiver, add, graded):
    _webhook, secret = add(events=["learner.enrolled"])
    run_until_idle()

    assert len(receiver.got) == 3
    for headers, body in receiver.got:
        said = Verifier(secret).verify(body, headers)
        assert said["type"] == "learner.enrolled"
        assert set(said["data"]) == {"cohort", "learner", "micro_credential", "version"}
        assert headers["content-type"] == "application/json"
    assert len(set(receiver.ids)) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert {each.digest for each in Attempt.objects.all()} == {hashlib.sha256(body).hexdigest() for _h, body in receiver.got}


def test_what_failed_is_sent_again_under_the_same_id_with_a_new_time(receiver, add):
    webhook, secret = add()
    waiting(webhook, at=timezone.now())
    receiver.plan(500)
    sending.wake(at=timezone.now())
    run_until_idle()
    assert Delivery.objects.get().state == State.WAITING

    Webhook.objects.update(rests_until=None)
    Delivery.objects.update(due_at=timezone.now())
    sending.wake(at=timezone.now())
    run_until_idle()

    assert Delivery.objects.get().state == State.DELIVERED
    assert receiver.ids[0] == receiver.ids[1]
    assert receiver.got[0][1] == receiver.got[1][1]
    assert Verifier(secret).verify(receiver.got[1][1], receiver.got[1][0])
    assert list(Attempt.objects.order_by("number").values_list("status", flat=True)) == [500, 200]


def test_a_message_that_is_refused_is_tried_over_three_days_and_then_given_up(webhook, adela):
    waiting(webhook)
    clock = Clock(*[400] * 20)
    while Delivery.objects.filter(state=State.WAITING).exists():
        clock.now = Delivery.objects.get().due_at
        clock.send(webhook)

    pauses = [
        (later - earlier).total_seconds() for (earlier, _a), (later, _b) in zip(clock.asked, clock.asked[1:], strict=False)
    ]
    assert pauses == [pytest.approx(each.total_seconds() * 1.1) for each in sending.PAUSES]
    assert (Delivery.objects.get().state, len(clock.asked)) == (State.DEAD, 10)
    webhook.refresh_from_db()
    assert (webhook.paused_at, webhook.rests_until) == (None, None)  # one message is refused; the others go on
    run_until_idle()
    (message,) = mail.outbox
    assert message.to == [adela.email]
    assert "did not take 1 message" in message.body


def test_a_receiver_that_is_away_is_asked_by_one_message_at_a_time(webhook):
    waiting(webhook, 3)
    clock = Clock(None, 503)
    clock.send(webhook)
    assert len(clock.asked) == 1

    clock.now += timedelta(seconds=6)
    clock.send(webhook)
    assert len(clock.asked) == 2

    clock.now += timedelta(hours=2)
    clock.send(webhook)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_after_three_days_without_an_answer_it_is_paused_and_nothing_is_lost(webhook, adela):
    waiting(webhook, 2)
    clock = Clock(*[None] * 200)
    while not Webhook.objects.get().paused_at:
        clock.now += timedelta(hours=1, minutes=13)
        clock.send(webhook)
        sending.wake(at=clock.now)

    assert Webhook.objects.get().paused_because == "failing"
    assert timedelta(days=3) <= clock.now - Webhook.objects.get().failing_since < timedelta(days=3, hours=2)
    subscriptions.set_paused(webhook, paused=False, by=adela, at=clock.now)
    queueing.send_again(webhook, Delivery.objects.all(), by=adela, at=clock.now)
    clock.answers = []
    clock.send(webhook)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_whoever_says_gone_gets_nothing_more_until_staff_resume(webhook, adela):
    waiting(webhook, 2)
    clock = Clock(410)
    clock.send(webhook)

    assert (Webhook.objects.get().paused_because, len(clock.asked)) == ("gone", 1)
    clock.send(webhook)
    assert len(clock.asked) == 1
    subscriptions.set_paused(webhook, paused=False, by=adela, at=clock.now)
    clock.send(webhook)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.parametrize(("said", "seconds"), [("3600", 3600), ("99999999", 86400), ("soon", 5), ("-1", 5), ("٣", 5), ("", 5)])
def test_a_busy_receiver_says_when_to_come_back(webhook, said, seconds):
    waiting(webhook)
    clock = Clock(429, **{"retry-after": said})
    clock.send(webhook)

    assert Delivery.objects.get().due_at - MONDAY == timedelta(seconds=seconds) * 1.1
    assert Webhook.objects.get().rests_until - MONDAY >= timedelta(seconds=seconds)


def test_refuses_to_follow_a_redirection(receiver, webhook):
    waiting(webhook, at=timezone.now())
    receiver.plan(302, Location="https://elsewhere.example/")
    sending.wake(at=timezone.now())
    run_until_idle()

    assert (len(receiver.got), Attempt.objects.get().status) == (1, 302)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.0.1"])
def test_refuses_to_ask_a_name_that_leads_to_a_private_network(receiver, webhook, monkeypatch, address):
    def look_up(*_arguments, **_named):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    waiting(webhook, at=timezone.now())
    sending.wake(at=timezone.now())
    run_until_idle()

    assert receiver.got == []
    assert Attempt.objects.get().failure == "WEBHOOK_ADDRESS_REFUSED"


def test_what_a_killed_worker_was_sending_is_sent_again(webhook):
    waiting(webhook)

    def killed(_asked):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sending.send(webhook.pk, exchange=killed, now=lambda: MONDAY, until=MONDAY + timedelta(minutes=1))
    clock = Clock()
    clock.send(webhook)
    assert clock.asked == []  # it may still be on its way
    clock.now += sending.LEASE
    clock.send(webhook)

    assert Delivery.objects.get().state == State.DELIVERED


def test_two_workers_send_nothing_twice(webhook):
    waiting(webhook, 3)
    clock, asked = Clock(), []

    def meanwhile(request):
        asked.append(request)
        clock.send(webhook)
        return Answer(status=200)

    sending.send(webhook.pk, exchange=meanwhile, now=lambda: MONDAY, until=MONDAY + timedelta(minutes=1))

    ids = [each.headers["webhook-id"] for each in (*asked, *(each for _at, each in clock.asked))]
    assert sorted(ids) == sorted({sending.message_id(each) for each in Delivery.objects.select_related("message")})


def test_a_paused_webhook_gets_a_test_and_nothing_else(webhook, adela):
    waiting(webhook)
    subscriptions.set_paused(webhook, paused=True, by=adela, at=MONDAY)
    made = queueing.send_test(webhook, by=adela, at=MONDAY)
    clock = Clock(500)
    clock.send(webhook)

    ((_at, asked),) = clock.asked
    assert json.loads(asked.body) == {"type": "webhook.test", "timestamp": "2026-11-23T09:00:00.000Z", "data": {}}
    made.refresh_from_db()
    assert made.state == State.DEAD  # a test is tried once
    assert (subscriptions.webhooks_of(webhook.organisation).get().dead, Webhook.objects.get().failing_since) == (0, None)
    assert not Fact.objects.filter(kind="webhook.failing").exists()


def test_sending_again_keeps_the_id_and_begins_the_schedule_anew(webhook, adela, rositsa):
    waiting(webhook)
    Delivery.objects.update(state=State.DEAD, ended_at=MONDAY, attempts=10, tries=10)
    assert queueing.send_again(webhook, Delivery.objects.filter(state=State.DEAD), by=rositsa, at=MONDAY) == 1
    clock = Clock(400)
    clock.send(webhook)
    again = Delivery.objects.get()

    assert (again.state, again.tries) == (State.WAITING, 1)
    assert Attempt.objects.get().number == again.attempts == 12
    assert queueing.leave_dead(webhook, by=adela, at=MONDAY) == 0


def test_messages_are_forgotten_after_a_month(webhook):
    waiting(webhook)
    queueing.forget(at=MONDAY + timedelta(days=30))
    assert Message.objects.count() == 1
    queueing.forget(at=MONDAY + timedelta(days=30, seconds=1))
    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)


def test_the_sweep_wakes_what_is_due_once(webhook, adela):
    waiting(webhook)
    for _each in range(2):
        sending.wake(at=MONDAY)
    assert Fact.objects.filter(kind="webhook.due", handled_at__isnull=True).count() == 1
    Fact.objects.all().delete()
    subscriptions.set_paused(webhook, paused=True, by=adela, at=MONDAY)
    sending.wake(at=MONDAY)
    assert not Fact.objects.filter(kind="webhook.due").exists()
