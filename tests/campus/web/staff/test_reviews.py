import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Membership, Role
from campus.quality.models import Review
from campus.quality.review import submit
from sample_design import MONDAY, draft


@pytest.fixture
def review(laurel_university, bruno):
    return submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


@pytest.fixture
def officer(client, carla):
    client.force_login(carla, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(review):
    return reverse("design_review", args=["laurel-university", review.design.public_id])


def test_the_officer_reads_every_element_in_both_languages(officer, review):
    page = officer.get(url(review)).content.decode()

    for text in ("Judging information online", "Оценява надеждността на източник", "EQF level 6", "Faculty quality board"):
        assert text in page


def test_approving_publishes(officer, review):
    response = officer.post(url(review), {"decision": "approve"}, follow=True)

    assert "published as version 1" in response.content.decode()
    assert DesignVersion.objects.count() == 1


def test_asking_for_changes_needs_a_comment_and_the_author_reads_it(officer, review, client, bruno):
    refused = officer.post(url(review), {"decision": "changes"})
    assert refused.status_code == 400
    assert "Say what should change" in refused.content.decode()

    officer.post(url(review), {"decision": "changes", "comment": "Name the rubric."})
    client.force_login(bruno, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("design", args=["laurel-university", review.design.public_id])).content.decode()
    assert "Name the rubric." in page
    assert Design.objects.get().state == Design.State.CHANGES_REQUESTED


def test_refuses_approval_by_the_one_who_handed_it_in(client, review, bruno, laurel_university):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.QA_OFFICER)
    client.force_login(bruno, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "Approve and publish" not in client.get(url(review)).content.decode()
    assert client.post(url(review), {"decision": "approve"}).status_code == 400
    assert Review.objects.get().decision == ""


def test_a_decided_review_leads_back_to_the_design(officer, review):
    officer.post(url(review), {"decision": "approve"})

    assert officer.get(url(review)).status_code == 302
