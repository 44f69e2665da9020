"""The whole chain of approval by API: choose stages, decide them, comment, hand on, invite, publish, compare, look back."""

import pytest

from campus.catalogue.models import DesignVersion
from campus.people.models import Membership, Role
from campus.quality import external
from campus.quality.models import ReviewerInvitation
from cast import member, person

TWO = [{"kind": "quality_review"}, {"kind": "academic_approval", "days": 5, "name": {"en": "Academic council"}}]


@pytest.fixture
def pavel(laurel_university):
    return member(laurel_university, person("pavel@laurel.example", "Pavel Stoyanov"), Role.APPROVER)


@pytest.fixture
def pavel_software(pavel, software_of):
    return software_of(pavel)


@pytest.fixture
def review(adela_software, bruno_software, design):
    assert adela_software.put("/chain", {"stages": TWO}).status_code == 200
    return bruno_software.post(f"/designs/{design['id']}/submit").json()


def test_a_single_stage_needs_a_reason(adela_software, laurel_university):
    answer = adela_software.put("/chain", {"stages": TWO[:1]})

    assert (answer.status_code, answer.json()["code"]) == (422, "REASON_MISSING")
    assert adela_software.put("/chain", {"stages": TWO[:1], "because": "Small."}).json()["number"] == 2
    assert len(adela_software.get("/chain/history").json()) == 2


def test_stages_are_decided_one_after_the_other(review, carla_software, pavel_software):
    assert review["waits_for"]["kind"] == "quality_review"
    early = pavel_software.post(f"/reviews/{review['id']}/approve")
    assert (early.status_code, early.json()["code"]) == (403, "NOT_ALLOWED")

    first = carla_software.post(f"/reviews/{review['id']}/approve", {"stage": 1}).json()
    assert (first["version"], first["decision"], first["waits_for"]["name"]) == (None, "", {"en": "Academic council"})
    last = pavel_software.post(f"/reviews/{review['id']}/approve", {"stage": 2}).json()

    assert (last["version"], last["decision"]) == (1, "approved")
    assert {stage["digest"] for stage in last["stages"]} == {review["digest"]}


def test_refuses_everybody_with_a_part_in_it(review, bruno, carla, laurel_university, software_of):
    for someone in (bruno, carla):
        for role in (Role.QA_OFFICER, Role.APPROVER):
            Membership.objects.get_or_create(person=someone, organisation=laurel_university, role=role)
    author, both = map(software_of, (bruno, carla))
    assert author.post(f"/reviews/{review['id']}/approve").json()["code"] == "SAME_EYES"
    assert author.post(f"/reviews/{review['id']}/request-changes", {"comment": "No."}).json()["code"] == "SAME_EYES"
    both.post(f"/reviews/{review['id']}/approve")

    again = both.post(f"/reviews/{review['id']}/approve")

    assert (again.status_code, again.json()["code"]) == (409, "ONE_PART")
    assert not DesignVersion.objects.exists()


def test_comments_are_made_answered_and_resolved(review, design, carla_software, bruno_software):
    asked = {"place": "/title/en", "text": "Shorter."}
    made = carla_software.post(f"/reviews/{review['id']}/comments", asked).json()
    wrong = carla_software.post(f"/reviews/{review['id']}/comments", {"place": "/nothing", "text": "Hm."})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "BAD_PLACE")
    bruno_software.post(f"/comments/{made['id']}/answers", {"text": "Done."})
    assert bruno_software.post(f"/comments/{made['id']}/resolve").status_code == 403

    carla_software.post(f"/comments/{made['id']}/resolve")

    (found,) = bruno_software.get(f"/designs/{design['id']}/comments", open="false").json()["items"]
    assert found["answers"][0]["text"] == "Done."
    assert carla_software.post(f"/comments/{made['id']}/reopen").json()["resolved_at"] is None
    gates = bruno_software.get(f"/designs/{design['id']}/approval-gates", moment="approve").json()
    assert "COMMENTS_OPEN" in {finding["code"] for gate in gates["gates"] for finding in gate["findings"]}


def test_a_stage_is_handed_to_a_qualified_person(review, laurel_university, carla_software, pavel):
    second = member(laurel_university, person("second@laurel.example", "Second"), Role.QA_OFFICER)
    for nobody in (str(pavel.public_id), "00000000-0000-4000-8000-000000000000"):
        answer = carla_software.post(f"/reviews/{review['id']}/delegate", {"to": nobody})
        assert (answer.status_code, answer.json()["code"]) == (422, "NOT_QUALIFIED")

    handed = carla_software.post(f"/reviews/{review['id']}/delegate", {"to": str(second.public_id)}).json()

    assert handed["waits_for"]["assigned_to"]["name"] == "Second"
    assert carla_software.post(f"/reviews/{review['id']}/approve").json()["code"] == "ASSIGNED_TO_ANOTHER"


def test_an_external_reviewer_and_publishing_by_hand(adela_software, bruno_software, carla_software, rositsa_software, design):
    stages = [{"kind": "external_review"}]
    adela_software.put("/chain", {"stages": stages, "because": "A test.", "publishes_at_once": False})
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()
    asked = {"email": "guest@x.example", "name": "Prof. Guest"}
    first = carla_software.post(f"/reviews/{review['id']}/invitations", asked).json()
    carla_software.post(f"/reviews/{review['id']}/invitations/{first['id']}/revoke")
    second = carla_software.post(f"/reviews/{review['id']}/invitations", asked).json()
    assert rositsa_software.post(f"/reviews/{review['id']}/publish").json()["code"] == "NOT_APPROVED"
    made = ReviewerInvitation.objects.get(pk=second["id"])
    external.approve(external.secret_of(made), at=made.invited_at, comment="Sound.")

    version = rositsa_software.post(f"/reviews/{review['id']}/publish").json()

    assert version["approved_by"]["name"] == "Prof. Guest"
    listed = carla_software.get(f"/reviews/{review['id']}/invitations").json()
    assert [each["revoked_at"] is None for each in listed] == [True, False]
    assert "guest@x.example" not in str(listed)
    happened = [event["what"] for event in bruno_software.get(f"/reviews/{review['id']}/events").json()]
    assert happened == ["submitted", "invited", "uninvited", "invited", "approved", "published"]


def test_two_texts_are_compared(review, design, draft, bruno_software, carla_software):
    carla_software.post(f"/reviews/{review['id']}/request-changes", {"comment": "Another title."})
    changed = {**draft, "title": {"en": "Another title", "bg": "Друго заглавие"}}
    bruno_software.put(f"/designs/{design['id']}", {"draft": changed, "revision": design["revision"]})

    found = bruno_software.get(f"/designs/{design['id']}/differences", old=f"r{review['id']}").json()

    assert {each["pointer"]: each["after"] for each in found}["/title/en"] == "Another title"
    missing = bruno_software.get(f"/designs/{design['id']}/differences", old="v7")
    assert (missing.status_code, missing.json()["code"]) == (422, "NO_SUCH_TEXT")


def test_a_stranger_finds_none_of_it(review, dmitri_software):
    paths = ("approve", "request-changes", "withdraw", "publish", "delegate", "comments", "invitations")
    bodies = {"comments": {"text": "x"}, "delegate": {"to": "00000000-0000-4000-8000-000000000000"}}
    bodies["invitations"] = {"email": "a@x.example", "name": "A"}
    for path in paths:
        assert dmitri_software.post(f"/reviews/{review['id']}/{path}", bodies.get(path)).status_code == 404
    for path in ("", "/events", "/invitations"):
        assert dmitri_software.get(f"/reviews/{review['id']}{path}").status_code == 404
