"""Dmitri holds every role at another university, and sees nothing of this one; somebody not logged in is sent to log in."""

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design
from campus.learning.uploads import receive
from campus.quality.review import submit
from sample_design import MONDAY, draft, gradebook, open_cohort, publish

GET, POST = ("get",), ("get", "post")
PAGES = [
    ("designs", (), GET),
    ("design_start", (), POST),
    ("design_new", (), ("post",)),
    ("design", ("design",), GET),
    ("design_picture", ("design",), GET),
    ("design_step", ("design", "about"), POST),
    ("design_autosave", ("design", "about"), ("post",)),
    ("design_begin", (), ("post",)),
    ("design_template", ("design",), POST),
    ("design_audience", ("design",), POST),
    ("design_skills", ("design",), GET),
    ("design_preview", ("design",), GET),
    ("design_rules", ("design",), GET),
    ("design_fix", ("design",), ("post",)),
    ("design_undo", ("design",), ("post",)),
    ("design_copy", ("design",), ("post",)),
    ("design_retire", ("design",), POST),
    ("design_submit", ("design",), ("post",)),
    ("design_withdraw", ("design",), ("post",)),
    ("design_review", ("design",), POST),
    ("design_versions", ("design",), GET),
    ("cohorts", (), GET),
    ("cohort_new", (), POST),
    ("cohort", ("cohort",), POST),
    ("cohort_close", ("cohort",), ("post",)),
    ("cohort_list", ("cohort",), ("post",)),
    ("gradebook", ("cohort", "upload"), POST),
    ("gradebook_problems", ("cohort", "upload"), GET),
    ("gradebook_act", ("cohort", "upload", "confirm"), ("post",)),
    ("cohort_awards", ("cohort",), GET),
    ("cohort_award", ("cohort",), ("post",)),
    ("cohort_issue", ("cohort",), ("post",)),
]
CASES = [(name, rest, method) for name, rest, methods in PAGES for method in methods]


@pytest.fixture
def world(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    upload = receive(cohort, content=gradebook("1,A,a@x.example,1,2"), file_name="g.csv", by=bruno, at=MONDAY)
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())
    submit(design, by=bruno, at=MONDAY)
    return {"design": design.public_id, "cohort": cohort.public_id, "upload": upload.public_id}


def address(world, name, rest, slug="laurel-university"):
    return reverse(name, args=[slug, *(world.get(part, part) for part in rest)])


@pytest.mark.parametrize(("name", "rest", "method"), CASES)
def test_refuses_dmitri_as_if_there_were_nothing(client, world, dmitri, name, rest, method):
    client.force_login(dmitri, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert getattr(client, method)(address(world, name, rest)).status_code == 404


@pytest.mark.parametrize(("name", "rest", "method"), [case for case in CASES if case[1]])
def test_refuses_dmitri_who_asks_for_our_things_inside_his_own_university(client, world, dmitri, name, rest, method):
    client.force_login(dmitri, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert getattr(client, method)(address(world, name, rest, slug="other-university")).status_code == 404
    assert Design.objects.filter(state=Design.State.IN_REVIEW).count() == 1


@pytest.mark.parametrize(("name", "rest", "method"), CASES)
def test_somebody_not_logged_in_is_sent_to_log_in(client, world, name, rest, method):
    response = getattr(client, method)(address(world, name, rest))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
