"""Enrolling in a browser's terms: from the page of the micro-credential to a place, on either side of the desk."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from campus.base.models import Fact
from campus.enrolling import applying, intakes, invitations, sponsors
from campus.enrolling.models import Application, Intake, Waiver
from campus.jobs import enrolling as jobs
from campus.learning.learners import enrolments_of
from cast import MONDAY, log_in, person
from enrolling import applied, intake_of, people

SAYS = {"kind": "statement", "id": "weekly", "text_en": "I work with tables.", "text_bg": "Работя с таблици."}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


@pytest.fixture
def intake(version, bruno, rositsa):
    return intake_of(version, bruno, rositsa, capacity=1)


def ask(intake, rositsa, strength):
    entry = {"id": "a", "strength": strength, "needs": {"at_least": 1, "of": [SAYS]}}
    intake.refresh_from_db()
    intakes.set_prerequisites(intake, [entry], revision=intake.revision, by=rositsa, at=MONDAY)


def at(name, intake, *more):
    return reverse(name, args=[intake.cohort.organisation.slug, intake.public_id, *more])


def send_mails():
    for fact in Fact.objects.filter(kind__in=["intake.moved", "intake.invitations_due"]):
        act = jobs.tell_applicants if fact.kind == "intake.moved" else jobs.send_invitations
        act(fact, lambda: MONDAY)


def test_a_learner_finds_the_edition_sees_that_something_is_recommended_only_and_is_enrolled(intake, rositsa, amina, client):
    ask(intake, rositsa, "recommended")
    page = reverse("public_design", args=[intake.edition.design.public_id, 1])
    assert reverse("enrol", args=[intake.public_id]) in client.get(page).content.decode()
    log_in(client, amina)

    form = client.get(reverse("enrol", args=[intake.public_id]), headers={"Accept-Language": "en"}).content.decode()
    assert "Recommended only" in form
    assert "You can enrol all the same" in form
    done = client.post(reverse("enrol", args=[intake.public_id]), {"name": "Amina Yusuf"}, follow=True)
    assert "You are enrolled" in done.content.decode()
    assert enrolments_of(amina).count() == 1
    assert "You take part" in client.get(reverse("my_application", args=[Application.objects.get().public_id])).content.decode()
    again = client.get(reverse("enrol", args=[intake.public_id]))
    assert again.headers["Location"] == reverse("my_application", args=[Application.objects.get().public_id])


def test_whoever_lacks_what_is_needed_reads_what_and_finds_no_form(intake, rositsa, amina, client, version):
    design = {"kind": "credential", "design": str(version.design.public_id)}
    Intake.objects.update(prerequisites=[{"id": "a", "strength": "hard", "needs": {"at_least": 1, "of": [design]}}])
    log_in(client, amina)
    page = client.get(reverse("enrol", args=[intake.public_id])).content.decode()
    assert "You need it before you can enrol." in page
    assert 'name="name"' not in page


def test_a_statement_is_ticked_and_a_missing_one_is_named(intake, rositsa, amina, client):
    ask(intake, rositsa, "hard")
    log_in(client, amina)
    url = reverse("enrol", args=[intake.public_id])
    refused = client.post(url, {"name": "Amina"})
    assert (refused.status_code, Application.objects.count()) == (400, 0)
    client.post(url, {"name": "Amina", "says": ["weekly"]})
    assert Application.objects.get().state == "enrolled"


def test_one_waits_is_offered_the_place_by_mail_takes_it_and_may_give_it_up(intake, amina, client):
    (other,) = people(1)
    applied(intake, other)
    log_in(client, amina)
    waits = client.post(reverse("enrol", args=[intake.public_id]), {"name": "Amina"}, follow=True).content.decode()
    assert "You are the next in line." in waits

    applying.withdraw(intake.applications.get(person=other), by=other, at=MONDAY)
    send_mails()
    told = [message for message in mail.outbox if message.to == [amina.email]]
    assert "A place is kept for you" in told[-1].subject
    mine = intake.applications.get(person=amina)
    assert reverse("my_application", args=[mine.public_id]) in told[-1].body
    assert Fact.objects.filter(kind="intake.moved").exists()
    number = len(mail.outbox)
    send_mails()
    assert len(mail.outbox) == number

    act = reverse("my_application_act", args=[mine.public_id])
    assert "You are enrolled" in client.post(act, {"do": "accept"}, follow=True).content.decode()
    assert "You have withdrawn" in client.post(act, {"do": "withdraw"}, follow=True).content.decode()
    assert "Apply again" in client.get(reverse("my_application", args=[mine.public_id])).content.decode()


def test_evidence_is_private_checked_and_gone_once_it_is_decided(intake, rositsa, bruno, amina, dmitri, client, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    ask(intake, rositsa, "waivable")
    log_in(client, amina)
    url = reverse("enrol", args=[intake.public_id])
    fake = SimpleUploadedFile("proof.pdf", b"<script>alert(1)</script>")
    bad = client.post(url, {"name": "Amina", "evidence-a": "Years.", "file-a": fake})
    assert (bad.status_code, Application.objects.count()) == (400, 0)
    assert "Years." in bad.content.decode()
    good = SimpleUploadedFile("proof.pdf", b"%PDF-1.7\n%%EOF")
    client.post(url, {"name": "Amina", "evidence-a": "Years.", "link-a": "https://a.example/x", "file-a": good})
    waiver = Waiver.objects.get()

    file = at("intake_evidence", intake, waiver.pk)
    for stranger, status in ((amina, 404), (dmitri, 404), (bruno, 403)):
        log_in(client, stranger)
        assert client.get(file).status_code == status
    log_in(client, rositsa)
    served = client.get(file)
    assert (served.headers["Content-Type"], served.headers["Content-Disposition"][:10]) == ("application/pdf", "attachment")
    client.post(at("intake_waiver", intake, waiver.pk), {"do": "grant"})
    assert client.get(file).status_code == 404
    assert Application.objects.get().state == "offered"


def test_a_registrar_opens_an_edition_and_decides_on_many_at_a_time(version, bruno, rositsa, client):
    intake = intake_of(version, bruno, rositsa, capacity=2, admission=Intake.Admission.DECISION)
    held = [applied(intake, each) for each in people(3)]
    log_in(client, rositsa)
    assert "Applications to decide on" in client.get(reverse("organisation", args=["laurel-university"])).content.decode()
    page = client.get(at("intake", intake) + "?q=learner1").content.decode()
    assert ("learner1@" in page, "learner2@" in page) == (True, False)

    chosen = [str(each.public_id) for each in held]
    done = client.post(at("intake_decide", intake), {"do": "admit", "chosen": [*chosen, "nonsense"]}, follow=True)
    assert "2 are offered a place, 1 wait for one." in done.content.decode()
    refused = client.post(at("intake_decide", intake), {"do": "refuse", "chosen": chosen[:1]}, follow=True)
    assert "Say why" in refused.content.decode()
    client.post(at("intake_decide", intake), {"do": "refuse", "chosen": chosen[:1], "why": "places"})
    assert list(intake.applications.order_by("pk").values_list("state", flat=True)) == ["refused", "offered", "offered"]


def test_prerequisites_are_put_together_without_scripts(intake, rositsa, client):
    log_in(client, rositsa)
    url = at("intake_prerequisites", intake)

    def add(**typed):
        intake.refresh_from_db()
        return client.post(url, {"do": "add", "revision": intake.revision, "strength": "hard", **typed})

    assert add(kind="test").status_code == 400
    add(kind="statement", text_en="First")
    intake.refresh_from_db()
    first = intake.prerequisites[0]["id"]
    add(kind="statement", text_en="Second", entry=f"or-{first}")
    add(kind="statement", text_en="Third", entry=f"and-{first}")
    intake.refresh_from_db()
    (entry,) = intake.prerequisites
    assert (entry["needs"]["at_least"], len(entry["needs"]["of"])) == (2, 2)
    assert (entry["needs"]["of"][0]["at_least"], len(entry["needs"]["of"][0]["of"])) == (1, 2)

    client.post(url, {"do": "strength", "entry": first, "strength": "waivable", "revision": intake.revision})
    intake.refresh_from_db()
    assert intake.prerequisites[0]["strength"] == "waivable"
    stale = client.post(url, {"do": "remove", "entry": first, "revision": 1}, follow=True)
    assert "Somebody changed this" in stale.content.decode()
    client.post(url, {"do": "remove", "entry": first, "revision": intake.revision})
    intake.refresh_from_db()
    assert intake.prerequisites == []


def test_invited_people_come_by_their_link_and_sponsored_ones_by_their_code(version, bruno, rositsa, amina, client):
    intake = intake_of(version, bruno, rositsa, capacity=5, admission=Intake.Admission.INVITATION)
    log_in(client, rositsa)
    client.post(at("intake_invite", intake), {"addresses": "guest@elsewhere.example", "language": "en"})
    made = client.post(at("intake_sponsor_add", intake), {"name": "Works", "seats": 2}).content.decode()
    code = re.search(r"<code[^>]*>([A-Z0-9-]+)</code>", made)[1]
    assert code not in client.get(at("intake_people", intake)).content.decode()
    send_mails()
    secret = invitations.secret_of(intake.invitations.get())
    assert reverse("enrol_invitation", args=[secret]) in mail.outbox[-1].body

    log_in(client, amina)
    assert "for invited people" in client.get(reverse("enrol", args=[intake.public_id])).content.decode()
    landed = client.get(reverse("enrol_invitation", args=[secret]))
    assert secret not in landed.headers["Location"]
    client.post(landed.headers["Location"], {"name": "Amina", "code": code})
    mine = Application.objects.get(person=amina)
    assert (mine.state, mine.way, mine.sponsor.name) == ("enrolled", "invited", "Works")
    assert sponsors.Sponsor.objects.get().applications.count() == 1


def test_a_list_shows_what_it_would_come_to_before_anybody_is_enrolled(intake, rositsa, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    log_in(client, rositsa)
    file = SimpleUploadedFile("people.csv", b"name,email\nA,a@people.example\nB,b@people.example\nC,nobody\n")
    page = client.post(at("intake_list_add", intake), {"file": file, "language": "en"}, follow=True)
    text = page.content.decode()
    assert "Nobody is enrolled yet" in text
    assert "is not an e-mail address" in text
    assert not intake.applications.exists()
    upload = intake.lists.get()
    done = client.post(at("intake_list_act", intake, upload.public_id, "confirm"), follow=True).content.decode()
    assert "Enrolled: 1. Waiting: 1." in done
    empty = client.post(at("intake_list_add", intake), {"language": "en"})
    assert empty.status_code == 400


def test_nobody_sees_the_application_of_another_nor_enrols_where_they_may_not_look(intake, amina, client):
    stranger = person("stranger@elsewhere.example", "Stranger")
    mine = applied(intake, amina)
    log_in(client, stranger)
    assert client.get(reverse("my_application", args=[mine.public_id])).status_code == 404
    assert client.post(reverse("my_application_act", args=[mine.public_id]), {"do": "withdraw"}).status_code == 404
    assert client.get(reverse("enrol_invitation", args=["0" * 64])).status_code == 404
    assert Application.objects.get().state == "enrolled"
