import pytest

from campus.base.models import Fact
from campus.catalogue.designs import create_design
from campus.jobs.reviews import tell_authors, tell_reviewers
from campus.people.models import Membership, Role
from campus.quality.review import request_changes, submit
from sample_design import MONDAY, draft


@pytest.fixture
def review(laurel_university, bruno, carla):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.QA_OFFICER)
    return submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


def test_those_who_may_decide_are_told_in_their_language_and_nobody_else(review, carla, mailoutbox):
    carla.language = "bg"
    carla.save()

    tell_reviewers(Fact.objects.get(kind="review.submitted"), lambda: MONDAY)

    assert [message.to for message in mailoutbox] == [[carla.email]]
    assert mailoutbox[0].subject == "За преглед: Оценяване на информация онлайн"
    assert f"/designs/{review.design.public_id}/review/" in mailoutbox[0].body


def test_the_author_is_told_what_was_decided_and_why(review, carla, bruno, mailoutbox):
    request_changes(review, comment="Name the rubric.", by=carla, at=MONDAY)

    tell_authors(Fact.objects.get(kind="review.decided"), lambda: MONDAY)
    tell_reviewers(Fact.objects.get(kind="review.submitted"), lambda: MONDAY)

    assert [message.to for message in mailoutbox] == [[bruno.email]]
    assert "Name the rubric." in mailoutbox[0].body
