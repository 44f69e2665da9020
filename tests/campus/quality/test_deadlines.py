from datetime import timedelta

import pytest

from campus.assurance.models import QualityPolicy
from campus.base.models import Fact
from campus.catalogue.designs import create_design, mark_reviews_due
from campus.catalogue.models import Design
from campus.jobs import reviews
from campus.quality import deadlines, delegating, external, review
from campus.quality.chains import StageWanted, choose_chain
from campus.quality.models import StageKind
from laurel.days import months_after
from sample_design import MONDAY, draft
from sample_design import publish as publish_sample

DAY = timedelta(days=1)


@pytest.fixture
def under_way(laurel_university, bruno):
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


def run(kind, at):
    for fact in Fact.objects.filter(kind=kind):
        {"stage.due_soon": reviews.remind_of_deadline, "stage.overdue": reviews.tell_of_missed_deadline}[kind](fact, lambda: at)


def test_those_who_can_decide_are_reminded_once_before_the_deadline(under_way, carla, mailoutbox):
    deadlines.remind(at=MONDAY + 10 * DAY)
    assert not Fact.objects.filter(kind="stage.due_soon").exists()

    for _twice in range(2):
        deadlines.remind(at=MONDAY + 12 * DAY)
    run("stage.due_soon", MONDAY + 12 * DAY)

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([carla.email], "Due soon: Judging information online")]


def test_a_missed_deadline_is_told_to_those_who_wait_as_well(under_way, carla, bruno, mailoutbox):
    for _twice in range(2):
        deadlines.remind(at=MONDAY + 15 * DAY)
    run("stage.overdue", MONDAY + 15 * DAY)

    assert sorted(mail.to[0] for mail in mailoutbox) == [bruno.email, carla.email]


def test_nobody_is_reminded_of_what_is_decided(under_way, carla, bruno):
    review.withdraw(under_way, by=bruno, at=MONDAY)

    deadlines.remind(at=MONDAY + 15 * DAY)

    assert not Fact.objects.filter(kind__startswith="stage.").exists()


def test_whom_a_stage_was_handed_to_is_told_alone(under_way, carla, quinn, mailoutbox):
    delegating.delegate(under_way, to=quinn, by=carla, at=MONDAY, because="On leave.")

    reviews.tell_whom_it_was_handed_to(Fact.objects.get(kind="stage.handed_over"), lambda: MONDAY)
    reviews.tell_reviewers(Fact.objects.get(kind="review.submitted"), lambda: MONDAY)

    assert [mail.to for mail in mailoutbox] == [[quinn.email]] * 2
    assert "On leave." in mailoutbox[0].body


def test_an_external_reviewer_gets_the_link_and_nobody_else_does(laurel_university, bruno, carla, adela, mailoutbox, settings):
    choose_chain(laurel_university, [StageWanted(kind=StageKind.EXTERNAL_REVIEW)], by=adela, at=MONDAY, because="A test.")
    begun = review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)
    made = external.invite(begun, email="guest@x.example", name="Guest", language="bg", by=carla, at=MONDAY)
    fact = Fact.objects.get(kind="reviewer.invited")

    reviews.send_reviewer_link(fact, lambda: MONDAY)
    external.revoke(made, by=carla, at=MONDAY)
    reviews.send_reviewer_link(fact, lambda: MONDAY)

    (mail,) = mailoutbox
    assert mail.to == ["guest@x.example"]
    assert mail.subject == "Молим Ви за рецензия: Оценяване на информация онлайн"
    assert f"/reviews/{external.secret_of(made)}?lang=bg" in mail.body


def test_what_is_published_is_due_after_the_months_the_organisation_settled(laurel_university, bruno, carla, mailoutbox):
    QualityPolicy.objects.create(organisation=laurel_university, review_months=6, changed_by=carla, changed_at=MONDAY)
    design = publish_sample(laurel_university, bruno, carla).design
    day = Design.objects.get().review_due_on
    assert day == months_after(MONDAY.date(), 6)

    mark_reviews_due(at=MONDAY + 150 * DAY)
    assert Design.objects.get().state == Design.State.PUBLISHED
    for _twice in range(2):
        mark_reviews_due(at=MONDAY + 200 * DAY)
    reviews.tell_that_review_is_due(Fact.objects.get(kind="design.review_due"), lambda: MONDAY)

    assert Design.objects.get(pk=design.pk).state == Design.State.REVIEW_DUE
    assert sorted(mail.to[0] for mail in mailoutbox) == [bruno.email, carla.email]


def test_a_withdrawn_round_leaves_a_due_design_due(laurel_university, bruno, carla):
    design = publish_sample(laurel_university, bruno, carla).design
    later = MONDAY + 400 * DAY
    mark_reviews_due(at=later)

    review.withdraw(review.submit(Design.objects.get(), by=bruno, at=later), by=bruno, at=later)

    assert Design.objects.get(pk=design.pk).state == Design.State.REVIEW_DUE
