from threading import Barrier, Thread

import pytest
from django.db import connection

from campus.base.models import AuditEntry, Fact
from campus.base.refusals import Refusal
from campus.catalogue.designs import NotEditableError, create_design, save_draft
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError
from campus.quality.models import Review
from campus.quality.review import (
    AlreadyDecidedError,
    CommentMissingError,
    NotReadyError,
    SameEyesError,
    approve,
    request_changes,
    submit,
    withdraw,
)
from sample_design import MONDAY, draft


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


def test_what_is_reviewed_is_frozen_and_the_draft_is_locked(design, bruno):
    review = submit(design, by=bruno, at=MONDAY)

    assert review.submitted == Design.objects.get().draft
    with pytest.raises(NotEditableError):
        save_draft(design, draft=draft(form="skill"), revision=1, by=bruno, at=MONDAY)


def test_refuses_a_draft_with_failing_checks_and_says_which(design, bruno):
    save_draft(design, draft=draft(participation=[]), revision=1, by=bruno, at=MONDAY)

    with pytest.raises(NotReadyError) as refused:
        submit(design, by=bruno, at=MONDAY)

    assert "PARTICIPATION_MISSING" in {finding.code for finding in refused.value.state.findings}
    assert not Review.objects.exists()


def test_approval_by_a_second_person_publishes_and_leaves_a_trail(design, bruno, carla):
    version = approve(submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)

    assert (version.number, version.author, version.approved_by) == (1, bruno, carla)
    assert Design.objects.get().state == Design.State.PUBLISHED
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"review.submitted", "review.approved", "design.published"} <= actions
    assert Fact.objects.filter(kind="review.submitted").count() == 1


def test_refuses_approval_by_author_submitter_or_editor(design, bruno, carla, laurel_university):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.QA_OFFICER)
    Membership.objects.create(person=carla, organisation=laurel_university, role=Role.AUTHOR)
    save_draft(design, draft={**design.draft, "form": "skill"}, revision=1, by=carla, at=MONDAY)
    review = submit(design, by=bruno, at=MONDAY)

    for person in (bruno, carla):
        with pytest.raises(SameEyesError):
            approve(review, by=person, at=MONDAY)

    assert not DesignVersion.objects.exists()


def test_refuses_decisions_without_the_role(design, bruno, rositsa, dmitri):
    review = submit(design, by=bruno, at=MONDAY)

    for person in (bruno, rositsa, dmitri):
        with pytest.raises(NotAllowedError):
            approve(review, by=person, at=MONDAY)
        with pytest.raises(NotAllowedError):
            request_changes(review, comment="No.", by=person, at=MONDAY)


def test_changes_are_requested_with_a_comment_and_the_draft_opens_again(design, bruno, carla):
    review = submit(design, by=bruno, at=MONDAY)
    with pytest.raises(CommentMissingError):
        request_changes(review, comment="  ", by=carla, at=MONDAY)

    request_changes(review, comment="Name the rubric.", by=carla, at=MONDAY)

    assert Design.objects.get().state == Design.State.CHANGES_REQUESTED
    assert save_draft(design, draft=draft(form="skill"), revision=1, by=bruno, at=MONDAY).draft_revision == 2


def test_a_withdrawn_submission_goes_back_to_where_it_was(design, bruno, carla):
    withdraw(submit(design, by=bruno, at=MONDAY), by=bruno, at=MONDAY)
    assert Design.objects.get().state == Design.State.DRAFT

    approve(submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)
    withdraw(submit(design, by=bruno, at=MONDAY), by=bruno, at=MONDAY)
    assert Design.objects.get().state == Design.State.PUBLISHED


@pytest.mark.parametrize("late", [approve, withdraw])
def test_the_first_decision_stands(design, bruno, carla, late):
    review = submit(design, by=bruno, at=MONDAY)
    request_changes(review, comment="Name the rubric.", by=carla, at=MONDAY)

    with pytest.raises(AlreadyDecidedError):
        late(review, by=bruno if late is withdraw else carla, at=MONDAY)

    assert Review.objects.get().decision == Review.Decision.CHANGES_REQUESTED


def test_refuses_to_approve_what_became_unfit_in_the_meantime(laurel_university, bruno, carla):
    quality = [{**draft()["quality_assurance"][0], "valid_until": "2026-12-31"}]
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(quality_assurance=quality))
    review = submit(design, by=bruno, at=MONDAY)

    with pytest.raises(NotReadyError):
        approve(review, by=carla, at=MONDAY.replace(year=2027))


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(design, bruno, carla):
    review = submit(design, by=bruno, at=MONDAY)
    start, outcomes = Barrier(2), []

    def decide(action):
        start.wait()
        try:
            action()
            outcomes.append("decided")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    actions = [
        lambda: approve(review, by=carla, at=MONDAY),
        lambda: request_changes(review, comment="Name the rubric.", by=carla, at=MONDAY),
    ]
    threads = [Thread(target=decide, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["ALREADY_DECIDED", "decided"]
    assert Review.objects.exclude(decision="").count() == 1
