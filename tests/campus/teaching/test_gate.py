"""The gate before class, over every course that can be made up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.teaching.gate import Step, is_ready, openings

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PARTS = range(3)


@st.composite
def courses(draw):
    moments = st.none() | st.integers(-5, 5).map(lambda hours: NOW + timedelta(hours=hours))
    count = draw(st.integers(1, 8))
    return [
        Step(
            unit=number,
            part=draw(st.sampled_from(PARTS)),
            phase=draw(st.sampled_from(["before", "in_class", "after"])),
            required=draw(st.booleans()),
            opens_at=draw(moments),
        )
        for number in range(count)
    ]


done_sets = st.frozensets(st.integers(0, 7))


@given(courses(), done_sets)
@settings(max_examples=60)
def test_class_opens_exactly_when_its_own_part_is_prepared(steps, done):
    for step, opening in zip(steps, openings(steps, done, at=NOW), strict=True):
        undone = [
            each.unit
            for each in steps
            if each.part == step.part and each.phase == "before" and each.required and each.unit not in done
        ]
        assert list(opening.missing) == (undone if step.phase == "in_class" else [])
        if step.phase == "in_class" and step.unit not in done and step.opens_at is None:
            assert opening.open == is_ready(steps, done, part=step.part)


@given(courses(), done_sets, done_sets, st.integers(0, 10))
@settings(max_examples=60)
def test_what_is_open_stays_open_as_one_does_more_and_time_passes(steps, done, more, hours):
    before = {each.unit for each in openings(steps, done, at=NOW) if each.open}
    after = {each.unit for each in openings(steps, done | more, at=NOW + timedelta(hours=hours)) if each.open}
    assert before <= after


@given(courses(), courses(), done_sets)
@settings(max_examples=60)
def test_nobody_loses_what_they_had_done_when_units_are_added(steps, added, done):
    more = [Step(unit=each.unit + 100, part=each.part, phase=each.phase, required=each.required) for each in added]
    assert all(each.open for each in openings([*steps, *more], done, at=NOW) if each.unit in done)


@given(courses())
@settings(max_examples=60)
def test_every_course_can_be_finished(steps):
    done, late = set(), NOW + timedelta(days=1)
    for _round in steps:
        done |= {each.unit for each in openings(steps, done, at=late) if each.open}
    assert done == {step.unit for step in steps}
