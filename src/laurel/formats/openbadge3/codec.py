"""The small notations inside a badge: texts in one main language, packed facts, numbers and moments.

A badge has one main language (`inLanguage`). A text that lacks it stands there in another, marked „ [en]" at its end; an empty
text is a dash; every other language stands in a translation of its own. So nothing is lost and a reader always sees words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from laurel.annex1.record import LangString

EMPTY = "—"
_MARK = re.compile(r" \[([a-z]{2,3}(?:-[A-Z]{2})?)\]\Z")
_ESCAPED = re.compile(r"[%&=\x00-\x20]")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")


def shown(text: LangString, language: str) -> str:
    """The text as it stands in the main language."""
    if not text:
        return EMPTY
    candidates = (language, language.partition("-")[0], "en", "bg", text.languages[0])
    found = next(candidate for candidate in candidates if candidate in text.root)
    words = text.root[found]
    ambiguous = words == EMPTY or _MARK.search(words) is not None
    return f"{words} [{found}]" if found != language or ambiguous else words


def unshown(words: str, language: str, translations: Mapping[str, str]) -> LangString:
    """The inverse of `shown`, with the translations (language → words) put beside it."""
    mark = _MARK.search(words)
    if mark is not None and mark[1] != language:
        own = {mark[1]: words[: mark.start()]} if mark[1] not in translations else {}
    elif words == EMPTY:
        own = {}
    else:
        own = {language: words[: mark.start()] if mark else words}
    return LangString(own | dict(translations))


def main_language(title: LangString, taught_in: tuple[str, ...]) -> str:
    """The first language of instruction that the title is written in, else a language of the title, else English."""
    return next((language for language in taught_in if language in title.root), (*title.languages, "en")[0])


def pack(**facts: str) -> str:
    """Facts as one code: `country=BG&region=BG331`; empty ones are left out; % & = and blanks are escaped."""
    return "&".join(f"{name}={_ESCAPED.sub(_escape, value)}" for name, value in facts.items() if value)


def unpack(code: str) -> dict[str, str]:
    """The inverse of `pack`; parts without a name are passed over."""
    pairs = (part.partition("=") for part in code.split("&"))
    return {name: _ESCAPE.sub(_unescape, value) for name, equals, value in pairs if equals}


def number(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(value: datetime) -> str:
    """An XML Schema dateTimeStamp in UTC, with a fraction only when there is one."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _escape(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
