"""Ordering and issuing: one award gives one credential, whatever is repeated."""

import json
import random

import pytest
from django.utils import timezone

from badges import MONDAY, awards, issued, ordered, published
from campus.base.models import Fact
from campus.issuing import control, issue
from campus.issuing.models import Batch, Credential, StatusList
from campus.issuing.work import Ended, run_batch
from campus.people.roles import NotAllowedError
from campus.verification.check import check_own


def test_every_award_gets_a_credential_that_verifies(version, rositsa):
    batch = ordered(version, rositsa, awards(3))

    assert run_batch(batch.pk, now=timezone.now) is Ended.FINISHED

    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.issued, batch.failed) == ("finished", 3, 3, 0)
    for credential in Credential.objects.filter(batch=batch):
        finding = check_own(credential.document, at=timezone.now())
        assert (finding.verdict, finding.codes) == ("accept", ())


def test_the_document_carries_no_address_in_clear(version, rositsa):
    credential = issued(version, rositsa)

    assert "amina@students.example" not in credential.document + credential.jwt
    assert "Amina Yusuf" in credential.document


def test_ordering_twice_is_the_same_as_once(version, rositsa):
    wanted = awards(5)
    first = ordered(version, rositsa, wanted)
    second = ordered(version, rositsa, wanted)

    assert second == first
    assert (Batch.objects.count(), Credential.objects.count()) == (1, 5)


def test_awards_that_have_a_credential_are_reported_and_not_doubled(version, rositsa):
    old, new = awards(2), awards(3)
    ordered(version, rositsa, old)

    batch = ordered(version, rositsa, old + new)

    assert (batch.total, batch.already_issued, Credential.objects.count()) == (3, 2, 5)


def test_refuses_an_empty_order(version, rositsa):
    with pytest.raises(issue.NothingToIssueError):
        ordered(version, rositsa, [])

    assert not Batch.objects.exists()


@pytest.mark.parametrize("who", ["bruno", "carla", "adela", "dmitri", "amina"])
def test_refuses_an_order_of_anybody_but_a_registrar(version, request, who):
    with pytest.raises(NotAllowedError):
        ordered(version, request.getfixturevalue(who), awards(1))


def test_refuses_the_design_of_another_organisation(other_university, laurel_university, bruno, carla, dmitri, version):
    with pytest.raises(issue.ForeignDesignError):
        issue.order_batch(other_university, design_version=version, awards=awards(1), by=dmitri, at=MONDAY)


def test_refuses_to_issue_without_a_second_step_where_it_is_demanded(version, rositsa, settings):
    settings.REQUIRE_MFA_TO_ISSUE = True

    with pytest.raises(Exception, match="SECOND_STEP_MISSING"):
        ordered(version, rositsa, awards(1))


def test_status_indexes_are_random_and_used_once(version, rositsa):
    batch = ordered(version, rositsa, awards(30))
    run_batch(batch.pk, now=timezone.now, randomness=random.Random(7))

    indexes = list(Credential.objects.filter(batch=batch).order_by("pk").values_list("status_index", flat=True))
    assert len(set(indexes)) == 30
    assert indexes != sorted(indexes)
    assert StatusList.objects.get().reserved == 30


def test_a_new_list_is_opened_when_one_is_half_full(version, rositsa):
    first = StatusList.objects.create(organisation=version.design.organisation, reserved=65_535)

    batch = ordered(version, rositsa, awards(3))
    run_batch(batch.pk, now=timezone.now)

    first.refresh_from_db()
    assert first.reserved == 65_536
    assert StatusList.objects.count() == 2
    assert Credential.objects.exclude(status_list=first).count() == 2


def test_one_bad_item_does_not_stop_the_others(version, rositsa):
    batch = ordered(version, rositsa, awards(4))
    bad = Credential.objects.filter(batch=batch).first()
    Credential.objects.filter(pk=bad.pk).update(recipient_email="", recipient_name="")

    run_batch(batch.pk, now=timezone.now, chunk=2)

    batch.refresh_from_db()
    bad.refresh_from_db()
    assert (batch.state, batch.issued, batch.failed) == ("finished", 3, 1)
    assert json.loads(bad.failure)["code"] == "PROJECTION_ERROR"


def test_a_failed_item_is_tried_again_with_its_own_index(version, rositsa):
    batch = ordered(version, rositsa, awards(1))
    Credential.objects.filter(batch=batch).update(recipient_email="", recipient_name="")
    run_batch(batch.pk, now=timezone.now)
    index = Credential.objects.get(batch=batch).status_index
    Credential.objects.filter(batch=batch).update(recipient_email="amina@students.example")

    control.retry_failed(batch, by=rositsa, at=timezone.now())
    run_batch(batch.pk, now=timezone.now)

    batch.refresh_from_db()
    again = Credential.objects.get(batch=batch)
    assert (batch.issued, batch.failed, again.failure, again.status_index) == (1, 0, "", index)


def test_a_paused_batch_stops_after_its_chunk_and_goes_on(version, rositsa):
    batch = ordered(version, rositsa, awards(6))
    assert run_batch(batch.pk, now=timezone.now, chunk=2, until=MONDAY) is Ended.UNFINISHED

    control.pause(batch, by=rositsa, at=timezone.now())

    assert run_batch(batch.pk, now=timezone.now, chunk=2) is Ended.PAUSED
    assert Credential.objects.exclude(document="").count() == 2
    control.resume(batch, by=rositsa, at=timezone.now())
    assert run_batch(batch.pk, now=timezone.now) is Ended.FINISHED
    assert Credential.objects.exclude(document="").count() == 6


def test_a_worker_that_slept_through_its_lease_writes_nothing(version, rositsa):
    batch = ordered(version, rositsa, awards(4))
    calls = iter(range(10**6))

    def now():
        if next(calls) == 4:
            Batch.objects.filter(pk=batch.pk).update(lease=99)
        return timezone.now()

    assert run_batch(batch.pk, now=now, chunk=2) is Ended.LOST
    before = list(Credential.objects.order_by("pk").values_list("document", flat=True))
    assert before.count("") >= 2


def test_a_batch_in_other_hands_is_left_alone(version, rositsa):
    batch = ordered(version, rositsa, awards(1))
    Batch.objects.filter(pk=batch.pk).update(state="running", leased_until=timezone.now() + timezone.timedelta(minutes=1))

    assert run_batch(batch.pk, now=timezone.now) is Ended.BUSY


def test_each_chunk_records_the_fact_with_its_credentials(version, rositsa):
    batch = ordered(version, rositsa, awards(5))
    run_batch(batch.pk, now=timezone.now, chunk=2)

    facts = Fact.objects.filter(kind="credential.issued", subject=batch.pk)
    named = [pk for fact in facts for pk in fact.details["credentials"]]
    assert sorted(named) == sorted(Credential.objects.filter(batch=batch).values_list("pk", flat=True))


def test_validity_ends_the_stated_number_of_months_after_issuing(laurel_university, bruno, carla, rositsa):
    credential = issued(published(laurel_university, bruno, carla, valid_for_months=24), rositsa)

    assert credential.valid_until.year == credential.issued_at.year + 2


def test_progress_tells_the_time_left(version, rositsa):
    batch = ordered(version, rositsa, awards(10))
    batch.state, batch.run_began_at, batch.issued = "running", MONDAY, 4

    progress = control.progress(batch, at=MONDAY + timezone.timedelta(seconds=40))

    assert (progress.percent, progress.left.total_seconds()) == (40, 60)
