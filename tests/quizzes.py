"""A bank with a question of each type, a quiz that takes them, and a cohort that sits it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image

from campus.learning import question_banks, quiz_setup
from campus.learning.models import Cohort, Enrolment, QuestionBank, Quiz, QuizAttempt
from campus.learning.quiz_attempts import save_answer, slots_of
from campus.learning.quiz_setup import PoolWish
from campus.learning.quizzes.answers import Answer
from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.paper import Slot
from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Matching, Numeric, Ordering
from campus.people.models import Person
from sample_design import gradebook, record_gradebook

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "this is the right one"  # stands in right answers and in feedback alone: learners must not meet it too early


def two(en: str, bg: str) -> dict[str, str]:
    return {"en": en, "bg": bg}


def picture() -> bytes:
    """A PNG of 400 × 300."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#d8e6dc").save(out, "PNG")
    return out.getvalue()


def sample(name: str = "") -> list[dict[str, Any]]:
    """A question of each type."""
    feedback = {
        "general": two(f"In general: {SECRET}", "Общо"),
        "right": two("Well done.", "Браво."),
        "wrong": two("Not quite.", "Не съвсем."),
    }
    told = two(SECRET, "вярно")
    return [
        {
            "type": "choice",
            "title": "Press release",
            "category": "News",
            "text": two("Who speaks in a press release?", "Кой говори в едно прессъобщение?"),
            "options": [
                {"id": "right", "text": two("Those it is about", "За които се отнася"), "share": "1", "feedback": told},
                {"id": "wrong", "text": two("A journalist", "Журналист"), "feedback": two("No.", "Не.")},
                {"id": "court", "text": two("A court", "Съд")},
            ],
            "feedback": feedback,
        },
        {
            "type": "choice",
            "title": "Primary sources",
            "several": True,
            "category": "News",
            "text": two("Which are primary sources?", "Кои са първични източници?"),
            "points": "2",
            "options": [
                {"id": "a", "text": two("A letter", "Писмо"), "share": "0.5"},
                {"id": "b", "text": two("A census", "Преброяване"), "share": "0.5"},
                {"id": "c", "text": two("A textbook", "Учебник"), "share": "-0.5"},
            ],
        },
        {
            "type": "ordering",
            "title": "Steps",
            "text": two("Put the steps in order.", "Подредете стъпките."),
            "items": [
                {"id": "a", "text": two("Find a source", "Намерете източник")},
                {"id": "b", "text": two("Read it", "Прочетете го")},
                {"id": "c", "text": two("Cite it", "Цитирайте го")},
            ],
        },
        {
            "type": "matching",
            "title": "Domains",
            "text": two("Which country uses which domain?", "Коя държава с кой домейн е?"),
            "pairs": [
                {"id": "p1", "left": two("Bulgaria", "България"), "right": two(".bg", ".bg")},
                {"id": "p2", "left": two("Greece", "Гърция"), "right": two(".gr", ".gr")},
            ],
            "distractors": [{"id": "d1", "text": two(".rs", ".rs")}],
        },
        {
            "type": "numeric",
            "title": "Water",
            "text": two("How heavy is a litre of water?", "Колко тежи един литър вода?"),
            "answers": [{"value": "1", "tolerance": "0.05"}],
            "units": [{"name": "kg"}, {"name": "g", "factor": "0.001"}],
        },
        {
            "type": "short_text",
            "title": "Capital",
            "text": two("The capital of Bulgaria?", "Столицата на България?"),
            "answers": [{"text": "Sofia"}, {"text": "София"}],
        },
        {
            "type": "hotspot",
            "title": "Map",
            "text": two("Where is the source named?", "Къде е посочен източникът?"),
            "picture": {"name": name, "alt": two("A newspaper page", "Вестникарска страница"), "width": 400, "height": 300},
            "options": [
                {
                    "id": "right",
                    "text": two("Under the title", "Под заглавието"),
                    "shape": "rect",
                    "coords": [20, 20, 380, 90],
                    "share": "1",
                },
                {"id": "wrong", "text": two("In the margin", "В полето"), "shape": "circle", "coords": [60, 220, 40]},
                {
                    "id": "foot",
                    "text": two("At the foot", "В долния край"),
                    "shape": "poly",
                    "coords": [150, 180, 380, 180, 380, 280, 150, 280],
                },
            ],
        },
    ]


def make_bank(cohort: Cohort, by: Person, title: str = "Sources") -> QuestionBank:
    """A bank with a question of each type."""
    bank = question_banks.create_bank(cohort.organisation, title=title, by=by, at=NOW)
    name = question_banks.keep_picture(bank, content=picture())
    for each in sample(name):
        question_banks.add_question(bank, question=read_question(each), by=by, at=NOW)
    return bank


def open_quiz(cohort: Cohort, by: Person, *, bank: QuestionBank | None = None, **rules: Any) -> Quiz:
    """An open quiz over a whole bank, for the last assessment with a number: "exam" in the samples."""
    rules = {"title_en": "Sources", "title_bg": "Източници", **rules}
    assessment = quiz_setup.assessments_of(cohort)[-1].id
    quiz = quiz_setup.create_quiz(cohort, assessment=assessment, by=by, at=NOW, **rules)
    quiz_setup.set_pools(quiz, pools=[PoolWish(bank=bank or make_bank(cohort, by))], by=by, at=NOW)
    quiz_setup.open_quiz(quiz, by=by, at=NOW)
    quiz.refresh_from_db()
    return quiz


def enrol(cohort: Cohort, *learners: tuple[str, str, str]) -> list[Enrolment]:
    """Learners by number, name and address, without results."""
    record_gradebook(cohort, gradebook(*(",".join([*each, "", ""]) for each in learners)))
    return list(cohort.enrolments.order_by("pk"))


def right_answer(question: AnyQuestion) -> Answer:
    """An answer that earns all points."""
    if isinstance(question, Choice | HotSpot):
        return Answer(ids=tuple(option.id for option in question.options if option.share > 0))
    if isinstance(question, Ordering):
        return Answer(ids=tuple(item.id for item in question.items))
    if isinstance(question, Matching):
        return Answer(pairs={pair.id: pair.id for pair in question.pairs})
    if isinstance(question, Numeric):
        return Answer(text=str(question.answers[0].value))
    return Answer(text=question.answers[0].text)


def answer_all(attempt: QuizAttempt, *, right: int | None = None, at: datetime = NOW) -> Decimal:
    """Answer the first `right` questions rightly (None: all of them); the points they are worth."""
    slots: tuple[Slot, ...] = slots_of(attempt)[:right]
    for slot in slots:
        save_answer(attempt, slot.number, answer=right_answer(slot.question), at=at)
    return sum((slot.points for slot in slots), Decimal(0))


def later(**time: float) -> datetime:
    return NOW + timedelta(**time)
