"""Files of others: the hostile ones with their expected effect, and the Open University's real ones."""

import json
import tracemalloc
from datetime import date

import pytest

from campus.catalogue.drafts import state_of
from campus.learning.gradebook import GradebookError, Mapping, check, guess_mapping, read
from campus.learning.gradebook.export import neutralised
from sample_design import WORDS, draft
from shared import SHARED, needs_shared

pytestmark = needs_shared
TODAY = date(2026, 11, 23)
# file -> rows that are good, codes of the problems, or the code of the refusal of the whole file
EXPECTED = {
    "ok.csv": (50, []),
    "bom-crlf.csv": (5, []),
    "semicolon-latin1.csv": (1, []),
    "utf16.csv": (1, []),
    "formula.csv": (7, []),
    "duplicates.csv": (1, ["DUPLICATE_EMAIL", "DUPLICATE_EMAIL"]),
    "idn-confusable.csv": (0, ["CONFUSABLE_EMAIL"]),
    "quotes.csv": (1, []),
    "ragged.csv": (2, ["RAGGED_ROW", "RAGGED_ROW"]),
    "nul.csv": (0, ["HIDDEN_CHARACTER"]),
    "long-field.csv": (0, ["FIELD_TOO_LONG"]),
    "header-only.csv": "NO_ROWS",
    "no-header.csv": "NO_HEADER",
    "dates.csv": (3, ["NOT_A_DATE", "DATE_TOO_EARLY", "DATE_IN_FUTURE", "NOT_A_DATE"]),
    "markup.csv": (1, []),
    "big.csv": (20_000, []),
    "not-csv.csv": "IS_WORKBOOK",
}


def design(assessments):
    record = state_of(draft(assessments=assessments), on=TODAY).record
    assert record is not None
    return record


def effect_of(name):
    try:
        sheet = read((SHARED / "hostile/csv" / name).read_bytes(), name)
        record = design(WORDS)
        rows = list(check(sheet, guess_mapping(sheet, record), record, today=TODAY))
    except GradebookError as refused:
        return refused.code
    return sum(row.learner is not None for row in rows), [problem.code for row in rows for problem in row.problems]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_hostile_file_has_the_effect_its_list_expects(name):
    assert effect_of(name) == EXPECTED[name]


def test_no_hostile_file_is_forgotten():
    listed = json.loads((SHARED / "hostile/manifest.json").read_text())["csv"]

    assert {entry["file"].removeprefix("csv/") for entry in listed} == set(EXPECTED)


def test_formulas_are_kept_as_text_and_leave_neutralised():
    content = (SHARED / "hostile/csv/formula.csv").read_bytes()
    record = design(WORDS)
    sheet = read(content, "formula.csv")
    names = [row.learner.name for row in check(sheet, guess_mapping(sheet, record), record, today=TODAY)]

    assert names[0] == "=1+1 X"
    assert all(neutralised(name).startswith("'") for name in names)


def test_one_presentation_is_read_out_of_the_whole_of_student_info():
    content = (SHARED / "data/oulad/studentInfo.csv").read_bytes()
    sheet, record = read(content, "studentInfo.csv"), design(WORDS)
    mapping = guess_mapping(sheet, record, hint="AAA 2013J")

    rows = list(check(sheet, mapping, record, today=TODAY))

    assert mapping.only == {0: "AAA", 1: "2013J"}
    assert len(rows) == 383
    assert not [row for row in rows if row.problems]
    assert rows[0].learner.email == "student-11391@example.org"
    assert {row.scores[0].word for row in rows} == {"Pass", "Distinction", "Fail", "Withdrawn"}


def test_long_results_are_gathered_by_learner():
    content = (SHARED / "data/oulad/studentAssessment.csv").read_bytes()
    numbers = range(1752, 1757)
    parts = [{**WORDS[0], "id": f"tma-{number}", "title": {"en": f"TMA {number}"}, "accepted": []} for number in numbers]
    sheet, record = read(content, "studentAssessment.csv"), design(parts)
    mapping = guess_mapping(sheet, record)

    rows = list(check(sheet, mapping, record, today=TODAY))

    assert mapping.pivot.names == {str(number): f"tma-{number}" for number in range(1752, 1757)}
    assert sum(len(row.scores) for row in rows) > 1500
    first = next(row for row in rows if row.learner.number == "11391")
    assert {score.assessment: int(score.value) for score in first.scores}["tma-1752"] == 78


def test_the_whole_of_student_info_is_checked_in_bounded_memory():
    head, *lines = (SHARED / "data/oulad/studentInfo.csv").read_bytes().splitlines(keepends=True)
    six_times = (
        b",".join([*parts[:2], b"%d" % (9_000_000 + turn * 10_000 + place), *parts[3:]])
        for turn in range(6)
        for place, parts in enumerate(line.split(b",") for line in lines)
    )
    content = head + b"".join(six_times)
    record = design(WORDS)
    tracemalloc.start()
    sheet = read(content, "studentInfo.csv", max_bytes=50_000_000)
    mapping = Mapping(layout="oulad", number=2, results={"final": 11}, email_pattern="s-{number}@example.org")

    good = sum(row.learner is not None for row in check(sheet, mapping, record, today=TODAY))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert good > 30_000
    assert peak < 20_000_000  # bytes beside the file itself: two numbers for each learner
