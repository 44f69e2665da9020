"""How learners come along."""

from datetime import timedelta

import pytest

from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.learning.models import Enrolment
from campus.people.scope import NotFoundError
from campus.teaching import progress, setup
from campus.teaching.models import Journey, UnitDone
from marking import NOW
from sample_design import open_cohort


@pytest.fixture
def learner(course, way, learners, bruno):
    setup.publish(course, by=bruno, at=NOW)
    course.refresh_from_db()
    for unit in (each for each in vars(way).values() if hasattr(each, "part")):
        unit.part.course = course
    return learners[0]


def test_class_opens_after_what_comes_before_it(learner, way):
    with pytest.raises(progress.UnitNotOpenError):
        progress.visit(learner, way.meets, at=NOW)
    progress.finish(learner, way.reads, at=NOW)
    with pytest.raises(progress.UnitNotOpenError):
        progress.finish(learner, way.meets, at=NOW)
    progress.finish(learner, way.watches, at=NOW)
    assert progress.finish(learner, way.meets, at=NOW).done == 3


def test_a_part_waits_for_its_own_preparation_alone(learner, way):
    assert progress.finish(learner, way.meets_again, at=NOW).done == 1


def test_the_learner_is_told_what_is_missing(learner, way, course):
    progress.finish(learner, way.reads, at=NOW)
    told = {each.unit: each for each in progress.openings_for(learner, course, at=NOW)}
    assert told[way.meets.pk].missing == (way.watches.pk,)
    assert told[way.waits.pk].opens_at == NOW + timedelta(days=9)
    assert told[way.reads.pk].done


def test_what_opens_later_opens_at_its_moment(learner, way):
    with pytest.raises(progress.UnitNotOpenError):
        progress.visit(learner, way.waits, at=NOW)
    assert progress.visit(learner, way.waits, at=NOW + timedelta(days=9)).last_unit == way.waits


def test_doing_a_unit_again_counts_once_and_the_first_time_stands(learner, way):
    progress.finish(learner, way.reads, at=NOW)
    again = progress.finish(learner, way.reads, at=NOW + timedelta(hours=1))
    assert again.done == 1
    assert UnitDone.objects.get().done_at == NOW


def test_what_is_not_required_does_not_count(learner, way):
    assert progress.finish(learner, way.browses, at=NOW).done == 0


def test_one_goes_on_where_one_was(learner, way):
    progress.finish(learner, way.reads, at=NOW)
    progress.visit(learner, way.watches, at=NOW + timedelta(hours=1))
    journey = Journey.objects.get()
    assert (journey.last_unit, journey.last_at) == (way.watches, NOW + timedelta(hours=1))


def test_learners_do_not_move_each_other(learner, learners, way):
    progress.finish(learner, way.reads, at=NOW)
    progress.finish(learners[1], way.watches, at=NOW)
    assert sorted(Journey.objects.values_list("enrolment", "done")) == [(learner.pk, 1), (learners[1].pk, 1)]
    with pytest.raises(progress.UnitNotOpenError):
        progress.visit(learners[1], way.meets, at=NOW)


def test_a_unit_added_later_takes_nothing_away(learner, way, course, bruno):
    for unit in (way.reads, way.watches, way.meets):
        progress.finish(learner, unit, at=NOW)
    setup.add_unit(way.reads.part, kind="text", title_en="More", text_en="x", by=bruno, at=NOW)
    told = {each.unit: each for each in progress.openings_for(learner, course, at=NOW)}
    assert told[way.meets.pk].open
    assert Journey.objects.get().done == 3


def test_a_draft_is_nobodys_to_read(course, way, learners):
    with pytest.raises(NotFoundError):
        progress.visit(learners[0], way.reads, at=NOW)


def test_refuses_somebody_of_another_cohort(learner, way, course, bruno):
    other = open_cohort(course.cohort.design_version, bruno, title="Another one")
    stranger = Enrolment.objects.create(cohort=other, number="1", email="x@laurel.example")
    with pytest.raises(NotFoundError):
        progress.finish(stranger, way.reads, at=NOW)


def test_refuses_somebody_who_left(learner, way):
    learner.withdrawn = True
    with pytest.raises(NotFoundError):
        progress.finish(learner, way.reads, at=NOW)


def test_a_closed_cohort_can_be_read_and_counts_nothing(learner, way, course, bruno):
    way.reads.part.course.cohort = close_cohort(course.cohort, by=bruno, at=NOW)
    assert progress.visit(learner, way.reads, at=NOW).done == 0
    with pytest.raises(CohortClosedError):
        progress.finish(learner, way.reads, at=NOW)


def test_a_cohort_that_is_deleted_takes_its_course_along(learner, way, course):
    progress.finish(learner, way.reads, at=NOW)
    course.cohort.delete()
    assert not UnitDone.objects.exists()
