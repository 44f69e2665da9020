"""Who a learner was known to be and how their work was watched: from the award to the badge, its page and `laurel verify`."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from campus.enrolling import identity
from campus.issuing import revoke
from campus.issuing.models import Credential
from campus.issuing.work import run_batch
from campus.learning.award import award_cohort
from campus.learning.conditions import supervise, supervise_one
from campus.learning.corrections import correct, renew
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award
from campus.wallet import share
from campus.wallet.models import Holding
from cast import MONDAY, log_in
from laurel.cli import app
from laurel.formats import openbadge3
from sample_design import gradebook, open_cohort, publish, record_gradebook

TODAY = MONDAY.date()


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    made = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(made, gradebook("1,Amina Yusuf,amina@students.example,80,70", "2,Bo,b@x.example,80,70"))
    return made


@pytest.fixture
def verified(cohort, bruno):
    """Amina showed her passport; the exam was on site, Bo's online."""
    chosen = [cohort.enrolments.get(number="1").pk]
    identity.verify(cohort, chosen, "passport", on=TODAY, confirmed=True, by=bruno, at=MONDAY)
    supervise(cohort, {"exam": "onsite"}, by=bruno, at=MONDAY)
    supervise_one(cohort.enrolments.get(number="2"), {"exam": "online"}, by=bruno, at=MONDAY)
    cohort.refresh_from_db()
    return cohort


def issue(cohort, registrar):
    batch = issue_awards(cohort, by=registrar, at=timezone.now())
    run_batch(batch.pk, now=timezone.now)
    return {each.recipient_name: each for each in Credential.objects.filter(batch=batch)}


def test_the_signed_badge_says_for_each_learner_what_was_so(verified, bruno, rositsa):
    award_cohort(verified, by=bruno, at=MONDAY)

    badges = issue(verified, rositsa)

    amina, bo = (openbadge3.parse(json.loads(badges[name].document)) for name in ("Amina Yusuf", "Bo"))
    assert (amina.identity.level.value, amina.identity.on) == ("person", TODAY)
    assert [one.supervision and one.supervision.value for one in amina.results] == [None, "onsite"]
    assert (bo.identity, [one.supervision and one.supervision.value for one in bo.results]) == (None, [None, "online"])
    assert "passport" not in badges["Amina Yusuf"].document.lower()
    assert "Bruno" not in badges["Amina Yusuf"].document


def test_an_award_keeps_what_was_so_when_it_was_given(cohort, bruno, rositsa):
    award_cohort(cohort, by=bruno, at=MONDAY)
    chosen = list(cohort.enrolments.values_list("pk", flat=True))
    identity.verify(cohort, chosen, "passport", on=TODAY, confirmed=True, by=bruno, at=MONDAY)
    supervise(cohort, {"exam": "onsite"}, by=bruno, at=MONDAY)

    record = openbadge3.parse(json.loads(issue(cohort, rositsa)["Bo"].document))

    assert Award.objects.get(enrolment__number="2").conditions == {}
    assert (record.identity, [one.supervision for one in record.results]) == (None, [None, None])


def test_an_award_that_is_renewed_keeps_what_is_so_then(verified, bruno, rositsa):
    award_cohort(verified, by=bruno, at=MONDAY)
    badge = issue(verified, rositsa)["Bo"]
    bo = verified.enrolments.get(number="2")
    identity.verify(verified, [bo.pk], "identity_card", on=TODAY, confirmed=True, by=bruno, at=MONDAY)
    correct(bo, "project", 90, at=MONDAY)
    revoke.revoke(badge.pk, reason="wrong_facts", because="appeal", by=rositsa, at=timezone.now())

    renewed = renew(Award.objects.get(enrolment=bo), by=rositsa, at=MONDAY)

    assert renewed.conditions == {"identity": {"level": "person", "on": TODAY.isoformat()}, "supervision": {"exam": "online"}}


def test_the_badge_page_shows_it_in_both_languages(client, verified, bruno, rositsa, amina):
    award_cohort(verified, by=bruno, at=MONDAY)
    badge = issue(verified, rositsa)["Amina Yusuf"]
    holding = Holding.objects.create(credential=badge, person=amina, claimed_at=MONDAY)
    made = share.create(holding, at=timezone.now(), note="", expires_at=None)

    for language, said in (
        ("en", ["Identity verified by a person from a document, 23 November 2026", "Supervised onsite", "Final exam"]),
        ("bg", ["Самоличността е проверена от човек по документ, 23 ноември 2026", "С присъствен надзор"]),
    ):
        shown = client.get(reverse("badge", args=[made.token]), headers={"Accept-Language": language}).content.decode()
        assert [text for text in said if text not in shown] == []


def test_the_command_line_verifies_the_badge_and_says_it(verified, bruno, rositsa, tmp_path):
    award_cohort(verified, by=bruno, at=MONDAY)
    file = tmp_path / "badge.json"
    file.write_text(issue(verified, rositsa)["Amina Yusuf"].document)

    told = CliRunner().invoke(app, ["verify", str(file), "--json", "--offline"])

    results = json.loads(told.stdout)["credential"]["results"]
    notes = [one["note"] for one in results if one["note"]]
    assert any("Identity verified by a person from a document" in note or "проверена от човек" in note for note in notes)
    assert any("onsite" in note.lower() or "присъствен" in note for note in notes)


def test_the_staff_page_verifies_a_list_and_says_who_is_missing(client, cohort, bruno):
    desk = log_in(client, bruno)
    address = reverse("cohort_conditions", args=[cohort.organisation.slug, cohort.public_id])
    assert "2 learners are ready for the award and not verified" in desk.get(address).content.decode()
    chosen = list(cohort.enrolments.values_list("pk", flat=True))
    send = reverse("cohort_identity", args=[cohort.organisation.slug, cohort.public_id])

    told = desk.post(send, {"do": "verify", "chosen": chosen, "document": "passport"}, follow=True).content.decode()
    assert "Confirm that you have compared every chosen learner" in told
    told = desk.post(
        send, {"do": "verify", "chosen": chosen, "document": "passport", "confirmed": "on"}, follow=True
    ).content.decode()

    assert "Recorded for 2 learners." in told
    assert "Verified: 2 of 2." in told
    assert "(Passport)" in told
    desk.post(send, {"do": "take_back", "chosen": chosen[:1]})
    assert cohort.enrolments.filter(identity="none").count() == 1
    desk.post(send, {"do": "vouch", "chosen": chosen[:1], "provider": "Log-in", "assurance": "high"})
    assert cohort.enrolments.filter(identity="provider", identity_assurance="high").count() == 1


def test_the_staff_page_says_how_an_assessment_is_supervised(client, cohort, bruno):
    desk = log_in(client, bruno)
    send = reverse("cohort_supervision", args=[cohort.organisation.slug, cohort.public_id])

    desk.post(send, {"watch-exam": "onsite", "watch-project": ""})
    desk.post(send, {"watch-exam": "online", "learner": "2"})
    told = desk.post(send, {"watch-exam": "online", "learner": "77"}, follow=True).content.decode()

    cohort.refresh_from_db()
    assert cohort.supervision == {"exam": "onsite"}
    assert cohort.enrolments.get(number="2").supervision == {"exam": "online"}
    assert "Nobody in this cohort has the number 77." in told
    assert "Final exam: Supervised online" in told


def test_learners_see_what_is_known_of_them_and_state_their_name(client, cohort, amina):
    desk = log_in(client, amina)
    address = reverse("my_course", args=[cohort.public_id])
    assert "Nothing recorded" in desk.get(address).content.decode()

    shown = desk.post(reverse("my_identity", args=[cohort.public_id]), follow=True).content.decode()

    assert "Identity stated by the learner" in shown
    assert "This is my name" not in shown
