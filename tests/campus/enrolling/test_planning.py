"""A plan of work: the sum is kept, no day gets more than its hours, nothing comes after it is due."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.enrolling.planning import LONGEST, Task, plan, remedy, shares, without

MONDAY = date(2026, 11, 23)
EVENINGS = (60, 60, 60, 60, 0, 120, 0)


def task(key, minutes, days, opens=None):
    start = None if opens is None else MONDAY + timedelta(days=opens)
    return Task(key=key, minutes=minutes, due=MONDAY + timedelta(days=days), opens=start)


tasks = st.lists(
    st.builds(
        task,
        st.sampled_from("abcd"),
        st.integers(0, 1500),
        st.integers(-3, 40),
        st.none() | st.integers(-3, 20),
    ),
    max_size=5,
)
weeks = st.lists(st.integers(0, 300), min_size=7, max_size=7)


@settings(max_examples=60, deadline=None)
@given(tasks=tasks, week=weeks, even=st.booleans())
def test_every_plan_keeps_the_sum_the_hours_and_the_dates(tasks, week, even):
    made = plan(tasks, week, start=MONDAY, even=even)

    planned = sum(each.minutes for each in made.sessions)
    assert planned + sum(made.missing.values()) == sum(each.minutes for each in tasks)
    for day in {each.day for each in made.sessions}:
        assert sum(each.minutes for each in made.sessions if each.day == day) <= week[day.weekday()]
        assert day >= MONDAY
    for each in made.sessions:
        assert each.minutes > 0
        assert any(one.key == each.key and each.day <= one.due for one in tasks)
        assert any(one.key == each.key and (one.opens is None or one.opens <= each.day) for one in tasks)


@settings(max_examples=40, deadline=None)
@given(tasks=tasks, week=weeks)
def test_an_even_pace_loses_nothing_and_no_day_is_longer_than_at_full_pace(tasks, week):
    full, even = plan(tasks, week, start=MONDAY, even=False), plan(tasks, week, start=MONDAY)

    assert full.fits == even.fits
    assert full.missing == even.missing


@settings(max_examples=40, deadline=None)
@given(tasks=tasks, week=weeks)
def test_what_is_said_to_help_does_help(tasks, week):
    found = remedy(tasks, week, start=MONDAY)

    if found.ends_on is not None:
        later = [Task(key=each.key, minutes=each.minutes, due=found.ends_on, opens=each.opens) for each in tasks]
        assert plan(later, week, start=MONDAY, even=False).fits
    if found.week_minutes is not None:
        assert found.week_minutes >= 0


def test_what_is_due_first_comes_first():
    made = plan([task("exam", 120, 30), task("essay", 90, 1)], EVENINGS, start=MONDAY, even=False)

    assert [(each.day.day, each.key, each.minutes) for each in made.sessions] == [
        (23, "essay", 60),
        (24, "essay", 30),
        (24, "exam", 30),
        (25, "exam", 60),
        (26, "exam", 30),
    ]


def test_an_even_pace_spreads_the_work_to_the_end():
    early = plan([task("exam", 600, 27)], EVENINGS, start=MONDAY, even=False)
    even = plan([task("exam", 600, 27)], EVENINGS, start=MONDAY)

    assert early.sessions[-1].day < MONDAY + timedelta(days=14)
    assert even.sessions[-1].day > MONDAY + timedelta(days=20)


def test_work_that_does_not_fit_is_told_with_what_would():
    work = [task("exam", 720, 6)]  # one week of six hours, twelve hours of work

    made, found = plan(work, EVENINGS, start=MONDAY), remedy(work, EVENINGS, start=MONDAY)

    assert made.missing == {"exam": 360}
    assert found.week_minutes == 720
    assert found.ends_on == MONDAY + timedelta(days=12)


def test_nothing_helps_where_there_are_no_hours_or_the_day_is_over():
    assert remedy([task("exam", 60, 6)], [0] * 7, start=MONDAY).week_minutes is None
    assert remedy([task("exam", 60, 6)], [0] * 7, start=MONDAY).ends_on is None
    assert remedy([task("exam", 60, -1)], EVENINGS, start=MONDAY).week_minutes is None


def test_a_plan_has_an_end():
    endless = Task(key="x", minutes=10**9, due=MONDAY + timedelta(days=100_000))

    assert plan([endless], EVENINGS, start=MONDAY).sessions[-1].day <= MONDAY + LONGEST


@given(minutes=st.integers(0, 10**6), weights=st.lists(st.integers(0, 100), max_size=8))
def test_shares_sum_up_to_the_minute(minutes, weights):
    assert sum(shares(minutes, weights)) == (minutes if weights else 0)


def test_hours_that_are_done_count_for_what_is_due_first():
    left = without([task("exam", 120, 30), task("essay", 90, 1)], 100)

    assert [(each.key, each.minutes) for each in left] == [("exam", 110)]
