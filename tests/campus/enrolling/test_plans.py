"""A learner's plan of all their courses, its page, and the calendar that others may not read."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campus.enrolling import calendar_feeds, plans
from campus.enrolling.models import CalendarFeed, StudyDone, StudyWeek
from campus.people.scope import NotFoundError
from cast import log_in
from marking import assignment_of
from sample_design import gradebook, open_cohort, publish, record_gradebook

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday
TODAY = date(2026, 11, 23)
EVENINGS = (120, 120, 120, 120, 0, 180, 0)
SOFIA = {"time_zone": "Europe/Sofia", "begins": time(18), "even": True}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    """Fifty hours of work until the end of January: a project of 40 % and an exam of 60 %."""
    made = open_cohort(publish(laurel_university, bruno, carla), bruno, starts_on=TODAY, ends_on=date(2027, 1, 31))
    record_gradebook(made, gradebook("1,Amina Yusuf,amina@students.example,0,0"))
    return made


@pytest.fixture
def planned(cohort, amina):
    plans.set_week(amina, EVENINGS, **SOFIA, at=NOW)
    return cohort


def sum_of(plan, word=""):
    return sum(each.minutes for each in plan.plan.sessions if each.key.endswith(word))


def test_the_workload_is_spread_over_the_hours_by_the_weights_of_the_assessments(planned, amina):
    found = plans.plan_of(amina, at=NOW)

    assert found.plan.fits
    assert (sum_of(found), sum_of(found, ":project"), sum_of(found, ":exam")) == (3000, 1200, 1800)
    assert max(each.day for each in found.plan.sessions) <= date(2027, 1, 31)
    assert max(each.day for each in found.plan.sessions) > date(2027, 1, 15)


def test_an_assessment_is_done_before_its_assignment_is_due(planned, amina, bruno):
    due_at = datetime(2026, 12, 12, 10, tzinfo=UTC)  # noon in Sofia, before the evening's study
    assignment_of(planned, bruno, due_at=due_at)

    found = plans.plan_of(amina, at=NOW)

    assert max(each.day for each in found.plan.sessions if each.key.endswith(":exam")) <= date(2026, 12, 11)
    assert [due.at for due in found.dues] == [due_at]


def test_too_few_hours_are_told_with_what_would_be_enough(cohort, amina):
    plans.set_week(amina, (60, 0, 0, 0, 0, 0, 0), **SOFIA, at=NOW)

    found = plans.plan_of(amina, at=NOW)

    assert sum(found.plan.missing.values()) == 3000 - sum_of(found)
    assert found.remedy.week_minutes == 300  # ten Mondays
    assert found.remedy.ends_on > date(2027, 10, 1)


def test_hours_behind_the_learner_are_not_planned_again(planned, amina):
    mine = planned.enrolments.get()

    plans.count_done(mine, 1000, person=amina, at=NOW + timedelta(days=7))

    found = plans.plan_of(amina, at=NOW + timedelta(days=7))
    assert sum_of(found) == 2000
    assert min(each.day for each in found.plan.sessions) >= TODAY + timedelta(days=7)


def test_a_changed_week_counts_what_was_planned_until_yesterday(planned, amina):
    later = NOW + timedelta(days=7)
    before = sum(each.minutes for each in plans.plan_of(amina, at=NOW).plan.sessions if each.day < later.date())

    plans.set_week(amina, (60,) * 7, **SOFIA, at=later)

    assert StudyDone.objects.get().minutes == before > 0
    assert sum_of(plans.plan_of(amina, at=later)) == 3000 - before


def test_a_course_without_an_end_is_planned_as_far_as_it_needs(laurel_university, bruno, carla, amina):
    rolling = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(rolling, gradebook("1,Amina Yusuf,amina@students.example,0,0"))
    plans.set_week(amina, EVENINGS, **SOFIA, at=NOW)

    found = plans.plan_of(amina, at=NOW)

    assert found.plan.fits
    assert max(each.day for each in found.plan.sessions) < TODAY + timedelta(days=40)


def test_refuses_days_that_are_too_long_and_zones_that_are_not(amina):
    with pytest.raises(plans.HoursOutOfRangeError):
        plans.set_week(amina, (0, 961, 0, 0, 0, 0, 0), **SOFIA, at=NOW)
    with pytest.raises(plans.UnknownTimeZoneError):
        plans.set_week(amina, EVENINGS, **{**SOFIA, "time_zone": "../etc/passwd"}, at=NOW)
    assert not StudyWeek.objects.exists()


def test_the_database_keeps_no_day_above_sixteen_hours(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyWeek.objects.update(sunday=961)


def test_nobody_counts_hours_in_the_course_of_another(planned, dmitri):
    with pytest.raises(NotFoundError):
        plans.count_done(planned.enrolments.get(), 10, person=dmitri, at=NOW)


def test_the_page_makes_a_plan_and_shows_it(client, cohort, amina):
    desk, address = log_in(client, amina), reverse("my_plan")
    assert "Say how many hours you have" in desk.get(address).content.decode()
    wrong = desk.post(address, {"monday": "17", "time_zone": "Europe/Sofia", "begins": "18:00", "even": "even"})
    assert wrong.status_code == 400

    sent = {"monday": "2", "tuesday": "2.5", "saturday": "4", "time_zone": "Europe/Sofia", "begins": "18:30", "even": "even"}
    shown = desk.post(address, sent, follow=True).content.decode()

    assert "Everything fits into your 8.5 hours a week." in shown
    assert "50 hours of work in all." in shown
    assert "Judging information online: Project" in shown
    shown = desk.post(reverse("my_plan_done", args=[cohort.public_id]), {"done": "12.5"}, follow=True).content.decode()
    assert 'value="12.5"' in shown


def test_the_page_says_what_does_not_fit_in_the_readers_language(client, cohort, amina, settings):
    plans.set_week(amina, (60, 0, 0, 0, 0, 0, 0), **SOFIA, at=NOW)
    desk = log_in(client, amina)

    english = desk.get(reverse("my_plan")).content.decode()
    desk.cookies.load({settings.LANGUAGE_COOKIE_NAME: "bg"})
    bulgarian = desk.get(reverse("my_plan")).content.decode()

    assert "It fits with 5 hours a week" in english
    assert "Побира се с 5 часа седмично" in bulgarian


def test_the_calendar_is_read_with_the_secret_address_alone_and_keeps_its_events(client, planned, amina):
    desk = log_in(client, amina)
    page = desk.post(reverse("my_plan_feed"), {"do": "open"}).content.decode()
    address = page.partition('<code class="secret">http://localhost:8000')[2].partition("<")[0]
    client.logout()

    first = client.get(address)

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in first["Cache-Control"]
    text = first.content.decode()
    assert text.count("BEGIN:VEVENT") == len(plans.plan_of(amina, at=NOW).plan.sessions)
    assert "Amina" not in text
    uids = [line for line in text.replace("\r\n ", "").split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert text == client.get(address).content.decode()
    assert not CalendarFeed.objects.filter(secret_digest__in=[address.split("/")[-1], ""]).exists()


def test_an_ended_or_replaced_address_gives_nothing(client, planned, amina):
    old = calendar_feeds.open_feed(amina, at=NOW)
    new = calendar_feeds.open_feed(amina, at=NOW)

    assert client.get(reverse("calendar_feed", args=[old])).status_code == 404
    assert client.get(reverse("calendar_feed", args=[new])).status_code == 200
    log_in(client, amina).post(reverse("my_plan_feed"), {"do": "end"})
    assert client.get(reverse("calendar_feed", args=[new])).status_code == 404
    assert not calendar_feeds.close_feed(amina, at=NOW)


def test_the_address_of_somebody_who_may_not_log_in_gives_nothing(client, planned, amina):
    secret = calendar_feeds.open_feed(amina, at=NOW)
    amina.is_active = False
    amina.save()

    assert client.get(reverse("calendar_feed", args=[secret])).status_code == 404
    stored = CalendarFeed.objects.get()
    assert stored.secret_digest == hashlib.sha256(secret.encode()).hexdigest()


def test_the_database_keeps_one_living_address_a_person(planned, amina):
    calendar_feeds.open_feed(amina, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=amina, secret_digest="x", made_at=NOW)


def test_the_days_of_a_plan_are_those_of_the_learners_own_place(planned, amina):
    week = plans.set_week(amina, (60,) * 7, time_zone="Pacific/Auckland", begins=time(7), even=False, at=NOW)

    found = plans.plan_of(amina, at=NOW)
    _session, begins, _ends = next(plans.moments_of(week, found.plan.sessions))

    assert found.today == date(2026, 11, 23)
    assert begins.astimezone(UTC) == datetime(2026, 11, 22, 18, tzinfo=UTC)
