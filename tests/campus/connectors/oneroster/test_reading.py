"""Packages are read without trusting them: what is wrong is named by file, row and column, and nothing else is taken."""

from __future__ import annotations

import contextlib
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.connectors.oneroster.classroom import classes_of, read_class
from campus.connectors.oneroster.faults import SENTENCES, Fault, PackageError
from campus.connectors.oneroster.package import Package
from oneroster import FILES, manifest, package, with_row, without_column

LIMIT = 20 * 1024**2


def opened(content: bytes) -> Package:
    return Package(content, limit=LIMIT)


def faults(content: bytes, class_id: str = "c1") -> list[tuple[str, str, int, str]]:
    with pytest.raises(PackageError) as refused:
        read_class(opened(content), class_id)
    return [(each.code, each.file, each.row, each.column) for each in refused.value.faults]


def enrolled(user, class_id="c1"):
    return with_row("enrollments", "e9", "", "", class_id, "s", user, "student")


def result(item, student, score):
    return with_row("results", "r9", "", "", item, student, "fully graded", score, "")


def test_a_class_is_read_with_its_students_columns_and_results():
    room = read_class(opened(package()), "c1")

    assert [(each.number, each.name, each.email) for each in room.students.values()] == [
        ("101", "Ana Ivanova", "ana@students.example"),
        ("102", "Boris Petrov", "boris@students.example"),
    ]
    assert [(each.title, each.maximum) for each in room.items.values()] == [
        ("Project", Decimal(20)), ("Final EXAM", Decimal(100)), ("Attendance", None),
    ]  # fmt: skip
    assert {key: score.value for key, score in room.scores.items()} == {
        ("u1", "i1"): Decimal("17.5"),
        ("u1", "i2"): Decimal(90),
        ("u2", "i2"): Decimal(40),
    }


def test_whoever_has_no_number_of_the_school_is_known_by_the_package():
    assert [each.number for each in read_class(opened(package()), "c2").students.values()] == ["u3"]


def test_classes_come_with_their_codes_and_numbers_of_students():
    found = [(each.title, each.code, each.students) for each in classes_of(opened(package()))]

    assert found == [("Sources", "SRC-1", 2), ("Другите", "SRC-2", 1)]
    assert read_class(opened(package()), "c9") is None


def test_what_is_to_be_deleted_is_not_there():
    gone = with_row("enrollments", "e5", "tobedeleted", "", "c1", "s", "u3", "student")
    assert len(read_class(opened(package(**gone)), "c1").students) == 2


def test_a_package_may_leave_results_out():
    content = package(**manifest(lineItems="absent", results="absent"), lineItems=None, results=None)
    room = read_class(opened(content), "c1")

    assert (len(room.students), room.items, room.scores) == (2, {}, {})


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", [("BAD_ZIP", "", 0, "")]),
        (b"sourcedId,title\n", [("BAD_ZIP", "", 0, "")]),
        (package(manifest=None), [("NO_MANIFEST", "", 0, "")]),
        (package(**manifest(version="2.0")), [("WRONG_VERSION", "manifest.csv", 0, "")]),
        (package(**manifest(results="delta")), [("NOT_BULK", "results.csv", 0, "")]),
        (package(**manifest(classes="absent")), [("NOT_BULK", "classes.csv", 0, "")]),
        (package(users=None), [("FILE_MISSING", "users.csv", 0, "")]),
        (package(users=()), [("UNREADABLE", "users.csv", 0, "")]),
        (package(**without_column("users", "email")), [("COLUMN_MISSING", "users.csv", 0, "")]),
        (package(**with_row("users", "u9")), [("RAGGED_ROW", "users.csv", 6, "")]),
        (package(**result("i1", "u1", "x" * 40_000)), [("ROW_UNREADABLE", "results.csv", 7, "")]),
    ],
)  # fmt: skip
def test_refuses_what_is_no_package(content, found):
    assert faults(content) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (enrolled("u9", "c1"), ("UNKNOWN_USER", "enrollments.csv", 6, "userSourcedId")),
        (enrolled("", "c1"), ("VALUE_MISSING", "enrollments.csv", 6, "userSourcedId")),
        (with_row("users", *FILES["users"][1]), ("ID_TWICE", "users.csv", 6, "sourcedId")),
        (result("i1", "u3", "5"), ("NOT_ENROLLED", "results.csv", 7, "studentSourcedId")),
        (result("i1", "u1", "5"), ("RESULT_TWICE", "results.csv", 7, "")),
        (result("i1", "u2", "many"), ("NOT_A_NUMBER", "results.csv", 7, "score")),
        (result("i1", "u2", "NaN"), ("NOT_A_NUMBER", "results.csv", 7, "score")),
        (result("i1", "u2", "1e99999999"), ("NOT_A_NUMBER", "results.csv", 7, "score")),
        (result("i1", "u2", ""), ("VALUE_MISSING", "results.csv", 7, "score")),
        (with_row("lineItems", "i9", "", "", "X", "c1", "5", "5"), ("NO_SCALE", "lineItems.csv", 6, "resultValueMax")),
        (with_row("lineItems", "i9", "", "", "X", "c1", "0", "ten"), ("NOT_A_NUMBER", "lineItems.csv", 6, "resultValueMax")),
        ({"enrollments": FILES["enrollments"][:1]}, ("NO_STUDENTS", "enrollments.csv", 0, "")),
    ],
)  # fmt: skip
def test_a_bad_row_of_the_class_is_named_by_file_row_and_column(changes, found):
    assert found in faults(package(**changes))


def test_a_bad_row_of_another_class_is_no_hindrance():
    changes = enrolled("u9", "c2")
    assert read_class(opened(package(**changes)), "c1") is not None


def test_at_most_a_hundred_faults_are_named():
    rows = [(f"e{n}", "", "", "c1", "s", f"x{n}", "student") for n in range(500)]
    assert len(faults(package(enrollments=(*FILES["enrollments"], *rows)))) == 100


def test_refuses_a_zip_bomb_and_one_that_is_too_large():
    assert faults(package(demographics=[("0" * 3_000_000,)])) == [("BAD_ZIP", "", 0, "")]
    with pytest.raises(PackageError) as refused:
        Package(package(), limit=100)
    assert refused.value.faults[0].code == "FILE_TOO_LARGE"


@pytest.mark.parametrize("code", SENTENCES)
def test_every_fault_says_itself_in_both_languages(code):
    facts = dict.fromkeys(("value", "limit", "first", "found", "expected"), "7")
    said = [Fault(code=code, facts=facts).say(language) for language in ("en", "bg")]
    assert said[0] != said[1]
    assert not any("{" in each for each in said)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(sorted(FILES)))
def test_whatever_a_file_holds_it_is_read_or_refused(junk, name):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package())) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry) + (junk if entry == f"{name}.csv" else b""))
    with contextlib.suppress(PackageError):
        room = read_class(opened(made.getvalue()), "c1")
        assert room is None or room.students
