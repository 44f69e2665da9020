"""Handing in: drafts, files, receipts, deadlines, extensions, taking back, and trying again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from campus.marking import setup
from campus.marking.extensions import ExtensionError, extend, take_away
from campus.marking.handing_in import (
    BadLinkError,
    Closed,
    NotAskedForError,
    NothingToHandInError,
    NotTakenError,
    StaleDraftError,
    TooLateToTakeBackError,
    TooMuchError,
    add_file,
    hand_in,
    remove_file,
    save_draft,
    standing_of,
    take_back,
)
from campus.marking.models import Submission, SubmissionFile
from campus.people.scope import NotFoundError
from marking import NOW, assignment_of, class_of, handed_in, later, pdf, png


def save(assignment, learner, text="Draft.", revision=None, at=NOW, links=()):
    return save_draft(assignment, learner, text=text, links=links, revision=revision, at=at)


def released(submission, *, total, at=NOW):
    """The end of marking, without the way there."""
    facts = {"total": Decimal(total), "settled_at": at, "settled_by": "alone", "confirmed_at": at, "released_at": at}
    Submission.objects.filter(pk=submission.pk).update(state="released", **facts)


def test_a_draft_is_saved_as_one_goes_and_no_window_writes_over_another(assignment, learner):
    first = save(assignment, learner)
    second = save(assignment, learner, "Draft, longer.", revision=first.revision)
    assert second.pk == first.pk

    with pytest.raises(StaleDraftError):
        save(assignment, learner, "The old window.", revision=first.revision)
    assert Submission.objects.get().text == "Draft, longer."


def test_handing_in_gives_a_receipt_and_a_second_click_the_same_one(assignment, learner):
    submission = handed_in(assignment, learner)
    again = hand_in(assignment, learner, at=later(minutes=1))

    assert (again.pk, again.digest, again.handed_in_at) == (submission.pk, submission.digest, NOW)
    assert len(submission.digest) == 64
    assert (submission.number, submission.late, submission.deduction) == (1, False, 0)


def test_the_receipt_changes_with_everything_that_is_handed_in(assignment, cohort):
    digests = set()
    for number, learner in enumerate(class_of(cohort, 3)):
        save(assignment, learner, "The same text.")
        for each in range(number):
            add_file(assignment, learner, name=f"{each}.txt", content=str(each).encode(), at=NOW)
        digests.add(hand_in(assignment, learner, at=NOW).digest)
    assert len(digests) == 3


def test_an_empty_draft_is_not_handed_in(assignment, learner):
    with pytest.raises(NothingToHandInError):
        hand_in(assignment, learner, at=NOW)
    save(assignment, learner, "  \n")
    with pytest.raises(NothingToHandInError):
        hand_in(assignment, learner, at=NOW)


def test_files_are_kept_once_and_can_be_taken_out(assignment, learner):
    kept = add_file(assignment, learner, name="../essay.pdf", content=pdf(), at=NOW)
    assert add_file(assignment, learner, name="copy.pdf", content=pdf(), at=NOW).pk == kept.pk
    assert (kept.name, kept.kind, bytes(kept.content)) == ("essay.pdf", "pdf", pdf())

    remove_file(assignment, learner, public_id=kept.public_id, at=NOW)
    remove_file(assignment, learner, public_id=kept.public_id, at=NOW)
    assert not SubmissionFile.objects.exists()


def test_no_more_files_than_the_assignment_takes_and_none_where_it_takes_none(cohort, bruno, learner):
    assignment = assignment_of(cohort, bruno, most_files=1, kinds=["pdf", "png"])
    add_file(assignment, learner, name="a.pdf", content=pdf(), at=NOW)
    with pytest.raises(TooMuchError):
        add_file(assignment, learner, name="b.png", content=png(), at=NOW)
    setup.change(assignment, by=bruno, at=NOW, takes_files=False)
    assignment.refresh_from_db()
    with pytest.raises(NotAskedForError):
        add_file(assignment, learner, name="b.png", content=png(), at=NOW)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "https://", "https://a b", "https://me@evil.example/x"])
def test_refuses_what_is_no_web_address_and_names_the_line(cohort, bruno, learner, link):
    assignment = assignment_of(cohort, bruno, takes_links=True)
    with pytest.raises(BadLinkError) as refused:
        save(assignment, learner, links=["https://good.example/", link])
    assert refused.value.facts["line"] == 2


def test_work_that_comes_after_the_deadline_is_taken_as_the_rules_say(cohort, bruno):
    learners = class_of(cohort, 4)
    flagged = assignment_of(cohort, bruno, late="flagged", late_until=later(days=9))
    on_time, late, too_late = later(days=7), later(days=7, seconds=1), later(days=9, seconds=1)

    assert not handed_in(flagged, learners[0], at=on_time).late
    assert handed_in(flagged, learners[1], at=late).late
    with pytest.raises(NotTakenError) as refused:
        handed_in(flagged, learners[2], at=too_late)
    assert refused.value.closed is Closed.OVER


@pytest.mark.parametrize(("days", "points"), [(0, 0), (0.01, 10), (1, 10), (1.5, 20), (30, 100)])
def test_each_day_begun_costs_its_share_and_never_more_than_all(cohort, bruno, learner, days, points):
    assignment = assignment_of(cohort, bruno, late="deducted", late_percent=Decimal(10))
    assert handed_in(assignment, learner, at=later(days=7 + days)).deduction == points


def test_late_work_is_refused_where_the_rules_refuse_it_and_nothing_before_it_opens(cohort, bruno, learner):
    assignment = assignment_of(cohort, bruno, late="refused", opens_at=later(days=1))
    with pytest.raises(NotTakenError) as refused:
        save(assignment, learner)
    assert refused.value.closed is Closed.NOT_OPEN_YET
    with pytest.raises(NotTakenError):
        handed_in(assignment, learner, at=later(days=7, seconds=1))


def test_an_extension_gives_one_learner_a_later_deadline(cohort, bruno):
    one, other = class_of(cohort, 2)
    assignment = assignment_of(cohort, bruno, late="refused")
    extend(assignment, number=one.number, due_at=later(days=10), extra_attempts=0, reason="health", by=bruno, at=NOW)

    assert not handed_in(assignment, one, at=later(days=10)).late
    with pytest.raises(NotTakenError):
        handed_in(assignment, other, at=later(days=10))
    take_away(assignment, number=one.number, by=bruno, at=NOW)
    with pytest.raises(NotFoundError):
        take_away(assignment, number=one.number, by=bruno, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": None, "extra_attempts": 0},
        {"due_at": later(days=6)},
        {"extra_attempts": 11},
        {"reason": "because I know her"},
    ],
)
def test_refuses_an_extension_that_gives_nothing_or_the_impossible(assignment, learner, bruno, wrong):
    facts = {"due_at": later(days=10), "extra_attempts": 0, "reason": "health", **wrong}
    with pytest.raises(ExtensionError):
        extend(assignment, number=learner.number, by=bruno, at=NOW, **facts)


def test_before_the_deadline_it_can_be_taken_back_and_handed_in_anew(assignment, learner, amina):
    first = handed_in(assignment, learner)
    draft = take_back(assignment, learner, by=amina, at=later(days=1))
    assert (draft.state, draft.digest, draft.text) == ("draft", "", "My essay.")

    save(assignment, learner, "Better.", revision=draft.revision, at=later(days=2))
    second = hand_in(assignment, learner, at=later(days=2))
    assert (second.pk, second.number) == (first.pk, 1)
    with pytest.raises(TooLateToTakeBackError):
        take_back(assignment, learner, by=amina, at=later(days=7, seconds=1))


def test_who_did_not_pass_tries_again_after_the_pause_up_to_the_maximum(cohort, bruno, learner):
    assignment = assignment_of(cohort, bruno, late="refused", attempts_allowed=3, cool_down=timedelta(days=7), resit_days=14)
    moment = later(days=6)
    for number in (1, 2, 3):
        submission = handed_in(assignment, learner, at=moment)
        assert (submission.number, submission.late) == (number, False)
        with pytest.raises(NotTakenError) as refused:
            save(assignment, learner, at=moment)
        assert refused.value.closed is Closed.BEING_MARKED
        released(submission, total="49.9999", at=moment)
        early = standing_of(assignment, learner, at=moment + timedelta(days=7, seconds=-1))
        assert early.closed is (Closed.NO_ATTEMPT_LEFT if number == 3 else Closed.NOT_OPEN_YET)
        moment += timedelta(days=7)

    with pytest.raises(NotTakenError):
        save(assignment, learner, at=moment)
    extend(assignment, number="1", due_at=None, extra_attempts=1, reason="other", by=bruno, at=NOW)
    assert handed_in(assignment, learner, at=moment).number == 4


def test_a_resit_is_due_some_days_after_it_may_begin(cohort, bruno, learner):
    assignment = assignment_of(cohort, bruno, late="refused", cool_down=timedelta(days=7), resit_days=14)
    released(handed_in(assignment, learner), total="0", at=later(days=30))

    assert standing_of(assignment, learner, at=later(days=37)).deadline.due_at == later(days=51)
    with pytest.raises(NotTakenError):
        save(assignment, learner, at=later(days=51, seconds=1))


def test_who_has_passed_does_not_try_again(assignment, learner):
    released(handed_in(assignment, learner), total="50")
    assert standing_of(assignment, learner, at=later(days=30)).closed is Closed.PASSED


def test_nothing_is_taken_from_whom_it_is_not_for(assignment, cohort, learner, bruno, other_university):
    learner.withdrawn = True
    learner.save()
    with pytest.raises(NotTakenError):
        save(assignment, learner)
    setup.close(assignment, by=bruno, at=NOW)
    assert standing_of(assignment.__class__.objects.get(), learner, at=NOW).closed is Closed.OVER


def test_a_draft_assignment_and_another_cohort_do_not_exist_for_a_learner(cohort, learner, bruno, version):
    from sample_design import open_cohort

    assignment = assignment_of(cohort, bruno, opened=False)
    stranger = class_of(open_cohort(version, bruno, "Another"), 1)[0]
    for someone in (learner, stranger):
        with pytest.raises(NotFoundError):
            save(assignment, someone)
    setup.open_(assignment, by=bruno, at=NOW)
    with pytest.raises(NotFoundError):
        save(assignment, stranger)
