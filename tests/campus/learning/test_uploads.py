from pathlib import Path

import pytest
from django.test import TestCase

from campus.base import progress
from campus.base.models import AuditEntry, Fact
from campus.learning import uploads
from campus.learning.award import award_cohort
from campus.learning.cohorts import set_fixed_list
from campus.learning.gradebook import Mapping
from campus.learning.models import Enrolment, GradebookUpload, Result
from campus.people.roles import NotAllowedError
from sample_design import DRAFT, MONDAY, WORDS, gradebook, open_cohort, publish
from shared import SHARED, needs_shared

State = GradebookUpload.State


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


def received(cohort, person, *rows, content=None, name="g.csv"):
    return uploads.receive(cohort, content=content or gradebook(*rows), file_name=name, by=person, at=MONDAY)


def checked(upload, person):
    mapping = Mapping.from_json(upload.mapping)
    return uploads.run_check(uploads.choose_mapping(upload, mapping=mapping, by=person, at=MONDAY).pk, at=MONDAY)


def test_nothing_is_written_before_it_is_confirmed(cohort, bruno):
    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,70", "2,B,bad,80,70"), bruno)

    assert (upload.state, upload.rows, upload.bad_rows) == (State.CHECKED, 2, 1)
    assert upload.summary["new"] == 1
    assert not Enrolment.objects.exists()


def test_the_way_through_is_told_in_the_audit_trail(cohort, bruno):
    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,70"), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)
    done = uploads.run_import(upload.pk, at=MONDAY)

    assert (done.state, done.summary["new"]) == (State.IMPORTED, 1)
    assert Result.objects.filter(upload=upload).count() == 2
    assert AuditEntry.objects.filter(action="gradebook.imported").count() == 1


def test_checking_and_importing_again_changes_nothing(cohort, bruno):
    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,70"), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)
    for _ in range(2):
        uploads.run_import(upload.pk, at=MONDAY)
        uploads.run_check(upload.pk, at=MONDAY)

    assert AuditEntry.objects.filter(action="gradebook.imported").count() == 1
    with pytest.raises(uploads.WrongStateError):
        uploads.confirm(upload, by=bruno, at=MONDAY)


def test_large_files_are_left_to_the_worker(cohort, bruno, monkeypatch):
    monkeypatch.setattr(uploads, "INLINE_BYTES", 10)
    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,70"), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)

    assert list(Fact.objects.filter(subject=upload.pk, kind__startswith="gradebook").values_list("kind", flat=True)) == [
        "gradebook.mapped",
        "gradebook.confirmed",
    ]


def test_an_import_tells_how_far_it_is_although_it_is_one_transaction(cohort, bruno, monkeypatch, settings):
    upload = checked(received(cohort, bruno, *(f"{n},L{n},l{n}@x.example,80,70" for n in range(1, 1202))), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)
    seen = []
    tell = progress.tell

    def watched(work, done):
        tell(work, done)
        seen.append(uploads.written_rows(upload))

    monkeypatch.setattr(progress, "tell", watched)
    with TestCase.captureOnCommitCallbacks(execute=True):
        uploads.run_import(upload.pk, at=MONDAY)

    assert seen == [500, 1000, 1201]
    assert uploads.written_rows(upload) is None
    assert not list((Path(settings.MEDIA_ROOT) / "progress").iterdir())


def test_an_import_does_not_depend_on_being_watched(cohort, bruno, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,70"), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)

    assert uploads.run_import(upload.pk, at=MONDAY).state == State.IMPORTED
    assert uploads.written_rows(upload) is None


def test_a_check_of_columns_that_were_changed_meanwhile_says_nothing(cohort, bruno, monkeypatch):
    upload = received(cohort, bruno, "1,A,a@x.example,80,70")
    mapping = Mapping.from_json(upload.mapping)
    chosen = uploads.choose_mapping(upload, mapping=mapping, by=bruno, at=MONDAY)
    others = Mapping(number=0, email=2, results={"exam": 3})
    original = uploads.checked_rows

    def choose_others(*arguments, **options):
        uploads.choose_mapping(upload, mapping=others, by=bruno, at=MONDAY)
        return original(*arguments, **options)

    monkeypatch.setattr(uploads, "checked_rows", choose_others)
    assert uploads.run_check(chosen.pk, at=MONDAY).state == State.CHECKING
    monkeypatch.undo()

    assert uploads.run_check(chosen.pk, at=MONDAY).state == State.CHECKED


@pytest.mark.parametrize(
    ("content", "code"), [(b" ", "EMPTY_FILE"), (b"a,b\n", "NO_ROWS"), (b"<html>", "IS_HTML"), (b"\0\1\2" * 99, "NOT_TEXT")]
)
def test_refuses_files_that_are_no_gradebook(cohort, bruno, content, code):
    with pytest.raises(uploads.GradebookRefusedError) as refused:
        received(cohort, bruno, content=content)

    assert refused.value.code == code
    assert str(refused.value.message)
    assert not GradebookUpload.objects.exists()


def test_refuses_a_mapping_without_an_address(cohort, bruno):
    upload = received(cohort, bruno, "1,A,a@x.example,80,70")

    with pytest.raises(uploads.MappingRefusedError) as refused:
        uploads.choose_mapping(upload, mapping=Mapping(number=0), by=bruno, at=MONDAY)

    assert [problem.code for problem in refused.value.problems] == ["NO_EMAIL_COLUMN"]


def test_refuses_to_import_when_no_row_is_good(cohort, bruno):
    upload = checked(received(cohort, bruno, ",A,bad,x,y"), bruno)

    with pytest.raises(uploads.NothingToImportError):
        uploads.confirm(upload, by=bruno, at=MONDAY)


def test_refuses_strangers_at_every_step(cohort, bruno, carla, dmitri):
    upload = received(cohort, bruno, "1,A,a@x.example,80,70")
    mapping = Mapping.from_json(upload.mapping)

    for person in (carla, dmitri):
        steps = (
            lambda who: received(cohort, who, "1,A,a@x.example,80,70"),
            lambda who: uploads.choose_mapping(upload, mapping=mapping, by=who, at=MONDAY),
            lambda who: uploads.confirm(upload, by=who, at=MONDAY),
            lambda who: uploads.drop(upload, by=who, at=MONDAY),
        )
        for step in steps:
            with pytest.raises(NotAllowedError):
                step(person)


def test_learners_beside_a_fixed_list_and_conflicts_are_told_in_the_preview(cohort, bruno):
    first = checked(received(cohort, bruno, "1,A,a@x.example,80,70"), bruno)
    uploads.confirm(first, by=bruno, at=MONDAY)
    uploads.run_import(first.pk, at=MONDAY)
    award_cohort(cohort, by=bruno, at=MONDAY)
    set_fixed_list(cohort, fixed=True, by=bruno, at=MONDAY)

    upload = checked(received(cohort, bruno, "1,A,a@x.example,80,60", "2,B,b@x.example,80,70"), bruno)

    assert [problem["code"] for problem in upload.problems] == ["UNKNOWN_LEARNER"]
    assert [note["code"] for note in upload.summary["notes"]] == ["AWARD_STANDS"]


def test_a_dropped_gradebook_loses_its_file(cohort, bruno):
    upload = uploads.drop(received(cohort, bruno, "1,A,a@x.example,80,70"), by=bruno, at=MONDAY)

    assert (upload.state, upload.content) == (State.DROPPED, None)


def test_files_are_forgotten_after_thirty_days(cohort, bruno):
    received(cohort, bruno, "1,A,a@x.example,80,70")

    assert uploads.forget_files(at=MONDAY + uploads.FILES_KEPT) == 0
    assert uploads.forget_files(at=MONDAY.replace(year=2027)) == 1


def test_a_file_name_from_another_system_is_only_a_name(cohort, bruno):
    assert received(cohort, bruno, "1,A,a@x.example,80,70", name="C:\\Users\\..\\evil\0.csv").file_name == "evil.csv"


@needs_shared[0]
@needs_shared[1]
def test_a_real_presentation_is_imported_and_awarded(laurel_university, bruno, carla):
    assert DRAFT["grading"]
    version = publish(laurel_university, bruno, carla, assessments=WORDS, grading={})
    cohort = open_cohort(version, bruno, title="AAA 2013J")
    content = (SHARED / "data/oulad/studentInfo.csv").read_bytes()
    upload = checked(received(cohort, bruno, content=content, name="studentInfo.csv"), bruno)
    uploads.confirm(upload, by=bruno, at=MONDAY)
    done = uploads.run_import(upload.pk, at=MONDAY)

    outcome = award_cohort(cohort, by=bruno, at=MONDAY)

    assert (done.rows, done.bad_rows, done.summary["new"], done.summary["withdrawn"]) == (383, 0, 383, 60)
    assert (outcome.awarded, outcome.not_met) == (278, 105)
