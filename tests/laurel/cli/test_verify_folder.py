"""A folder checked into a table: in order, on all cores, harmless to open, and taken up again where it stopped."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import AT
from laurel.cli import report_table
from laurel.cli.cells import FORMULA, line_of
from laurel.cli.folder import COLUMNS
from laurel.cli.remembered import Remembered
from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched

READER = ("--trust", "key.did.json", "--offline", "--at", AT)


@pytest.fixture
def folder(desk):
    """Two valid badges with their pictures, one changed by hand, one file of nothing, and things that are no credentials."""
    grades = desk.grades("S1,Amina,amina@uni.example,18,90,Pass", "S2,Bruno,bruno@uni.example,18,90,Pass")
    assert desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--at", AT) == 0
    shown = desk.path("folder")
    (shown / "more").mkdir(parents=True)
    for number, path in enumerate(sorted(desk.path("out").glob("S*"))):
        shutil.copy(path, shown / f"b{number}{path.suffix}")
    (shown / "a.json").write_bytes((shown / "b0.json").read_bytes().replace(b"Amina", b"Esra!"))
    (shown / "more" / "nothing.png").write_bytes(b"nothing")
    (shown / "readme.txt").write_text("no credential")
    (shown / ".hidden.json").write_text("{}")
    return desk


def _verify(desk, *words, table="report.csv"):
    return desk.run("verify", str(desk.path("folder")), "--csv", str(desk.path(table)), *(words or READER))


def _rows(desk, table="report.csv"):
    with desk.path(table).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_credential_has_a_row_in_the_order_of_the_names(folder):
    assert _verify(folder) == 1

    rows = _rows(folder)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["file"] for row in rows] == ["a.json", "b0.json", "b1.png", "b2.json", "b3.png", "more/nothing.png"]
    assert [row["result"] for row in rows] == ["refused", "valid", "valid", "valid", "valid", "unreadable"]
    assert rows[0]["codes"].split()[0] == "PROOF_VERIFICATION_ERROR"
    assert rows[0]["explanation"].startswith("Not valid. The signature does not fit the text")
    assert (rows[1]["learner"], rows[1]["checked"], len(rows[1]["sha256"])) == ("Amina", AT, 64)


def test_the_counts_stand_at_the_end(folder):
    _verify(folder)

    assert folder.out.splitlines()[0] == "✘ 4 of 6 are valid"
    assert "1  ✘ Not valid" in folder.out
    assert folder.json("verify", str(folder.path("folder")), "--csv", str(folder.path("report.csv")), *READER)["counts"] == {
        "valid": 4,
        "unchanged": 0,
        "attention": 0,
        "unknown": 0,
        "unreadable": 1,
        "refused": 1,
    }


@pytest.mark.parametrize(("left_out", "code"), [((), 1), (("a.json",), 3), (("a.json", "more/nothing.png"), 0)])
def test_the_exit_code_is_that_of_the_worst(folder, left_out, code):
    for name in left_out:
        folder.path(f"folder/{name}").unlink()

    assert _verify(folder) == code
    assert _verify(folder, "--offline", "--at", AT) == (code or 2)  # without a list of issuers, nobody is known


def test_the_table_speaks_bulgarian(folder):
    _verify(folder, *READER, "--lang", "bg")

    assert _rows(folder)[0]["explanation"].startswith("Невалидно. Подписът не отговаря на текста")
    assert "✘ 4 от 6 са валидни" in folder.out


def test_several_processes_write_the_same_table(folder, monkeypatch):
    _verify(folder)
    alone = folder.path("report.csv").read_bytes()
    spread = report_table.parallel.in_order
    monkeypatch.setattr(report_table.parallel, "in_order", lambda *words, **_: spread(*words, processes=2, chunk=1))

    _verify(folder, table="spread.csv")

    assert folder.path("spread.csv").read_bytes() == alone


def test_the_report_is_for_its_owner_alone_and_nothing_is_left_beside_it(folder):
    _verify(folder)

    assert folder.path("report.csv").stat().st_mode & 0o777 == 0o600
    assert list(folder.folder.glob(".report.csv*")) == []


def _interrupted(folder, monkeypatch, *, after: int):
    """Run until so many rows are written, as if somebody pressed Ctrl-C then."""
    advanced = iter(range(after))

    def stop(*_):
        if next(advanced, None) is None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("rich.progress.Progress.advance", stop)
        return _verify(folder)


def test_an_interrupted_run_goes_on_where_it_stopped(folder, monkeypatch):
    assert _interrupted(folder, monkeypatch, after=3) == 130
    assert "Run the same command again" in folder.err
    assert not folder.path("report.csv").exists()

    answer = folder.json("verify", str(folder.path("folder")), "--csv", str(folder.path("report.csv")), *READER)

    assert (answer["files"], answer["taken_over"]) == (6, 4)
    assert [row["result"] for row in _rows(folder)] == ["refused", "valid", "valid", "valid", "valid", "unreadable"]


def test_a_file_that_changed_since_is_checked_again_and_so_is_a_row_cut_by_a_crash(folder, monkeypatch):
    _interrupted(folder, monkeypatch, after=3)
    shutil.copy(folder.path("folder/b2.json"), folder.path("folder/b0.json"))
    (part,) = folder.folder.glob(".report.csv*.part")
    part.write_bytes(part.read_bytes()[:-5])

    answer = folder.json("verify", str(folder.path("folder")), "--csv", str(folder.path("report.csv")), *READER)

    assert (answer["files"], answer["taken_over"]) == (6, 1)
    assert [row["learner"] for row in _rows(folder)][1] == "Bruno"


def test_whoever_asks_something_else_starts_anew(folder, monkeypatch):
    _interrupted(folder, monkeypatch, after=3)

    path = str(folder.path("folder"))
    answer = folder.json("verify", path, "--csv", str(folder.path("report.csv")), "--offline", "--at", AT)

    assert answer["taken_over"] == 0
    assert list(folder.folder.glob(".report.csv*.part")) == []


def test_refuses_a_second_run_over_the_same_table(folder, monkeypatch):
    script = "import fcntl, sys, time; f = open(sys.argv[1]); fcntl.flock(f, 2); print('held', flush=True); time.sleep(60)"
    _interrupted(folder, monkeypatch, after=1)
    (part,) = folder.folder.glob(".report.csv*.part")
    with subprocess.Popen([sys.executable, "-c", script, str(part)], stdout=subprocess.PIPE) as other:
        other.stdout.readline()

        assert _verify(folder) == 3
        assert "another run is writing it" in folder.err
        other.kill()


@pytest.mark.parametrize(
    "words",
    [
        ("folder",),
        ("out.json", "--csv", "x.csv"),
        ("folder", "--challenge", "c", "--domain", "d"),
        ("folder", "--csv", "x.csv", "--log-receipt", "r.json"),
    ],
)
def test_refuses_a_folder_without_a_table_and_a_table_without_a_folder(folder, words):
    assert folder.run("verify", str(folder.path(words[0])), *words[1:]) == 64


def test_refuses_a_folder_without_credentials(desk):
    desk.path("folder").mkdir()

    assert _verify(desk) == 3
    assert "no credential in" in desk.err


@given(st.lists(st.text(), min_size=1))
def test_no_cell_runs_as_a_formula_and_every_cell_comes_back(cells):
    (read,) = csv.reader([line_of(cells)]) if "\n" not in "".join(cells) and "\r" not in "".join(cells) else ([],)

    for cell, back in zip(cells, read, strict=False):
        assert not back.startswith(FORMULA)
        assert back.removeprefix("'") == cell.removeprefix("'")


def test_an_address_is_asked_once_a_run_even_when_it_is_silent():
    asked = []

    def web(url, *, limit):
        asked.append(url)
        if "silent" in url:
            raise UnreachableError(url=url, why=Phrase("silence", "тишина"))
        return Fetched(body=b"x" * 10)

    fetch = Remembered(web)

    assert [fetch("https://a.example", limit=100).body for _ in range(3)] == [b"x" * 10] * 3
    for _ in range(3):
        with pytest.raises(UnreachableError):
            fetch("https://silent.example", limit=100)
    with pytest.raises(UnreachableError, match="too large"):
        fetch("https://a.example", limit=5)
    assert asked == ["https://a.example", "https://silent.example"]


def test_what_is_remembered_stays_within_its_room():
    asked = []

    def web(url, *, limit):
        asked.append(url)
        return Fetched(body=b"x" * 1_000)

    fetch = Remembered(web, room=5_000)
    for number in range(10):
        fetch(f"https://a.example/{number}", limit=10_000)

    fetch("https://a.example/9", limit=10_000)
    fetch("https://a.example/0", limit=10_000)

    assert asked[10:] == ["https://a.example/0"]
