"""Quizzes of large cohorts: results handed on, attempts marked again and questions counted by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campus.base.models import Fact
from campus.learning import quiz_attempts, quiz_results, quiz_statistics

Clock = Callable[[], datetime]


def hand_on_results(fact: Fact, clock: Clock) -> None:
    """Record the results of attempts that were marked."""
    quiz_results.hand_on(fact.subject, at=clock())


def end_attempts(fact: Fact, clock: Clock) -> None:
    """End the attempts of a quiz whose time is up."""
    quiz_attempts.settle_quiz(fact.subject, at=clock())


def mark_again(fact: Fact, clock: Clock) -> None:
    """Mark every attempt by the mended questions."""
    quiz_results.mark_again(fact.subject, at=clock())


def count(fact: Fact, clock: Clock) -> None:
    """Count how the questions fared."""
    quiz_statistics.count(fact.subject, at=clock())
