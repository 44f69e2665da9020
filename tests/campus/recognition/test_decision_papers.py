"""What an applicant takes home: a letter that can be read, a credential that anybody can check, both replaced on appeal."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from pypdf import PdfReader

from campus.base.models import Fact
from campus.issuing import keys, status
from campus.issuing.models import Statement
from campus.jobs import recognition as jobs
from campus.recognition import deciding, decision_elmo, decision_papers
from campus.recognition.deciding import Verdict
from campus.verification.check import check_own
from cast import log_in
from laurel.formats.elmo import NAMESPACE
from laurel.formats.openbadge3.identity import is_same_email
from peers.second_implementations import openbadgeslib_refusal
from recognising import FULL, NOW, officer, submitted

PARTIAL = Verdict(outcome="partial", reasons="The ethics of algorithms is missing.")


@pytest.fixture
def case(laurel_university, amina):
    return submitted(laurel_university, amina)


@pytest.fixture
def decision(case, laurel_university):
    olga = officer(laurel_university, "Olga")
    deciding.take(case, by=olga, at=NOW)
    return deciding.decide(case, PARTIAL, by=olga, at=NOW)


@pytest.fixture
def key(laurel_university, rositsa):
    return keys.ensure_key(laurel_university, by=rositsa, at=NOW)


def read(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def react():
    for fact in Fact.objects.filter(kind="recognition.decided").order_by("pk"):
        jobs.after_decision(fact, timezone.now)
        fact.delete()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Decision on recognition", "Recognised in part", "Missing learning outcomes", "appeal within 30 days"]),
        ("bg", ["Решение за признаване", "Признато частично", "Липсващи учебни резултати", "в срок от 30 дни"]),
    ],
)
def test_the_letter_says_what_was_decided_and_why_in_both_languages(decision, language, words):
    pdf = decision_papers.letter(decision, language)
    text = read(pdf)

    for said in [*words, "Amina", "The ethics of algorithms is missing.", "Argues about the ethics of algorithms"]:
        assert said in text
    assert decision_papers.letter(decision, language) == pdf
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"].startswith(language)


def test_a_name_in_a_rare_script_still_gets_its_letter(decision):
    decision.case.name = "山田 花子"
    assert PdfReader(BytesIO(decision_papers.letter(decision, "en"))).pages


@pytest.mark.usefixtures("key")
def test_the_decision_is_a_credential_that_we_and_others_verify(decision, amina):
    react()
    statement = Statement.objects.get()
    status.publish(statement.status_list_id, at=timezone.now())
    document = json.loads(statement.document)

    report = check_own(statement.document, at=timezone.now())
    assert report.verdict == "accept", report.to_json()
    subject = document["credentialSubject"]
    assert any(is_same_email(each, amina.email) for each in subject["identifier"])
    assert subject["achievement"]["name"] == "Recognised in part: Introduction to data"
    assert "result" not in subject  # an exemption carries no grade
    ours = keys.current_key(decision.case.organisation)
    assert openbadgeslib_refusal(statement.document, public_multikey=ours.public_multikey) is None
    assert decision.digest in subject["achievement"]["criteria"]["narrative"]


@pytest.mark.usefixtures("key")
def test_the_decision_on_an_appeal_revokes_the_credential_of_the_first(decision, case, amina, laurel_university):
    react()
    deciding.appeal(case, grounds="The seminar covers ethics.", by=amina, at=NOW)
    petar = officer(laurel_university, "Petar")
    deciding.take(case, by=petar, at=NOW)
    second = deciding.decide(case, FULL, by=petar, at=NOW)
    react()
    first_statement, second_statement = decision_papers.signed(decision), decision_papers.signed(second)
    status.publish(first_statement.status_list_id, at=timezone.now())

    assert "REVOKED" in check_own(first_statement.document, at=timezone.now()).codes
    assert check_own(second_statement.document, at=timezone.now()).verdict == "accept"
    assert decision_papers.sign(second, at=NOW) == second_statement


def test_without_a_key_the_applicant_is_told_and_the_sweep_signs_later(decision, laurel_university, rositsa, mailoutbox):
    react()
    assert (len(mailoutbox), Statement.objects.count()) == (1, 0)
    keys.ensure_key(laurel_university, by=rositsa, at=NOW)
    jobs.sign_waiting(at=timezone.now())
    jobs.sign_waiting(at=timezone.now())

    assert Statement.objects.count() == 1


@pytest.mark.usefixtures("key")
def test_papers_are_downloaded_by_the_applicant_and_the_desk_alone(client, decision, case, amina, dmitri, laurel_university):
    address = lambda form, number=1: reverse("my_recognition_paper", args=[case.public_id, number, form])  # noqa: E731
    log_in(client, amina)
    assert client.get(address("credential")).status_code == 404
    react()
    assert client.get(address("credential"))["Content-Type"] == "application/vc"
    assert client.get(address("letter-bg")).content.startswith(b"%PDF")
    assert client.get(address("letter-de")).status_code == 404
    assert client.get(address("letter-en", 2)).status_code == 404
    log_in(client, dmitri)
    assert client.get(address("letter-en")).status_code == 404
    desk = reverse("recognition_paper", args=[laurel_university.slug, case.public_id, 1, "letter-en"])
    assert client.get(desk).status_code == 404


def test_a_student_system_gets_the_decision_as_elmo(client, decision, case, amina):
    log_in(client, amina)
    answer = client.get(reverse("my_recognition_paper", args=[case.public_id, 1, "elmo"]))
    root = etree.fromstring(answer.content)
    found = {name: [each.text for each in root.iter(f"{{{NAMESPACE}}}{name}")] for name in ("status", "givenNames", "content")}

    assert answer["Content-Type"] == "application/xml"
    assert "attachment" in answer["Content-Disposition"]
    assert found["status"][0] == "Partially Positive"
    assert [*found["givenNames"], root.findtext(f".//{{{NAMESPACE}}}familyName")] == ["Amina", "Yusuf"]
    assert len(found["content"]) == 2
    assert {each.text for each in root.iter(f"{{{NAMESPACE}}}title")} >= {
        "Foreign Academy",
        "Data stewardship",
        "Introduction to data",
    }
    assert decision_elmo.write(decision) == answer.content


def test_a_refusal_is_negative_for_a_student_system_and_recognises_nothing(case, laurel_university):
    olga = officer(laurel_university, "Olga")
    deciding.take(case, by=olga, at=NOW)
    refusal = Verdict(outcome="refused", reasons="Ethics is missing.", differences=["outcomes"])
    root = etree.fromstring(decision_elmo.write(deciding.decide(case, refusal, by=olga, at=NOW)))
    assert root.findtext(f".//{{{NAMESPACE}}}status") == "Negative"
    assert root.find(f".//{{{NAMESPACE}}}recognitionResult") is None
