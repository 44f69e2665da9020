"""What is told: each kind of fact, once, with ids and codes and nobody's name."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from badges import issued
from campus.base.models import Fact
from campus.connectors.webhooks import queueing, subscriptions
from campus.connectors.webhooks.models import Delivery, Message
from campus.connectors.webhooks.sending import body_of
from campus.connectors.webhooks.telling import learner
from campus.issuing.models import Credential
from campus.issuing.revoke import revoke
from campus.issuing.work import run_batch
from campus.jobs.run_until_idle import run_until_idle
from campus.learning import corrections
from campus.learning.award import award_cohort
from campus.learning.enrol import Newcomer, enrol
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award
from sample_design import gradebook, record_gradebook

pytestmark = pytest.mark.django_db


def told(*kinds):
    rows = Message.objects.order_by("pk")
    return [(each.kind, each.data) for each in rows if not kinds or each.kind in kinds]


@pytest.fixture
def paused(webhook, adela):
    """Nothing is sent in these tests: they look at what waits."""
    return subscriptions.set_paused(webhook, paused=True, by=adela, at=timezone.now())


def test_learners_of_a_gradebook_are_told_once(paused, graded):
    run_until_idle()
    record_gradebook(graded, gradebook("101,Ana,a@students.example,81,91", "104,Dora,d@students.example,1,1"))
    run_until_idle()

    enrolments = graded.enrolments.order_by("pk")
    assert [data["learner"] for _kind, data in told("learner.enrolled")] == [learner(each.pk) for each in enrolments]
    assert {data["cohort"] for _kind, data in told()} == {str(graded.public_id)}
    assert Delivery.objects.count() == 4


def test_whoever_is_enrolled_again_is_told_again(paused, cohort):
    newcomer = Newcomer(number="1", name="Ana", email="a@students.example")
    first = enrol(cohort, [newcomer], at=timezone.now())["a@students.example"]
    enrol(cohort, [newcomer], at=timezone.now())
    cohort.enrolments.update(withdrawn=True)
    enrol(cohort, [newcomer], at=timezone.now())
    run_until_idle()

    assert [data["learner"] for _kind, data in told()] == [learner(first.pk)] * 2


def test_each_award_is_told_and_none_from_before_the_webhook(graded, add, bruno):
    graded.enrolments.filter(number="102").update(meets_rules=False)
    award_cohort(graded, by=bruno, at=timezone.now())
    run_until_idle()
    webhook, _secret = add(events=["award.made"])
    subscriptions.set_paused(webhook, paused=True, by=webhook.created_by, at=timezone.now())
    graded.enrolments.filter(number="102").update(meets_rules=True)

    award_cohort(graded, by=bruno, at=timezone.now())
    run_until_idle()

    late = Award.objects.get(enrolment__number="102")
    assert [(kind, data["learner"]) for kind, data in told()] == [("award.made", learner(late.enrolment_id))]


def test_a_badge_is_told_when_it_is_issued_and_when_it_is_revoked(paused, version, rositsa):
    badge = issued(version, rositsa)
    revoke(badge.pk, because="Copied", reason="academic_integrity", by=rositsa, at=timezone.now())
    run_until_idle()

    facts = {"credential": str(badge.public_id), "micro_credential": str(version.design.public_id), "version": 1}
    assert told() == [("credential.issued", facts), ("credential.revoked", facts)]


def test_a_badge_that_takes_the_place_of_another_is_told_as_that(paused, graded, bruno, rositsa):
    award_cohort(graded, by=bruno, at=timezone.now())
    run_batch(issue_awards(graded, by=rositsa, at=timezone.now()).pk, now=timezone.now)
    first = Credential.objects.order_by("pk").first()
    award = Award.objects.get(key=first.award_key)
    corrections.correct(award.enrolment, "exam", 95, at=timezone.now())
    revoke(first.pk, because="Wrong", reason="wrong_facts", by=rositsa, at=timezone.now())
    award.refresh_from_db()
    corrections.renew(award, by=rositsa, at=timezone.now())
    run_batch(issue_awards(graded, by=rositsa, at=timezone.now()).pk, now=timezone.now)
    run_until_idle()

    second = Credential.objects.order_by("pk").last()
    ((_kind, data),) = told("credential.superseded")
    assert (data["credential"], data["replaced_by"]) == (str(first.public_id), str(second.public_id))
    assert data["learner"] == learner(award.enrolment_id)


def test_a_message_names_nobody_and_the_number_only_where_it_is_asked_for(graded, add, bruno, adela):
    for name, with_numbers in (("Plain", False), ("Register", True)):
        made, _secret = add(name=name, with_numbers=with_numbers)
        subscriptions.set_paused(made, paused=True, by=adela, at=timezone.now())
    award_cohort(graded, by=bruno, at=timezone.now())
    run_until_idle()

    for delivery in Delivery.objects.select_related("webhook", "message"):
        body = body_of(delivery).decode()
        assert not [word for word in ("Ana", "Boris", "Cleo", "students.example") if word in body]
        assert ("number" in json.loads(body)["data"]) == delivery.webhook.with_numbers
    numbers = {
        json.loads(body_of(each))["data"].get("number") for each in Delivery.objects.select_related("webhook", "message")
    }
    assert numbers == {None, "101", "102", "103"}


def test_repeating_a_fact_adds_nothing(paused, graded):
    fact = Fact.objects.get(kind="learners.enrolled")
    for _each in range(2):
        queueing.queue(fact, at=timezone.now())

    assert (Message.objects.count(), Delivery.objects.count()) == (3, 3)


def test_only_those_who_want_to_know_and_belong_there_are_told(graded, add, other_university, dmitri):
    add(events=["credential.revoked"])
    foreign = subscriptions.WebhookFacts(name="X", url="https://other.example/", events=["learner.enrolled"])
    subscriptions.create(other_university, foreign, by=dmitri, at=timezone.now())
    run_until_idle()

    assert not Delivery.objects.exists()
