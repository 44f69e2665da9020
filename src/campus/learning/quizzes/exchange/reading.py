"""What reading a file of questions comes to, and what its readers share: pictures, numbers, names of places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.exchange.rich import Rich
from campus.learning.quizzes.problems import QuestionError, problem, refused
from campus.learning.quizzes.questions import AnyQuestion
from laurel.errors import Problem

MOST_READ = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A picture that was taken in: its name (digest), its size, and how many of its own pixels one pixel of the file is."""

    name: str
    width: int
    height: int
    scale: Decimal = Decimal(1)


KeepPicture = Callable[[bytes], KeptPicture | None]  # None: not a picture that is taken


@dataclass(slots=True)
class Reading:
    """Questions that were read, why others were not, and what of the former was left out."""

    questions: list[AnyQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def take(self, at: str, read: Callable[[Notes], Mapping[str, Any]]) -> None:
        """Add one question, or say why it cannot be read; `at` is its place in the file."""
        notes = Notes(at)
        try:
            question = read_question(read(notes))
        except QuestionError as error:
            self.problems.extend(replace(each, at=at + each.at if each.at.startswith("/") else at) for each in error.problems)
            return
        if len(self.questions) >= MOST_READ:
            raise refused("TOO_MANY_QUESTIONS", limit=MOST_READ)
        self.questions.append(question)
        self.notes.extend(notes.found)


class Notes:
    """What is left out of one question."""

    def __init__(self, at: str) -> None:
        """Begin with nothing left out."""
        self.at = at
        self.found: list[Problem] = []

    def add(self, code: str, **facts: object) -> None:
        """Note something once."""
        each = problem(code, self.at, **facts)
        if each not in self.found:
            self.found.append(each)

    def text(self, rich: Rich, *, pictures: bool = False) -> dict[str, str]:
        """The plain text of a part, with what it loses noted.

        Raises:
            QuestionError: it holds something that cannot be left out.
        """
        if rich.embedded:
            raise refused("MEDIA_NOT_READ")
        if rich.pictures and not pictures:
            raise refused("PICTURE_IN_ANSWER")
        if rich.formatted:
            self.add("FORMATTING_LOST")
        return dict(rich.lang_string.root)


def number(text: str, *, default: Decimal | None = None) -> Decimal:
    """A number as files write it.

    Raises:
        QuestionError: it is none.
    """
    if not text.strip() and default is not None:
        return default
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise refused("NOT_A_NUMBER_HERE", found=text.strip()[:40]) from None
    if not found.is_finite() or abs(found) > Decimal("1e15"):
        raise refused("NOT_A_NUMBER_HERE", found=text.strip()[:40])
    return found


def plain(value: Decimal, places: int) -> str:
    """A number with at most so many places, as JSON keeps it here."""
    return f"{round(value, places).normalize():f}"


def numbered(letter: str, parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Parts of a question with names of ours: what a file calls them may tell which one is right."""
    return [{"id": f"{letter}{index}", **part} for index, part in enumerate(parts, start=1)]
