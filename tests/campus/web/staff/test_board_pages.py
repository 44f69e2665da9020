"""The board's pages: open, look, decide, sign, close; strangers find nothing."""

import pytest
from django.urls import reverse

from campus.marking import allocation, settling
from campus.marking.models import Mark, Sitting, Submission
from campus.people.models import Role
from cast import log_in, member, person
from marking import NOW, assignment_of, class_of, finish, handed_in, pool
from sample_design import open_cohort, publish


@pytest.fixture
def pavel(laurel_university):
    return member(laurel_university, person("pavel@laurel.example", "Pavel Stoyanov"), Role.APPROVER)


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    assignment = assignment_of(cohort, bruno, second_minimum=0, second_percent=0, second_fails=False, borderline=0)
    for learner in class_of(cohort, 3):
        handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.allot_all(assignment.pk, at=NOW)
    for number, mark in enumerate(Mark.objects.order_by("pk")):
        finish(mark, 3, number + 1)
    settling.settle_the_rest(assignment.pk, at=NOW)
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    return cohort


def at(name, cohort, *rest):
    return reverse(name, args=[cohort.organisation.slug, cohort.public_id, *rest])


def test_a_board_opens_decides_signs_and_closes(cohort, bruno, pavel, client):
    log_in(client, pavel)
    assert "3 moderated results wait to be confirmed." in client.get(at("board", cohort)).content.decode()
    assert client.post(at("board_open", cohort), {"people": [pavel.pk], "quorum": 2}).status_code == 400
    opened = client.post(at("board_open", cohort), {"people": [pavel.pk, bruno.pk], "quorum": 2}, follow=True)
    sitting = Sitting.objects.get()
    page = opened.content.decode()
    assert ("3 results" in page, "learner2@" in page) == (True, False)

    one = sitting.items.order_by("pk").first().pk
    decide = at("sitting_decide", cohort, sitting.public_id)
    refused = client.post(decide, {"item": [one], "decision": "hold"}, follow=True).content.decode()
    assert "Say why it is not confirmed." in refused
    client.post(decide, {"item": [one, "x"], "decision": "hold", "reason": "A question is open."})
    client.post(at("sitting_sign", cohort, sitting.public_id))
    short = client.post(at("sitting_close", cohort, sitting.public_id), follow=True).content.decode()
    assert "1 of 2 have signed" in short
    log_in(client, bruno)
    client.post(at("sitting_sign", cohort, sitting.public_id))
    done = client.post(at("sitting_close", cohort, sitting.public_id), {"note": "Quorate."}, follow=True).content.decode()
    assert ("What was confirmed is recorded." in done, "It agrees with what stands here." in done) == (True, True)
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["confirmed", "confirmed", "moderated"]
    held = client.get(at("sitting", cohort, sitting.public_id) + "?decision=hold").content.decode()
    assert held.count("A question is open.") == 1

    sitting.items.filter(pk=one).update(reason="Another.")
    assert "was changed after the sitting" in client.get(at("sitting", cohort, sitting.public_id)).content.decode()


def test_strangers_find_no_board_and_others_neither_open_nor_sign(cohort, bruno, pavel, carla, dmitri, amina, client):
    from campus.marking import board

    sitting = board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)
    for who, status in ((dmitri, 404), (amina, 404), (carla, 403)):
        log_in(client, who)
        assert client.get(at("board", cohort)).status_code == status
        assert client.get(at("sitting", cohort, sitting.public_id)).status_code == status
        for name in ("sitting_decide", "sitting_sign", "sitting_close", "sitting_call_off"):
            assert client.post(at(name, cohort, sitting.public_id)).status_code == status
    log_in(client, bruno)
    assert client.post(at("board_open", cohort), {"people": [bruno.pk], "quorum": 2}).status_code == 403
    assert client.post(at("sitting_call_off", cohort, sitting.public_id)).status_code == 403
