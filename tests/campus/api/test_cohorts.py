"""Cohorts, gradebooks and awards through the API."""

from __future__ import annotations

import pytest

from campus.learning.models import Award, Enrolment, GradebookUpload

pytestmark = pytest.mark.django_db
CSV = {"content_type": "text/csv"}


def _upload(software, cohort, text, name="grades.csv"):
    return software.post(f"/cohorts/{cohort['id']}/gradebooks?file_name={name}", data=text, **CSV)


def test_a_cohort_opens_for_a_published_version(cohort, bruno_software):
    shown = bruno_software.get(f"/cohorts/{cohort['id']}").json()

    assert shown["title"] == "Autumn 2026"
    assert shown["standing"] == {"learners": 0, "withdrawn": 0, "meeting": 0, "awarded": 0, "not_meeting": 0}
    assert [each["id"] for each in bruno_software.get("/cohorts").json()["items"]] == [cohort["id"]]


def test_refuses_a_second_cohort_of_the_same_title(cohort, bruno_software):
    asked = {"design": cohort["design"], "version": 1, "title": "Autumn 2026"}

    answer = bruno_software.post("/cohorts", asked)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")


def test_refuses_dates_in_the_wrong_order(published, bruno_software):
    asked = {"design": published["id"], "version": 1, "title": "A", "starts_on": "2026-12-01", "ends_on": "2026-11-01"}

    assert bruno_software.post("/cohorts", asked).json()["code"] == "DATES_REVERSED"


def test_refuses_a_cohort_to_a_quality_officer(published, carla_software):
    asked = {"design": published["id"], "version": 1, "title": "A"}

    assert carla_software.post("/cohorts", asked).status_code == 403


def test_a_version_that_does_not_exist_is_not_found(published, bruno_software):
    assert bruno_software.post("/cohorts", {"design": published["id"], "version": 2, "title": "A"}).status_code == 404


def test_a_gradebook_goes_from_upload_to_import(cohort, bruno_software):
    text = "number,name,email,cases\n101,Amina Yusuf,amina@students.example,72\n"
    uploaded = _upload(bruno_software, cohort, text)
    assert uploaded.status_code == 201
    assert uploaded.json()["headers"] == ["number", "name", "email", "cases"]
    assert uploaded.json()["mapping"]["results"] == {"cases": 3}
    path = f"/gradebooks/{uploaded.json()['id']}"

    checked = bruno_software.post(f"{path}/check").json()
    assert (checked["state"], checked["rows"], checked["bad_rows"], checked["summary"]["new"]) == ("checked", 1, 0, 1)
    assert not Enrolment.objects.exists()

    imported = bruno_software.post(f"{path}/confirm").json()

    assert (imported["state"], imported["summary"]["new"]) == ("imported", 1)
    learner = bruno_software.get(f"/cohorts/{cohort['id']}/enrolments", number="101").json()["items"][0]
    assert learner["results"][0]["value"] == "72"
    assert learner["meets_rules"] is True


def test_a_form_carries_a_gradebook_too(cohort, bruno_software, make_form):
    sent = make_form("gradebook.csv", "number,email,cases\n1,a@b.example,70\n")

    assert bruno_software.post(f"/cohorts/{cohort['id']}/gradebooks", **sent).json()["file_name"] == "gradebook.csv"


def test_every_bad_cell_is_named_by_row_and_column_in_both_languages(cohort, bruno_software):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'number,email,cases' + chr(10) + '1,nobody,seven').json()['id']}"
    assert bruno_software.post(f"{path}/check").json()["problem_count"] == 2

    english = bruno_software.get(f"{path}/problems").json()["problems"]
    bulgarian = bruno_software.speaking("bg").get(f"{path}/problems").json()["problems"]

    assert [(each["row"], each["column"], each["code"]) for each in english] == [
        (2, "B", "BAD_EMAIL"),
        (2, "C", "NOT_A_NUMBER"),
    ]
    assert "не е адрес" in bulgarian[0]["detail"]


def test_refuses_to_confirm_when_no_row_is_good(cohort, bruno_software):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'number,email,cases' + chr(10) + '1,nobody,seven').json()['id']}"
    bruno_software.post(f"{path}/check")

    assert bruno_software.post(f"{path}/confirm").json()["code"] == "NOTHING_TO_IMPORT"


def test_refuses_to_confirm_before_the_check(cohort, bruno_software):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'number,email,cases' + chr(10) + '1,a@b.example,7').json()['id']}"

    answer = bruno_software.post(f"{path}/confirm")

    assert answer.status_code == 409
    assert not Enrolment.objects.exists()


def test_another_choice_of_columns_is_checked(cohort, bruno_software):
    text = "n,mail,points\n1,a@b.example,70\n"
    path = f"/gradebooks/{_upload(bruno_software, cohort, text).json()['id']}"

    mapped = bruno_software.put(f"{path}/mapping", {"mapping": {"number": 0, "email": 1, "results": {"cases": 2}}})

    assert (mapped.json()["state"], mapped.json()["bad_rows"]) == ("checked", 0)


@pytest.mark.parametrize(
    "mapping", [{"number": 0}, {"number": 0, "email": 9}, {"number": 0, "email": 1, "results": {"cases": 0}}]
)
def test_refuses_columns_that_do_not_fit(cohort, bruno_software, mapping):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'n,mail,points' + chr(10) + '1,a@b.example,70').json()['id']}"

    answer = bruno_software.put(f"{path}/mapping", {"mapping": mapping})

    assert (answer.status_code, answer.json()["code"]) == (422, "MAPPING_REFUSED")
    assert answer.json()["errors"]


@pytest.mark.parametrize("column", ["x", "-1", "٣"])
def test_refuses_a_filter_on_no_column(cohort, bruno_software, column):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'n,mail,points' + chr(10) + '1,a@b.example,70').json()['id']}"

    answer = bruno_software.put(f"{path}/mapping", {"mapping": {"number": 0, "email": 1, "only": {column: "x"}}})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/mapping/only")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "grades.csv", "EMPTY_FILE"),
        (b"number,email,cases\n", "grades.csv", "NO_ROWS"),
        (b"PK\x03\x04rest", "grades.xlsx", "DAMAGED_WORKBOOK"),
        (b"<!doctype html><html><body>Log in</body></html>", "grades.csv", "IS_HTML"),
    ],
)
def test_refuses_a_file_that_is_no_gradebook(cohort, bruno_software, content, name, code):
    english = _upload(bruno_software, cohort, content, name)
    bulgarian = _upload(bruno_software.speaking("bg"), cohort, content, name)

    assert (english.status_code, english.json()["code"]) == (422, code)
    assert english.json()["detail"] != bulgarian.json()["detail"]
    assert not GradebookUpload.objects.exists()


def test_refuses_a_form_without_a_file(cohort, bruno_software):
    sent = {"data": b"--b--\r\n", "content_type": "multipart/form-data; boundary=b"}

    assert bruno_software.post(f"/cohorts/{cohort['id']}/gradebooks", **sent).json()["code"] == "NOTHING_SENT"


def test_refuses_a_file_over_the_limit(cohort, bruno_software, settings, make_form):
    settings.UPLOAD_LIMIT = 10

    answer = bruno_software.post(
        f"/cohorts/{cohort['id']}/gradebooks", **make_form("a.csv", "number,email,cases\n1,a@b.example,7")
    )

    assert answer.status_code == 413


def test_a_gradebook_is_dropped(cohort, bruno_software):
    path = f"/gradebooks/{_upload(bruno_software, cohort, 'number,email,cases' + chr(10) + '1,a@b.example,7').json()['id']}"

    assert bruno_software.post(f"{path}/drop").json()["state"] == "dropped"
    assert bruno_software.get(f"/cohorts/{cohort['id']}/gradebooks").json()[0]["headers"] == []


def test_every_decision_has_its_reasons(graded, bruno_software):
    decisions = bruno_software.get(f"/cohorts/{graded['id']}/decisions").json()["items"]

    by_number = {each["number"]: each for each in decisions}
    assert by_number["101"]["earned"] is True
    assert by_number["102"]["earned"] is False
    assert "BELOW_THRESHOLD" in {reason["code"] for reason in by_number["102"]["reasons"] if not reason["met"]}


def test_awarding_twice_awards_once(graded, bruno_software):
    path = f"/cohorts/{graded['id']}/awards"

    first, second = bruno_software.post(path).json(), bruno_software.post(path).json()

    assert first == {"awarded": 1, "held_before": 0, "not_met": 1}
    assert second == {"awarded": 0, "held_before": 1, "not_met": 1}
    assert Award.objects.count() == 1
    assert bruno_software.get(path).json()["items"][0]["number"] == "101"


def test_refuses_awarding_to_a_quality_officer(graded, carla_software):
    assert carla_software.post(f"/cohorts/{graded['id']}/awards").status_code == 403
    assert carla_software.get(f"/cohorts/{graded['id']}/enrolments").status_code == 403


def test_a_closed_cohort_takes_no_gradebook(cohort, bruno_software):
    bruno_software.post(f"/cohorts/{cohort['id']}/close")

    assert _upload(bruno_software, cohort, "number,email,cases\n1,a@b.example,7").json()["code"] == "COHORT_CLOSED"
