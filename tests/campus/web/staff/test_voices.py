"""Complaints and feedback in the browser: from the badge's page to the answer, and to the review that cites them."""

import re

import pytest
from django.utils import timezone

from badges import MONDAY, issued
from campus.assurance import dossiers
from campus.assurance.feedback_summary import QUESTIONS, Audience
from campus.assurance.models import Complaint, Dossier, Feedback
from campus.quality import feedback
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret
from cast import log_in

STAFF = "/o/laurel-university/quality/complaints/"
EMPLOYER = dict.fromkeys(QUESTIONS[Audience.EMPLOYER], "5")


@pytest.fixture
def badge(version, rositsa, amina):
    made = issued(version, rositsa)
    deliver.deliver([made.pk], at=timezone.now())
    claim.claim(claim_secret(made.public_id, generation=1), person=amina, at=timezone.now())
    return made


def new(version):
    return f"/my/complaints/new/{version.design.public_id}/"


def test_a_complaint_goes_from_the_badge_to_its_answer(client, badge, version, amina, carla, adela):
    page = log_in(client, amina).get(f"/my/{badge.public_id}").content.decode()
    assert new(version) in page
    client.post(new(version), {"text": "The exam asked for something else."})
    row = Complaint.objects.get()

    log_in(client, carla)
    assert "Holder of the badge" in client.get(STAFF).content.decode()
    client.post(f"{STAFF}{row.public_id}/assign", {"person": adela.pk})
    assert "Adela Petrova" in client.get(f"{STAFF}{row.public_id}/").content.decode()
    client.post(f"{STAFF}{row.public_id}/", {"outcome": "upheld", "text": "You are right: we have changed it."})

    mine = log_in(client, amina).get("/my/complaints/").content.decode()
    assert "You are right: we have changed it." in mine
    assert "Justified" in mine


def test_whoever_has_nothing_to_do_with_it_finds_nothing(client, version, amina):
    log_in(client, amina)

    assert client.get(new(version)).status_code == 404
    assert client.post(new(version), {"text": "x"}).status_code == 404


def test_a_complaint_is_taken_back_by_its_owner_alone(client, badge, version, amina, carla):
    log_in(client, amina).post(new(version), {"text": "x"})
    address = f"/my/complaints/{Complaint.objects.get().public_id}/take-back"

    assert log_in(client, carla).post(address).status_code == 404
    log_in(client, amina).post(address)
    assert Complaint.objects.get().outcome == "taken_back"


def test_the_author_is_refused_as_judge_with_a_reason(client, badge, version, amina, adela):
    version.design.edited_by = [adela.pk]
    version.design.save()
    log_in(client, amina).post(new(version), {"text": "x"})
    sent = {"outcome": "not_upheld", "text": "No."}
    answer = log_in(client, adela).post(f"{STAFF}{Complaint.objects.get().public_id}/", sent)

    assert answer.status_code == 400
    assert "cannot handle the complaint" in answer.content.decode()


def test_a_holder_answers_four_questions_once(client, badge, amina):
    address = f"/my/{badge.public_id}/feedback/"
    sent = dict.fromkeys(QUESTIONS[Audience.LEARNER], "4")
    log_in(client, amina)
    assert client.post(address, {"outcomes": "9"}).status_code == 400
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)

    assert (again.status_code, "You have answered already" in again.content.decode()) == (400, True)
    assert Feedback.objects.count() == 1


def test_employers_answer_by_link_and_a_review_cites_five_of_them(client, version, carla):
    log_in(client, carla)
    page = client.post(f"/o/laurel-university/designs/{version.design.public_id}/feedback/", {"count": "5"}).content.decode()
    links = re.findall(r"(/feedback/[\w-]{43}/)", page)
    client.logout()
    for link in links:
        assert client.post(link, EMPLOYER).status_code == 200
    assert client.get(links[0]).status_code == 404

    dossier = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=carla, at=MONDAY)
    for one in dossiers.criteria_of(dossier).criterion:
        dossiers.find(dossier, criterion=one.id, outcome=dossiers.Outcome.MET, text="", by=carla, at=MONDAY)
    decided = dossiers.decide(dossier, decision=dossiers.Decision.FULFILLED, comment="", conditions=(), by=carla, at=MONDAY)
    shown = log_in(client, carla).get(f"/o/laurel-university/quality/reviews/{dossier.public_id}/").content.decode()

    assert len(links) == 5
    assert next(each for each in decided.feedback if each["audience"] == "employer")["answers"] == 5
    assert "5 answers. 5 means entire agreement." in shown
    assert "Fewer than 5 answers" in shown
    assert feedback.FeedbackLink.objects.filter(used=True).count() == 5


def test_the_pages_speak_bulgarian(client, badge, version, amina, carla):
    for someone in (amina, carla):
        someone.language = "bg"
        someone.save()

    assert "Подаване на жалбата" in log_in(client, amina).get(new(version)).content.decode()
    assert "Никой не е подавал жалба." in log_in(client, carla).get(STAFF).content.decode()
