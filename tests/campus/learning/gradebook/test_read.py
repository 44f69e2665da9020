import contextlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.learning.gradebook import GradebookError, column_letter, read
from campus.learning.gradebook.sheet import Formula
from sample_design import workbook

TABLE = "номер;име;оценка\n1;Амина;5,50\n"


def cells(content, name="g.csv", **chosen):
    return [row.cells for row in read(content, name, **chosen).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_bulgarian_letters_survive_every_usual_encoding(encoding):
    sheet = read((TABLE + "2;Бруно;4\n" * 30).encode(encoding), "g.csv")

    assert sheet.headers == ("номер", "име", "оценка")


def test_an_unmarked_utf16_file_is_read_when_a_person_says_so():
    assert cells(TABLE.encode("utf-16-le"), encoding="utf-16") == [("1", "Амина", "5,50")]


def test_a_western_code_page_is_told_from_a_cyrillic_one_and_the_choice_is_stated():
    sheet = read("email;name\nj@x.example;Jörg Müller\n".encode("latin-1"), "g.csv")

    assert (sheet.encoding, sheet.encoding_stated) == ("windows-1252", False)
    assert next(sheet.rows()).cells[1] == "Jörg Müller"


def test_refuses_an_encoding_that_does_not_fit():
    with pytest.raises(GradebookError) as refused:
        read("name;x\nJörg;1\n".encode("latin-1"), "g.csv", encoding="utf-8")

    assert refused.value.code == "BAD_ENCODING"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_beside_quoted_ones(delimiter):
    text = f'a{delimiter}"b, c; d"{delimiter}e\n1{delimiter}"x{delimiter}y"{delimiter}3\n'

    assert cells(text.encode()) == [("1", f"x{delimiter}y", "3")]


def test_excels_own_separator_line_is_obeyed():
    sheet = read(b"sep=;\na;b\n1;2\n", "g.csv")

    assert sheet.headers == ("a", "b")
    assert [(row.number, row.cells) for row in sheet.rows()] == [(3, ("1", "2"))]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    rows = list(read(b'a,b\n\n1,"x\ny"\n2,z\n', "g.csv").rows())

    assert [(row.number, row.cells[0]) for row in rows] == [(3, "1"), (4, "2")]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "g.csv", "EMPTY_FILE"),
        (b"\xef\xbb\xbf \r\n", "g.csv", "EMPTY_FILE"),
        (b"a,b\n", "g.csv", "NO_ROWS"),
        (b"a@x.example,Ada\nb@x.example,Bo\n", "g.csv", "NO_HEADER"),
        (b"1,2\n3,4\n", "g.csv", "NO_HEADER"),
        (b"<!DOCTYPE html><html><table></table>", "g.csv", "IS_HTML"),
        (b"  <TABLE><tr><td>a</td></tr>", "g.xls", "IS_HTML"),
        (bytes(range(1, 32)) * 50, "g.csv", "NOT_TEXT"),
        (b"PK\x03\x04 nothing", "g.csv", "IS_WORKBOOK"),
        (b"PK\x03\x04 nothing", "g.xlsx", "DAMAGED_WORKBOOK"),
        (b"a,b\n1,2\n", "g.xlsx", "NOT_WORKBOOK"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "g.xls", "OLD_WORKBOOK"),
        (b"a," * 600 + b"\n1,2\n", "g.csv", "TOO_MANY_COLUMNS"),
    ],
)
def test_refuses_what_is_no_table_and_says_why_in_both_languages(content, name, code):
    with pytest.raises(GradebookError) as refused:
        read(content, name)

    assert refused.value.code == code
    assert refused.value.say("en") != refused.value.say("bg")


def test_refuses_more_bytes_than_allowed():
    with pytest.raises(GradebookError) as refused:
        read(b"a,b\n" + b"1,2\n" * 1000, "g.csv", max_bytes=100)

    assert refused.value.code == "FILE_TOO_LARGE"


def test_a_workbook_gives_numbers_and_dates_as_a_person_typed_them():
    content = workbook([["number", "score", "on", "ok"], [11391, 0.1 + 0.2, date(2026, 8, 31), True]])

    assert cells(content, "g.xlsx") == [("11391", "0.3", "2026-08-31", "TRUE")]


def test_a_formula_in_a_workbook_is_known_as_one():
    row = cells(workbook([["a", "b"], [1, "=1+1"]]), "g.xlsx")[0]

    assert isinstance(row[1], Formula)


def test_another_sheet_of_the_workbook_can_be_chosen():
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.create_sheet("Изпит").append(["number", "email"])
    book["Изпит"].append(["7", "x"])
    stream = io.BytesIO()
    book.save(stream)

    assert read(stream.getvalue(), "g.xlsx", sheet="Изпит").headers == ("number", "email")
    with pytest.raises(GradebookError, match="no sheet named"):
        read(stream.getvalue(), "g.xlsx", sheet="Други")


def test_refuses_a_workbook_that_would_unpack_to_gigabytes():
    bomb = workbook([["a", "b"], [1, 2]], **{"xl/media/zeros.bin": b"\0" * (80 * 1024 * 1024)})
    assert len(bomb) < 200_000

    with pytest.raises(GradebookError) as refused:
        read(bomb, "g.xlsx")

    assert refused.value.code == "WORKBOOK_BOMB"


def test_refuses_a_workbook_with_a_document_type():
    book = workbook([["a", "b"], [1, 2]], **{"xl/evil.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})

    with pytest.raises(GradebookError) as refused:
        read(book, "g.xlsx")

    assert refused.value.code == "DAMAGED_WORKBOOK"


def test_refuses_a_sheet_that_breaks_off_in_the_middle():
    content = workbook([["a", "b"], *([1, 2] for _ in range(50))])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part, text[:700] if "sheet1" in part.filename else text)

    with pytest.raises(GradebookError) as refused:
        list(read(stream.getvalue(), "g.xlsx").rows())

    assert refused.value.code == "DAMAGED_WORKBOOK"


def test_columns_have_the_letters_a_spreadsheet_shows():
    assert [column_letter(column) for column in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@given(st.binary(max_size=400), st.sampled_from(["g.csv", "g.xlsx", "g", "g.ods"]))
def test_any_bytes_are_read_or_refused_and_nothing_else(content, name):
    with contextlib.suppress(GradebookError):
        assert all(row.number > 0 for row in read(content, name).rows())


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_wrote_is_read_back(rows, delimiter):
    import csv

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([("first", "second", "third"), *rows])
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    if not wanted:
        return

    assert cells(stream.getvalue().encode(), delimiter=delimiter) == wanted
