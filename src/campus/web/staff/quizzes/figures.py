"""How the questions of a quiz fared, for those who write questions. Fewer than five learners are never told."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.learning.question_banks import AUTHORS
from campus.learning.quiz_statistics import options_of, questions_of
from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Numeric
from campus.learning.quizzes.statistics import cut
from campus.people.models import Organisation
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.quizzes.lookup import quiz_in
from campus.web.staff.quizzes.quiz import frame_of as frame

HARD, EASY, WEAK = Decimal("0.3"), Decimal("0.9"), Decimal("0.2")


@require_safe
@inside(*AUTHORS)
def statistics(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> HttpResponse:
    quiz = quiz_in(organisation, public_id, quiz_id)
    items = quiz.statistics.get("items", {})
    questions = questions_of(quiz) if items else {}
    language = get_language() or "en"
    rows = [_row(questions[key], items[key], language) for key in questions if key in items]
    context = {**frame(quiz), "rows": rows, "learners": quiz.statistics.get("learners")}
    return private_page(request, "staff/quizzes/statistics.html", context)


def _row(question: AnyQuestion, item: dict[str, Any], language: str) -> dict[str, Any]:
    difficulty, discrimination = cut(item["difficulty"]), cut(item["discrimination"])
    return {
        "title": question.title,
        "text": question.text.text(language),
        "asked": item["asked"],
        "difficulty": difficulty,
        "hard": difficulty is not None and difficulty < HARD,
        "easy": difficulty is not None and difficulty > EASY,
        "discrimination": discrimination,
        "weak": discrimination is not None and discrimination < WEAK,
        "misleads": discrimination is not None and discrimination < 0,
        "unanswered": item["unanswered"],
        "options": _options(question, item, language),
    }


def _options(question: AnyQuestion, item: dict[str, Any], language: str) -> list[tuple[str, bool, int | None]]:
    chosen = item["chosen"]
    if isinstance(question, Choice | HotSpot):
        return [(option.text.text(language), option.share > 0, chosen.get(option.id)) for option in question.options]
    if not options_of(question):
        return []
    answers: tuple[Any, ...] = getattr(question, "answers", ())
    texts = [f"{each.value.normalize():f}" if isinstance(question, Numeric) else each.text for each in answers]
    return [(text, each.share > 0, chosen.get(str(n))) for n, (text, each) in enumerate(zip(texts, answers, strict=True))]
