"""The value types of the data model: what a single JSON value must be, and how to say it in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from laurel.timestamp import parse_timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A value type: `json` tests the JSON type, `form` the text inside; `en` and `bg` name it."""

    json: Callable[[object], bool]
    form: Callable[[str], bool] | None
    en: str
    bg: str


_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,40}:[^\s<>\"{}|\\^`\x00-\x20]{1,2097152}")
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_EMAIL = re.compile(r"[^@\s]{1,256}@[^@\s]{1,256}")
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]{1,200}")


def is_date_time(text: str) -> bool:
    """Whether `text` is a dateTimeStamp: a real date and time with an offset, year 0001 to 9999.

    Source: https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp.
    """
    return parse_timestamp(text) is not None


def is_absolute_iri(text: str) -> bool:
    """Whether `text` has a scheme and no character an IRI may not hold."""
    return _ABSOLUTE_IRI.fullmatch(text) is not None


def is_extension(text: str) -> bool:
    """Whether `text` is a value of one's own in an extensible list: `ext:` and a name."""
    return _EXTENSION.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_language_value(value: object) -> bool:
    """`{"@value": "…", "@language": "bg"}`, the one place where `@`-keywords may stand. No `@direction`: JSON-LD loses it."""
    if not isinstance(value, dict) or set(cast("dict[str, object]", value)) != {"@value", "@language"}:
        return False
    tagged = cast("dict[str, object]", value)
    language = tagged["@language"]
    return isinstance(tagged["@value"], str) and isinstance(language, str) and _TAG.fullmatch(language) is not None


def _is_text(value: object) -> bool:
    if isinstance(value, list):
        values = cast("list[object]", value)
        return bool(values) and all(_is_language_value(each) for each in values)
    return isinstance(value, str) or _is_language_value(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _text_kind(form: Callable[[str], bool] | None, en: str, bg: str) -> Kind:
    return Kind(json=_is_string, form=form, en=en, bg=bg)


KINDS: dict[str, Kind] = {
    "String": _text_kind(None, "text", "текст"),
    "Text": Kind(json=_is_text, form=None, en="text, or text with its language", bg="текст или текст с посочен език"),
    "URI": _text_kind(is_absolute_iri, "a full address (URI)", "пълен адрес (URI)"),
    "DateTime": _text_kind(
        is_date_time,
        "a date and time with its offset, such as 2026-11-23T12:00:00Z",
        "дата и час с отместване, например 2026-11-23T12:00:00Z",
    ),
    "Date": _text_kind(_is_date, "a date, such as 2026-11-23", "дата, например 2026-11-23"),
    "Float": Kind(json=_is_number, form=None, en="a number", bg="число"),
    "Boolean": Kind(json=_is_boolean, form=None, en="true or false", bg="true или false"),
    "Email": _text_kind(_matches(_EMAIL), "an e-mail address", "адрес на електронна поща"),
    "LanguageCode": _text_kind(_matches(_LANGUAGE), "a language code, such as bg", "код на език, например bg"),
    "CountryCode": _text_kind(_matches(_COUNTRY), "a country code, such as BG", "код на държава, например BG"),
    "CompactJws": _text_kind(_matches(_JWS), "a signed text (compact JWS)", "подписан текст (compact JWS)"),
}
