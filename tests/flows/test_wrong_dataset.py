"""A wrong OULAD folder at the load command: refused by file, row and column, in both languages, and nothing is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campus.issuing.models import Credential

LANGUAGES = ("en", "bg")
INFO = "code_module,code_presentation,id_student,final_result"
LOADED = {  # what is wrong -> file and its content instead, English, Bulgarian
    "no folder": ("", b"", "courses.csv is missing", "courses.csv липсва"),
    "no file": ("courses.csv", None, "courses.csv is missing", "courses.csv липсва"),
    "empty": ("courses.csv", b"", "has no column code_module", "няма колона code_module"),
    "wrong columns": ("courses.csv", b"a,b\n1,2\n", "has no column code_module", "няма колона code_module"),
    "wrong encoding": (
        "courses.csv",
        "код".encode("utf-16"),
        "courses.csv cannot be read as a table in UTF-8",
        "courses.csv не може да се прочете като таблица в UTF-8",
    ),
    "a date that is none": (
        "assessments.csv",
        b"code_module,code_presentation,id_assessment,assessment_type,date\nZZZ,2013J,1,TMA,soon\n",
        "assessments.csv, row 2: “soon” cannot stand in the column date",
        "assessments.csv, ред 2: „soon“ не може да стои в колона date",
    ),
    "a cell too many": (
        "studentInfo.csv",
        f"{INFO}\nZZZ,2013J,7,Pass\nZZZ,2013J,8,Pass,9\n".encode(),
        "studentInfo.csv, row 3: this row has more or fewer cells",
        "studentInfo.csv, ред 3: клетките на този ред",
    ),
    "a learner twice": (
        "studentInfo.csv",
        f"{INFO}\nZZZ,2013J,7,Pass\nZZZ,2013J,7,Fail\n".encode(),
        "studentInfo.csv, row 3: the same",
        "studentInfo.csv, ред 3: същото",
    ),
    "nobody": ("studentInfo.csv", f"{INFO}\n".encode(), "no learners of ZZZ 2013J", "няма обучаеми от ZZZ 2013J"),
    "a formula": (
        "studentInfo.csv",
        f"{INFO}\nZZZ,2013J,=1+1,Pass\n".encode(),
        "row 2: “=1+1” cannot stand in the column id_student",
        "ред 2: „=1+1“ не може да стои в колона id_student",
    ),
    "an unknown learner": (
        "studentAssessment.csv",
        b"id_assessment,id_student,score\n1,99,80\n",
        "row 2: student 99 is not enrolled in ZZZ 2013J",
        "ред 2: студент 99 не е записан в ZZZ 2013J",
    ),
    "too many points": (
        "studentAssessment.csv",
        b"id_assessment,id_student,score\n1,7,80\n1,7,1e9\n",
        "row 3: “1e9” cannot stand in the column score",
        "ред 3: „1e9“ не може да стои в колона score",
    ),
}
DATASET = {
    "courses.csv": "code_module,code_presentation\nZZZ,2013J\n",
    "assessments.csv": "code_module,code_presentation,id_assessment,assessment_type,date\nZZZ,2013J,1,TMA,19\n",
    "studentInfo.csv": f"{INFO}\nZZZ,2013J,7,Pass\nZZZ,2013J,8,Fail\n",
    "studentAssessment.csv": "id_assessment,id_student,score\n1,7,80\n1,8,\n",
}


@pytest.mark.parametrize("wrong", LOADED)
def test_the_load_command_says_what_is_wrong_and_loads_nothing(nothing_changes, tmp_path, wrong):
    name, content, *texts = LOADED[wrong]
    folder = _dataset(tmp_path / "oulad")
    if content is None:
        (folder / name).unlink()
    elif name:
        (folder / name).write_bytes(content)
    else:
        shutil.rmtree(folder)

    for language, text in zip(LANGUAGES, texts, strict=True):
        with pytest.raises(CommandError) as refused:
            call_command("load_oulad", str(folder), lang=language)
        assert text in str(refused.value)


@pytest.mark.parametrize(("language", "said"), [("en", "Badges issued: 1,"), ("bg", "Издадени значки: 1,")])
@pytest.mark.django_db(transaction=True)
def test_the_load_command_loads_what_is_right(tmp_path, capsys, settings, language, said):
    settings.PUBLIC_URL = "http://localhost:8000"
    folder = _dataset(tmp_path / "oulad")

    for _again in range(2):
        call_command("load_oulad", str(folder), lang=language)

        assert said in capsys.readouterr().out
        assert Credential.objects.filter(issued_at__isnull=False).count() == 1


def _dataset(folder: Path) -> Path:
    folder.mkdir()
    for name, text in DATASET.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
