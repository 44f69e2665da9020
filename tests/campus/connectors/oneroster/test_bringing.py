"""A class becomes a gradebook of the cohort, and a cohort goes out and comes back the same."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from campus.connectors.oneroster import arriving, leaving
from campus.connectors.oneroster.models import Package
from campus.learning import uploads
from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.learning.models import Enrolment, GradebookUpload, Result
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import MONDAY, log_in
from oneroster import manifest, one_class, package, with_row
from sample_design import WORDS, gradebook, open_cohort, publish, record_gradebook

pytestmark = pytest.mark.django_db
SLUG = "laurel-university"


@pytest.fixture
def version(laurel_university, bruno, carla):
    return publish(laurel_university, bruno, carla)


@pytest.fixture
def cohort(version, bruno):
    return open_cohort(version, bruno, "Spring")


def imported(cohort, by, content, class_id, columns=None):
    kept = arriving.receive(cohort, content=content, file_name="or.zip", by=by, at=timezone.now())
    chosen = arriving.guess_columns(cohort, arriving.class_in(kept, class_id)) if columns is None else columns
    upload = arriving.bring_in(kept, class_id, chosen, by=by, at=timezone.now())
    upload = uploads.run_check(upload.pk, at=timezone.now())
    uploads.confirm(upload, by=by, at=timezone.now())
    return uploads.run_import(upload.pk, at=timezone.now())


def standing(cohort):
    rows = Result.objects.filter(enrolment__cohort=cohort)
    people = set(Enrolment.objects.filter(cohort=cohort, withdrawn=False).values_list("number", "name", "email"))
    return people, {(each.enrolment.number, each.assessment): each.score or each.word for each in rows}


def tables(cohort, by):
    with zipfile.ZipFile(io.BytesIO(leaving.export(cohort, by=by, at=MONDAY))) as archive:
        return {
            name.removesuffix(".csv"): list(csv.reader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()
        }


def test_a_class_comes_in_on_the_scale_of_the_assessments(cohort, bruno):
    imported(cohort, bruno, package(), "c1")
    people, results = standing(cohort)

    assert people == {("101", "Ana Ivanova", "ana@students.example"), ("102", "Boris Petrov", "boris@students.example")}
    assert results == {("101", "project"): Decimal("87.5"), ("101", "exam"): 90, ("102", "exam"): 40}
    assert not Package.objects.exists()


def test_the_same_package_again_changes_nothing(cohort, bruno):
    imported(cohort, bruno, package(), "c1")
    again = arriving.receive(cohort, content=package(), file_name="or.zip", by=bruno, at=timezone.now())
    upload = arriving.bring_in(again, "c1", {"i1": "project", "i2": "exam"}, by=bruno, at=timezone.now())
    summary = uploads.run_check(upload.pk, at=timezone.now()).summary

    assert (summary["new"], summary["changed"], summary["unchanged"]) == (0, 0, 2)


def test_refuses_two_columns_for_one_assessment_and_unknown_ones(cohort, bruno):
    kept = arriving.receive(cohort, content=package(), file_name="or.zip", by=bruno, at=timezone.now())
    for columns in ({"i1": "exam", "i2": "exam"}, {"i1": "essay"}, {"i9": "exam"}):
        with pytest.raises(arriving.ColumnTakenError):
            arriving.bring_in(kept, "c1", columns, by=bruno, at=timezone.now())
    with pytest.raises(NotFoundError):
        arriving.bring_in(kept, "c9", {}, by=bruno, at=timezone.now())
    assert not GradebookUpload.objects.exists()


def test_refuses_whoever_may_not_and_a_closed_cohort(cohort, bruno, carla, adela, dmitri):
    for somebody in (carla, dmitri):
        with pytest.raises(NotAllowedError):
            leaving.export(cohort, by=somebody, at=MONDAY)
    for somebody in (carla, dmitri, adela):
        with pytest.raises(NotAllowedError):
            arriving.receive(cohort, content=package(), file_name="or.zip", by=somebody, at=MONDAY)
    close_cohort(cohort, by=bruno, at=MONDAY)
    cohort.refresh_from_db()
    with pytest.raises(CohortClosedError):
        arriving.receive(cohort, content=package(), file_name="or.zip", by=bruno, at=MONDAY)


def test_a_package_that_nobody_went_on_with_is_forgotten(cohort, bruno):
    arriving.receive(cohort, content=package(), file_name="or.zip", by=bruno, at=MONDAY)
    arriving.forget(at=MONDAY + timedelta(days=1))
    assert Package.objects.exists()
    arriving.forget(at=MONDAY + timedelta(days=1, seconds=1))
    assert not Package.objects.exists()


def test_a_cohort_goes_out_and_comes_back_the_same(cohort, version, bruno):
    rows = ("101,Ana Maria Ivanova,a@students.example,80.5,90", "102,Plato,b@students.example,,40")
    record_gradebook(cohort, gradebook(*rows, "x-3,Клео К,c@students.example,0,"))
    content = leaving.export(cohort, by=bruno, at=timezone.now())
    other = open_cohort(version, bruno, "Autumn")
    (found,) = arriving.classes_in(arriving.receive(other, content=content, file_name="x", by=bruno, at=timezone.now()))
    imported(other, bruno, content, found.id)

    assert standing(other) == standing(cohort)
    assert len(standing(other)[1]) == 4


def test_results_in_words_go_out_and_come_back(laurel_university, bruno, carla):
    version = publish(laurel_university, bruno, carla, assessments=WORDS, grading=None)
    cohort, other = (open_cohort(version, bruno, title) for title in ("Spring", "Autumn"))
    record_gradebook(cohort, gradebook("1,Ana,a@students.example,Distinction", header="number,name,email,final"))
    content = leaving.export(cohort, by=bruno, at=timezone.now())
    kept = arriving.receive(other, content=content, file_name="x", by=bruno, at=timezone.now())
    imported(other, bruno, content, arriving.classes_in(kept)[0].id)

    assert standing(other)[1] == {("1", "final"): "Distinction"}


def test_everything_that_a_package_refers_to_is_in_it(cohort, bruno):
    record_gradebook(cohort, gradebook("101,Ana,a@students.example,80,90", "102,Boris,b@students.example,1,1"))
    Enrolment.objects.filter(number="102").update(withdrawn=True)
    found = tables(cohort, bruno)
    ids = {row[0] for name, rows in found.items() if name != "manifest" for row in rows[1:]}

    for name, (header, *rows) in found.items():
        assert rows, name
        for row in rows:
            assert len(row) == len(header)
            for column, value in zip(header, row, strict=True):
                assert not (column.endswith(("SourcedId", "SourcedIds")) and value) or value in ids, (name, column)
    said = dict(found["manifest"])
    assert {name for name, mode in said.items() if mode == "bulk"} == {f"file.{name}" for name in found if name != "manifest"}
    assert [row[9] for row in found["users"][1:]] == ["101"]
    assert tables(cohort, bruno) == found


def test_no_cell_of_a_package_runs_as_a_formula(cohort, bruno):
    record_gradebook(cohort, gradebook('101,"=HYPERLINK(""x"")",a@students.example,80,90'))
    cells = [cell for rows in tables(cohort, bruno).values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_person_brings_in_a_class_step_by_step(client, cohort, bruno):
    log_in(client, bruno)
    upload = io.BytesIO(package())
    upload.name = "or.zip"
    begun = client.post(reverse("oneroster", args=[SLUG, cohort.public_id]), {"file": upload})
    classes = client.get(begun["Location"]).content.decode()
    assert all(title in classes for title in ("Sources", "Другите", "SRC-1"))

    columns = client.get(begun["Location"], {"class": "c1"}).content.decode()
    assert "Final EXAM (0–100)" in columns
    assert "2 learners," in columns
    assert '<option value="exam" selected>' in columns
    done = client.post(begun["Location"], {"class": "c1", "column-0": "project", "column-1": "exam"})
    assert "Import 2 good rows" in client.get(done["Location"]).content.decode()
    assert not Enrolment.objects.exists()


def test_a_person_reads_what_is_wrong(client, cohort, bruno):
    bruno.language = "bg"
    bruno.save()
    log_in(client, bruno)
    address = reverse("oneroster", args=[SLUG, cohort.public_id])
    wrong = io.BytesIO(package(**manifest(users="delta")))
    wrong.name = "or.zip"
    refused = client.post(address, {"file": wrong})
    assert refused.status_code == client.post(address).status_code == 400
    assert "users.csv" in refused.content.decode()

    bad = io.BytesIO(package(**with_row("results", "r9", "", "", "i1", "u2", "fully graded", "many", "")))
    bad.name = "or.zip"
    begun = client.post(address, {"file": bad})
    page = client.get(begun["Location"], {"class": "c1"})
    assert (page.status_code, "many" in page.content.decode()) == (400, True)
    assert client.get(begun["Location"], {"class": "c9"}).status_code == 404


def test_a_package_of_another_cohort_is_not_found(client, cohort, version, bruno):
    log_in(client, bruno)
    kept = arriving.receive(cohort, content=one_class(), file_name="or.zip", by=bruno, at=timezone.now())
    other = open_cohort(version, bruno, "Autumn")

    assert client.get(reverse("oneroster_package", args=[SLUG, other.public_id, kept.public_id])).status_code == 404


def test_the_package_is_downloaded(client, cohort, bruno):
    log_in(client, bruno)
    answer = client.get(reverse("oneroster_export", args=[SLUG, cohort.public_id]))

    assert answer["Content-Disposition"] == 'attachment; filename="oneroster.zip"'
    assert "no-store" in answer["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
