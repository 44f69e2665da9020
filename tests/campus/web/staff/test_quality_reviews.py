"""Reviews by criteria in the browser: begun, found, decided with conditions, fulfilled; and what stays private."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campus.assurance import dossiers
from campus.assurance.models import Condition, Dossier, Evidence, OwnCriteria
from campus.catalogue.models import Design
from cast import log_in

PDF = b"%PDF-1.7 minutes"
TOML = """id = "ours"
version = "1"
title = { en = "Ours", bg = "Наши" }
source = "https://laurel.example/criteria"
[[criterion]]
id = "A"
title = { en = "Use", bg = "Полза" }
asks = { en = "Is it of use?", bg = "Полезна ли е?" }
"""


@pytest.fixture
def address(client, version, carla):
    log_in(client, carla)
    answer = client.post(
        f"/o/laurel-university/designs/{version.design.public_id}/quality/", {"purpose": "periodic", "set_id": "annex-ii"}
    )
    assert answer.status_code == 302
    return answer["Location"]


def everything_met(**changed):
    sent = {f"outcome_{number}": "met" for number in range(10)} | {f"text_{number}": "" for number in range(10)}
    return sent | changed


def test_a_review_goes_from_findings_to_a_condition_that_is_fulfilled(client, address, bruno, carla):
    client.post(address + "findings", everything_met(outcome_3="partly", text_3="The rubric is not public."))
    due = timezone.localdate() + timedelta(days=60)
    sent = {"decision": "conditions", "comment": "Nearly.", "condition_0": "Publish the rubric", "due_0": due.isoformat()}
    client.post(address + "decide", sent)
    page = client.get(address).content.decode()

    assert "Fulfilled with conditions" in page
    assert "The rubric is not public." in page
    log_in(client, bruno).post(
        address + "evidence", {"title": "The rubric", "file": SimpleUploadedFile("rubric.pdf", PDF, "text/html")}
    )
    piece = Evidence.objects.get()
    log_in(client, carla).post(address + "conditions/1/fulfil", {"evidence": piece.pk})
    assert Condition.objects.get().evidence == piece
    assert "confirmed by Carla Rossi" in client.get(address).content.decode()


def test_what_is_open_stands_on_the_list_of_all_reviews(client, address, carla, version):
    client.post(address + "findings", everything_met())
    due = timezone.localdate() + timedelta(days=1)
    client.post(address + "decide", {"decision": "conditions", "condition_0": "Do it soon", "due_0": due.isoformat()})
    page = client.get("/o/laurel-university/quality/reviews/").content.decode()

    assert "Do it soon" in page
    assert "Conditions still open" in page


def test_findings_are_saved_one_by_one_and_a_missing_reason_is_named(client, address):
    answer = client.post(address + "findings", {"outcome_0": "met", "outcome_1": "not_met", "text_1": ""})

    assert answer.status_code == 400
    assert "Say why" in answer.content.decode()
    assert Dossier.objects.get().findings.get().criterion == "P1"


def test_a_decision_before_all_findings_is_refused_with_their_names(client, address):
    answer = client.post(address + "decide", {"decision": "fulfilled"})

    assert answer.status_code == 400
    assert "These criteria have no finding yet: P1" in answer.content.decode()


def test_a_condition_without_a_day_is_refused_beside_its_field(client, address):
    client.post(address + "findings", everything_met())
    answer = client.post(address + "decide", {"decision": "conditions", "condition_0": "Something"})

    assert answer.status_code == 400
    assert "A condition needs words and a day." in answer.content.decode()


def test_evidence_is_sent_as_a_file_to_keep_and_never_as_a_page(client, address, bruno):
    log_in(client, bruno)
    client.post(address + "evidence", {"title": "Minutes", "file": SimpleUploadedFile("minutes.pdf", PDF)})
    answer = client.get(f"{address}evidence/{Evidence.objects.get().public_id}")

    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_refuses_a_page_as_evidence_and_a_piece_that_is_nothing(client, address, bruno):
    log_in(client, bruno)
    page = {"title": "x", "file": SimpleUploadedFile("page.html", b"<script>")}

    assert client.post(address + "evidence", page).status_code == 400
    assert client.post(address + "evidence", {"title": "x"}).status_code == 400
    assert not Evidence.objects.exists()


def test_a_second_review_is_refused_while_one_is_open(client, address, version):
    answer = client.post(
        f"/o/laurel-university/designs/{version.design.public_id}/quality/", {"purpose": "occasion", "set_id": "esg-2015"}
    )

    assert answer.status_code == 400
    assert "under way already" in answer.content.decode()


def test_a_set_of_ones_own_is_kept_and_offered(client, carla, version):
    log_in(client, carla).post("/o/laurel-university/quality/criteria/", {"text": TOML})
    page = client.get(f"/o/laurel-university/designs/{version.design.public_id}/quality/").content.decode()

    assert OwnCriteria.objects.get().text == TOML
    assert '<option value="ours">Ours</option>' in page


def test_a_set_with_a_mistake_is_not_kept_and_the_place_is_named(client, carla):
    answer = log_in(client, carla).post("/o/laurel-university/quality/criteria/", {"text": TOML.replace("asks", "demands")})

    assert answer.status_code == 400
    assert "criterion/0/asks" in answer.content.decode()
    assert not OwnCriteria.objects.exists()


def test_an_author_reads_the_findings_and_changes_none(client, address, bruno, carla):
    dossiers.find(
        Dossier.objects.get(), criterion="P1", outcome=dossiers.Outcome.PARTLY, text="No minutes.", by=carla, at=timezone.now()
    )
    page = log_in(client, bruno).get(address).content.decode()

    assert "No minutes." in page
    assert "Save the findings" not in page


def test_the_pages_speak_bulgarian(client, address, carla):
    carla.language = "bg"
    carla.save()
    page = log_in(client, carla).get(address).content.decode()

    assert "Запис на заключенията" in page
    assert "Валидно оценяване" in page


def test_what_is_due_soon_stands_on_the_list_until_a_review_starts_the_time_anew(client, version, carla):
    soon = timezone.localdate() + timedelta(days=10)
    Design.objects.filter(pk=version.design_id).update(review_due_on=soon, state=Design.State.REVIEW_DUE)
    listed = log_in(client, carla).get("/o/laurel-university/quality/reviews/").content.decode()
    answer = client.post(
        f"/o/laurel-university/designs/{version.design.public_id}/quality/", {"purpose": "periodic", "set_id": "annex-ii"}
    )
    client.post(answer["Location"] + "findings", everything_met())
    client.post(answer["Location"] + "decide", {"decision": "fulfilled"})
    after = client.get("/o/laurel-university/quality/reviews/").content.decode()

    design = Design.objects.get(pk=version.design_id)
    assert ("Reviews due soon" in listed, "Reviews due soon" in after) == (True, False)
    assert (design.state, design.review_due_on > soon) == (Design.State.PUBLISHED, True)
