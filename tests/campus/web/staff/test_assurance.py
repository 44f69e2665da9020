"""Pages on quality: what is settled, who says that quality is assured, and what the rules say of a design."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from badges import MONDAY
from campus.assurance import borders, register
from campus.assurance.models import Accreditation, GateRecord, QualityPolicy
from campus.issuing.models import Batch
from campus.learning.award import award_cohort
from campus.people.models import Person
from campus.policies.chosen import choose
from campus.policies.own_packs import keep_pack
from cast import log_in
from sample_design import gradebook, open_cohort, publish, record_gradebook

HOME = "/o/laurel-university/quality/"
CSV = (
    "agency,report_id,institution[1].deqar_id,decision,valid_from\n"
    "NEAA,1,DEQARINST0382,1,2024-01-15\n"
    "NEAA,2,DEQARINST0382,maybe,2024-01-15\n"
)


def accredited(organisation, *, until=None):
    entry = register.Entry(agency="NEAA", decision="positive", valid_from=date(2020, 1, 1), valid_to=until)
    register.enter_confirmed(organisation, entry=entry, source="NEAA 7", by=None, at=MONDAY)


def gates_of(version):
    return f"/o/laurel-university/designs/{version.design.public_id}/gates/"


def test_the_page_says_which_rules_hold_and_what_a_register_says(client, laurel_university, bruno, carla):
    choose(laurel_university, {"nl": "blocking"}, by=carla, at=MONDAY)
    accredited(laurel_university)
    page = log_in(client, bruno).get(HOME).content.decode()

    assert "Netherlands, higher education" in page
    assert "stops what does not meet it" in page
    assert "A register says that external quality assurance is in force." in page
    assert "Settle it" not in page


def test_a_quality_officer_settles_how_quality_is_kept(client, carla):
    sent = {"review_months": "6", "feedback_route": "https://laurel.example/say", "complaints_route": "Ombudsman"}
    answer = log_in(client, carla).post(HOME + "policy/", sent)

    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert QualityPolicy.objects.get().review_months == 6
    assert 'href="https://laurel.example/say"' in client.get(HOME).content.decode()


def test_refuses_a_number_of_months_beside_its_field(client, carla):
    answer = log_in(client, carla).post(HOME + "policy/", {"review_months": "99"})

    assert answer.status_code == 400
    assert not QualityPolicy.objects.exists()


def test_an_organisation_states_a_decision_and_takes_it_back(client, laurel_university, adela):
    sent = {"agency": "NEAA", "decision": "positive", "scope": "institution", "valid_from": "2024-01-15"}
    log_in(client, adela).post(HOME + "accreditation/", sent)
    row = Accreditation.objects.get()
    page = client.get(HOME + "accreditation/").content.decode()

    assert (row.confirmed, row.entered_by) == (False, adela)
    assert "the organisation itself" in page
    assert "No register says anything" in page
    client.post(f"{HOME}accreditation/{row.public_id}/take-back")
    assert not Accreditation.objects.exists()


def test_refuses_a_decision_that_ends_before_it_begins(client, adela):
    sent = {"agency": "A", "decision": "positive", "scope": "institution", "valid_from": "2024-01-15", "valid_to": "2024-01-14"}
    answer = log_in(client, adela).post(HOME + "accreditation/", sent)

    assert answer.status_code == 400
    assert "The last day of validity lies before the first one." in answer.content.decode()


@pytest.fixture
def olga(db):
    return Person.objects.create_superuser("olga@site.example", name="Olga", language="en")


def test_an_operator_numbers_an_organisation_and_brings_in_a_register(client, laurel_university, olga):
    log_in(client, olga).post(
        "/accreditations/", {"what": "number", "slug": "laurel-university", "scheme": "deqar", "value": "DEQARINST0382"}
    )
    answer = client.post("/accreditations/", {"file": SimpleUploadedFile("register.csv", CSV.encode())})
    page = answer.content.decode()

    assert Accreditation.objects.get().source == "NEAA 1"
    assert "write 1 to 4, or the decision in words" in page
    assert "DEQARINST0382" in page


def test_an_operator_is_told_that_an_organisation_is_not_there(client, olga):
    answer = log_in(client, olga).post("/accreditations/", {"what": "number", "slug": "x", "scheme": "deqar", "value": "1"})

    assert answer.status_code == 400
    assert "There is no organisation of this short name." in answer.content.decode()


def test_the_rules_of_a_design_are_shown_with_reasons_and_sources(client, laurel_university, version, bruno, carla):
    choose(laurel_university, {"eu": "blocking"}, by=carla, at=MONDAY)
    accredited(laurel_university, until=date(2025, 1, 1))
    page = log_in(client, bruno).get(gates_of(version)).content.decode()

    assert "R-12" in page
    assert "external quality assurance in force: no" in page
    assert "stops it" in page
    assert "Offer it across borders" not in page


def test_a_quality_officer_offers_a_design_across_borders_and_closes_it_again(client, laurel_university, version, carla):
    accredited(laurel_university)
    log_in(client, carla)
    address = gates_of(version).replace("gates/", "borders")

    client.post(address, {"borders": "open"})
    assert borders.open_across(version.design) is not None
    assert "Offered across borders since" in client.get(gates_of(version)).content.decode()
    client.post(address, {"borders": "close"})
    assert borders.open_across(version.design) is None


def test_the_border_is_refused_with_the_rule_that_is_missing(client, version, carla):
    address = gates_of(version).replace("gates/", "borders")
    page = log_in(client, carla).post(address, {"borders": "open"}, follow=True).content.decode()

    assert "are not met: RR-4" in page
    assert borders.open_across(version.design) is None


@pytest.fixture
def earned(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(cohort, gradebook("1,Amina,a@x.example,80,70"))
    award_cohort(cohort, by=bruno, at=MONDAY)
    return f"/o/laurel-university/cohorts/{cohort.public_id}/awards/"


def test_who_issues_sees_what_stands_against_it_and_is_refused(client, laurel_university, earned, rositsa, carla):
    choose(laurel_university, {"eu": "blocking"}, by=carla, at=MONDAY)
    accredited(laurel_university, until=date(2025, 1, 1))
    page = log_in(client, rositsa).get(earned).content.decode()
    refused = client.post(earned + "issue", {"names_checked": "on"}, follow=True).content.decode()

    assert "Rules stand against issuing" in page
    assert "are not met: R-12" in refused
    assert not Batch.objects.exists()


def test_names_that_were_compared_meet_the_rule_that_asks_for_it(client, laurel_university, earned, rositsa, carla):
    own = 'id = "ours"\nversion = "1"\ntitle = { en = "Ours", bg = "Наши" }\nstatus = "in_force"\n[[rule]]\nid = "R-25"\n'
    keep_pack(laurel_university, text=own, by=carla, at=MONDAY)
    choose(laurel_university, {"ours": "blocking"}, by=carla, at=MONDAY)
    log_in(client, rositsa).post(earned + "issue", {"names_checked": "on"})

    record = GateRecord.objects.get(stage="issue")
    assert (Batch.objects.count(), record.answer, record.checked_by) == (1, "pass", rositsa)


def test_the_pages_speak_bulgarian(client, laurel_university, version, carla):
    carla.language = "bg"
    carla.save()
    log_in(client, carla)

    assert "Как се поддържа качеството" in client.get(HOME).content.decode()
    assert "Преди публикуване и издаване" in client.get(gates_of(version)).content.decode()
