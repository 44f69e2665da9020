"""A micro-credential that is ready for review, and what can be made from it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import openpyxl

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.catalogue.versions import record_of
from campus.learning import assess
from campus.learning.changes import Counts
from campus.learning.cohorts import create_cohort
from campus.learning.gradebook import check, guess_mapping, read
from campus.learning.models import Cohort
from campus.people.models import Organisation, Person
from campus.quality import review

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)

DRAFT: dict[str, Any] = {
    "title": {"en": "Judging information online", "bg": "Оценяване на информация онлайн"},
    "description": {"en": "Find, judge and cite sources.", "bg": "Намирате, преценявате и цитирате източници."},
    "form": "module",
    "languages": ["bg", "en"],
    "learning_outcomes": [
        {"id": "o1", "statement": {"en": "Evaluates the reliability of a source", "bg": "Оценява надеждността на източник"}},
        {"id": "o2", "statement": {"en": "Compares several sources", "bg": "Сравнява няколко източника"}},
    ],
    "workload": {"hours": "50", "ects": "2"},
    "level": {"eqf": 6, "cycle": "first"},
    "assessments": [
        {
            "id": "project",
            "title": {"en": "Project", "bg": "Проект"},
            "type": "project_work",
            "weight": "40",
            "outcomes": ["o1"],
        },
        {
            "id": "exam",
            "title": {"en": "Final exam", "bg": "Заключителен изпит"},
            "type": "written_examination",
            "weight": "60",
            "threshold": "50",
            "mandatory": True,
            "outcomes": ["o1", "o2"],
        },
    ],
    "participation": ["blended"],
    "quality_assurance": [
        {
            "type": "internal",
            "name": {"en": "Faculty quality board", "bg": "Факултетна комисия по качество"},
            "url": "https://laurel.example/quality",
        }
    ],
    "supervision": "onsite",
    "identity_verification": "verified",
    "grading": {"name": {"en": "Percent", "bg": "Проценти"}, "minimum": "0", "maximum": "100", "pass_mark": "60"},
    "stackability": {"kind": "stand_alone"},
}
WORDS: list[dict[str, Any]] = [
    {
        "id": "final",
        "title": {"en": "Final result", "bg": "Краен резултат"},
        "type": "continuous",
        "mandatory": True,
        "accepted": ["Pass", "Distinction"],
        "outcomes": ["o1", "o2"],
    }
]


def draft(**changes: Any) -> dict[str, Any]:
    """The draft above with some parts replaced."""
    return deepcopy({**DRAFT, **changes})


def publish(organisation: Organisation, author: Person, officer: Person, **changes: Any) -> DesignVersion:
    """A published version of the draft above."""
    design = create_design(organisation, by=author, at=MONDAY, draft=draft(**changes))
    return publish_again(design, author, officer)


def publish_again(design: Design, author: Person, officer: Person) -> DesignVersion:
    """The next version of a design, from its draft."""
    version = review.approve(review.submit(design, by=author, at=MONDAY), by=officer, at=MONDAY)
    assert version is not None, "sample organisations ask for one stage"
    return version


def open_cohort(version: DesignVersion, by: Person, title: str = "Autumn 2026", **facts: Any) -> Cohort:
    """A cohort that takes a version."""
    return create_cohort(version.design.organisation, design_version=version, title=title, by=by, at=MONDAY, **facts)


def gradebook(*rows: str, header: str = "number,name,email,project,exam") -> bytes:
    """A small gradebook in our own layout."""
    return "\n".join([header, *rows, ""]).encode()


def workbook(rows: Iterable[Sequence[object]], **parts: bytes) -> bytes:
    """An Excel workbook with these rows, and further parts put into its archive."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def record_gradebook(cohort: Cohort, content: bytes) -> Counts:
    """Import a gradebook straight away, by the mapping that is guessed."""
    sheet, record = read(content, "g.csv"), record_of(cohort.design_version)
    rows = check(sheet, guess_mapping(sheet, record), record, today=MONDAY.date())
    return assess.record(cohort, rows, at=MONDAY)
