"""Stages of approval on the web: read, comment, decide, hand on, invite somebody from outside, publish, look back."""

import re

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design, save_draft
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Membership, Role
from campus.quality import external, review
from campus.quality.chains import USUAL, StageWanted, chain_of, choose_chain
from campus.quality.models import Comment, Party, Review, ReviewerInvitation, StageKind
from cast import log_in, member, person
from sample_design import MONDAY, draft

WITH_GUEST = (StageWanted(kind=StageKind.EXTERNAL_REVIEW), StageWanted(kind=StageKind.FACULTY, name_en="Faculty of Letters"))


@pytest.fixture
def pavel(laurel_university):
    return member(laurel_university, person("pavel@laurel.example", "Pavel Stoyanov"), Role.APPROVER)


@pytest.fixture
def under_way(laurel_university, bruno, adela):
    choose_chain(laurel_university, USUAL.stages, by=adela, at=MONDAY)
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


@pytest.fixture
def with_guest(laurel_university, bruno, adela):
    choose_chain(laurel_university, WITH_GUEST, by=adela, at=MONDAY, publishes_at_once=False)
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


def at(name, about, *more):
    return reverse(name, args=["laurel-university", about.design.public_id, *more])


def test_two_people_approve_one_after_the_other(client, under_way, carla, pavel):
    page = log_in(client, carla).get(at("design_review", under_way)).content.decode()
    assert "Internal quality review" in page
    assert "Approve and publish" not in page  # another stage follows

    told = client.post(at("design_review", under_way), {"decision": "approve", "stage": "1"}, follow=True).content.decode()
    assert "The next stage goes on from here" in told
    page = log_in(client, pavel).get(at("design_review", under_way)).content.decode()
    assert "Approved by Carla Rossi" in page
    client.post(at("design_review", under_way), {"decision": "approve", "stage": "2"})

    assert DesignVersion.objects.get().approved_by == pavel


def test_refuses_a_stage_that_is_decided_meanwhile(client, under_way, carla, laurel_university):
    Membership.objects.create(person=carla, organisation=laurel_university, role=Role.APPROVER)
    log_in(client, carla).post(at("design_review", under_way), {"decision": "approve", "stage": "1"})

    again = client.post(at("design_review", under_way), {"decision": "approve", "stage": "1"})

    assert again.status_code == 400
    assert "already decided" in again.content.decode()
    assert not DesignVersion.objects.exists()


def test_refuses_whoever_wrote_it_and_says_why(client, under_way, bruno, laurel_university):
    for role in (Role.QA_OFFICER, Role.APPROVER):
        Membership.objects.create(person=bruno, organisation=laurel_university, role=role)
    page = log_in(client, bruno).get(at("design_review", under_way)).content.decode()

    assert "so somebody else has to decide about it" in page
    assert 'value="approve"' not in page
    for decision in ("approve", "changes"):
        sent = {"decision": decision, "comment": "Fine."}
        assert client.post(at("design_review", under_way), sent).status_code == 400
    client.post(at("design_comment", under_way), {"place": "/title", "text": "Fine."})
    assert not Party.objects.filter(stage__isnull=False).exists()
    assert not Comment.objects.exists()


def test_a_comment_stands_beside_its_element_is_answered_and_kept_over_the_rounds(client, under_way, carla, bruno):
    place = "/learning_outcomes/0/statement/en"
    log_in(client, carla).post(at("design_comment", under_way), {"place": place, "text": "Can this be observed?"})
    comment = Comment.objects.get()
    client.post(at("design_review", under_way), {"decision": "changes", "comment": "See the comment."})

    page = log_in(client, bruno).get(at("design", under_way)).content.decode()
    assert re.search(r'id="element-M6".*Can this be observed\?.*id="element-M7"', page, re.DOTALL)
    client.post(at("design_answer", under_way, comment.pk), {"text": "Yes: in the project.", "page": "design"})
    assert client.post(at("design_resolve", under_way, comment.pk)).status_code == 403
    second = review.submit(under_way.design, by=bruno, at=MONDAY)
    page = log_in(client, carla).get(at("design_review", second)).content.decode()

    assert "Yes: in the project." in page
    client.post(at("design_resolve", second, comment.pk), {"page": "review"})
    assert Comment.objects.get().resolved_by == carla


def test_a_stage_is_handed_to_a_qualified_person_alone(client, under_way, carla, laurel_university, pavel):
    second = member(laurel_university, person("second@laurel.example", "Second Officer"), Role.QA_OFFICER)
    page = log_in(client, carla).get(at("design_review", under_way)).content.decode()
    assert "Second Officer" in page
    assert "Pavel Stoyanov</option>" not in page

    client.post(at("design_hand_on", under_way), {"to": str(pavel.public_id)})
    assert under_way.stages.first().assigned_to is None
    client.post(at("design_hand_on", under_way), {"to": str(second.public_id), "because": "On leave."})

    assert under_way.stages.first().assigned_to == second
    assert client.post(at("design_review", under_way), {"decision": "approve"}).status_code == 400


def test_an_administrator_hands_on_what_waits_for_somebody_away_and_decides_nothing(client, under_way, adela, carla):
    log_in(client, adela).post(at("design_hand_on", under_way), {"to": str(carla.public_id)})

    assert under_way.stages.first().assigned_to == carla
    assert client.post(at("design_review", under_way), {"decision": "approve"}).status_code == 400
    assert not DesignVersion.objects.exists()


def test_an_external_reviewer_reads_comments_and_decides_without_an_account(client, with_guest, carla, pavel, rositsa):
    asked = {"name": "Prof. Guest", "email": "Guest@elsewhere.example", "language": "en"}
    log_in(client, carla).post(at("design_invite_reviewer", with_guest), asked)
    link = reverse("external_review", args=[external.secret_of(ReviewerInvitation.objects.get())])
    client.logout()

    page = client.get(link)
    assert page["Cache-Control"] == "private, no-store"
    assert "Judging information online" in page.content.decode()
    assert "Carla Rossi" in page.content.decode()  # who asks
    assert client.get(f"{link}/badge").status_code == 200
    client.post(link, {"place": "/title", "text": "A good title."})
    done = client.post(link, {"decision": "approve", "comment": "Sound."})

    assert "You approved" in done.content.decode()
    assert client.get(link).status_code == 410
    assert Comment.objects.get().made_by.name == "Prof. Guest"
    review.approve(with_guest, by=pavel, at=MONDAY)
    told = log_in(client, rositsa).post(at("design_publish", with_guest), follow=True).content.decode()
    assert "Published as version 1" in told


@pytest.mark.parametrize("where", ["design", "designs", "organisation", "members"])
def test_refuses_everything_else_to_an_external_reviewer(client, with_guest, carla, where):
    made = external.invite(with_guest, email="guest@x.example", name="G", language="en", by=carla, at=MONDAY)
    client.get(reverse("external_review", args=[external.secret_of(made)]))
    arguments = ["laurel-university", *([with_guest.design.public_id] if where == "design" else [])]

    assert client.get(reverse(where, args=arguments)).status_code == 302  # to log in


def test_a_withdrawn_link_opens_nothing(client, with_guest, carla):
    made = external.invite(with_guest, email="guest@x.example", name="G", language="en", by=carla, at=MONDAY)
    log_in(client, carla).post(at("design_revoke_reviewer", with_guest, made.pk))

    for path in ("external_review", "external_review_picture"):
        assert client.get(reverse(path, args=[external.secret_of(made)])).status_code == 410


def test_everybody_sees_who_decided_what_on_which_evidence(client, under_way, carla, pavel, rositsa):
    review.approve(under_way, by=carla, at=MONDAY, comment="Complete.")
    review.request_changes(under_way, by=pavel, at=MONDAY, comment="Too many hours.")

    page = log_in(client, rositsa).get(at("design_rounds", under_way)).content.decode()

    for text in ("Carla Rossi", "Complete.", "Pavel Stoyanov", "Too many hours.", under_way.digest, "European elements"):
        assert text in page


def test_any_two_texts_are_compared_field_by_field(client, under_way, bruno, carla, pavel):
    review.approve(under_way, by=carla, at=MONDAY)
    review.approve(under_way, by=pavel, at=MONDAY)
    design = Design.objects.get()
    save_draft(design, draft=draft(title={"en": "Another title", "bg": "Друго заглавие"}), revision=1, by=bruno, at=MONDAY)
    log_in(client, bruno)

    page = client.get(at("design_compare", under_way), {"old": "v1", "new": "draft"}).content.decode()
    assert "<ins>Another title</ins>" in page
    same = client.get(at("design_compare", under_way), {"old": f"r{under_way.pk}", "new": "v1"}).content.decode()
    assert "Both texts say the same" in same
    assert client.get(at("design_compare", under_way), {"old": "v9"}).status_code == 400


def test_an_administrator_chooses_the_stages(client, laurel_university, adela, bruno):
    url = reverse("chain", args=["laurel-university"])
    sent = {"stages-TOTAL_FORMS": "3", "stages-INITIAL_FORMS": "1", "publishing": "by_hand", "because": "Our statute."}
    for place, kind in enumerate(("quality_review", "", "examination_board")):
        sent |= {f"stages-{place}-kind": kind, f"stages-{place}-days": "10"}
    assert log_in(client, bruno).post(url, sent).status_code == 403

    page = log_in(client, adela).post(url, sent, follow=True).content.decode()

    chain = chain_of(laurel_university)
    assert [str(stage.kind) for stage in chain.stages] == ["quality_review", "examination_board"]
    assert not chain.publishes_at_once
    assert "Our statute." in page


def test_refuses_a_single_stage_without_a_reason(client, laurel_university, adela):
    sent = {"stages-TOTAL_FORMS": "1", "stages-INITIAL_FORMS": "0", "publishing": "at_once"}
    sent |= {"stages-0-kind": "quality_review", "stages-0-days": "10"}

    page = log_in(client, adela).post(reverse("chain", args=["laurel-university"]), sent)

    assert page.status_code == 400
    assert "Say why that is enough here" in page.content.decode()
    assert chain_of(laurel_university).number == 1  # the one the tests begin with


def test_a_stranger_finds_none_of_it(client, under_way, dmitri, carla):
    log_in(client, dmitri)

    for name in ("design_review", "design_rounds", "design_compare"):
        assert client.get(at(name, under_way)).status_code == 404
    for name in ("design_comment", "design_hand_on", "design_invite_reviewer", "design_publish"):
        assert client.post(at(name, under_way)).status_code == 404
    assert client.get(reverse("chain", args=["laurel-university"])).status_code == 404
    assert Review.objects.get().decision == ""


def test_the_last_step_of_the_form_shows_what_the_gates_say_and_where_it_is_mended(client, laurel_university, bruno, carla):
    Membership.objects.filter(person=carla).delete()
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(participation=[]))

    url = reverse("design_step", args=["laurel-university", design.public_id, "check"])
    page = log_in(client, bruno).get(url).content.decode()

    assert "There are too few people who could decide" in page
    assert reverse("members", args=["laurel-university"]) in page
    assert "Hand it to quality assurance" not in page
