from datetime import date

import pytest

from campus.catalogue.drafts import state_of
from campus.learning.gradebook import Mapping, check, guess_mapping, read
from sample_design import draft

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def design():
    return state_of(draft(), on=TODAY).record


def guess(text, design, **hint):
    return guess_mapping(read(text.encode(), "g.csv"), design, **hint)


def test_our_own_layout_by_id_or_by_title(design):
    by_id = guess("number,name,email,project,exam\n7,A,a@x.example,1,2\n", design)
    by_title = guess("email,number,name,Final exam,Project\na@x.example,7,A,1,2\n", design)

    assert (by_id.layout, by_id.results) == ("laurel", {"project": 3, "exam": 4})
    assert (by_title.layout, by_title.results) == ("laurel", {"exam": 3, "project": 4})


@pytest.mark.parametrize(
    "header",
    [
        "Фак. номер;Име;Имейл;Проект;Заключителен изпит",
        "Факултетен №;Име и фамилия;Е-поща;проект;Изпит (заключителен)",
        "ФН;Трите имена;Електронна поща;Проект - оценка;Заключителен изпит - оценка",
    ],
)
def test_bulgarian_headings(design, header):
    mapping = guess(header + "\n7;Амина;a@x.example;80;72\n", design)

    assert (mapping.number, mapping.name, mapping.email) == (0, 1, 2)
    assert mapping.results == {"project": 3, "exam": 4}


def test_given_and_family_name_in_two_columns(design):
    mapping = guess("номер;Име;Фамилия;имейл;проект\n7;Амина;Юсуф;a@x.example;80\n", design)

    assert (mapping.name, mapping.given_name, mapping.family_name) == (None, 1, 2)


MOODLE = (
    "First name,Last name,ID number,Institution,Department,Email address,"
    "Assignment: Project (Real),Assignment: Project (Percentage),"
    "Quiz: Final exam (Real),Course total (Real),Last downloaded from this course\n"
    "Amina,Yusuf,7,,,amina@x.example,80.00,80.00 %,72.50,75.50,1795420800\n"
    "Bo,Li,8,,,bo@x.example,-,-,-,-,1795420800\n"
)


def test_moodles_gradebook(design):
    mapping = guess(MOODLE, design)
    rows = list(check(read(MOODLE.encode(), "g.csv"), mapping, design, today=TODAY))

    assert (mapping.layout, mapping.number, mapping.email, mapping.results) == ("moodle", 2, 5, {"project": 6, "exam": 8})
    assert [(row.learner.name, len(row.scores)) for row in rows] == [("Amina Yusuf", 2), ("Bo Li", 0)]


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Project (4711),Final exam (4712),Current Score,Final Score\n"
    "    Points Possible,,,,,100,50,(read only),(read only)\n"
    '"Yusuf, Amina",101,7,amina@x.example,S1,80,45,72,72\n'
    '"Student, Test",102,,,S1,,,,\n'
)


def test_canvas_with_its_points_row_and_its_test_student(design):
    mapping = guess(CANVAS, design)
    rows = list(check(read(CANVAS.encode(), "g.csv"), mapping, design, today=TODAY))

    assert (mapping.layout, mapping.number, mapping.name, mapping.email) == ("canvas", 2, 0, 3)
    assert mapping.results == {"project": 5, "exam": 6}
    learners = [row for row in rows if row.learner]
    assert [row.learner.name for row in learners] == ["Amina Yusuf"]
    notes = [note for row in rows for note in row.notes]
    assert [(note.code, note.row, note.column) for note in notes] == [("MAXIMUM_DIFFERS", 2, "G")]


def test_a_design_with_one_assessment_takes_the_column_called_grade(design):
    one = design.model_copy(update={"assessments": design.assessments[1:]})

    assert guess("number,email,Grade\n7,a@x.example,80\n", one).results == {"exam": 2}


def test_an_address_names_a_learner_where_there_is_no_number(design):
    mapping = guess("email,given_name,family_name,exam\na@x.example,A,B,80\n", design)

    assert (mapping.number, mapping.email, mapping.given_name, mapping.family_name) == (0, 0, 1, 2)


def test_a_mapping_survives_being_stored(design):
    import json

    mapping = guess(MOODLE, design)

    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


def test_refuses_a_mapping_that_cannot_work(design):
    sheet = read(MOODLE.encode(), "g.csv")

    codes = {
        problem.code for problem in Mapping(number=99, results={"exam": 3, "project": 3}, email_pattern="x").problems(sheet)
    }

    assert codes == {"NO_SUCH_COLUMN", "COLUMN_USED_TWICE", "BAD_PATTERN"}
