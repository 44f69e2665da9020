"""The pages on which assignments are set, allotted, marked and moderated."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campus.marking import allocation, pools, sampling, setup
from campus.marking.handing_in import add_file, hand_in, save_draft
from campus.marking.models import Adjustment, Assignment, Conflict, Extension, KeptComment, Mark, PoolMember, Submission
from campus.people.models import Role
from cast import log_in, member, person
from marking import NOW, assignment_of, class_of, finish, handed_in, later, levels, mark_of, png, pool, work
from sample_design import open_cohort, publish


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def assignment(cohort, bruno):
    return assignment_of(cohort, bruno)


@pytest.fixture
def desk(client, bruno):
    return log_in(client, bruno)


def address(assignment, name="assignment", *rest):
    return reverse(name, args=["laurel-university", assignment.cohort.public_id, assignment.public_id, *rest])


def of_cohort(cohort, name):
    return reverse(name, args=["laurel-university", cohort.public_id])


RULES = {
    "assessment": "exam", "title_en": "Essay", "due_at": "2026-12-01T23:59", "time_zone": "America/New_York", "late": "flagged",
    "late_percent": "10",
    "takes_text": "on", "most_files": "5", "largest_file": "10", "attempts_allowed": "3", "cool_down": "7",
    "resit_days": "14", "counts": "best", "anonymous": "on", "second_percent": "10", "second_minimum": "5", "borderline": "5",
    "tolerance": "1",
    "appeal_days": 14, "agreed": "mean",
}  # fmt: skip


def test_an_assignment_is_set_with_its_deadline_in_its_own_time_zone(desk, cohort):
    answer = desk.post(of_cohort(cohort, "assignment_new"), RULES)
    made = Assignment.objects.get()
    assert answer.url == address(made, "assignment_rubric")
    assert made.due_at.isoformat() == "2026-12-02T04:59:00+00:00"
    page = desk.get(address(made, "assignment_rules")).content.decode()
    assert "2026-12-01T23:59" in page


def test_refuses_rules_that_cannot_be_and_keeps_what_was_typed(desk, cohort):
    answer = desk.post(of_cohort(cohort, "assignment_new"), {**RULES, "opens_at": "2026-12-05T10:00"})
    assert answer.status_code == 400
    assert "it is due before it opens" in answer.content.decode()
    assert 'value="Essay"' in answer.content.decode()
    assert not Assignment.objects.exists()


def rubric_form(count=1, **fields):
    row = {"statement_en": "Sources", "outcomes": ["o1"], "levels_en": "0 | No\n2 | Yes | names them", "passing": "2", **fields}
    management = {"criteria-TOTAL_FORMS": str(count), "criteria-INITIAL_FORMS": "0"}
    return management | {f"criteria-0-{name}": value for name, value in row.items()}


def test_a_rubric_is_written_one_level_a_line(desk, cohort, bruno):
    made = setup.create(cohort, assessment="exam", by=bruno, at=NOW, title_en="Essay")
    answer = desk.post(address(made, "assignment_rubric"), rubric_form(levels_bg="0 | Не\n2 | Да"))
    assert answer.url == address(made)
    made.refresh_from_db()
    (criterion,) = setup.rubric_of(made)
    assert [(level.points, level.name.text("bg")) for level in criterion.levels] == [(0, "Не"), (2, "Да")]
    assert (criterion.passing, criterion.outcomes) == ("l2", ("o1",))
    assert "2 | Yes | names them" in desk.get(address(made, "assignment_rubric")).content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"levels_en": "0 | No\nmany | Yes"}, "Line 2 is not"),
        ({"levels_en": "0 | No\n2"}, "Line 2 is not"),
        ({"levels_bg": "0 | Не\n3 | Да"}, "need the same points"),
        ({"levels_en": ""}, "needs its levels"),
        ({"levels_en": "2 | Yes\n0 | No"}, "from the lowest to the highest"),
        ({"passing": "7"}, "none of its levels"),
    ],
)
def test_refuses_a_rubric_and_says_in_which_line(desk, cohort, bruno, fields, told):
    made = setup.create(cohort, assessment="exam", by=bruno, at=NOW, title_en="Essay")
    answer = desk.post(address(made, "assignment_rubric"), rubric_form(**fields))
    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_an_open_assignment_keeps_its_rules_of_marking(desk, assignment):
    answer = desk.post(address(assignment, "assignment_rules"), {**RULES, "tolerance": "4", "title_en": "Longer essay"})
    assert answer.status_code == 302
    assignment.refresh_from_db()
    assert (assignment.title_en, assignment.tolerance) == ("Longer essay", 1)
    assert "so it stands" in desk.get(address(assignment, "assignment_rubric")).content.decode()


def test_from_the_overview_one_opens_allots_and_draws(desk, cohort, bruno):
    draft = assignment_of(cohort, bruno, opened=False, due_at=None)
    desk.post(address(draft, "assignment_act", "open"))
    learner = class_of(cohort, 1)[0]
    handed_in(Assignment.objects.get(), learner)
    assert "Choose the assessors" in desk.get(address(draft)).content.decode()
    desk.post(of_cohort(cohort, "assessor_place"), {"act": "everybody"})
    assert "Allot them" in desk.get(address(draft)).content.decode()
    desk.post(address(draft, "assignment_act", "allot"))
    finish(Mark.objects.get(), 4, 4)
    assert "Draw the sample" in desk.get(address(draft)).content.decode()
    answer = desk.post(address(draft, "assignment_act", "draw"), follow=True)
    assert "1 of 1 are marked twice" in answer.content.decode()
    assert desk.post(address(draft, "assignment_act", "juggle")).status_code == 404


def test_the_pool_takes_people_in_sends_them_away_and_out(desk, cohort, bruno):
    place = of_cohort(cohort, "assessor_place")
    mine = {"person": str(bruno.public_id)}
    desk.post(place, {**mine, "act": "set", "weight": "3", "maximum": "20", "away": "on"})
    assert PoolMember.objects.values("weight", "maximum", "away").get() == {"weight": 3, "maximum": 20, "away": True}
    answer = desk.post(place, {**mine, "act": "set", "weight": "99"}, follow=True)
    assert "a weight is from 1 to 20" in answer.content.decode()
    desk.post(place, {**mine, "act": "leave"})
    assert not PoolMember.objects.exists()
    assert desk.post(place, {"person": "nobody", "act": "set", "weight": "1"}).status_code == 404


def test_a_conflict_is_declared_and_withdrawn(desk, cohort, bruno):
    class_of(cohort, 1)
    there = of_cohort(cohort, "assessor_conflicts")
    sent = {"person": str(bruno.public_id), "number": "1", "kind": "family"}
    desk.post(there, sent)
    assert Conflict.objects.get().person == bruno
    assert "Family or friends" in desk.get(of_cohort(cohort, "assessor_pool")).content.decode()
    desk.post(there, {**sent, "act": "withdraw"})
    assert not Conflict.objects.exists()
    assert "No learner of this cohort" in desk.post(there, {**sent, "number": "9"}, follow=True).content.decode()


def test_learners_who_have_not_handed_in_are_found_and_given_more_time(desk, assignment, cohort):
    learners = class_of(cohort, 2)
    handed_in(assignment, learners[0])
    page = desk.get(address(assignment, "assignment_learners"), {"missing": "1"}).content.decode()
    assert "Learner 2" in page
    assert "Amina" not in page
    form = {"number": "2", "due_at": "2026-12-10T12:00", "extra_attempts": "0", "reason": "health"}
    desk.post(address(assignment, "assignment_extend"), form)
    assert Extension.objects.get().due_at.isoformat() == "2026-12-10T10:00:00+00:00"
    desk.post(address(assignment, "assignment_extend"), {"end": "2"})
    assert not Extension.objects.exists()


@pytest.fixture
def marks(assignment, cohort, bruno):
    """Three pieces of work, all Bruno's to mark; the first has a text, a picture and a text file."""
    learners = class_of(cohort, 3)
    save_draft(assignment, learners[0], text="An essay.", links=[], revision=None, at=NOW)
    add_file(assignment, learners[0], name="Amina Yusuf.png", content=png(), at=NOW)
    add_file(assignment, learners[0], name="Amina notes.txt", content=b"<script>alert(1)</script>", at=NOW)
    hand_in(assignment, learners[0], at=NOW)
    for learner in learners[1:]:
        handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.order(assignment, by=bruno, at=NOW)
    return {mark.submission.enrolment.number: mark for mark in Mark.objects.order_by("pk")}


def judged(*numbers, **fields):
    return {f"level-{key}": level for key, level in levels(*numbers).items()} | fields


def test_the_marking_screen_says_nothing_of_whose_work_it_is(desk, assignment, marks):
    page = desk.get(address(assignment, "assignment_mark", marks["1"].public_id)).content.decode()
    for secret in ("Amina", "amina@", "Yusuf.png", "notes.txt"):
        assert secret not in page
    assert marks["1"].submission.code in page
    assert "An essay." in page
    assert "&lt;script&gt;alert(1)" in page


def test_one_piece_after_another_is_marked_and_the_progress_told(desk, assignment, marks):
    first = desk.get(address(assignment, "assignment_marking"), follow=True)
    assert "0 of 3 done" in first.content.decode()
    for done in (1, 2, 3):
        mark = Mark.objects.exclude(state="done").order_by("pk")[0]
        place = address(assignment, "assignment_mark", mark.public_id)
        answer = desk.post(place, judged(2, 3, go="finish", overall="Good."), follow=True)
        assert f"{done} of 3 done" in answer.content.decode()
    assert "Everything you have is marked" in answer.content.decode()
    assert set(Mark.objects.values_list("total", flat=True)) == {Decimal("62.5")}


def test_an_incomplete_mark_is_named_and_nothing_is_lost(desk, assignment, marks):
    place = address(assignment, "assignment_mark", marks["1"].public_id)
    answer = desk.post(place, {"level-sources": "l2", "comment-sources": "Half-way.", "go": "finish"})
    assert answer.status_code == 400
    assert "Still open: criterion 2" in answer.content.decode()
    assert "Half-way." in answer.content.decode()


def test_marks_save_themselves(desk, assignment, marks):
    answer = desk.post(address(assignment, "assignment_mark_save", marks["1"].public_id), {"level-sources": "l3"})
    assert "Saved at" in answer.content.decode()
    assert mark_of(marks["1"].submission, "first").levels == {"sources": "l3"}
    answer = desk.post(address(assignment, "assignment_mark_save", marks["1"].public_id), {"level-sources": "l33"})
    assert "has no level" in answer.content.decode()


def test_a_comment_is_kept_and_used_again(desk, assignment, marks):
    place = address(assignment, "assignment_mark", marks["1"].public_id)
    desk.post(place, judged(1, 1, go="finish") | {"comment-sources": "Name  your sources.", "keep-sources": "1"})
    kept = KeptComment.objects.get()
    assert (kept.text, kept.criterion) == ("Name your sources.", "sources")
    other = address(assignment, "assignment_mark", marks["2"].public_id)
    assert "Name your sources." in desk.get(other).content.decode()
    desk.post(other, judged(1, 1, go="finish") | {"comment-sources": "Hm.", "kept-sources": str(kept.public_id)})
    assert mark_of(marks["2"].submission, "first").comments == {"sources": "Hm. Name your sources."}
    desk.post(address(assignment, "assignment_comments"), {"forget": str(kept.public_id)})
    desk.post(address(assignment, "assignment_comments"), {"text": "Well done.", "criterion": ""})
    assert KeptComment.objects.get().text == "Well done."
    assert desk.post(address(assignment, "assignment_comments"), {"forget": "x"}).status_code == 404


def test_the_last_mark_is_taken_up_again(desk, assignment, marks):
    finish(marks["1"], 4, 4)
    page = desk.get(address(assignment, "assignment_mark", marks["2"].public_id)).content.decode()
    assert "Take the last one up again" in page
    desk.post(address(assignment, "assignment_mark_again", marks["1"].public_id))
    assert mark_of(marks["1"].submission, "first").state == "begun"


def test_an_assessor_who_knows_the_learner_says_so_and_is_rid_of_the_work(desk, assignment, marks):
    desk.post(address(assignment, "assignment_mark_conflict", marks["1"].public_id), {"kind": "family"})
    assert Conflict.objects.get().enrolment == marks["1"].submission.enrolment
    assert not Mark.objects.filter(pk=marks["1"].pk).exists()


def test_a_mark_is_its_assessors_alone(client, laurel_university, assignment, marks):
    other = log_in(client, member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR))
    for name in ("assignment_mark",):
        assert other.get(address(assignment, name, marks["1"].public_id)).status_code == 404
    for name in ("assignment_mark", "assignment_mark_save", "assignment_mark_again", "assignment_mark_conflict"):
        assert other.post(address(assignment, name, marks["1"].public_id), judged(4, 4, go="finish")).status_code == 404


def test_files_are_served_to_who_marks_them_alone_as_attachments_without_their_names(
    client, laurel_university, bruno, rositsa, assignment, marks
):
    submission = marks["1"].submission
    picture, text = submission.files.order_by("pk")
    place = address(assignment, "assignment_submission_file", submission.public_id, text.public_id)
    answer = log_in(client, bruno).get(place)
    assert answer["Content-Disposition"] == f'attachment; filename="{submission.code}-2.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    shown = client.get(address(assignment, "assignment_submission_picture", submission.public_id, picture.public_id))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(b"\xff\xd8")
    assert client.get(place.replace(str(text.public_id), str(picture.public_id))).status_code == 200
    assert (
        client.get(address(assignment, "assignment_submission_picture", submission.public_id, text.public_id)).status_code
        == 404
    )
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR)
    for someone in (rositsa, other):
        assert log_in(client, someone).get(place).status_code == 404


def test_who_may_still_mark_does_not_see_what_others_gave(client, laurel_university, assignment, marks, rositsa):
    finish(marks["1"], 4, 3, overall="Very good indeed.")
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR)
    one = address(assignment, "assignment_submission", marks["1"].submission.public_id)
    for someone, seen in ((other, False), (rositsa, True)):
        log_in(client, someone)
        assert ("Very good indeed." in client.get(one).content.decode()) is seen
        assert ("87.5" in client.get(address(assignment, "assignment_submissions")).content.decode()) is seen


def test_a_moderator_compares_and_sets_another_total(client, laurel_university, cohort, bruno, assignment, marks, rositsa):
    for number in "123":
        finish(marks[number], 4, 4)
    sampling.draw(assignment, by=bruno, at=NOW)
    pool(cohort, bruno, member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR))
    work()
    finish(mark_of(marks["1"].submission, "second"), 4, 3)
    radka = member(laurel_university, person("radka@laurel.example", "Radka"), Role.APPROVER)
    log_in(client, radka)
    page = client.get(address(assignment, "assignment_moderation")).content.decode()
    assert "Bruno Costa" in page
    assert "+6.25" not in page
    one = marks["1"].submission
    assert "An essay." in client.get(address(assignment, "assignment_submission", one.public_id)).content.decode()
    there = address(assignment, "assignment_adjust", one.public_id)
    assert client.post(there, {"total": "90", "reason": "short"}).status_code == 400
    client.post(there, {"total": "90", "reason": "The second reading is nearer."})
    assert (Adjustment.objects.get().before, Adjustment.objects.get().after) == (Decimal("93.75"), 90)
    client.post(address(assignment, "assignment_act", "moderate"))
    assert Submission.objects.get(pk=one.pk).state == "moderated"
    assert log_in(client, rositsa).post(there, {}).status_code == 403


def test_a_mark_is_handed_over(desk, laurel_university, assignment, marks, bruno):
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.ASSESSOR)
    there = address(assignment, "assignment_hand_over", marks["1"].submission.public_id)
    desk.post(there, {"mark": str(marks["1"].public_id), "person": str(other.public_id)})
    assert mark_of(marks["1"].submission, "first").assessor == other
    answer = desk.post(there, {"mark": "x", "person": str(other.public_id)}, follow=True)
    assert "Choose who marks instead" in answer.content.decode()


def test_lists_are_of_pages_and_empty_ones_say_so(desk, assignment, cohort):
    assert "Nothing here yet" in desk.get(address(assignment, "assignment_submissions")).content.decode()
    assert "Nothing is allotted to you" in desk.get(address(assignment, "assignment_marking")).content.decode()
    for learner in class_of(cohort, 52):
        handed_in(assignment, learner)
    page = desk.get(address(assignment, "assignment_submissions"), {"page": "2", "state": "submitted"}).content.decode()
    assert "Page 2 of 2" in page


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_list(
    desk, assignment, cohort, bruno, django_assert_max_num_queries
):
    for learner in class_of(cohort, 40):
        handed_in(assignment, learner)
    pools.set_place(cohort, bruno, by=bruno, at=later())
    allocation.order(assignment, by=bruno, at=NOW)
    for name in ("assignment_submissions", "assignment_learners", "assignment_moderation", "assignment"):
        with django_assert_max_num_queries(35):
            assert desk.get(address(assignment, name)).status_code == 200
