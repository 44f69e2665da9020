"""The gradebook: everything wrong is named by row and column, and nothing is read until all is right."""

import codecs

import pytest

from desk import HEADER
from laurel.cli.gradebook import GradebookError, read_gradebook

GOOD = "S1,Amina,amina@uni.example,18,90,Pass\n"


def test_a_plain_file_is_read(design):
    (row,) = read_gradebook((HEADER + GOOD).encode(), design=design)

    assert (row.number, row.learner, row.email) == (2, "S1", "amina@uni.example")
    assert row.results == {"quiz": "18", "project": "90", "lab": "Pass"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_excel_writes_is_read(design, delimiter):
    text = (HEADER + GOOD).replace(",", delimiter).replace("\n", "\r\n")

    assert len(read_gradebook(codecs.BOM_UTF8 + text.encode(), design=design)) == 1


def test_an_empty_cell_means_no_result(design):
    (row,) = read_gradebook((HEADER + "S1,Amina,amina@uni.example,,90,\n").encode(), design=design)

    assert row.results == {"project": "90"}


def test_the_number_may_be_headed_learner(design):
    header = HEADER.replace("number", "learner")

    assert [row.learner for row in read_gradebook((header + GOOD).encode(), design=design)] == ["S1"]
    (problem,) = _problems(header + GOOD + GOOD.replace("amina@", "a@"), design)
    assert problem.en.startswith("row 3, column learner:")


def test_an_assessment_may_be_called_number(design):
    quiz, *others = design.assessments
    parts = (quiz.model_copy(update={"id": "number"}), *others)
    content = "learner,email,number,project,lab\nS1,amina@uni.example,18,90,Pass\n"

    (row,) = read_gradebook(content.encode(), design=design.model_copy(update={"assessments": parts}))

    assert (row.learner, row.results["number"]) == ("S1", "18")


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("S1,Amina,amina@uni.example,21,90,Pass", "OUT_OF_RANGE", "row 2, column quiz"),
        ("S1,Amina,amina@uni.example,many,90,Pass", "NOT_A_NUMBER", "row 2, column quiz"),
        ("S1,Amina,amina@uni.example,٥,90,Pass", "NOT_A_NUMBER", "row 2, column quiz"),
        ("S1,Amina,amina@uni.example,1e1,90,Pass", "NOT_A_NUMBER", "row 2, column quiz"),
        ("S1,=1+1,amina@uni.example,1,90,Pass", "FORMULA", "row 2, column name"),
        ("S1,@SUM(1),amina@uni.example,1,90,Pass", "FORMULA", "row 2, column name"),
        ("S1,Amina,amina@uni.example,-1,90,Pass", "FORMULA", "row 2, column quiz"),
        ("S1,Am\u202eina,amina@uni.example,1,90,Pass", "HIDDEN_CHARACTER", "row 2, column name"),
        ("S1,Amina,amina@unі.example,1,90,Pass", "EMAIL", "row 2, column email"),  # a Cyrillic i
        ("S1,Amina,amina,1,90,Pass", "EMAIL", "row 2, column email"),
        (",Amina,amina@uni.example,1,90,Pass", "EMPTY", "row 2, column number"),
        ("S1,Amina,,1,90,Pass", "NOBODY", "row 2, column email"),
        ("S1,Amina,amina@uni.example,1,90", "RAGGED", "row 2"),
        ("S1,Amina,amina@uni.example,1,90," + "A" * 101, "CELL_TOO_LONG", "row 2, column lab"),
        ("S1," + "A" * 501 + ",amina@uni.example,1,90,Pass", "CELL_TOO_LONG", "row 2, column name"),
    ],
)
def test_refuses_a_bad_cell_by_row_and_column(design, line, code, place):
    (problem,) = _problems(HEADER + line + "\n", design)

    assert problem.code == code
    assert problem.en.startswith(place + ":")
    assert problem.bg.startswith("ред 2")


@pytest.mark.parametrize(
    "second", ["S1,B,b@uni.example,1,90,Pass", "s1,B,b@uni.example,1,90,Pass", "S2,B,AMINA@uni.example,1,90,Pass"]
)
def test_refuses_the_same_learner_twice(design, second):
    (problem,) = _problems(HEADER + GOOD + second + "\n", design)

    assert (problem.code, problem.en[:5]) == ("DUPLICATE", "row 3")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "NO_HEADER"),
        (HEADER.encode(), "NO_ROWS"),
        (GOOD.encode(), "NO_HEADER"),
        (b"number,name,email,quiz,project,lab,extra\n", "UNKNOWN_COLUMN"),
        (b"number,learner,name,email,quiz,project,lab\n", "UNKNOWN_COLUMN"),
        (b"number,name,email,quiz,quiz,lab,project\n", "COLUMN_TWICE"),
        (b"number,name,email,quiz,project\n", "COLUMN_MISSING"),
        ((HEADER + GOOD).encode("utf-16"), "ENCODING"),
        ((HEADER + GOOD.replace("Amina", "Амина")).encode("cp1251"), "ENCODING"),
        ((HEADER + GOOD).encode() + b"\0", "NUL"),
        (b"PK\x03\x04", "SPREADSHEET"),
        ((HEADER + '"S1,Amina').encode(), "QUOTES"),
        (b"x" * 20_000_001, "TOO_LARGE"),
    ],
)
def test_refuses_a_bad_file(design, content, code):
    with pytest.raises(GradebookError) as refusal:
        read_gradebook(content, design=design)

    assert refusal.value.problems[0].code == code


def test_refuses_and_writes_nothing(desk):
    grades = desk.grades("S1,Amina,amina@uni.example,18,90,Pass", "S2,B,b@uni.example,99,90,Pass")

    assert desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json") == 1
    assert "row 3, column quiz" in desk.err
    assert not desk.path("out").exists()


def _problems(text, design):
    with pytest.raises(GradebookError) as refusal:
        read_gradebook(text.encode(), design=design)
    return refusal.value.problems
