"""Recognition on the web: asked for, compared, partly recognised with reasons, appealed, decided by others."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campus.base.models import Fact
from campus.jobs.reactions import reaction_to
from campus.recognition.models import Case
from campus.wallet import imported
from campus.wallet.imported import Given
from cast import log_in
from recognising import foreign_badge, officer, submitted


@pytest.fixture
def olga(laurel_university):
    return officer(laurel_university, "Olga")


@pytest.fixture
def petar(laurel_university):
    return officer(laurel_university, "Petar")


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def told():
    for fact in Fact.objects.filter(kind__startswith="recognition.").order_by("pk"):
        reaction_to(fact.kind)(fact, timezone.now)
    Fact.objects.all().delete()
    found = [(one.to[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    return found


FILLED = {
    "purpose": "exemption",
    "title": "Introduction to data",
    "outcomes": "Cleans messy data before analysis\nArgues about the ethics of algorithms",
    "name": "Amina Yusuf",
}


def test_the_whole_path_on_the_web(client, laurel_university, amina, olga, petar):
    desk, slug = Client(), laurel_university.slug
    log_in(client, amina)
    assert laurel_university.name_in("en") in text_of(client.get(reverse("my_recognition")))
    new = reverse("ask_for_recognition", args=[slug])
    assert client.post(new, FILLED).status_code == 400
    bad = client.post(new, {**FILLED, "text": "{}"})
    assert bad.status_code == 400
    assert "cannot be submitted" in text_of(bad)
    assert client.post(new, {**FILLED, "text": foreign_badge(amina.email).decode()}).status_code == 302
    case = Case.objects.get()
    assert {to for to, _subject in told()} == {olga.email, petar.email}

    log_in(desk, olga)
    assert "Amina Yusuf" in text_of(desk.get(reverse("recognition_queue", args=[slug])))
    page = reverse("recognition_case", args=[slug, case.public_id])
    assert "Take the case" in text_of(desk.get(page))
    act = lambda action, **said: desk.post(reverse("recognition_act", args=[slug, case.public_id, action]), said)  # noqa: E731
    assert act("take").status_code == 302
    assert act("ask", **{"ask-text": " "}).status_code == 400
    assert act("ask", **{"ask-text": "Which tool?"}).status_code == 302
    mine = reverse("my_recognition_case", args=[case.public_id])
    assert "Which tool?" in text_of(client.get(mine))
    assert client.post(reverse("my_recognition_act", args=[case.public_id, "write"]), {"text": "A sheet."}).status_code == 302
    assert [to for to, _subject in told()] == [amina.email, olga.email]
    assert act("write", **{"write-text": "Thank you."}).status_code == 302
    assert [to for to, _subject in told()] == [amina.email]

    comparison = reverse("recognition_comparison", args=[slug, case.public_id])
    seen = text_of(desk.get(comparison))
    assert "Both speak of" in seen
    assert "names an e-mail address that the applicant has confirmed" in seen
    assert desk.post(comparison, {"accepted": ["t1"], "step-quality": "1"}).status_code == 302
    decide = reverse("recognition_decide", args=[slug, case.public_id])
    refused = desk.post(decide, {"outcome": "refused", "reasons": "We prefer our own."})
    assert refused.status_code == 400
    assert "substantial difference" in text_of(refused)
    assert (
        desk.post(decide, {"outcome": "partial", "reasons": "Ethics is missing.", "credit": "on", "ects": "2"}).status_code
        == 302
    )
    seen = text_of(client.get(mine))
    assert "Recognised in part" in seen
    assert "Argues about the ethics of algorithms" in seen
    assert "2 ECTS credits are granted, without a grade" in seen

    appeal = reverse("my_recognition_act", args=[case.public_id, "appeal"])
    assert client.post(appeal, {"appeal-grounds": ""}).status_code == 400
    assert client.post(appeal, {"appeal-grounds": "The seminar covers ethics."}).status_code == 302
    assert told()[-1][0] == petar.email
    assert "decided by others" in text_of(desk.get(page))
    assert desk.post(decide, {"outcome": "full", "reasons": "Yes.", "credit": "on"}).status_code == 400
    log_in(desk, petar)
    assert act("take").status_code == 302
    assert desk.post(decide, {"outcome": "full", "reasons": "It does.", "credit": "on"}).status_code == 302
    seen = text_of(client.get(mine))
    assert "Decision on the appeal" in seen
    assert "Another decision took its place" in seen


def test_a_committee_votes_on_the_page(client, laurel_university, amina, olga):
    case = submitted(laurel_university, amina)
    log_in(client, olga)
    act = lambda action, **said: client.post(  # noqa: E731
        reverse("recognition_act", args=[laurel_university.slug, case.public_id, action]), said
    )
    act("take")
    assert act("committee", **{"committee-count": "99"}).status_code == 400
    assert act("committee", **{"committee-count": "2"}).status_code == 302
    assert act("vote", **{"vote-outcome": "full", "vote-because": "Covered."}).status_code == 302
    decide = reverse("recognition_decide", args=[laurel_university.slug, case.public_id])
    answer = client.post(decide, {"outcome": "full", "reasons": "Covered."})
    assert "1 of 2 votes" in text_of(answer)


def test_a_badge_of_this_site_is_submitted_from_the_account(client, laurel_university, amina, olga, version, rositsa):
    from stacking_here import earned

    credential = earned(version, rositsa, amina)
    log_in(client, amina)
    new = reverse("ask_for_recognition", args=[laurel_university.slug])
    said = {**FILLED, "badge": f"urn:uuid:{credential.public_id}", "target": str(version.design.public_id)}
    assert client.post(new, said).status_code == 302
    assert Case.objects.get().target_version == version


def test_a_badge_from_elsewhere_that_is_kept_in_the_account_is_submitted(client, laurel_university, amina, olga):
    kept = imported.add(Given(content=foreign_badge(amina.email)), person=amina, at=timezone.now())
    log_in(client, amina)
    new = reverse("ask_for_recognition", args=[laurel_university.slug])
    assert client.post(new, {**FILLED, "badge": str(kept.public_id)}).status_code == 302
    assert bytes(Case.objects.get().evidence.get().content) == foreign_badge(amina.email)


def test_strangers_and_other_desks_find_nothing(client, laurel_university, other_university, amina, dmitri, olga):
    case = submitted(laurel_university, amina)
    log_in(client, dmitri)
    for name in ("recognition_case", "recognition_comparison", "recognition_decide"):
        assert client.get(reverse(name, args=[laurel_university.slug, case.public_id])).status_code == 404
        assert client.get(reverse(name, args=[other_university.slug, case.public_id])).status_code == 404
    assert client.get(reverse("my_recognition_case", args=[case.public_id])).status_code == 404
    for action in ("write", "appeal", "withdraw", "add"):
        assert client.post(reverse("my_recognition_act", args=[case.public_id, action]), {"text": "x"}).status_code == 404


def test_an_administrator_sets_the_deadlines_and_the_desk_tells_them(client, laurel_university, adela, amina):
    log_in(client, adela)
    page = reverse("recognition_terms", args=[laurel_university.slug])
    assert client.get(page).context["form"].initial == {"months_to_decide": 4, "days_to_appeal": 30}
    assert client.post(page, {"months_to_decide": "9", "days_to_appeal": "30"}).status_code == 400
    kept = client.post(page, {"months_to_decide": "1", "days_to_appeal": "45"}, follow=True)
    assert "submitted from now on" in kept.content.decode()
    officer(laurel_university, "Olga")
    log_in(client, amina)
    told = client.get(reverse("my_recognition")).content.decode()
    assert "Decides within one month; you can appeal within 45 days." in told
    assert "within 45 days" in client.get(reverse("ask_for_recognition", args=[laurel_university.slug])).content.decode()


@pytest.mark.parametrize("name", ["queue", "case", "comparison", "decide"])
@pytest.mark.parametrize(
    ("language", "source", "next_step"), [("en", "Lisbon", "Next: "), ("bg", "Лисабонск", "След(ва| това): ")]
)
def test_a_trainee_finds_the_rule_its_source_and_the_next_step_on_every_screen(
    client, laurel_university, amina, name, language, source, next_step
):
    case, olga = submitted(laurel_university, amina), officer(laurel_university, "Olga")
    olga.language = language
    olga.save()
    log_in(client, olga)
    arguments = [laurel_university.slug, *([] if name == "queue" else [case.public_id])]
    page = client.get(reverse(f"recognition_{name}", args=arguments)).content.decode()
    assert source in page
    assert re.search(r"R-4[2-7]", page)
    assert re.search(next_step, page)
