"""Several people, or one who clicks twice, decide about one round at the very same moment."""

import pytest
from django.db import transaction

from badges import institution
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Membership, Person, Role
from campus.quality import review
from campus.quality.chains import USUAL, StageWanted, choose_chain
from campus.quality.models import Party, Review, Stage, StageKind
from rounds import NO_TEXT
from sample_design import MONDAY, draft
from simultaneously import at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school():
    organisation, author, officer, _registrar = institution("chain-university")
    both = Person.objects.create_user("both@chain-university.example", name="Both")
    for role in (Role.QA_OFFICER, Role.APPROVER):
        Membership.objects.create(person=both, organisation=organisation, role=role)
    return organisation, author, officer, both


def handed_in(organisation, author, stages=USUAL.stages):
    choose_chain(organisation, stages, by=None, at=MONDAY, because="For this test.")
    return review.submit(create_design(organisation, by=author, at=MONDAY, draft=draft()), by=author, at=MONDAY)


def test_of_two_approvals_of_one_stage_one_counts(school):
    organisation, author, officer, both = school
    under_way = handed_in(organisation, author)

    given = at_once(*(lambda who=who: review.approve(under_way, by=who, at=MONDAY, stage=1) for who in (officer, both)))

    assert codes(given) == ["ALREADY_DECIDED"]
    assert Party.objects.filter(review=under_way, stage__isnull=False).count() == 1
    assert not DesignVersion.objects.exists()


def test_one_person_who_clicks_twice_does_not_approve_two_stages(school):
    organisation, author, _officer, both = school
    under_way = handed_in(organisation, author)

    given = at_once(*[lambda: review.approve(under_way, by=both, at=MONDAY)] * 3)

    assert codes(given) == ["ONE_PART", "ONE_PART"]
    assert not DesignVersion.objects.exists()


def test_of_an_approval_and_a_withdrawal_the_first_stands(school):
    organisation, author, officer, _both = school
    under_way = handed_in(organisation, author, (StageWanted(kind=StageKind.QUALITY_REVIEW),))

    given = at_once(
        lambda: review.approve(under_way, by=officer, at=MONDAY), lambda: review.withdraw(under_way, by=author, at=MONDAY)
    )

    assert codes(given) == ["ALREADY_DECIDED"]
    decision = Review.objects.get().decision
    assert DesignVersion.objects.count() == (decision == Review.Decision.APPROVED)
    assert Design.objects.get().state == ("published" if decision == Review.Decision.APPROVED else "draft")


def test_publishing_at_once_makes_one_version(school):
    organisation, author, officer, both = school
    choose_chain(
        organisation, (StageWanted(kind=StageKind.QUALITY_REVIEW),), by=None, at=MONDAY, publishes_at_once=False, because="Two."
    )
    under_way = review.submit(create_design(organisation, by=author, at=MONDAY, draft=draft()), by=author, at=MONDAY)
    review.approve(under_way, by=officer, at=MONDAY)

    given = at_once(*(lambda who=who: review.publish(under_way, by=who, at=MONDAY) for who in (officer, both)))

    assert codes(given) == ["ALREADY_DECIDED"]
    assert DesignVersion.objects.count() == 1


def test_rows_written_at_once_around_every_function_are_refused_by_the_database(school):
    organisation, author, _officer, both = school
    under_way = handed_in(organisation, author)
    stage = Stage.objects.get(review=under_way, position=1)

    def write(who):
        with transaction.atomic():
            facts = {"part": "decided", "decision": "approved", "decided_at": MONDAY, "digest": NO_TEXT}
            return Party.objects.create(review=under_way, person=who, stage=stage, **facts)

    given = at_once(lambda: write(both), lambda: write(author), lambda: write(both))

    assert sum(isinstance(each, Party) for each in given) == 1
    assert Party.objects.get(stage=stage).person == both
