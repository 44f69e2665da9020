"""What a quiz is called."""

from __future__ import annotations

from campus.learning.models import Quiz


def title_of(quiz: Quiz, language: str) -> str:
    """Its title in `language`, else in the other one."""
    return (quiz.title_bg or quiz.title_en) if language == "bg" else (quiz.title_en or quiz.title_bg)
