"""Complaints: by whoever has to do with it, answered in time, by others than the author and the complainant."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from badges import MONDAY, issued
from campus.assurance.models import Complaint
from campus.base.models import AuditEntry, Fact
from campus.jobs import complaints as mails
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.quality import complaints
from campus.quality.complaints import Outcome
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret
from cast import member, person

TEXT = "The exam asked for something else."


@pytest.fixture
def holder(version, rositsa, amina):
    badge = issued(version, rositsa)
    deliver.deliver([badge.pk], at=timezone.now())
    claim.claim(claim_secret(badge.public_id, generation=1), person=amina, at=timezone.now())
    return amina


@pytest.fixture
def complaint(version, holder):
    return complaints.file(version.design, text=TEXT, by=holder, at=MONDAY)


def test_a_holder_complains_and_it_has_to_be_answered_within_thirty_days(complaint, holder):
    assert (complaint.relation, complaint.filed_by, complaint.due_on) == ("holder", holder, MONDAY.date() + timedelta(days=30))


def test_the_audit_trail_says_that_and_not_who(complaint):
    entry = AuditEntry.objects.get(action="complaint.filed")

    assert (entry.actor, TEXT in entry.details) == (None, False)


def test_a_member_of_the_organisation_complains_too(version, rositsa):
    assert complaints.file(version.design, text=TEXT, by=rositsa, at=MONDAY).relation == "staff"


def test_refuses_whoever_has_nothing_to_do_with_it(version, amina, dmitri):
    for someone in (amina, dmitri):
        with pytest.raises(complaints.NothingToDoWithItError):
            complaints.file(version.design, text=TEXT, by=someone, at=MONDAY)


def test_refuses_a_second_complaint_while_one_is_open_and_one_without_words(complaint, version, holder, rositsa):
    with pytest.raises(complaints.ComplaintOpenError):
        complaints.file(version.design, text=TEXT, by=holder, at=MONDAY)
    with pytest.raises(complaints.ComplaintEmptyError):
        complaints.file(version.design, text=" ", by=rositsa, at=MONDAY)


def test_a_quality_officer_answers_once_and_the_first_answer_stands(complaint, carla):
    done = complaints.answer(complaint, outcome=Outcome.UPHELD, text="You are right.", by=carla, at=MONDAY)

    assert (done.outcome, done.ended_by) == ("upheld", carla)
    with pytest.raises(complaints.ComplaintEndedError):
        complaints.answer(complaint, outcome=Outcome.NOT_UPHELD, text="No.", by=carla, at=MONDAY)


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri", "amina"])
def test_refuses_an_answer_of_whoever_does_not_handle_complaints(complaint, request, who):
    with pytest.raises(NotAllowedError):
        complaints.answer(complaint, outcome=Outcome.NOT_UPHELD, text="No.", by=request.getfixturevalue(who), at=MONDAY)


def test_refuses_the_author_as_judge_whatever_roles_they_have(complaint, laurel_university, bruno, carla):
    member(laurel_university, bruno, Role.QA_OFFICER)

    with pytest.raises(complaints.NotImpartialError):
        complaints.answer(complaint, outcome=Outcome.NOT_UPHELD, text="No.", by=bruno, at=MONDAY)
    with pytest.raises(complaints.NotImpartialError):
        complaints.assign(complaint, to=bruno, by=carla, at=MONDAY)


def test_nobody_answers_their_own_complaint_and_the_database_holds_that(version, carla):
    own = complaints.file(version.design, text=TEXT, by=carla, at=MONDAY)

    with pytest.raises(complaints.NotImpartialError):
        complaints.answer(own, outcome=Outcome.UPHELD, text="Yes.", by=carla, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=own.pk).update(outcome="upheld", answer="Yes.", ended_by=carla, ended_at=MONDAY)


def test_it_is_handed_to_somebody_who_handles_complaints_there(complaint, laurel_university, carla, adela, dmitri):
    assert complaints.assign(complaint, to=adela, by=carla, at=MONDAY).assigned_to == adela
    with pytest.raises(NotFoundError):
        complaints.assign(complaint, to=dmitri, by=carla, at=MONDAY)
    with pytest.raises(complaints.ComplaintEmptyError):
        complaints.answer(complaint, outcome=Outcome.UPHELD, text=" ", by=adela, at=MONDAY)


def test_a_complaint_is_taken_back_by_whoever_made_it_alone(complaint, holder, carla):
    with pytest.raises(NotFoundError):
        complaints.take_back(complaint, by=carla, at=MONDAY)
    complaints.take_back(complaint, by=holder, at=MONDAY)

    assert Complaint.objects.get().outcome == "taken_back"


def test_those_who_handle_it_are_told_and_so_is_whoever_complained(complaint, carla, adela, bruno, holder, mailoutbox):
    member(complaint.design.organisation, person("second@laurel.example", "Second"), Role.REGISTRAR)
    mails.tell_handlers(Fact.objects.get(kind="complaint.filed"), timezone.now)
    complaints.answer(complaint, outcome=Outcome.PARTLY, text="Partly.", by=carla, at=MONDAY)
    mails.tell_complainant(Fact.objects.get(kind="complaint.answered"), timezone.now)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([carla.email, adela.email, holder.email])
    assert not any(TEXT in mail.body for mail in mailoutbox)
