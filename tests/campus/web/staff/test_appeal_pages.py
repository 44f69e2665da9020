"""Appeals on the pages of learners and staff, cards and mails; whoever had a part in the result finds nothing."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from appealing import REASONS, WHY, plain_assignment, released
from campus.issuing.models import Credential
from campus.issuing.work import run_batch
from campus.learning.award import award_cohort
from campus.learning.issue_awards import issue_awards
from campus.marking.models import Appeal, Submission
from campus.people.models import Role
from cast import log_in, member, person
from marking import work
from sample_design import gradebook, open_cohort, publish, record_gradebook


@pytest.fixture
def vera(laurel_university):
    return member(laurel_university, person("vera@laurel.example", "Vera Koleva", language="bg"), Role.ASSESSOR)


@pytest.fixture
def radka(laurel_university):
    return member(laurel_university, person("radka@laurel.example", "Radka Ilieva"), Role.APPROVER)


@pytest.fixture
def mine(laurel_university, bruno, carla, radka):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    (result,) = released(plain_assignment(cohort, bruno), learners=1, marker=bruno, moderator=bruno, approver=radka)
    Submission.objects.filter(pk=result.pk).update(released_at=timezone.now())
    return result


def filed(client, mine, amina):
    log_in(client, amina)
    return client.post(at_my(mine), {"grounds": "criteria", "text": WHY}, follow=True).content.decode()


def at_my(mine, name="my_appeal"):
    return reverse(name, args=[mine.assignment.public_id, mine.number])


def at(name, *rest):
    return reverse(name, args=["laurel-university", *rest])


def test_a_learner_appeals_sees_how_far_it_is_and_withdraws(mine, amina, client):
    log_in(client, amina)
    assert "Appeal against this result" in client.get(at_my(mine, "my_submission")).content.decode()
    refused = client.post(at_my(mine), {"grounds": "criteria", "text": "Unfair."})
    assert (refused.status_code, "Unfair." in refused.content.decode()) == (400, True)
    page = filed(client, mine, amina)
    assert ("What you wrote" in page, WHY in page) == (True, True)
    assert "There is an appeal" not in page
    course = client.get(reverse("my_course", args=[mine.assignment.cohort.public_id])).content.decode()
    assert "An appeal against a result is open. Until that is settled" in course
    client.post(at_my(mine, "my_appeal_withdraw"))
    assert Appeal.objects.get().state == "withdrawn"
    assert client.post(at_my(mine, "my_appeal_withdraw")).status_code == 404


def test_somebody_independent_takes_it_up_and_decides_and_the_learner_is_told(mine, amina, vera, client):
    work()
    mail.outbox.clear()
    filed(client, mine, amina)
    work()
    assert [each.to for each in mail.outbox] == [["vera@laurel.example"]]
    assert "Чака обжалване" in mail.outbox[0].subject
    appeal = Appeal.objects.get()
    log_in(client, vera)
    client.cookies["django_language"] = "en"
    assert "Appeals nobody has taken up" in client.get(at("organisation")).content.decode()
    assert WHY in client.post(at("appeal_act", appeal.public_id, "take"), follow=True).content.decode()
    wrong = client.post(at("appeal_decide", appeal.public_id), {"outcome": "changed", "total": "", "reasons": REASONS})
    assert (wrong.status_code, "Give the new points" in wrong.content.decode()) == (400, True)
    client.post(at("appeal_decide", appeal.public_id), {"outcome": "changed", "total": "90", "reasons": REASONS})
    work()
    assert mail.outbox[1].to == ["amina@students.example"]
    assert REASONS not in mail.outbox[1].body
    log_in(client, amina)
    page = client.get(at_my(mine)).content.decode()
    assert ("from 75 to 90 points" in page, REASONS in page, "Vera" in page) == (True, True, False)


def test_a_registrar_gives_it_to_somebody_independent_alone(mine, amina, vera, bruno, rositsa, client):
    filed(client, mine, amina)
    appeal = Appeal.objects.get()
    log_in(client, rositsa)
    page = client.get(at("appeal", appeal.public_id)).content.decode()
    assert (str(vera.public_id) in page, str(bruno.public_id) in page) == (True, False)
    client.post(at("appeal_act", appeal.public_id, "give"), {"person": str(bruno.public_id)})
    assert Appeal.objects.get().decider is None
    client.post(at("appeal_act", appeal.public_id, "give"), {"person": str(vera.public_id)})
    assert Appeal.objects.get().decider == vera
    assert client.post(at("appeal_act", appeal.public_id, "burn")).status_code == 404


def test_nobody_else_finds_it(mine, amina, vera, bruno, carla, dmitri, client):
    filed(client, mine, amina)
    appeal = Appeal.objects.get()
    for stranger, answer in ((bruno, 404), (carla, 403), (dmitri, 404)):
        log_in(client, stranger)
        assert client.get(at("appeal", appeal.public_id)).status_code == answer
        assert client.get(at_my(mine)).status_code == 404
        assert client.post(at_my(mine, "my_appeal_withdraw")).status_code == 404
    log_in(client, bruno)
    assert "No appeal is here that you may read." in client.get(at("appeals")).content.decode()


def test_an_award_on_hold_is_told_and_a_contradicted_badge_is_a_task(mine, amina, vera, bruno, rositsa, client):
    cohort = mine.assignment.cohort
    record_gradebook(cohort, gradebook("1,Amina Yusuf,amina@students.example,80,"))
    award_cohort(cohort, by=bruno, at=timezone.now())
    run_batch(issue_awards(cohort, by=rositsa, at=timezone.now()).pk, now=timezone.now)
    filed(client, mine, amina)
    log_in(client, rositsa)
    awards = reverse("cohort_awards", args=["laurel-university", cohort.public_id])
    assert "An appeal against a result is open" in client.get(awards).content.decode()
    appeal = Appeal.objects.get()
    log_in(client, vera)
    client.post(at("appeal_act", appeal.public_id, "take"))
    client.post(at("appeal_decide", appeal.public_id), {"outcome": "changed", "total": "20", "reasons": REASONS})
    log_in(client, rositsa)
    client.cookies["django_language"] = "en"
    assert "Badges that a changed result contradicts" in client.get(at("organisation")).content.decode()
    badge = Credential.objects.get()
    assert at("credential", badge.public_id) in client.get(at("appeals")).content.decode()
    award = cohort.enrolments.get().award
    assert "Revoke the badge first" in client.post(at("award_renew", award.pk), follow=True).content.decode()
    Credential.objects.update(revoked_at=timezone.now(), revoked_because="Wrong", revoked_by=rositsa)
    assert "The award is taken back" in client.post(at("award_renew", award.pk), follow=True).content.decode()
