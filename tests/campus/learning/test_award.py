from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from campus.base.models import AuditEntry
from campus.learning.award import award_cohort, evaluate, key_of
from campus.learning.cohorts import close_cohort, standing_of
from campus.learning.models import Award, Cohort
from campus.people.roles import NotAllowedError
from sample_design import MONDAY, gradebook, open_cohort, publish, record_gradebook


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


def fill(cohort, *rows, **options):
    record_gradebook(cohort, gradebook(*rows, **options))


@pytest.fixture
def full(cohort):
    fill(cohort, "1,Amina,a@x.example,80,70", "2,Bo,b@x.example,80,40", "3,Cy,c@x.example,90,95")
    return cohort


def test_who_met_every_rule_is_awarded_with_results_and_grade(full, bruno):
    outcome = award_cohort(full, by=bruno, at=MONDAY)

    assert (outcome.awarded, outcome.held_before, outcome.not_met) == (2, 0, 1)
    award = Award.objects.get(enrolment__number="1")
    assert (award.grade, award.awarded_at, award.awarded_by) == ("74", MONDAY, bruno)
    assert award.results == [{"assessment": "project", "value": "80"}, {"assessment": "exam", "value": "70"}]
    assert AuditEntry.objects.filter(action="cohort.awarded").count() == 1


def test_repeating_awards_nobody_twice_and_notes_nothing(full, bruno):
    award_cohort(full, by=bruno, at=MONDAY)

    again = award_cohort(full, by=bruno, at=MONDAY)

    assert (again.awarded, again.held_before, again.not_met) == (0, 2, 1)
    assert AuditEntry.objects.filter(action="cohort.awarded").count() == 1


def test_awarding_is_possible_after_the_cohort_is_closed(full, rositsa):
    close_cohort(full, by=rositsa, at=MONDAY)

    assert award_cohort(full, by=rositsa, at=MONDAY).awarded == 2


def test_refuses_people_without_the_role(full, carla, dmitri):
    for person in (carla, dmitri):
        with pytest.raises(NotAllowedError):
            award_cohort(full, by=person, at=MONDAY)


def test_the_key_of_an_award_is_stable_and_shows_no_address(full, bruno):
    award_cohort(full, by=bruno, at=MONDAY)

    award = Award.objects.get(enrolment__number="1")
    assert award.key == key_of(full, "1")
    assert len(key_of(full, "somebody@x.example" * 5)) <= 100
    assert "@" not in key_of(full, "somebody@x.example")


def test_an_award_bears_the_day_the_gradebook_names(cohort, bruno):
    fill(cohort, "1,Amina,a@x.example,80,70,31.08.2026", header="number,name,email,project,exam,date")

    award_cohort(cohort, by=bruno, at=MONDAY)

    assert Award.objects.get().awarded_at == datetime(2026, 8, 31, 12, tzinfo=UTC)


def test_everyone_is_evaluated_with_reasons(full):
    told = {enrolment.number: decision for enrolment, decision in evaluate(full, full.enrolments.order_by("number"))}

    assert [number for number, decision in told.items() if decision.earned] == ["1", "3"]
    assert "Final exam: 40 of at least 50." in [reason.say("en") for reason in told["2"].reasons]


def test_the_standing_counts_everybody_once(full, bruno):
    assert (standing_of(full).meeting, standing_of(full).not_meeting) == (2, 1)
    award_cohort(full, by=bruno, at=MONDAY)
    assert (standing_of(full).meeting, standing_of(full).awarded, standing_of(full).not_meeting) == (0, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_award_at_once_award_once(full, bruno, rositsa):
    start, outcomes = Barrier(2), []

    def award(person):
        start.wait()
        try:
            outcomes.append(award_cohort(Cohort.objects.get(pk=full.pk), by=person, at=MONDAY).awarded)
        finally:
            connection.close()

    threads = [Thread(target=award, args=(person,)) for person in (bruno, rositsa)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [0, 2]
    assert Award.objects.count() == 2
