from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.catalogue.drafts import state_of
from campus.learning.gradebook import Mapping, check, guess_mapping, read
from campus.learning.gradebook.address import address_of
from campus.learning.gradebook.cells import CellError, date_of, score_of
from campus.learning.gradebook.export import csv_lines, neutralised
from sample_design import draft, gradebook, workbook

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def design():
    record = state_of(draft(), on=TODAY).record
    assert record is not None
    return record


def rows_of(content, design, name="g.csv", mapping=None, **options):
    sheet = read(content, name)
    return list(check(sheet, mapping or guess_mapping(sheet, design), design, today=TODAY, **options))


def problems_of(content, design, **options):
    return [
        (problem.row, problem.column, problem.header, problem.code)
        for row in rows_of(content, design, **options)
        for problem in row.problems
    ]


def test_good_rows_carry_learner_and_scores(design):
    (row,) = rows_of(gradebook("7,Amina Yusuf,AMINA@x.example,80,72.5"), design)

    assert (row.learner.number, row.learner.name, row.learner.email) == ("7", "Amina Yusuf", "amina@x.example")
    assert {score.assessment: score.value for score in row.scores} == {"project": Decimal("80"), "exam": Decimal("72.5")}


def test_every_bad_cell_is_named_by_row_column_and_header(design):
    content = gradebook(",Ada,a@x.example,80,72", "8,Bo,bo,80,72", "9,Cy,c@x.example,abc,101", "10,E,,1,2")

    assert problems_of(content, design) == [
        (2, "A", "number", "MISSING_NUMBER"),
        (3, "C", "email", "BAD_EMAIL"),
        (4, "D", "project", "NOT_A_NUMBER"),
        (4, "E", "exam", "OUT_OF_RANGE"),
        (5, "C", "email", "MISSING_EMAIL"),
    ]


def test_the_second_of_two_equal_learners_is_told_where_the_first_stands(design):
    content = gradebook("7,A,a@x.example,1,2", "7,B,b@x.example,1,2", "8,C,A@X.EXAMPLE,1,2")

    found = [problem for row in rows_of(content, design) for problem in row.problems]

    assert [(problem.code, problem.facts["first"]) for problem in found] == [("DUPLICATE_NUMBER", 2), ("DUPLICATE_EMAIL", 2)]
    assert "ред 2" in found[0].say("bg")


def test_refuses_learners_who_are_not_on_a_fixed_list(design):
    content = gradebook("7,A,a@x.example,1,2", "8,B,b@x.example,1,2")

    assert problems_of(content, design, known={"7"}) == [(3, "A", "number", "UNKNOWN_LEARNER")]


def test_empty_scores_and_moodles_hyphen_are_no_results(design):
    (row,) = rows_of(gradebook("7,A,a@x.example,,-"), design)

    assert row.learner is not None
    assert row.scores == ()


def test_refuses_formula_cells_of_a_workbook_by_cell(design):
    rows = [[7, "A", "a@x.example", "=60+12"], [8, '=HYPERLINK("x")', "b@x.example", 2]]
    content = workbook([["number", "name", "email", "exam"], *rows])

    assert problems_of(content, design, name="g.xlsx") == [(2, "D", "exam", "FORMULA_CELL"), (3, "B", "name", "FORMULA_CELL")]


def test_columns_in_percent_are_laid_onto_the_scale(design):
    header = "number,name,email,Quiz: Final exam (Percentage)"
    sheet = read(gradebook("7,A,a@x.example,50.00 %", header=header), "g.csv")
    half = design.model_copy(
        update={"assessments": tuple(part.model_copy(update={"maximum": Decimal(40)}) for part in design.assessments)}
    )

    (row,) = check(sheet, guess_mapping(sheet, half), half, today=TODAY)

    assert row.scores[0].value == Decimal(20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("72", "72"),
        ("72.5", "72.5"),
        ("72,5", "72.5"),
        ("+5", "5"),
        ("0", "0"),
        ("100", "100"),
        ("33.33333", "33.3333"),
        ("45 %", "45"),
    ],
)
def test_scores_are_read_by_the_stated_rule(text, value):
    assert score_of(text, maximum=Decimal(100)) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NaN", "NOT_A_NUMBER"), ("inf", "NOT_A_NUMBER"),
        ("1e3", "NOT_A_NUMBER"), ("٥", "NOT_A_NUMBER"), ("1_0", "NOT_A_NUMBER"),
        ("1 000", "NOT_A_NUMBER"), ("1.000,5", "NOT_A_NUMBER"), ("0x1F", "NOT_A_NUMBER"), ("#N/A", "NOT_A_NUMBER"),
        ("9" * 4301, "TOO_MANY_DIGITS"), ("0." + "3" * 50, "TOO_MANY_DIGITS"),
        ("-1", "OUT_OF_RANGE"), ("100.1", "OUT_OF_RANGE"),
    ],
)  # fmt: skip
def test_refuses_scores_that_are_none(text, code):
    with pytest.raises(CellError) as refused:
        score_of(text, maximum=Decimal(100))

    assert refused.value.code == code


@pytest.mark.parametrize("text", ["2026-08-31", "31.08.2026", "31.8.2026 г.", "31/08/2026", "08/31/2026", "2026-08-31 00:00"])
def test_dates_with_one_reading_are_read(text):
    assert date_of(text, today=TODAY) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("08/07/2026", "AMBIGUOUS_DATE"),
        ("2026-02-30", "NOT_A_DATE"),
        ("31.08.26", "NOT_A_DATE"),
        ("46265", "NOT_A_DATE"),
        ("0001-01-01", "DATE_TOO_EARLY"),
        ("2026-11-24", "DATE_IN_FUTURE"),
        ("9999-12-31", "DATE_IN_FUTURE"),
    ],
)
def test_refuses_dates_that_cannot_be_relied_on(text, code):
    with pytest.raises(CellError) as refused:
        date_of(text, today=TODAY)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "MISSING_EMAIL"),
        ("amina", "BAD_EMAIL"),
        ("a@b", "BAD_EMAIL"),
        ("a b@x.example", "BAD_EMAIL"),
        ("a@x..example", "BAD_EMAIL"),
        ("a@127.0.0.1", "BAD_EMAIL"),
        ("ам@x.example", "BAD_EMAIL"),
        ("a@x.example,b@x.example", "BAD_EMAIL"),
        ("a@polytеch.example", "CONFUSABLE_EMAIL"),
        ("a@сосо.example", "CONFUSABLE_EMAIL"),
    ],
)
def test_refuses_addresses_that_would_go_astray(text, code):
    with pytest.raises(CellError) as refused:
        address_of(text)

    assert refused.value.code == code


def test_a_bulgarian_domain_is_an_address():
    assert address_of("amina@университет.бг") == "amina@университет.бг"


@pytest.mark.parametrize("cell", ["=1+1", "+1+cmd", "-1+1", "@SUM(1)", "\t=1", " =1", "|calc", "＝1"])
def test_cells_that_a_spreadsheet_would_run_are_neutralised_on_the_way_out(cell):
    assert neutralised(cell).startswith("'")
    assert b"'" in b"".join(csv_lines([[cell]]))


@pytest.mark.parametrize("cell", ["-5", "+4,5", "Ada", "", "a=b"])
def test_harmless_cells_leave_as_they_came(cell):
    assert neutralised(cell) == cell


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=7), min_size=1, max_size=6))
def test_any_rows_at_all_give_learners_or_problems_and_never_an_error(rows):
    import csv
    import io

    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["number", "name", "email", "project", "exam"], *rows])
    design = state_of(draft(), on=TODAY).record
    sheet = read(stream.getvalue().encode() + b"7,A,a@x.example,1,2\n", "g.csv", encoding="utf-8")
    mapping = Mapping(number=0, name=1, email=2, results={"project": 3, "exam": 4})

    for row in check(sheet, mapping, design, today=TODAY):
        assert (row.learner is None) == bool(row.problems)
        for problem in row.problems:
            assert problem.say("en")
            assert problem.say("bg")
            assert type(problem).from_json(problem.to_json()).code == problem.code
