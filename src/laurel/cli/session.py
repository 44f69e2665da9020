"""What every command is given: the language, the clock and where to write; and how text from strangers is made safe to show."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from laurel.errors import Language, LaurelError
from laurel.timestamp import parse_timestamp

WIDTH = 100
LEAF, AMBER, RED, GREY = "green", "yellow", "red", "bright_black"
_SHOWN = 2_000  # characters of one text from a stranger


class Exit:
    """Exit codes, the same for every command."""

    VALID = 0
    INVALID = 1
    UNKNOWN = 2
    UNREADABLE = 3


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, kw_only=True)
class Session:
    """One run of the command line."""

    language: Language = "en"
    clock: Callable[[], datetime] = field(default=_now)

    @property
    def out(self) -> Console:
        """Where results go: colours on a terminal, plain text when piped, never wider than 100 columns."""
        console = Console(highlight=False, markup=False, emoji=False)
        return Console(
            highlight=False, markup=False, emoji=False, width=min(WIDTH, console.width) if console.is_terminal else WIDTH
        )

    @property
    def err(self) -> Console:
        """Where troubles and progress go."""
        return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def pick(self, english: str, bulgarian: str) -> str:
        """The sentence in the reader's language."""
        return bulgarian if self.language == "bg" else english

    def moment(self, text: str | None) -> datetime:
        """The moment written in an option, else now.

        Raises:
            typer.BadParameter: no date and time with an offset.
        """
        if text is None:
            return self.clock()
        moment = parse_timestamp(text)
        if moment is None:
            raise typer.BadParameter(
                self.pick("write it like 2026-11-23T12:00:00Z", "напишете го като 2026-11-23T12:00:00Z"), param_hint="--at"
            )
        return moment

    def print_json(self, value: Any) -> None:
        """One line of JSON on standard output."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")

    def fail(self, sentences: Iterable[str], *, code: int, hint: str = "") -> NoReturn:
        """Say what is wrong and end with `code`."""
        for sentence in sentences:
            self.err.print(Text.assemble(("✘ ", RED), clean(sentence)))
        if hint:
            self.err.print(Text(hint))
        raise typer.Exit(code)

    def refuse(self, error: LaurelError, *, code: int = Exit.INVALID) -> NoReturn:
        """Say a refusal of the library, every problem of it on a line, and end with `code`."""
        problems = getattr(error, "problems", ())
        sentences = [problem.say(self.language) for problem in problems] or [error.say(self.language)]
        self.fail(sentences, code=code)

    def progress(self, *, quiet: bool) -> Progress:
        """A bar with counts and the time left, on a terminal only."""
        console = self.err
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )


def session_of(context: typer.Context) -> Session:
    """The session of this run."""
    session = context.find_root().obj
    return session if isinstance(session, Session) else Session()


def clean(text: str) -> str:
    """Text from a stranger without what a terminal would obey: control characters, escapes, direction overrides."""
    return "".join(_clean_letter(letter) for letter in text[:_SHOWN])


def _clean_letter(letter: str) -> str:
    if letter in "\n\t":
        return " "
    return "�" if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else letter
