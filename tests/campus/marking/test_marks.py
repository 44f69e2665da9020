"""Marking: saved as one goes, finished once, settled by the rules, moderated, confirmed and released."""

from decimal import Decimal

import pytest

from campus.base.models import AuditEntry
from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.learning.models import Result
from campus.marking import allocation, marks, moderation, pools, releasing, sampling, settling
from campus.marking.feedback import feedback_of
from campus.marking.handing_in import TooLateToTakeBackError, take_back
from campus.marking.marks import Judgement
from campus.marking.models import Adjustment, Conflict, Mark, Submission
from campus.marking.rubrics import IncompleteError, LevelError
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import person
from marking import NOW, assignment_of, class_of, finish, handed_in, later, levels, mark_of, pool, work

NEVER = {"second_percent": Decimal(0), "second_minimum": 0, "second_fails": False, "borderline": Decimal(0)}  # marked twice


def first_mark(assignment, learner, *people, by):
    """One submission, allotted to one of these people."""
    pool(assignment.cohort, by, *people)
    submission = handed_in(assignment, learner)
    allocation.order(assignment, by=by, at=NOW)
    return mark_of(submission, "first")


def twice(cohort, bruno, asen, vera, first, second, **rules):
    """One submission in the sample, marked twice."""
    assignment = assignment_of(cohort, bruno, second_minimum=1, **rules)
    mark = first_mark(assignment, class_of(cohort, 1)[0], bruno, asen, vera, by=bruno)
    finish(mark, *first)
    sampling.draw(assignment, by=bruno, at=NOW)
    work()
    finish(mark_of(mark.submission, "second"), *second)
    work()
    return Submission.objects.get(pk=mark.submission_id)


def test_a_mark_is_saved_as_one_goes_and_its_total_comes_from_the_rubric(assignment, learner, bruno):
    mark = first_mark(assignment, learner, bruno, by=bruno)
    half = Judgement(levels={"sources": "l3"}, comments={"sources": " Well chosen. ", "argument": " "}, seconds=40)
    saved = marks.save_mark(mark, half, by=bruno, at=NOW)
    assert (saved.state, saved.total, saved.comments) == ("begun", None, {"sources": "Well chosen."})

    done = finish(mark, 3, 2, seconds=20)
    assert (done.total, done.seconds, done.state) == (Decimal("62.5"), 60, "done")
    assert Submission.objects.get().state == "marked"
    with pytest.raises(marks.MarkFinishedError):
        finish(mark, 4, 4)
    with pytest.raises(marks.MarkFinishedError):
        marks.save_mark(mark, half, by=bruno, at=NOW)


def test_refuses_a_mark_that_is_incomplete_or_not_of_this_rubric(assignment, learner, bruno):
    mark = first_mark(assignment, learner, bruno, by=bruno)
    for wrong, error in (
        ({"sources": "l1"}, IncompleteError),
        ({"sources": "l9", "argument": "l1"}, LevelError),
        ({"sources": "l1", "argument": "l1", "luck": "l1"}, LevelError),
    ):
        with pytest.raises(error):
            marks.finish_mark(mark, Judgement(levels=wrong), by=bruno, at=NOW)
    with pytest.raises(marks.CommentTooLongError):
        marks.save_mark(mark, Judgement(overall="x" * 5001), by=bruno, at=NOW)
    assert Submission.objects.get().state == "submitted"


def test_a_finished_mark_can_be_taken_up_again_until_the_sample_is_drawn(assignment, learner, bruno, asen):
    mark = first_mark(assignment, learner, bruno, by=bruno)
    finish(mark, 4, 4)
    again = marks.take_up_again(mark, by=bruno, at=NOW)
    assert (again.state, again.total, again.levels) == ("begun", None, levels(4, 4))
    assert Submission.objects.get().state == "submitted"

    finish(mark, 4, 3)
    sampling.draw(assignment, by=bruno, at=NOW)
    with pytest.raises(marks.MarkStandsError):
        marks.take_up_again(mark, by=bruno, at=NOW)


def test_nobody_marks_for_somebody_else_or_without_the_role(assignment, learner, bruno, asen, rositsa, dmitri):
    mark = first_mark(assignment, learner, bruno, by=bruno)
    for other in (asen, rositsa, dmitri):
        with pytest.raises(NotFoundError):
            marks.save_mark(mark, Judgement(), by=other, at=NOW)
    Membership.objects.filter(person=bruno, role=Role.ASSESSOR).delete()
    with pytest.raises(NotAllowedError):
        marks.save_mark(mark, Judgement(), by=bruno, at=NOW)


def test_nobody_marks_themself_by_any_of_their_addresses(cohort, assignment, bruno, asen):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=asen, email="Learner2@students.example", verified=True)
    learners = class_of(cohort, 2)
    pool(cohort, bruno, asen)
    mine = handed_in(assignment, learners[1])
    done = allocation.order(assignment, by=bruno, at=NOW)
    assert (done.given, done.left) == (0, 1)

    forced = Mark.objects.create(submission=mine, assessor=asen, role="first", allotted_at=NOW)
    with pytest.raises(marks.ConflictError):
        finish(forced, 4, 4)


def test_a_conflict_of_interest_moves_work_to_somebody_else(cohort, assignment, bruno, asen):
    learner = class_of(cohort, 1)[0]
    mark = first_mark(assignment, learner, asen, by=bruno)
    pool(cohort, bruno, bruno)
    pools.declare(learner, asen, kind="family", by=asen, at=NOW)
    pools.declare(learner, asen, kind="work", by=asen, at=NOW)
    work()

    assert mark_of(mark.submission, "first").assessor == bruno
    assert Conflict.objects.get().kind == "family"
    with pytest.raises(allocation.NotForThemError):
        allocation.hand_over(mark_of(mark.submission, "first"), asen, by=bruno, at=NOW)
    pools.withdraw_conflict(learner, asen, by=bruno, at=NOW)
    assert allocation.hand_over(mark_of(mark.submission, "first"), asen, by=bruno, at=NOW).assessor == asen


def test_who_is_away_gives_unfinished_work_back_and_keeps_what_is_finished(cohort, assignment, bruno, asen, vera):
    learners = class_of(cohort, 6)
    for learner in learners:
        handed_in(assignment, learner)
    pool(cohort, bruno, asen, vera)
    assert allocation.order(assignment, by=bruno, at=NOW).given == 6
    finish(Mark.objects.filter(assessor=asen)[0], 4, 4)
    pools.set_place(cohort, asen, away=True, by=bruno, at=NOW)
    assert pools.give_back(cohort, asen, by=bruno, at=NOW) == 2
    work()

    assert Mark.objects.filter(assessor=asen).count() == 1
    assert Mark.objects.filter(assessor=vera).count() == 5


def test_allotting_again_moves_nothing_and_what_is_handed_in_later_follows(cohort, assignment, bruno, asen):
    learners = class_of(cohort, 5)
    for learner in learners[:4]:
        handed_in(assignment, learner)
    work()
    assert not Mark.objects.exists()
    with pytest.raises(allocation.PoolEmptyError):
        allocation.order(assignment, by=bruno, at=NOW)
    pool(cohort, bruno, bruno, asen)
    allocation.order(assignment, by=bruno, at=NOW)
    before = set(Mark.objects.values_list("submission", "assessor"))
    assert allocation.order(assignment, by=bruno, at=NOW).given == 0
    handed_in(assignment, learners[4])
    work()
    after = set(Mark.objects.values_list("submission", "assessor"))
    assert before < after
    assert len(after) == 5


def test_what_is_being_marked_cannot_be_taken_back_and_what_is_only_allotted_can(cohort, assignment, amina, bruno):
    learner = class_of(cohort, 1)[0]
    mark = first_mark(assignment, learner, bruno, by=bruno)
    take_back(assignment, learner, by=amina, at=NOW)
    assert not Mark.objects.exists()
    mark = first_mark(assignment, learner, bruno, by=bruno)
    marks.save_mark(mark, Judgement(), by=bruno, at=NOW)
    with pytest.raises(TooLateToTakeBackError):
        take_back(assignment, learner, by=amina, at=NOW)


@pytest.mark.parametrize(
    ("first", "second", "tolerance", "agreed", "state", "total"),
    [
        ((2, 2), (2, 2), 1, "mean", "settled", "50"),
        ((2, 2), (3, 1), 1, "mean", "settled", "50"),
        ((2, 2), (3, 2), 1, "mean", "settled", "56.25"),
        ((2, 2), (3, 2), 1, "first", "settled", "50"),
        ((2, 2), (3, 2), 0, "mean", "second_marked", None),
        ((2, 2), (4, 2), 1, "mean", "second_marked", None),
        ((2, 2), (0, 4), 1, "mean", "second_marked", None),
        ((2, 2), (4, 2), 2, "mean", "settled", "62.5"),
        ((0, 0), (4, 4), 4, "mean", "settled", "50"),
    ],
)
def test_two_marks_more_than_the_tolerance_apart_in_a_criterion_ask_for_a_third(
    cohort, bruno, asen, vera, first, second, tolerance, agreed, state, total
):
    submission = twice(cohort, bruno, asen, vera, first, second, tolerance=tolerance, agreed=agreed)
    assert (submission.state, submission.total) == (state, None if total is None else Decimal(total))
    assert submission.marks.filter(role="third").exists() == (state == "second_marked")
    assert submission.marks.values("assessor").distinct().count() == submission.marks.count()


@pytest.mark.parametrize(
    ("third", "total"), [((4, 4), "75"), ((0, 0), "25"), ((2, 2), "50"), ((3, 4), "75"), ((3, 3), "75"), ((1, 0), "25")]
)
def test_the_median_of_three_marks_settles_it(cohort, bruno, asen, vera, third, total):
    submission = twice(cohort, bruno, asen, vera, (1, 1), (3, 3))
    finish(mark_of(submission, "third"), *third)
    submission.refresh_from_db()
    assert (submission.state, submission.settled_by, submission.total) == ("settled", "third", Decimal(total))


def test_without_a_third_assessor_a_moderator_decides(cohort, bruno, asen, radka):
    submission = twice(cohort, bruno, asen, asen, (1, 1), (3, 3))
    assert list(moderation.disputed(submission.assignment)) == [submission]
    reason = "The second reading is closer to the rubric."
    for marker in (bruno, asen):
        with pytest.raises(moderation.OwnMarkError):
            moderation.adjust(submission, total=Decimal(70), reason=reason, by=marker, at=NOW)
    made = moderation.adjust(submission, total=Decimal(70), reason=reason, by=radka, at=NOW)
    submission.refresh_from_db()
    assert (made.before, submission.total, submission.settled_by, submission.state) == (None, 70, "moderator", "settled")
    assert [mark.total for mark in submission.marks.order_by("pk")] == [25, 75]


def test_what_is_not_drawn_is_settled_with_its_one_mark_less_what_being_late_costs(cohort, bruno, asen):
    assignment = assignment_of(
        cohort, bruno, second_minimum=0, second_percent=Decimal(1), late="deducted", late_percent=Decimal("33.3333")
    )
    learners = class_of(cohort, 4)
    for learner in learners[:3]:
        handed_in(assignment, learner)
    handed_in(assignment, learners[3], at=later(days=7, minutes=1))
    pool(cohort, bruno, bruno, asen)
    allocation.order(assignment, by=bruno, at=later(days=8))
    for mark in Mark.objects.all():
        finish(mark, 4, 4)
    drawn = sampling.draw(assignment, by=bruno, at=later(days=8))
    work(at=later(days=8))

    assert (drawn.of, drawn.sampled) == (4, 1)
    settled = dict(Submission.objects.filter(state="settled").values_list("enrolment__number", "total"))
    drawn_one = Submission.objects.get(state="marked")
    assert drawn_one.marks.count() == 2
    expected = {"1": 100, "2": 100, "3": 100, "4": Decimal("66.6700")}
    assert settled == {number: total for number, total in expected.items() if number != drawn_one.enrolment.number}
    with pytest.raises(sampling.SampleDrawnError):
        sampling.draw(assignment, by=bruno, at=NOW)
    assert AuditEntry.objects.filter(action="assignment.sample_drawn", details__contains=assignment.seed).count() == 1


def test_work_marked_after_the_draw_follows_the_same_rules(cohort, bruno, asen):
    assignment = assignment_of(cohort, bruno, second_minimum=0, second_percent=Decimal(0))
    learners = class_of(cohort, 3)
    mark = first_mark(assignment, learners[0], bruno, asen, by=bruno)
    finish(mark, 4, 4)
    sampling.draw(assignment, by=bruno, at=NOW)
    good, weak = (handed_in(assignment, learner) for learner in learners[1:])
    work()
    finish(mark_of(good, "first"), 4, 4)
    finish(mark_of(weak, "first"), 1, 1)
    work()

    assert list(Submission.objects.order_by("pk").values_list("state", "sampled")) == [
        ("settled", ""), ("settled", ""), ("marked", "fail"),
    ]  # fmt: skip
    assert weak.marks.filter(role="second").exists()


def test_where_nothing_is_marked_twice_a_mark_settles_at_once(cohort, bruno):
    assignment = assignment_of(cohort, bruno, **NEVER)
    mark = first_mark(assignment, class_of(cohort, 1)[0], bruno, by=bruno)
    finish(mark, 0, 1)
    assert Submission.objects.get().settled_by == "alone"
    with pytest.raises(sampling.NothingToDrawError):
        sampling.draw(assignment, by=bruno, at=NOW)


def test_a_moderator_changes_a_settled_total_and_what_was_before_stays(cohort, bruno, asen, vera, radka):
    submission = twice(cohort, bruno, asen, asen, (2, 2), (2, 2))
    for total, reason in ((Decimal(101), "A good reason."), (Decimal(50), "A good reason."), (Decimal(60), "short")):
        with pytest.raises(moderation.AdjustmentError):
            moderation.adjust(submission, total=total, reason=reason, by=radka, at=NOW)
    moderation.adjust(submission, total=Decimal(60), reason="A figure was overlooked.", by=vera, at=NOW)
    moderation.adjust(submission, total=Decimal(65), reason="Two figures were overlooked.", by=radka, at=NOW)

    assert list(Adjustment.objects.order_by("pk").values_list("before", "after")) == [(50, 60), (60, 65)]
    assert Submission.objects.get().settled_by == "moderator"


def test_the_board_confirms_what_is_moderated_and_the_result_follows(cohort, bruno, asen, vera):
    submission = twice(cohort, bruno, asen, vera, (3, 3), (3, 2))
    assert settling.confirm(cohort, [submission.pk], at=NOW) == 0
    assert settling.finish_moderation(submission.assignment, by=bruno, at=NOW) == 1
    work()
    assert [each.pk for each in settling.ready_for_board(cohort)] == [submission.pk]
    assert not Result.objects.exists()

    assert settling.confirm(cohort, [submission.pk], at=NOW) == 1
    assert settling.confirm(cohort, [submission.pk], at=NOW) == 0
    assert Result.objects.get(assessment="exam").score == Decimal("68.75")
    work()
    submission.refresh_from_db()
    assert submission.state == "released"
    with pytest.raises(NotFoundError):
        moderation.adjust(submission, total=Decimal(1), reason="Too late for this.", by=vera, at=NOW)


def test_feedback_waits_for_its_date_and_says_nothing_private(cohort, bruno):
    assignment = assignment_of(cohort, bruno, release_at=later(days=20), **NEVER)
    mark = first_mark(assignment, class_of(cohort, 1)[0], bruno, by=bruno)
    finish(mark, 4, 3, comments={"sources": "Well chosen."}, overall="Good.", private_note="Suspicious?")
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    settling.confirm(cohort, [mark.submission_id], at=NOW)
    for moment, state in ((later(days=19), "confirmed"), (later(days=20), "released")):
        releasing.release_due(at=moment)
        work(at=moment)
        assert Submission.objects.get().state == state

    told = feedback_of(Submission.objects.select_related("assignment").get())
    assert (told.total, told.passed, told.overall) == (Decimal("87.5"), True, ("Good.",))
    assert [each.comments for each in told.criteria] == [("Well chosen.",), ()]
    assert "Suspicious" not in repr(told)
    assert "Bruno" not in repr(told)


def test_without_a_board_moderation_is_the_last_step(cohort, bruno):
    assignment = assignment_of(cohort, bruno, needs_board=False, **NEVER)
    mark = first_mark(assignment, class_of(cohort, 1)[0], bruno, by=bruno)
    finish(mark, 2, 2)
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    assert not settling.ready_for_board(cohort).exists()
    work()
    assert Result.objects.get(assessment="exam").score == 50
    assert Submission.objects.get().state == "released"


def test_a_closed_cohort_takes_no_results(cohort, bruno, asen, vera):
    submission = twice(cohort, bruno, asen, vera, (3, 3), (3, 2))
    settling.finish_moderation(submission.assignment, by=bruno, at=NOW)
    close_cohort(cohort, by=bruno, at=NOW)
    with pytest.raises(CohortClosedError):
        settling.confirm(cohort, [submission.pk], at=NOW)
    submission.refresh_from_db()
    assert submission.state == "moderated"


def test_how_assessors_mark_is_laid_side_by_side(cohort, bruno, asen, vera):
    submission = twice(cohort, bruno, asen, asen, (4, 4), (3, 4))
    spreads = {spread.person: spread for spread in moderation.spreads_of(submission.assignment)}
    first = mark_of(submission, "first").assessor
    assert spreads[first].bands == (0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    assert {(spread.count, spread.passing) for spread in spreads.values()} == {(1, 1)}
    assert sorted(spread.against for spread in spreads.values()) == [Decimal("-12.5"), Decimal("12.5")]


def test_an_assessor_is_told_how_far_they_are(cohort, assignment, bruno):
    for learner in class_of(cohort, 3):
        handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.order(assignment, by=bruno, at=NOW)
    assert marks.progress_of(bruno, assignment).minutes_left is None
    mark = marks.next_mark(bruno, assignment)
    finish(mark, 1, 1, seconds=90)
    progress = marks.progress_of(bruno, assignment)
    assert (progress.done, progress.total, progress.minutes_left) == (1, 3, 3)
    second = marks.next_mark(bruno, assignment, after=mark.pk)
    third = marks.next_mark(bruno, assignment, after=second.pk)
    assert marks.next_mark(bruno, assignment, after=third.pk) == second


@pytest.mark.parametrize("name", ["carla", "dmitri"])
def test_only_staff_allot_draw_and_moderate(assignment, learner, bruno, request, name):
    somebody = request.getfixturevalue(name)
    mark = first_mark(assignment, learner, bruno, by=bruno)
    for act in (
        lambda: allocation.order(assignment, by=somebody, at=NOW),
        lambda: allocation.hand_over(mark, bruno, by=somebody, at=NOW),
        lambda: sampling.draw(assignment, by=somebody, at=NOW),
        lambda: settling.finish_moderation(assignment, by=somebody, at=NOW),
        lambda: pools.set_place(assignment.cohort, bruno, by=somebody, at=NOW),
        lambda: pools.leave(assignment.cohort, bruno, by=somebody, at=NOW),
        lambda: pools.declare(learner, bruno, kind="family", by=somebody, at=NOW),
        lambda: pools.withdraw_conflict(learner, bruno, by=somebody, at=NOW),
        lambda: moderation.adjust(mark.submission, total=Decimal(1), reason="Because I can.", by=somebody, at=NOW),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_only_assessors_are_in_the_pool(cohort, bruno, rositsa):
    for someone in (rositsa, person("x@x.example", "X")):
        with pytest.raises(pools.NoAssessorError):
            pools.set_place(cohort, someone, by=bruno, at=NOW)
    for wrong in ({"weight": 0}, {"weight": 21}, {"maximum": -1}):
        with pytest.raises(pools.PoolRuleError):
            pools.set_place(cohort, bruno, by=bruno, at=NOW, **wrong)
