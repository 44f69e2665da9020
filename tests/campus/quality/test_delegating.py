import pytest

from campus.base.models import AuditEntry
from campus.catalogue.designs import create_design
from campus.people.models import Membership, Role
from campus.people.roles import NotAllowedError
from campus.quality import review
from campus.quality.chains import USUAL, choose_chain
from campus.quality.delegating import NotQualifiedError, delegate
from campus.quality.models import Delegation
from campus.quality.refusals import AssignedError, SameEyesError
from sample_design import MONDAY, draft


@pytest.fixture
def under_way(laurel_university, bruno, adela):
    choose_chain(laurel_university, USUAL.stages, by=adela, at=MONDAY)
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


def test_whom_it_is_handed_to_decides_it_alone_and_it_is_written_down(under_way, carla, quinn):
    delegate(under_way, to=quinn, by=carla, at=MONDAY, because="On leave.")

    with pytest.raises(AssignedError):
        review.approve(under_way, by=carla, at=MONDAY)
    review.approve(under_way, by=quinn, at=MONDAY)
    given = Delegation.objects.get()
    assert (given.given_by, given.given_to, given.because) == (carla, quinn, "On leave.")
    assert AuditEntry.objects.filter(action="stage.handed_over").count() == 1


def test_refuses_somebody_who_could_not_decide_it(under_way, carla, pavel, bruno, dmitri, laurel_university):
    Membership.objects.create(person=bruno, organisation=laurel_university, role=Role.QA_OFFICER)

    for person in (pavel, bruno, dmitri, carla):  # another role, worked on it, a stranger, oneself
        with pytest.raises(NotQualifiedError):
            delegate(under_way, to=person, by=carla, at=MONDAY)


def test_whoever_worked_on_it_does_not_choose_who_decides(under_way, bruno, carla, laurel_university):
    for role in (Role.QA_OFFICER, Role.ADMINISTRATOR):
        Membership.objects.create(person=bruno, organisation=laurel_university, role=role)

    with pytest.raises(SameEyesError):
        delegate(under_way, to=carla, by=bruno, at=MONDAY)


def test_once_handed_over_only_that_person_or_an_administrator_hands_it_on(under_way, carla, quinn, adela, rositsa):
    delegate(under_way, to=quinn, by=carla, at=MONDAY)
    with pytest.raises(AssignedError):
        delegate(under_way, to=quinn, by=carla, at=MONDAY)
    with pytest.raises(NotAllowedError):
        delegate(under_way, to=carla, by=rositsa, at=MONDAY)

    assert delegate(under_way, to=carla, by=adela, at=MONDAY).assigned_to == carla


def test_the_last_stage_published_by_whom_it_was_handed_to(under_way, carla, pavel, quinn):
    review.approve(under_way, by=carla, at=MONDAY)
    delegate(under_way, to=quinn, by=pavel, at=MONDAY)

    version = review.approve(under_way, by=quinn, at=MONDAY)

    assert version is not None
    assert version.approved_by == quinn
