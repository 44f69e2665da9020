"""OneRoster through the API: a class comes in as a gradebook to be confirmed, a cohort goes out."""

from __future__ import annotations

import io
import zipfile

import pytest

from campus.connectors.oneroster.models import Package
from campus.learning.models import Enrolment
from oneroster import one_class, package, with_row
from sample_design import open_cohort, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(laurel_university, bruno, carla):
    return f"/cohorts/{open_cohort(publish(laurel_university, bruno, carla), bruno).public_id}/oneroster"


def test_software_brings_in_a_class_and_takes_the_cohort_out(bruno_software, path):
    sent = {"data": package(), "content_type": "application/zip"}
    brought = bruno_software.post(f"{path}?of=SRC-1", **sent).json()
    assert (brought["title"], brought["students"], brought["columns"]) == ("Sources", 2, {"i1": "project", "i2": "exam"})

    gradebook = f"/gradebooks/{brought['gradebook']}"
    assert bruno_software.get(gradebook).json()["state"] == "checked"
    assert bruno_software.post(f"{gradebook}/confirm").status_code == 200
    assert Enrolment.objects.count() == 2
    answer = bruno_software.get(path)
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {"manifest.csv", "users.csv", "results.csv"} <= set(names)


def test_refusals_name_file_row_and_column_and_keep_nothing(bruno_software, path):
    bad = with_row("results", "r9", "", "", "i1", "u2", "fully graded", "many", "")
    refused = bruno_software.post(f"{path}?of=c1", data=package(**bad), content_type="application/zip")
    (said,) = refused.json()["errors"]
    assert (refused.status_code, refused.json()["code"]) == (422, "ONEROSTER_REFUSED")
    assert (said["file"], said["row"], said["column"], said["code"]) == ("results.csv", 7, "score", "NOT_A_NUMBER")

    several = bruno_software.post(path, data=package(), content_type="application/zip")
    assert (several.status_code, several.json()["code"]) == (422, "ONEROSTER_WHICH_CLASS")
    assert len(several.json()["errors"]) == 2
    assert not Package.objects.exists()
    assert bruno_software.post(path, data=one_class(), content_type="application/zip").status_code == 201
