"""Two people, or one who clicks twice, at the very same moment: one of them does it, and it is done once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from badges import awards, institution, issued, ordered, published
from campus.base.refusals import Refusal
from campus.catalogue.models import DesignVersion
from campus.issuing.issue import order_batch
from campus.issuing.models import Batch, Credential, SigningKey
from campus.issuing.work import run_batch
from campus.learning import award, cohorts, uploads
from campus.learning.gradebook import Mapping
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award, Enrolment
from campus.people import api_keys, invitations
from campus.people.models import Membership, Person, Role
from campus.quality import review
from campus.quality.models import Review
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret
from campus.wallet.models import Holding

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def _at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or was refused with; they start together, each with its own connection."""
    start, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            given[place] = act()
        except (Refusal, OperationalError) as refused:
            given[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def _refused(given: list[Any]) -> list[str]:
    return [each.code for each in given if isinstance(each, Refusal)]


@pytest.fixture
def school():
    organisation, author, officer, registrar = institution("race-university")
    Membership.objects.create(person=registrar, organisation=organisation, role=Role.ASSESSOR)
    return organisation, author, officer, registrar, published(organisation, author, officer)


def test_refuses_a_second_approval(school):
    organisation, author, officer, _registrar, version = school
    other = Person.objects.create_user("second@race-university.example", name="Second")
    Membership.objects.create(person=other, organisation=organisation, role=Role.QA_OFFICER)
    design = version.design
    type(design).objects.filter(pk=design.pk).update(draft=_draft(version), state="draft")
    design.refresh_from_db()
    waiting = review.submit(design, by=author, at=timezone.now())

    def approve(who: Person) -> Callable[[], Any]:
        return lambda: review.approve(Review.objects.get(pk=waiting.pk), by=who, at=timezone.now())

    given = _at_once(approve(officer), approve(other), approve(officer), approve(other))

    assert DesignVersion.objects.filter(design=design).count() == 2
    assert _refused(given) == ["ALREADY_DECIDED"] * 3


def _draft(version: DesignVersion) -> Any:
    import json

    draft = json.loads(version.record)
    return {name: value for name, value in draft.items() if name not in ("id", "version")}


def test_refuses_a_second_claim(school):
    *_others, registrar, version = school
    badge = issued(version, registrar)
    deliver.deliver([badge.pk], at=timezone.now())
    people = [Person.objects.create_user(f"p{n}@x.example", name="P") for n in range(AT_ONCE)]
    secret = claim_secret(badge.public_id, generation=1)

    def take(person: Person) -> Callable[[], Any]:
        return lambda: claim.claim(secret, person=person, at=timezone.now(), confirmed=True)

    given = _at_once(*map(take, people))

    assert Holding.objects.filter(credential=badge).count() == 1
    assert _refused(given) == ["CLAIMED_BY_ANOTHER"] * (AT_ONCE - 1)


def test_refuses_a_second_order_of_the_same_awards(school):
    organisation, *_others, registrar, version = school
    ordered(version, registrar, awards(1))  # the status list is there
    wanted = awards(20)

    def order() -> Batch:
        return order_batch(organisation, design_version=version, awards=wanted, by=registrar, at=timezone.now())

    batches = [each for each in _at_once(*[order] * AT_ONCE) if isinstance(each, Batch)]
    _at_once(*[partial(run_batch, batch.pk, now=timezone.now) for batch in batches])
    for batch in batches:
        run_batch(batch.pk, now=timezone.now)
    keys = [each.award_key for each in wanted]
    made = Credential.objects.filter(award_key__in=keys)

    assert made.exclude(document="").count() == 20
    assert made.values("status_index").distinct().count() == 20


def test_refuses_to_award_and_issue_twice(school):
    organisation, *_others, registrar, version = school
    cohort = cohorts.create_cohort(organisation, design_version=version, title="Race", by=registrar, at=timezone.now())
    rows = b"".join(b"%d,L,l%d@x.example,80,80\n" % (n, n) for n in range(30))
    upload = uploads.receive(
        cohort, content=b"number,name,email,project,exam\n" + rows, file_name="g.csv", by=registrar, at=timezone.now()
    )
    uploads.choose_mapping(upload, mapping=Mapping.from_json(upload.mapping), by=registrar, at=timezone.now())
    uploads.run_check(upload.pk, at=timezone.now())

    def write() -> Any:
        uploads.confirm(upload, by=registrar, at=timezone.now())
        return uploads.run_import(upload.pk, at=timezone.now())

    confirmed = _at_once(*[write] * AT_ONCE)
    _at_once(*[lambda: award.award_cohort(cohort, by=registrar, at=timezone.now())] * AT_ONCE)
    _at_once(*[lambda: issue_awards(cohort, by=registrar, at=timezone.now())] * AT_ONCE)

    assert _refused(confirmed) == ["WRONG_STATE"] * (AT_ONCE - 1)
    assert Enrolment.objects.filter(cohort=cohort).count() == 30
    assert Award.objects.count() == 30
    assert Credential.objects.count() == 30


def test_refuses_a_second_acceptance_of_an_invitation(school):
    organisation, *_others, registrar, _version = school
    Membership.objects.create(person=registrar, organisation=organisation, role=Role.ADMINISTRATOR)
    offer = invitations.invite(
        organisation, email="new@x.example", roles=[Role.AUTHOR], language="en", by=registrar, at=timezone.now()
    )
    secret = invitations.secret_of(offer)

    def accept() -> Person:
        return invitations.accept_as_new(secret, name="New", password="лавров лист 42", language="en", at=timezone.now())

    _at_once(*[accept] * AT_ONCE)

    assert Person.objects.filter(email="new@x.example").count() == 1


def test_refuses_to_make_two_things_with_one_idempotency_key(school):
    organisation, author, *_others = school
    key = api_keys.create_by_operator(organisation, name="x", roles=[Role.AUTHOR], person=author, at=timezone.now())[1]
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "the-same"}

    def create() -> Any:
        return Client(raise_request_exception=False).post(
            "/api/v1/designs", {}, content_type="application/json", headers=headers
        )

    answers = _at_once(*[create] * AT_ONCE)
    statuses = sorted(answer.status_code for answer in answers)

    assert author.pk
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert set(statuses) <= {201, 409, 503}, statuses


def test_refuses_a_second_signing_key(school):
    from campus.issuing import keys

    organisation, *_others, registrar, _version = school
    SigningKey.objects.all().delete()

    _at_once(*[lambda: keys.create_key(organisation, by=registrar, at=timezone.now())] * AT_ONCE)

    assert SigningKey.objects.filter(organisation=organisation, retired_at__isnull=True).count() == 1
