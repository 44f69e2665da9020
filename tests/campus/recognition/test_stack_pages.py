"""Programmes on the web: written, published, seen by everybody, applied for, decided."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from campus.base.models import Fact
from campus.jobs import stacks as jobs
from campus.people.models import Role
from campus.recognition import stack_applying, stack_surveys
from campus.recognition.models import Programme, StackApplication
from campus.recognition.stack_reading import design_iri
from campus.web.rule_sets import STAGE
from cast import MONDAY, log_in, member, person
from laurel.policy.pack import STAGES
from stacking_here import credits_from, earned, offered, one, written


@pytest.fixture
def programme(laurel_university, bruno, carla, certificate, statistics, python, ethics):
    nodes = one("Core", statistics, "4"), credits_from("Electives", "2", themes=["data"])
    return offered(laurel_university, bruno, carla, certificate, *nodes).programme


def inside(name, programme, *more):
    return reverse(name, args=[programme.organisation.slug, programme.public_id, *more])


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_programme_is_written_page_by_page_and_published_by_somebody_else(
    client, laurel_university, bruno, carla, certificate, statistics
):
    log_in(client, bruno)
    new = reverse("programme_new", args=[laurel_university.slug])
    assert client.post(new, {"title_en": " "}).status_code == 400
    assert client.post(new, {"title_en": "Data certificate"}).status_code == 302
    found = Programme.objects.get()
    facts = {
        "title_en": "Data certificate",
        "description_en": "From tables to decisions.",
        "kind": "certificate",
        "eqf": "6",
        "themes": "Data,  061 ",
        "awards": str(certificate.design.public_id),
        "revision": 1,
    }
    assert client.post(inside("programme_facts", found), facts).status_code == 302
    assert client.post(inside("programme_facts", found), facts).status_code == 400  # opened before somebody else's change
    core = {"title_en": "Core", "designs": [design_iri(statistics.design)], "ects": "4", "revision": 2}
    assert client.post(inside("programme_add", found, "whole", "one"), core).status_code == 302
    limits = {"min_ects": "4", "single_use": "on", "revision": 3}
    assert client.post(inside("programme_rules", found), limits).status_code == 302
    page = text_of(client.get(inside("programme", found)))
    assert "It is ready." in page
    assert "Statistics" in page

    log_in(client, carla)
    assert client.post(inside("programme_act", found, "publish")).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.draft["themes"], found.draft["limits"]["min_ects"]) == ("published", ["data", "061"], "4")


def test_faults_stand_beside_their_requirement_and_bounds_are_checked(client, laurel_university, bruno, certificate):
    found = written(laurel_university, bruno, certificate, {"kind": "some", "title": {"en": "Two of"}, "k": 2})
    log_in(client, bruno)
    assert "Two of: This group has no parts" in text_of(client.get(inside("programme", found)))
    wrong = {"title_en": "", "min_ects": "4", "max_ects": "2", "revision": found.draft_revision}
    answer = client.post(inside("programme_add", found, "r1", "credits"), wrong)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"title_en", "max_ects"}
    assert client.get(inside("programme_add", found, "r1", "nothing")).status_code == 404
    assert client.get(inside("programme_requirement", found, "r9")).status_code == 404
    for action, status in (("up", 302), ("down", 302), ("remove", 302), ("sideways", 404)):
        assert client.post(inside("programme_requirement_act", found, "r1", action)).status_code == status, action


def test_the_usual_numbers_are_put_in_and_nothing_is_saved_yet(client, programme, bruno):
    log_in(client, bruno)
    page = client.get(inside("programme_rules", programme), {"from": "usual"})
    assert page.context["form"]["min_own_percent"].value() == "50"
    programme.refresh_from_db()
    assert "min_own_percent" not in programme.draft["limits"]


@pytest.mark.parametrize("language", ["en", "bg"])
def test_everybody_sees_what_it_takes(client, programme, statistics, language):
    headers = {"Accept-Language": language}
    page = client.get(reverse("public_programme", args=[programme.public_id]), headers=headers)
    said = text_of(page)
    assert ("At least 2 ECTS." if language == "en" else "Поне 2 ECTS.") in said
    assert "Statistics" in said
    listed = client.get(reverse("public_programmes"), {"q": "data"}, headers=headers)
    assert listed.context["cards"]
    assert not client.get(reverse("public_programmes"), {"q": "chess"}, headers=headers).context["cards"]
    part = client.get(reverse("public_design", args=[statistics.design.public_id, statistics.number]), headers=headers)
    assert reverse("public_programme", args=[programme.public_id]) in part.content.decode()


def test_a_draft_is_seen_by_nobody_outside(client, laurel_university, bruno, certificate, amina):
    found = written(laurel_university, bruno, certificate)
    log_in(client, amina)
    for name in ("public_programme", "my_programme"):
        assert client.get(reverse(name, args=[found.public_id])).status_code == 404


def test_a_learner_sees_what_is_missing_supposes_and_applies(client, programme, rositsa, amina, statistics, ethics):
    earned(statistics, rositsa, amina)
    log_in(client, amina)
    mine = reverse("my_programme", args=[programme.public_id])
    page = text_of(client.get(mine))
    assert "2 ECTS credits short." in page
    assert "“Ethics of data” (2 ECTS)" in page
    supposed = text_of(client.get(mine, {"if": str(ethics.design.public_id)}))
    assert "This is only supposed" in supposed
    assert "Every requirement is met" in supposed
    assert client.post(mine, {"name": "Amina Yusuf"}).status_code == 400  # supposing is not having

    earned(ethics, rositsa, amina)
    assert client.post(mine, {"name": "Amina Yusuf"}).status_code == 302
    assert "Waits for a decision" in text_of(client.get(mine))
    assert "Waits for a decision" in text_of(client.get(reverse("my_programmes")))
    assert client.post(reverse("my_programme_withdraw", args=[programme.public_id])).status_code == 302
    assert client.post(reverse("my_programme_withdraw", args=[programme.public_id])).status_code == 404


def test_a_registrar_decides_and_the_applicant_is_told(client, programme, rositsa, amina, statistics, ethics, mailoutbox):
    earned(statistics, rositsa, amina)
    earned(ethics, rositsa, amina)
    version = programme.versions.get()
    application = stack_applying.apply(version, name="Amina Yusuf", by=amina, at=MONDAY)
    log_in(client, rositsa)
    queue = reverse("stack_applications", args=[programme.organisation.slug])
    assert "Amina Yusuf" in text_of(client.get(queue))
    assert "Applications for programmes" in text_of(client.get(reverse("organisation", args=[programme.organisation.slug])))
    there = reverse("stack_application", args=[programme.organisation.slug, application.public_id])
    assert "Every requirement is met" in text_of(client.get(there))
    assert client.post(there, {"decision": "refuse"}).status_code == 400
    assert client.post(there, {"decision": "award", "because": "Well done."}).status_code == 302
    assert "What counted, as it was decided" in text_of(client.get(there))

    jobs.tell_applicant(Fact.objects.get(kind="stack.decided"), lambda: MONDAY)
    assert mailoutbox[-1].to == [amina.email]
    assert "Well done." in mailoutbox[-1].body
    log_in(client, amina)
    assert "Awarded" in text_of(client.get(reverse("my_programme", args=[programme.public_id])))


def test_how_near_learners_are_is_told_in_sums(client, programme, rositsa, amina, statistics):
    earned(statistics, rositsa, amina)
    log_in(client, rositsa)
    near = inside("programme_near", programme)
    assert "Look at everybody" in text_of(client.get(near))
    assert client.post(inside("programme_act", programme, "survey")).status_code == 302
    assert "0 of 1" in text_of(client.get(near))
    jobs.survey(Fact.objects.get(kind="stack.survey_ordered"), lambda: MONDAY)
    assert stack_surveys.newest(programme.versions.get()).finished_at == MONDAY
    assert "not told, so that nobody can be recognised" in text_of(client.get(near))


def test_staff_of_another_university_find_nothing(programme, rositsa, amina, statistics, ethics, other_university):
    earned(statistics, rositsa, amina)
    earned(ethics, rositsa, amina)
    application = stack_applying.apply(programme.versions.get(), name="Amina", by=amina, at=MONDAY)
    stranger = log_in(Client(), member(other_university, person("s@other.example", "Stranger"), *Role))
    theirs = reverse("stack_application", args=[other_university.slug, application.public_id])
    assert stranger.get(theirs).status_code == 404
    assert stranger.post(theirs, {"decision": "award"}).status_code == 404
    for name in ("programme", "programme_facts", "programme_rules", "programme_near"):
        assert stranger.get(reverse(name, args=[other_university.slug, programme.public_id])).status_code == 404
    assert StackApplication.objects.get().state == "applied"


def test_every_stage_of_rules_has_a_name_for_people():
    assert set(STAGE) == set(STAGES)
