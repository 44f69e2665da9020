"""An organisation says which stages a design goes through; a round keeps the ones it began with."""

import pytest

from campus.base.models import AuditEntry
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation
from campus.people.roles import NotAllowedError
from campus.quality import review
from campus.quality.chains import (
    FOUR_EYES,
    USUAL,
    BadChainError,
    ReasonMissingError,
    StageWanted,
    chain_of,
    chains_of,
    choose_chain,
)
from campus.quality.models import Chain, Party, Review, Stage, StageKind
from campus.quality.refusals import AlreadyDecidedError, NotApprovedError, OnePartError, SameEyesError
from sample_design import MONDAY, draft

TWO = USUAL.stages
THREE = (*USUAL.stages, StageWanted(kind=StageKind.EXAMINATION_BOARD, days=7, name_en="Board of examiners"))


@pytest.fixture
def two_stages(laurel_university, adela):
    return choose_chain(laurel_university, TWO, by=adela, at=MONDAY)


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


def test_a_new_organisation_asks_for_review_and_for_approval_by_another_person(db):
    made = Organisation.objects.create(slug="new", name_en="New", country="BG")

    assert [stage.kind for stage in chain_of(made).stages] == [StageKind.QUALITY_REVIEW, StageKind.ACADEMIC_APPROVAL]


def test_a_choice_is_a_new_version_and_the_trail_keeps_it(laurel_university, adela):
    choose_chain(laurel_university, THREE, by=adela, at=MONDAY)

    assert [chain.number for chain in chains_of(laurel_university)] == [2, 1]
    entry = AuditEntry.objects.get(action="chain.chosen")
    assert '"stages":["quality_review","academic_approval","examination_board"]' in entry.details


def test_a_single_stage_needs_a_reason_which_the_trail_keeps(laurel_university, adela):
    with pytest.raises(ReasonMissingError):
        choose_chain(laurel_university, FOUR_EYES, by=adela, at=MONDAY, because=" ")

    choose_chain(laurel_university, FOUR_EYES, by=adela, at=MONDAY, because="Ten people work here.")

    assert "Ten people work here." in AuditEntry.objects.get(action="chain.chosen").details


@pytest.mark.parametrize(
    "stages", [(), (StageWanted(kind=StageKind.FACULTY),) * 9, (StageWanted(kind=StageKind.FACULTY, days=0),) * 2]
)
def test_refuses_what_is_no_chain(laurel_university, adela, stages):
    with pytest.raises(BadChainError):
        choose_chain(laurel_university, stages, by=adela, at=MONDAY)


def test_only_administrators_choose(laurel_university, bruno, carla, dmitri):
    for person in (bruno, carla, dmitri):
        with pytest.raises(NotAllowedError):
            choose_chain(laurel_university, TWO, by=person, at=MONDAY)


def test_a_change_does_not_touch_reviews_under_way(design, bruno, carla, adela, laurel_university):
    under_way = review.submit(design, by=bruno, at=MONDAY)

    choose_chain(laurel_university, THREE, by=adela, at=MONDAY)

    assert Stage.objects.filter(review=under_way).count() == 1
    assert review.approve(under_way, by=carla, at=MONDAY) is not None


@pytest.mark.usefixtures("two_stages")
def test_each_stage_is_decided_by_another_person_and_the_last_one_publishes(design, bruno, carla, pavel):
    under_way = review.submit(design, by=bruno, at=MONDAY)

    assert review.approve(under_way, by=carla, at=MONDAY) is None
    assert Design.objects.get().state == Design.State.IN_REVIEW
    version = review.approve(under_way, by=pavel, at=MONDAY)

    assert version is not None
    assert version.approved_by == pavel
    kept = Review.objects.get()
    assert (kept.decision, kept.version) == (Review.Decision.APPROVED, version)
    assert set(Party.objects.filter(stage__isnull=False).values_list("digest", flat=True)) == {kept.digest}


@pytest.mark.usefixtures("two_stages")
def test_refuses_two_stages_by_one_person(design, bruno, quinn):
    under_way = review.submit(design, by=bruno, at=MONDAY)
    review.approve(under_way, by=quinn, at=MONDAY)

    with pytest.raises(OnePartError):
        review.approve(under_way, by=quinn, at=MONDAY)

    assert not DesignVersion.objects.exists()


@pytest.mark.usefixtures("two_stages")
def test_refuses_a_stage_to_the_role_of_another_one(design, bruno, carla, pavel):
    under_way = review.submit(design, by=bruno, at=MONDAY)
    with pytest.raises(NotAllowedError):
        review.approve(under_way, by=pavel, at=MONDAY)

    review.approve(under_way, by=carla, at=MONDAY)

    with pytest.raises(NotAllowedError):
        review.request_changes(under_way, comment="Once more.", by=carla, at=MONDAY)


@pytest.mark.usefixtures("two_stages")
def test_who_means_a_stage_that_is_decided_is_told_so(design, bruno, carla, quinn):
    under_way = review.submit(design, by=bruno, at=MONDAY)
    review.approve(under_way, by=carla, at=MONDAY, stage=1)

    with pytest.raises(AlreadyDecidedError):
        review.approve(under_way, by=quinn, at=MONDAY, stage=1)


@pytest.mark.usefixtures("two_stages")
def test_a_later_stage_can_send_it_back_and_the_next_round_begins_anew(design, bruno, carla, pavel, quinn):
    first = review.submit(design, by=bruno, at=MONDAY)
    review.approve(first, by=carla, at=MONDAY)
    review.request_changes(first, comment="Name the rubric.", by=pavel, at=MONDAY)

    second = review.submit(design, by=bruno, at=MONDAY)

    with pytest.raises(NotAllowedError):
        review.approve(second, by=pavel, at=MONDAY)  # what the first stage approved before does not count
    review.approve(second, by=quinn, at=MONDAY)
    assert review.approve(second, by=pavel, at=MONDAY) is not None


def test_where_publishing_is_by_hand_it_waits_for_a_person_who_did_not_work_on_it(
    design, bruno, carla, rositsa, adela, laurel_university
):
    choose_chain(laurel_university, FOUR_EYES, by=adela, at=MONDAY, publishes_at_once=False, because="Small.")
    under_way = review.submit(design, by=bruno, at=MONDAY)
    with pytest.raises(NotApprovedError):
        review.publish(under_way, by=rositsa, at=MONDAY)
    assert review.approve(under_way, by=carla, at=MONDAY) is None
    assert Design.objects.get().state == Design.State.APPROVED
    with pytest.raises(NotAllowedError):
        review.publish(under_way, by=bruno, at=MONDAY)

    version = review.publish(under_way, by=rositsa, at=MONDAY)

    assert (version.approved_by, Design.objects.get().state) == (carla, Design.State.PUBLISHED)


def test_what_is_approved_and_not_published_can_still_be_taken_back(design, bruno, carla, adela, laurel_university):
    choose_chain(laurel_university, FOUR_EYES, by=adela, at=MONDAY, publishes_at_once=False, because="Small.")
    under_way = review.submit(design, by=bruno, at=MONDAY)
    review.approve(under_way, by=carla, at=MONDAY)

    review.withdraw(under_way, by=bruno, at=MONDAY)

    assert Design.objects.get().state == Design.State.DRAFT
    with pytest.raises(AlreadyDecidedError):
        review.publish(under_way, by=carla, at=MONDAY)


def test_whoever_changed_it_may_not_send_it_back_either(design, bruno, laurel_university, vera, carla):
    Design.objects.filter(pk=design.pk).update(edited_by=[bruno.pk, carla.pk])
    under_way = review.submit(design, by=vera, at=MONDAY)

    with pytest.raises(SameEyesError):
        review.request_changes(under_way, comment="No.", by=carla, at=MONDAY)


def test_chains_stay_as_they_were_chosen(laurel_university):
    assert Chain.objects.get().stages == [stage.as_json() for stage in FOUR_EYES]
