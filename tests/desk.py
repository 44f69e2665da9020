"""A folder with a design, a gradebook and a key, and a way to run the command line in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cast_of_badges import DESIGN
from laurel.annex1.record import Assessment, GradingScale, LangString, MicroCredential
from laurel.annex1.vocabularies import AssessmentType
from laurel.cli import main

AT = "2026-11-23T12:00:00Z"
HEADER = "number,name,email,quiz,project,lab\n"


def small_design() -> MicroCredential:
    """Three assessments: a quiz of 20 points, a mandatory project, and a lab that is passed with a word."""
    outcomes = tuple(outcome.id for outcome in DESIGN.learning_outcomes)
    text = LangString({"en": "x", "bg": "х"})
    quiz = Assessment(id="quiz", title=text, type=AssessmentType.QUIZ, weight=40, maximum=20, outcomes=outcomes)
    project = Assessment(
        id="project", title=text, type=AssessmentType.PROJECT_WORK, weight=60, threshold=50, mandatory=True, outcomes=outcomes
    )
    lab = Assessment(
        id="lab",
        title=text,
        type=AssessmentType.PRACTICAL_ASSESSMENT,
        mandatory=True,
        accepted=("Pass", "Distinction"),
        outcomes=outcomes,
    )
    scale = GradingScale(name=text, minimum=2, maximum=6, pass_mark=3)
    return DESIGN.model_copy(update={"assessments": (quiz, project, lab), "grading": scale})


class Desk:
    """One folder and the commands run in it."""

    def __init__(self, folder: Path, capture: Callable[[], tuple[str, str]]) -> None:
        self.folder = folder
        self._capture = capture
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        code = main([argument if argument.startswith("-") else self._path(argument) for argument in arguments])
        self.out, self.err = self._capture()
        return code

    def json(self, *arguments: str) -> dict:
        self.run(*arguments, "--json")
        return json.loads(self.out.strip().splitlines()[-1])

    def grades(self, *lines: str, name: str = "grades.csv") -> str:
        (self.folder / name).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        return name

    def path(self, name: str) -> Path:
        return self.folder / name

    def issued(self) -> list[Path]:
        return sorted(path for path in (self.folder / "out").glob("*.json") if path.name != "summary.json")

    def _path(self, argument: str) -> str:
        """Names of files stand for files of the desk; the words of the command stay."""
        is_file = argument.endswith((".json", ".csv", ".png", ".txt")) and "://" not in argument
        return str(self.folder / argument) if is_file else argument
