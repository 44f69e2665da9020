"""The examination board: it confirms together, never alone what one marked alone; what it decided stands."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campus.learning.models import Result
from campus.marking import allocation, board, moderation, releasing, settling
from campus.marking.models import BoardItem, Mark, Sitting, Submission
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import member, person
from marking import NOW, assignment_of, class_of, finish, handed_in, later, pool


@pytest.fixture
def pavel(radka):
    return radka


@pytest.fixture
def assignment(cohort, bruno):
    return assignment_of(cohort, bruno, second_minimum=0, second_percent=0, second_fails=False, borderline=0)


@pytest.fixture
def moderated(assignment, cohort, bruno):
    """Three results, all marked by Bruno alone."""
    for learner in class_of(cohort, 3):
        handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.allot_all(assignment.pk, at=NOW)
    for number, mark in enumerate(Mark.objects.order_by("pk")):
        finish(mark, 3, number + 1)
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    return list(Submission.objects.order_by("pk"))


@pytest.fixture
def sitting(moderated, cohort, bruno, pavel):
    return board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)


def signed(sitting, *people):
    for someone in people:
        board.sign(sitting, by=someone, at=NOW)


def states():
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def test_results_are_confirmed_together_and_only_then_recorded(sitting, bruno, pavel, assignment):
    assert (sitting.items.count(), Result.objects.filter(assessment="exam").count()) == (3, 0)
    signed(sitting, bruno, pavel)
    closed = board.close(sitting, note="All present.", by=pavel, at=later(hours=1))

    assert states() == ["confirmed"] * 3
    assert Result.objects.filter(assessment="exam").count() == 3
    assert (closed.state, closed.digest) == ("closed", board.digest_of(Sitting.objects.get()))
    releasing.release(assignment.pk, at=later(hours=2))
    assert states() == ["released"] * 3


def test_nobody_confirms_alone_what_they_marked_alone(moderated, cohort, laurel_university, bruno, pavel):
    vera = member(laurel_university, person("vera2@laurel.example", "Vera"), Role.ASSESSOR)
    sitting = board.open_sitting(cohort, [bruno, pavel, vera], by=pavel, at=NOW)
    signed(sitting, bruno)
    with pytest.raises(board.NoQuorumError) as refused:
        board.close(sitting, by=bruno, at=NOW)
    assert refused.value.facts == {"signed": 1, "quorum": 2}
    moderation.adjust(moderated[0], total=Decimal(60), reason="The sum was wrong.", by=pavel, at=NOW)
    signed(sitting, pavel)
    with pytest.raises(board.OwnWorkAloneError) as alone:
        board.close(sitting, by=pavel, at=NOW)
    assert alone.value.facts["count"] == 1
    assert states() == ["moderated"] * 3
    signed(sitting, vera)
    board.close(sitting, by=pavel, at=NOW)
    assert states() == ["confirmed"] * 3


def test_what_is_put_off_waits_and_what_is_sent_back_is_moderated_again_each_with_a_reason(sitting, cohort, bruno, pavel):
    first, second, _third = sitting.items.order_by("pk")
    with pytest.raises(board.ReasonMissingError):
        board.decide(sitting, [first.pk], "hold", reason="  ", by=pavel, at=NOW)
    board.decide(sitting, [first.pk], "hold", reason="A case is open.", by=pavel, at=NOW)
    board.decide(sitting, [second.pk], "back", reason="The sum is wrong.", by=pavel, at=NOW)
    signed(sitting, bruno, pavel)
    board.close(sitting, by=pavel, at=NOW)

    assert states() == ["moderated", "settled", "confirmed"]
    again = board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)
    assert (again.number, [each.submission_id for each in again.items.all()]) == (2, [first.submission_id])


def test_whoever_changes_a_decision_makes_everybody_sign_again(sitting, bruno, pavel):
    signed(sitting, bruno, pavel)
    board.decide(sitting, [sitting.items.first().pk], "hold", reason="Wait.", by=bruno, at=NOW)
    with pytest.raises(board.NoQuorumError):
        board.close(sitting, by=pavel, at=NOW)


def test_a_closed_sitting_stands_and_its_digest_tells_what_was_changed(sitting, bruno, pavel):
    signed(sitting, bruno, pavel)
    closed = board.close(sitting, by=pavel, at=NOW)
    for act in (
        lambda: board.decide(sitting, [sitting.items.first().pk], "hold", reason="x", by=pavel, at=NOW),
        lambda: board.sign(sitting, by=pavel, at=NOW),
        lambda: board.close(sitting, by=pavel, at=NOW),
        lambda: board.call_off(sitting, by=pavel, at=NOW),
    ):
        with pytest.raises(board.SittingOverError):
            act()
    BoardItem.objects.filter(pk=closed.items.first().pk).update(decision="back", reason="x")
    assert board.digest_of(Sitting.objects.get()) != closed.digest


def test_who_sits_and_who_opens(moderated, cohort, bruno, pavel, rositsa, carla, dmitri, amina):
    for few in ([pavel], [bruno, carla], [bruno, rositsa], [pavel, dmitri]):
        with pytest.raises(board.BoardTooSmallError):
            board.open_sitting(cohort, few, by=pavel, at=NOW)
    for stranger in (bruno, carla, dmitri, amina):
        with pytest.raises(NotAllowedError):
            board.open_sitting(cohort, [bruno, pavel], by=stranger, at=NOW)
    sitting = board.open_sitting(cohort, [bruno, pavel], by=rositsa, at=NOW)
    with pytest.raises(board.SittingOpenError):
        board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)
    for stranger in (rositsa, dmitri):
        with pytest.raises(NotAllowedError):
            board.sign(sitting, by=stranger, at=NOW)
    board.call_off(sitting, by=rositsa, at=NOW)
    assert board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW).number == 2


def test_an_approver_who_is_no_member_decides_nothing(sitting, laurel_university):
    other = member(laurel_university, person("other@laurel.example", "Other"), Role.APPROVER)
    with pytest.raises(board.NotAMemberError):
        board.sign(sitting, by=other, at=NOW)
    with pytest.raises(board.NotAMemberError):
        board.close(sitting, by=other, at=NOW)


def test_nothing_is_opened_over_nothing_and_no_other_decision_is_known(cohort, bruno, pavel, assignment):
    with pytest.raises(board.NothingToConfirmError):
        board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)


def test_the_board_sees_how_the_results_lie(sitting, pavel):
    (picture,) = board.pictures_of(sitting)
    assert (picture.count, sum(picture.bands), picture.twice, picture.moderated) == (3, 3, 0, 0)
    with pytest.raises(NotFoundError):
        board.decide(sitting, [1], "burn", reason="x", by=pavel, at=NOW)


def test_the_database_keeps_one_sitting_at_a_time_and_reasons(sitting, bruno):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(cohort=sitting.cohort, number=9, opened_by=bruno, opened_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        sitting.items.update(decision="hold")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=sitting.pk).update(quorum=1)
