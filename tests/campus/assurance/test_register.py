"""The register of accreditations: who may enter what, and what a file brings in."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from badges import MONDAY
from campus.assurance import register, register_csv, register_import
from campus.assurance.models import Accreditation, RegisterImport
from campus.assurance.register import ExternalStanding
from campus.people.models import Person
from campus.people.roles import NotAllowedError, NotStaffError
from campus.people.scope import NotFoundError

HEADING = "agency,report_id,institution[1].deqar_id,decision,valid_from,valid_to,file[1].original_location"
GOOD = "NEAA,786,DEQARINST0382,1,2024-01-15,2030-01-15,https://neaa.example/786.pdf"
ENTRY = register.Entry(agency="NEAA", decision="positive", valid_from=date(2024, 1, 15), valid_to=date(2030, 1, 15))


def file_of(*rows: str, heading: str = HEADING) -> bytes:
    return "\n".join([heading, *rows]).encode()


@pytest.fixture
def numbered(laurel_university):
    register.number_organisation(laurel_university, scheme="deqar", value="DEQARINST0382", by=None, at=MONDAY)
    return laurel_university


@pytest.fixture
def operator(db):
    return Person.objects.create_superuser("olga@site.example", name="Olga")


def test_a_file_brings_in_what_concerns_organisations_of_this_site(numbered, operator):
    elsewhere = GOOD.replace("0382", "9999").replace("786", "787")

    done = register_import.import_register(file_of(GOOD, elsewhere), by=operator, at=MONDAY)

    row = Accreditation.objects.get()
    assert (done.entered, done.elsewhere, done.bad) == (1, 1, ())
    assert (row.organisation, row.confirmed, row.source, row.agency) == (numbered, True, "NEAA 786", "NEAA")
    assert (row.valid_from, row.valid_to, row.report_url) == (ENTRY.valid_from, ENTRY.valid_to, "https://neaa.example/786.pdf")
    assert register.standing_of(numbered, on=MONDAY.date()) is ExternalStanding.VALID


def test_the_same_file_twice_changes_nothing(numbered):
    first = register_import.import_register(file_of(GOOD), by=None, at=MONDAY)
    again = register_import.import_register(file_of(GOOD), by=None, at=MONDAY)

    assert (first.entered, again.entered, again.unchanged) == (1, 0, 1)
    assert (Accreditation.objects.count(), RegisterImport.objects.count()) == (1, 1)


def test_a_later_file_brings_a_record_up_to_date(numbered):
    register_import.import_register(file_of(GOOD), by=None, at=MONDAY)
    register_import.import_register(file_of(GOOD.replace("2030-01-15", "2026-01-15")), by=None, at=MONDAY)

    assert Accreditation.objects.get().valid_to == date(2026, 1, 15)
    assert register.standing_of(numbered, on=MONDAY.date()) is ExternalStanding.ENDED


def test_columns_come_in_any_order_and_unknown_ones_are_named(numbered):
    heading = "Valid_From;colour;DECISION;institution[1].deqar_id;institution[2].eter_id;Local_identifier;date_format;Agency"
    row = "15.01.2024;green;positive with conditions or restrictions;DEQARINST0382;BG0001;L-1;%d.%m.%Y;NEAA"

    done = register_import.import_register(file_of(row, heading=heading), by=None, at=MONDAY)

    assert done.unknown_columns == ("colour",)
    assert Accreditation.objects.get().decision == "conditions"
    assert Accreditation.objects.get().valid_to is None


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        (("NEAA,", ","), "agency", "MISSING"),
        (("786,", ","), "report_id", "MISSING"),
        (("DEQARINST0382", ""), "institution[1].deqar_id", "MISSING"),
        ((",1,", ",perhaps,"), "decision", "UNKNOWN_DECISION"),
        (("2024-01-15", "15/01/2024"), "valid_from", "NO_DATE"),
        (("2024-01-15", ""), "valid_from", "MISSING"),
        (("2030-01-15", "2020-01-15"), "valid_to", "ENDS_FIRST"),
        (("https://neaa.example/786.pdf", "javascript:alert(1)"), "file[1].original_location", "NO_ADDRESS"),
        (("NEAA", "N" * 1001), "agency", "TOO_LONG"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column_and_only_its_row_is_left_out(numbered, changed, column, code):
    done = register_import.import_register(file_of(GOOD.replace("786", "1"), GOOD.replace(*changed)), by=None, at=MONDAY)

    assert {(cell.row, cell.column, cell.code) for cell in done.bad} >= {(3, column, code)}
    assert (done.entered, Accreditation.objects.count()) == (1, 1)
    assert all(cell.say("en") and cell.say("bg") for cell in done.bad)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "NOT_TEXT"),
        (b"", "NO_COLUMN"),
        (file_of(heading="report_id,deqar_id,decision,valid_from"), "NO_COLUMN"),
        (file_of(heading="agency,deqar_id,decision,valid_from"), "NO_COLUMN"),
        (file_of(heading="agency,report_id,decision,valid_from"), "NO_PROVIDER"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_so(db, content, code):
    done = register_import.import_register(content, by=None, at=MONDAY)

    assert [cell.code for cell in done.bad] == [code]


def test_an_interrupted_import_goes_on_where_it_stopped(numbered, monkeypatch):
    monkeypatch.setattr(register_import, "ROWS_AT_ONCE", 2)
    rows = [GOOD.replace("786", str(number)) for number in range(5)]
    entered = []

    def dies(organisation, *, source, **more):
        if len(entered) == 2:
            raise KeyboardInterrupt
        entered.append(source)
        return register.enter_confirmed(organisation, source=source, **more)

    monkeypatch.setattr(register_import, "enter_confirmed", dies)
    with pytest.raises(KeyboardInterrupt):
        register_import.import_register(file_of(*rows), by=None, at=MONDAY)
    monkeypatch.setattr(register_import, "enter_confirmed", register.enter_confirmed)

    done = register_import.import_register(file_of(*rows), by=None, at=MONDAY)

    assert (done.resumed_at, done.entered, done.unchanged) == (3, 5, 0)
    assert Accreditation.objects.count() == 5


@pytest.mark.parametrize("who", ["adela", "carla", "dmitri"])
def test_refuses_an_organisation_that_vouches_for_itself(numbered, request, who):
    someone = request.getfixturevalue(who)

    with pytest.raises(NotStaffError):
        register_import.import_register(file_of(GOOD), by=someone, at=MONDAY)
    with pytest.raises(NotStaffError):
        register.enter_confirmed(numbered, entry=ENTRY, source="NEAA 1", by=someone, at=MONDAY)
    with pytest.raises(NotStaffError):
        register.number_organisation(numbered, scheme="deqar", value="DEQARINST0001", by=someone, at=MONDAY)


def test_refuses_a_number_that_another_organisation_has(numbered, other_university):
    with pytest.raises(register.NumberTakenError):
        register.number_organisation(other_university, scheme="deqar", value="deqarinst0382", by=None, at=MONDAY)


def test_what_is_declared_can_be_taken_back_and_what_a_register_says_cannot(laurel_university, adela):
    own = register.declare(laurel_university, entry=ENTRY, by=adela, at=MONDAY)
    confirmed, _changed = register.enter_confirmed(laurel_university, entry=ENTRY, source="NEAA 1", by=None, at=MONDAY)

    register.take_back(laurel_university, public_id=own.public_id, by=adela, at=MONDAY)
    with pytest.raises(NotFoundError):
        register.take_back(laurel_university, public_id=confirmed.public_id, by=adela, at=MONDAY)

    assert list(register.entries_of(laurel_university)) == [confirmed]


def test_refuses_to_declare_for_another_organisation(laurel_university, dmitri):
    with pytest.raises(NotAllowedError):
        register.declare(laurel_university, entry=ENTRY, by=dmitri, at=MONDAY)


def test_refuses_a_validity_that_ends_before_it_begins(laurel_university, adela):
    backwards = register.Entry(agency="NEAA", decision="positive", valid_from=date(2024, 1, 2), valid_to=date(2024, 1, 1))

    with pytest.raises(register.EndsBeforeItBeginsError):
        register.declare(laurel_university, entry=backwards, by=adela, at=MONDAY)


def test_the_command_numbers_an_organisation_and_imports(laurel_university, tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_bytes(file_of(GOOD))

    call_command("import_accreditations", str(path), "--number", "laurel-university", "deqar", "DEQARINST0382")

    assert "Entered or changed: 1" in capsys.readouterr().out


def test_the_command_names_the_cells_it_left_out(laurel_university, tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_bytes(file_of(GOOD.replace(",1,", ",9,")))

    with pytest.raises(CommandError, match="left out"):
        call_command("import_accreditations", str(path))

    assert "row 2, column decision" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file.csv"],
        ["--number", "nobody", "deqar", "1"],
        ["--number", "laurel-university", "atlantis", "1"],
    ],
)
def test_the_command_refuses_what_it_cannot_find(laurel_university, arguments):
    with pytest.raises(CommandError):
        call_command("import_accreditations", *arguments)


def test_every_code_of_a_bad_cell_has_a_sentence():
    for code in ("MISSING", "NO_DATE", "BAD_FORMAT"):
        assert register_csv.BadCell(row=1, column="x", code=code).say("bg")
