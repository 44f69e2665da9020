"""What one cell says: a score, a word, a date. Each rule is stated here once and told to the person by the problem's sentence.

Scores: digits 0-9, one decimal sign (point or comma, never a thousands separator), an optional % (of the assessment's maximum).
Dates: 2026-08-31 or 31.08.2026; with slashes only where one reading is possible; four-digit years.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from campus.learning.gradebook.sheet import Formula

EARLIEST = date(1990, 1, 1)
MAX_WORD = 100
NO_SCORE = frozenset({"", "-", "–", "—"})  # Moodle writes a hyphen where there is no grade
_SCORE = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?\s?(%?)", re.ASCII)
_PLACES = Decimal("0.0001")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?", re.ASCII)
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\s?г\.?)?", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_HIDDEN = frozenset(["Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"])
_JOINERS = frozenset("\u200c\u200d\u00ad")  # harmless inside words of some scripts


class CellError(Exception):
    """A cell that cannot be read; `code` is a problem's code."""

    def __init__(self, code: str, **facts: Any) -> None:
        """Keep the code and what its sentence names."""
        self.code = code
        self.facts = facts
        super().__init__(code)


def text_of(cell: str) -> str:
    """The cell as one line of text: white space of any kind becomes one space.

    Raises:
        CellError: a formula, or characters that cannot be seen.
    """
    if isinstance(cell, Formula):
        raise CellError("FORMULA_CELL")
    text = unicodedata.normalize("NFC", " ".join(cell.split()))
    if any(unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS for sign in text):
        raise CellError("HIDDEN_CHARACTER")
    return text


def is_score(text: str) -> bool:
    """Say whether a text is written like a number."""
    return bool(_SCORE.fullmatch(text))


def score_of(text: str, *, maximum: Decimal, percent: bool = False) -> Decimal:
    """A score on the scale from 0 to `maximum`, to four decimals.

    Args:
        text: from `text_of`.
        maximum: top of the assessment's scale.
        percent: the whole column is in percent, with or without the sign.

    Raises:
        CellError: not a number, too many digits, out of range.
    """
    match = _SCORE.fullmatch(text)
    if match is None:
        raise CellError("NOT_A_NUMBER", value=text)
    sign, whole, fraction, sign_percent = match.groups()
    if len(whole.lstrip("0")) > 8 or len(fraction or "") > 20:
        raise CellError("TOO_MANY_DIGITS", value=text)
    value = Decimal(f"{sign}{whole}.{fraction or 0}")
    if percent or sign_percent:
        value = value * maximum / 100
    value = value.quantize(_PLACES, ROUND_HALF_EVEN)
    if not 0 <= value <= maximum:
        raise CellError("OUT_OF_RANGE", value=text, maximum=f"{maximum.normalize():f}")
    return value


def word_of(text: str) -> str:
    """A result that is a word.

    Raises:
        CellError: too long.
    """
    if len(text) > MAX_WORD:
        raise CellError("WORD_TOO_LONG", limit=MAX_WORD)
    return text


def date_of(text: str, *, today: date) -> date:
    """A day on which something was completed.

    Raises:
        CellError: not a date, two readings, in the future, before `EARLIEST`.
    """
    day = _parse_date(text)
    if day > today:
        raise CellError("DATE_IN_FUTURE", value=text)
    if day < EARLIEST:
        raise CellError("DATE_TOO_EARLY", value=text, earliest=EARLIEST.isoformat())
    return day


def _parse_date(text: str) -> date:
    if match := _ISO.fullmatch(text):
        return _day(text, *match.groups())
    if match := _DOTS.fullmatch(text):
        day, month, year = match.groups()
        return _day(text, year, month, day)
    if match := _SLASHES.fullmatch(text):
        first, second, year = match.groups()
        if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
            raise CellError("AMBIGUOUS_DATE", value=text)
        day, month = (second, first) if int(second) > 12 else (first, second)
        return _day(text, year, month, day)
    raise CellError("NOT_A_DATE", value=text)


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CellError("NOT_A_DATE", value=text) from None
