"""An assignment with a rubric, learners who hand in, and a pool of assessors who mark."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from campus.base.models import Fact
from campus.jobs.reactions import reaction_to
from campus.learning.models import Cohort, Enrolment
from campus.marking import setup
from campus.marking.handing_in import hand_in, save_draft
from campus.marking.marks import Judgement, finish_mark
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.pools import set_place
from campus.people.models import Person
from quizzes import enrol

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "nobody but assessors reads this"

RUBRIC: list[dict[str, Any]] = [
    {
        "id": criterion,
        "statement": {"en": en, "bg": bg},
        "outcomes": [],
        "passing": "l2",
        "levels": [
            {"id": f"l{points}", "name": {"en": f"Level {points}", "bg": f"Ниво {points}"}, "points": str(points)}
            for points in range(5)
        ],
    }
    for criterion, en, bg in (("sources", "Sources are judged", "Източници"), ("argument", "The argument holds", "Довод"))
]


def later(**time: float) -> datetime:
    return NOW + timedelta(**time)


def assignment_of(cohort: Cohort, by: Person, *, opened: bool = True, **rules: Any) -> Assignment:
    """An assignment for the assessment "exam" of the samples: maximum 100, pass mark 50, two criteria of five levels."""
    rules = {"title_en": "Essay", "title_bg": "Есе", "due_at": later(days=7), **rules}
    made = setup.create(cohort, assessment="exam", by=by, at=NOW, **rules)
    setup.set_rubric(made, RUBRIC, by=by, at=NOW)
    if opened:
        setup.open_(made, by=by, at=NOW)
    return Assignment.objects.select_related("cohort__organisation", "cohort__design_version").get(pk=made.pk)


def class_of(cohort: Cohort, count: int) -> list[Enrolment]:
    """So many learners, numbered from 1, without results; the first one is Amina."""
    rows = [(str(n), f"Learner {n}", f"learner{n}@students.example") for n in range(2, count + 1)]
    return enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"), *rows)


def handed_in(assignment: Assignment, enrolment: Enrolment, *, text: str = "My essay.", at: datetime = NOW) -> Submission:
    """What this learner hands in."""
    save_draft(assignment, enrolment, text=text, links=[], revision=None, at=at)
    return hand_in(assignment, enrolment, at=at)


def pdf(inside: bytes = b"") -> bytes:
    """A file that begins and ends like a PDF."""
    return b"%PDF-1.7\n" + inside + b"\n%%EOF\n"


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#d8e6dc").save(out, "PNG")
    return out.getvalue()


def docx(**parts: bytes) -> bytes:
    """A Word document with further parts; names are written with `__` for `/` and `_dot_` for `.`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<Types/>")
        package.writestr("word/document.xml", b"<document/>")
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def levels(*numbers: int) -> dict[str, str]:
    """A mark by the rubric above: a level for each criterion."""
    return {criterion["id"]: f"l{number}" for criterion, number in zip(RUBRIC, numbers, strict=True)}


def pool(cohort: Cohort, by: Person, *people: Person) -> None:
    """These people mark, in equal parts."""
    for person in people:
        set_place(cohort, person, by=by, at=NOW)


def finish(mark: Mark, *numbers: int, at: datetime = NOW, **said: Any) -> Mark:
    """The assessor finishes a mark with these levels."""
    return finish_mark(mark, Judgement(levels=levels(*numbers), **said), by=mark.assessor, at=at)


def mark_of(submission: Submission, role: str) -> Mark:
    return Mark.objects.select_related("submission__assignment", "assessor").get(submission=submission, role=role)


def work(*, at: datetime = NOW) -> None:
    """What a worker does with the facts recorded so far."""
    for fact in Fact.objects.filter(handled_at__isnull=True).order_by("pk"):
        reaction = reaction_to(fact.kind)
        if reaction is not None:
            reaction(fact, lambda: at)
        Fact.objects.filter(pk=fact.pk).update(handled_at=at)
