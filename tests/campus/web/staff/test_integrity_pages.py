"""Cases about how work was done on the pages of staff and learner, with their mails; nobody else finds them."""

import pytest
from django.core import mail
from django.urls import reverse

from appealing import REASONS, WHY, plain_assignment
from campus.marking.models import IntegrityCase
from campus.people.models import Role
from cast import log_in, member, person
from marking import class_of, handed_in, work
from sample_design import open_cohort, publish

SEEN = "The second page is word for word that of a paper from 2019."


@pytest.fixture
def radka(laurel_university):
    return member(laurel_university, person("radka@laurel.example", "Radka Ilieva"), Role.APPROVER)


@pytest.fixture
def handed(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    submission = handed_in(plain_assignment(cohort, bruno), class_of(cohort, 1)[0])
    work()
    mail.outbox.clear()
    return submission


def at(name, *rest):
    return reverse(name, args=["laurel-university", *rest])


def opened(client, handed, bruno):
    log_in(client, bruno)
    client.post(at("integrity_new", handed.public_id), {"kind": "copied", "text": SEEN})
    return IntegrityCase.objects.get()


def test_a_case_is_opened_answered_and_decided(handed, bruno, radka, amina, client):
    log_in(client, bruno)
    cohort = handed.assignment.cohort
    page = at("assignment_submission", cohort.public_id, handed.assignment.public_id, handed.public_id)
    assert at("integrity_new", handed.public_id) in client.get(page).content.decode()
    assert client.post(at("integrity_new", handed.public_id), {"kind": "copied", "text": "Hm."}).status_code == 400
    case = opened(client, handed, bruno)
    assert "did not open the case" in client.get(at("integrity_case", case.public_id)).content.decode()
    work()
    assert (mail.outbox[0].to, SEEN in mail.outbox[0].body) == (["amina@students.example"], False)

    log_in(client, amina)
    assert (
        reverse("my_case", args=[case.public_id]) in client.get(reverse("my_course", args=[cohort.public_id])).content.decode()
    )
    mine = reverse("my_case", args=[case.public_id])
    assert SEEN in client.get(mine).content.decode()
    assert client.post(mine, {"text": "No."}).status_code == 400
    assert client.post(mine, {"text": WHY}).status_code == 302

    log_in(client, radka)
    assert "How work was done: to decide" in client.get(at("organisation")).content.decode()
    assert WHY in client.get(at("integrity_case", case.public_id)).content.decode()
    client.post(at("integrity_case", case.public_id), {"outcome": "warning", "reasons": REASONS})
    work()
    assert "decided" in mail.outbox[1].subject
    assert "A warning; the mark stands" in client.get(at("integrity_cases") + "?state=decided").content.decode()
    log_in(client, amina)
    page = client.get(mine).content.decode()
    assert (REASONS in page, "Radka" in page, "Bruno" in page) == (True, False, False)


def test_nobody_else_finds_it(handed, bruno, carla, rositsa, dmitri, laurel_university, client):
    case = opened(client, handed, bruno)
    asen = member(laurel_university, person("asen@laurel.example", "Asen"), Role.ASSESSOR)
    for stranger, answer in ((asen, 404), (carla, 403), (rositsa, 403), (dmitri, 404)):
        log_in(client, stranger)
        assert client.get(at("integrity_case", case.public_id)).status_code == answer
        assert client.get(reverse("my_case", args=[case.public_id])).status_code == 404
    log_in(client, asen)
    assert SEEN[:20] not in client.get(at("integrity_cases")).content.decode()
