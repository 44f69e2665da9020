import gc
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campus.catalogue.versions import record_of
from campus.learning import assess
from campus.learning.award import award_cohort
from campus.learning.cohorts import CohortClosedError, close_cohort, standing_of
from campus.learning.gradebook import check, guess_mapping, read
from campus.learning.models import Enrolment, Result
from sample_design import MONDAY, gradebook, open_cohort, publish
from sample_design import record_gradebook as record

TODAY = date(2026, 11, 23)


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


def counted(counts):
    return {name: count for name, count in asdict(counts).items() if count}


def test_results_are_recorded_and_who_meets_the_rules_is_known(cohort):
    counts = record(cohort, gradebook("1,Amina,a@x.example,80,70", "2,Bo,b@x.example,80,40", "3,Cy,c@x.example,,"))

    assert counted(counts) == {"new": 3}
    assert Result.objects.count() == 4
    assert list(Enrolment.objects.filter(meets_rules=True).values_list("number", flat=True)) == ["1"]


def test_the_same_file_twice_changes_nothing(cohort):
    content = gradebook("1,Amina,a@x.example,80,70", "2,Bo,b@x.example,80,40")
    record(cohort, content)
    before = list(Result.objects.values())

    assert counted(record(cohort, content)) == {"unchanged": 2}
    assert list(Result.objects.values()) == before


def test_a_corrected_file_changes_what_differs_and_empty_cells_delete_nothing(cohort):
    record(cohort, gradebook("1,Amina,a@x.example,80,40", "2,Bo,b@x.example,80,70"))

    counts = record(cohort, gradebook("1,Amina,a@x.example,,70", "2,Bo,b@x.example,80,70"))

    assert counted(counts) == {"changed": 1, "unchanged": 1}
    assert Result.objects.get(enrolment__number="1", assessment="project").score == Decimal(80)
    assert Enrolment.objects.get(number="1").meets_rules


def test_results_may_come_in_several_files(cohort):
    record(cohort, gradebook("1,Amina,a@x.example,80", header="number,name,email,project"))
    record(cohort, gradebook("1,Amina,a@x.example,70", header="number,name,email,exam"))

    assert Enrolment.objects.get().meets_rules


def test_an_award_stands_whatever_a_later_file_says(cohort, bruno):
    record(cohort, gradebook("1,Amina,a@x.example,80,70"))
    award_cohort(cohort, by=bruno, at=MONDAY)

    counts = record(cohort, gradebook("1,Amina,a@x.example,80,10"))

    assert counted(counts) == {"award_stands": 1}
    assert Result.objects.get(assessment="exam").score == Decimal(70)


def test_refuses_an_address_that_belongs_to_another_learner(cohort):
    record(cohort, gradebook("1,Amina,a@x.example,80,70"))

    counts = record(cohort, gradebook("9,Mallory,a@x.example,99,99"))

    assert counted(counts) == {"conflicts": 1}
    assert Enrolment.objects.count() == 1


def test_an_error_half_way_leaves_nothing_behind(cohort, monkeypatch):
    monkeypatch.setattr("campus.learning.changes.BATCH", 1)

    def fail_at_the_second(done):
        if done == 2:
            raise RuntimeError("the disk is full")

    sheet = read(gradebook("1,A,a@x.example,80,70", "2,B,b@x.example,80,70", "3,C,c@x.example,80,70"), "g.csv")
    design = record_of(cohort.design_version)
    rows = check(sheet, guess_mapping(sheet, design), design, today=TODAY)
    with pytest.raises(RuntimeError):
        assess.record(cohort, rows, at=MONDAY, progress=fail_at_the_second)

    assert not Enrolment.objects.exists()


def test_refuses_results_for_a_closed_cohort(cohort, bruno):
    close_cohort(cohort, by=bruno, at=MONDAY)

    with pytest.raises(CohortClosedError):
        record(cohort, gradebook("1,A,a@x.example,80,70"))


def resident(field):
    """Memory of this process in bytes: now (VmRSS) or at its peak (VmHWM)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a process its peak of memory")
def test_thirty_thousand_rows_take_bounded_memory(cohort):
    content = gradebook(*(f"{n},Learner {n},l{n}@x.example,80,{40 + n % 60}" for n in range(30_000)))
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # begins the peak anew
    before = resident("VmRSS")

    counts = record(cohort, content)

    assert counted(counts) == {"new": 30_000}
    assert standing_of(cohort).learners == 30_000
    assert resident("VmHWM") - before < 80_000_000  # SQLite's page cache of 64 MB included
