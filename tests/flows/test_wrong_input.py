"""Wrong files at every door, web, API, command line and load commands: what is wrong is said in both languages, with the place.

Nothing changes meanwhile: every table but those of sessions, limits and the uploads themselves reads the same afterwards.
"""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from badges import institution
from campus.learning.cohorts import set_fixed_list
from campus.learning.gradebook import Mapping
from campus.learning.gradebook.mapping import SINGLE
from campus.learning.gradebook.problems import SENTENCES
from campus.learning.models import GradebookUpload
from campus.learning.uploads import run_check
from campus.people import api_keys
from campus.people.models import Membership, Role
from cast import log_in
from desk import HEADER, Desk, small_design
from sample_design import WORDS, gradebook, open_cohort, publish, record_gradebook, workbook
from shared import SHARED, needs_shared

LANGUAGES = ("en", "bg")
GOOD = "1,Amina Yusuf,amina@students.example,80,60"
HEAD = ["number", "name", "email", "project", "exam"]
DATED = "number,name,email,project,exam,completed"
FILES: dict[str, tuple[str, bytes, str]] = {  # what is wrong -> name, content, code of the refusal
    "nothing in it": ("g.csv", b"", "EMPTY_FILE"),
    "blanks": ("g.csv", b"\xef\xbb\xbf \r\n\t\r\n", "EMPTY_FILE"),
    "huge": ("g.csv", gradebook(*[GOOD] * 40_000), "FILE_TOO_LARGE"),
    "half UTF-16": ("g.csv", "number,email\n1,a@x.example".encode("utf-16")[:-1], "BAD_ENCODING"),
    "not UTF-8 in spite of its mark": ("g.csv", b"\xef\xbb\xbfnumber,email\n\xff\xfe\xfd,a", "BAD_ENCODING"),
    "a picture": ("g.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "NOT_TEXT"),
    "a web page": ("g.csv", b"<!doctype html><table><tr><td>1", "IS_HTML"),
    "an old workbook": ("g.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OLD_WORKBOOK"),
    "a workbook named as text": ("g.csv", workbook([["number", "email"], [1, "a@x.example"]]), "IS_WORKBOOK"),
    "text named as a workbook": ("g.xlsx", gradebook(GOOD), "NOT_WORKBOOK"),
    "half a workbook": ("g.xlsx", workbook([["number", "email"], [1, "a@x.example"]])[:900], "DAMAGED_WORKBOOK"),
    "only a header": ("g.csv", gradebook(), "NO_ROWS"),
    "no header": ("g.csv", gradebook(GOOD, header="1,Amina,amina@students.example,80,60"), "NO_HEADER"),
    "columns without end": ("g.csv", gradebook(GOOD, header=",".join(f"c{n}" for n in range(600))), "TOO_MANY_COLUMNS"),
}
CELLS: dict[str, tuple[bytes, str, int, str]] = {  # what is wrong -> content, code, row, column
    "a formula": (workbook([HEAD, [7, "=A1&B1", "g@x.example", 80, 60]]), "FORMULA_CELL", 2, "B"),
    "a formula for a result": (
        workbook([HEAD, [1, "A", "a@x.example", 9, 9], [7, "G", "g@x.example", "=1+1", 6]]),
        "FORMULA_CELL",
        3,
        "D",
    ),
    "a formula in a text": (gradebook(GOOD, "7,G,g@x.example,=A1,60"), "NOT_A_NUMBER", 3, "D"),
    "a learner not on the fixed list": (gradebook(GOOD, "99,Zoe,zoe@x.example,80,60"), "UNKNOWN_LEARNER", 3, "A"),
    "a day to come": (gradebook(f"{GOOD},2099-01-01", header=DATED), "DATE_IN_FUTURE", 2, "F"),
    "the same address twice": (gradebook(GOOD, "2,Boris,AMINA@students.example,80,60"), "DUPLICATE_EMAIL", 3, "C"),
    "the same number twice": (gradebook(GOOD, "1,Boris,boris@students.example,80,60"), "DUPLICATE_NUMBER", 3, "A"),
    "no address": (gradebook("1,Amina,,80,60"), "MISSING_EMAIL", 2, "C"),
    "no address at all": (gradebook("1,Amina,amina at home,80,60"), "BAD_EMAIL", 2, "C"),
    "too many points": (gradebook("1,Amina,amina@students.example,180,60"), "OUT_OF_RANGE", 2, "D"),
    "a word for points": (gradebook("1,Amina,amina@students.example,much,60"), "NOT_A_NUMBER", 2, "D"),
    "a letter that is not what it looks": (gradebook("1,A\u202emina,amina@students.example,80,60"), "HIDDEN_CHARACTER", 2, "B"),
    "a cell too many": (gradebook(f"{GOOD},9,9,9"), "RAGGED_ROW", 2, ""),
}
WRONG_COLUMNS = gradebook("1,Amina,80", header="number,name,project")


class Door:
    """A way into a cohort for a file: sends it and gives what is said about it in a language."""

    def __init__(self, cohort: Any, registrar: Any) -> None:
        self.cohort = cohort
        self.page = f"/o/{cohort.organisation.slug}/cohorts/{cohort.public_id}/"
        self.registrar = registrar


class Web(Door):
    def say(self, name: str, content: bytes, language: str) -> str:
        client = log_in(Client(), self.registrar)
        answer = client.post(f"{self.page}?lang={language}", {"file": SimpleUploadedFile(name, content)})
        if answer.status_code == 302:
            place = answer["Location"]
            upload = GradebookUpload.objects.latest("pk")
            answer = client.post(place, {"do": "check", **_columns(Mapping.from_json(upload.mapping))}, follow=True)
            if run_check(upload.pk, at=timezone.now()).state == "checked":  # as the worker does with a large file
                answer = client.get(place)
        return re.sub(r"\s*\n\s*", "\n", html.unescape(re.sub(r"<[^>]+>", "\n", answer.content.decode())))


class Api(Door):
    def __init__(self, cohort: Any, registrar: Any) -> None:
        super().__init__(cohort, registrar)
        roles, at = [Role.REGISTRAR], timezone.now()
        key = api_keys.create_by_operator(cohort.organisation, name="x", roles=roles, person=registrar, at=at)[1]
        self.headers = {"Authorization": f"Bearer {key}"}

    def say(self, name: str, content: bytes, language: str) -> str:
        self.headers |= {"Accept-Language": language, "Idempotency-Key": str(uuid.uuid4())}
        path = f"/api/v1/cohorts/{self.cohort.public_id}/gradebooks"
        answer = Client().post(path, {"file": SimpleUploadedFile(name, content)}, headers=self.headers)
        if answer.status_code != 201:
            assert 400 <= answer.status_code < 500
            return " ".join([answer.json()["detail"], *(part.get("detail", "") for part in answer.json().get("errors", ()))])
        place = f"/api/v1/gradebooks/{answer.json()['id']}"
        self.headers["Idempotency-Key"] += "-check"
        checked = Client().post(f"{place}/check", content_type="application/json", headers=self.headers)
        if checked.status_code != 200:
            return str([part["detail"] for part in checked.json()["errors"]])
        run_check(GradebookUpload.objects.latest("pk").pk, at=timezone.now())
        told = Client().get(f"{place}/problems", headers=self.headers).json()["problems"]
        return "\n".join(f"{each['row']}\n{each['column']}\n{each['detail']}" for each in told)


def _columns(mapping: Mapping) -> dict[str, str]:
    chosen = {name: getattr(mapping, name) for name in SINGLE}
    chosen |= {f"result.{assessment}": column for assessment, column in mapping.results.items()}
    return {name: str(column) for name, column in chosen.items() if column is not None}


@pytest.fixture
def registrar(db: None) -> Any:
    organisation, author, officer, registrar = institution("wrong-university")
    Membership.objects.create(person=registrar, organisation=organisation, role=Role.ASSESSOR)
    registrar.staff = organisation, author, officer
    cache.clear()
    return registrar


@pytest.fixture
def cohort(registrar: Any) -> Any:
    return open_cohort(publish(*registrar.staff), registrar)


@pytest.fixture(params=[Web, Api])
def door(request: pytest.FixtureRequest, cohort: Any, registrar: Any) -> Door:
    made: Door = request.param(cohort, registrar)
    return made


def _sentence(code: str, language: str) -> re.Pattern[str]:
    """The sentence of a code, whatever facts it names."""
    parts = re.split(r"\{\w+\}", SENTENCES[code][LANGUAGES.index(language)])
    return re.compile(".*?".join(map(re.escape, parts)), re.DOTALL)


OF_THE_API = {  # it speaks of requests
    (Api, "FILE_TOO_LARGE", "en"): "The request is larger than this address accepts.",
    (Api, "FILE_TOO_LARGE", "bg"): "Заявката е по-голяма от приеманото на този адрес.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", FILES)
def test_refuses_a_file_that_is_none(door, settings, nothing_changes, wrong, language):
    settings.UPLOAD_LIMIT = 1024 * 1024
    name, content, code = FILES[wrong]
    before = GradebookUpload.objects.count()

    said = door.say(name, content, language)

    assert _sentence(code, language).search(said) or said == OF_THE_API.get((type(door), code, language)), said
    assert GradebookUpload.objects.count() == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", CELLS)
def test_names_a_bad_cell_and_its_place(door, cohort, registrar, request, wrong, language):
    content, code, row, column = CELLS[wrong]
    if code == "UNKNOWN_LEARNER":
        record_gradebook(cohort, gradebook(GOOD))
        set_fixed_list(cohort, fixed=True, by=registrar, at=timezone.now())
    request.getfixturevalue("nothing_changes")

    said = door.say("g.xlsx" if content.startswith(b"PK") else "g.csv", content, language)

    place = rf"(?<!\w){row}\s+.*?{column}" if column else rf"(?<!\w){row}\s"
    assert re.search(place + r".*?" + _sentence(code, language).pattern, said, re.DOTALL), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_the_column_that_is_missing(door, nothing_changes, language):
    assert _sentence("NO_EMAIL_COLUMN", language).search(door.say("g.csv", WRONG_COLUMNS, language))


HOSTILE = {
    "duplicates.csv": "DUPLICATE_EMAIL",
    "idn-confusable.csv": "CONFUSABLE_EMAIL",
    "ragged.csv": "RAGGED_ROW",
    "nul.csv": "HIDDEN_CHARACTER",
    "long-field.csv": "FIELD_TOO_LONG",
    "header-only.csv": "NO_ROWS",
    "no-header.csv": "NO_HEADER",
    "dates.csv": "DATE_IN_FUTURE",
    "not-csv.csv": "IS_WORKBOOK",
}


@pytest.mark.parametrize("name", HOSTILE)
class TestFilesOfOthers:
    pytestmark = needs_shared

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_is_told_apart(self, registrar, name, language):
        cohort = open_cohort(publish(*registrar.staff, assessments=WORDS), registrar)
        content = (SHARED / "hostile" / "csv" / name).read_bytes()
        for kind in (Web, Api):
            said = kind(cohort, registrar).say(name, content, language)
            assert _sentence(HOSTILE[name], language).search(said), (kind, said.splitlines()[20:40])


@pytest.mark.parametrize("address", ["", "credentials/", "cohorts/", "designs/", "batches/"])
def test_refuses_a_nul_in_a_search(cohort, registrar, address):
    answer = log_in(Client(), registrar).get(f"/o/wrong-university/{address}?q=a%00b")

    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/my/", "/verify", "/"])
def test_refuses_a_nul_anywhere(registrar, address):
    client = log_in(Client(), registrar)

    assert client.get(f"{address}?q=%00&page=%00").status_code == 400
    assert client.get(f"{address}?page={'9' * 5000}").status_code == 200


BODIES = {
    "not JSON": (b"{", "PARSING_ERROR"),
    "nothing": (b"", ""),
    "a list": (b"[]", "INVALID_REQUEST"),
    "NaN": (b'{"draft": {"a": NaN}}', ""),
    "a name twice": (b'{"draft": {}, "draft": {}}', ""),
    "half a letter": (b'{"draft": {"a": "\\ud800"}}', ""),
    "a NUL": (b'{"draft": {"a": "\\u0000"}}', "NUL_CHARACTER"),
    "not UTF-8": (b'{"draft": {"a": "\xff"}}', ""),
    "very deep": (b'{"draft":' + b'{"a":' * 500 + b"1" + b"}" * 501, ""),
    "a field it does not know": (b'{"draft": {}, "organisation": 1}', "INVALID_REQUEST"),
    "huge": (b'{"draft": {"a": "' + b"x" * 900_000 + b'"}}', "DRAFT_TOO_LARGE"),
    "too huge to read": (b'{"draft": "' + b"x" * 6_000_000 + b'"}', ""),
}


@pytest.mark.parametrize("wrong", BODIES)
def test_refuses_a_body_that_is_none(registrar, request, wrong):
    organisation, author, _officer = registrar.staff
    key = api_keys.create_by_operator(organisation, name="x", roles=[Role.AUTHOR], person=author, at=timezone.now())[1]
    request.getfixturevalue("nothing_changes")
    body, code = BODIES[wrong]
    for language, letters in (("en", "[a-z]"), ("bg", "[а-я]")):
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": wrong + language, "Accept-Language": language}
        answer = Client().post("/api/v1/designs", body, content_type="application/json", headers=headers)
        assert 400 <= answer.status_code < 500, answer.content
        assert answer.json()["code"] == code or not code
        assert re.search(letters, answer.json()["detail"])


COMMAND_LINE = {  # what is wrong -> content, English, Bulgarian
    "nothing": (b"", "row 1", "ред 1"),
    "only a header": (HEADER.encode(), "no learners", "няма"),
    "not UTF-8": (HEADER.encode() + b"S1,\xff\xfe,a@x.example,1,90,Pass\n", "UTF-8", "UTF-8"),
    "a column it does not know": (
        b"number,name,email,quiz,project,lab,extra\n1,A,a@x.example,1,90,Pass,1\n",
        "extra",
        "extra",
    ),
    "a column missing": (b"number,name,email,quiz\n1,A,a@x.example,1\n", "project", "project"),
    "a formula": (HEADER.encode() + b"S1,=1+1,a@x.example,1,90,Pass\n", "row 2, column name", "ред 2, колона name"),
    "the same address twice": (
        HEADER.encode() + b"S1,A,a@x.example,1,90,Pass\nS2,B,A@x.example,1,90,Pass\n",
        "row 3",
        "ред 3",
    ),
    "too many points": (HEADER.encode() + b"S1,A,a@x.example,99,90,Pass\n", "row 2, column quiz", "ред 2, колона quiz"),
    "a cell missing": (HEADER.encode() + b"S1,A,a@x.example,1,90\n", "row 2", "ред 2"),
    "no learner": (HEADER.encode() + b",A,a@x.example,1,90,Pass\n", "row 2, column number", "ред 2, колона number"),
}


@pytest.mark.parametrize("wrong", COMMAND_LINE)
def test_the_command_line_names_the_place_and_writes_nothing(tmp_path, capsys, wrong):
    content, *texts = COMMAND_LINE[wrong]
    desk = Desk(tmp_path, lambda: tuple(capsys.readouterr()))
    desk.path("design.json").write_text(small_design().model_dump_json(exclude_none=True), encoding="utf-8")
    desk.path("bad.csv").write_bytes(content)
    desk.run("keys", "new", "--out", "key.json")
    for language, text in zip(LANGUAGES, texts, strict=True):
        out = str(tmp_path / "out")
        code = desk.run("issue", "design.json", "bad.csv", "--out", out, "--key", "key.json", "--lang", language)
        assert code not in (0, 70), desk.err
        assert text in desk.err
        assert "Traceback" not in desk.err
    assert desk.issued() == []
