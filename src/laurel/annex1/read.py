"""Read a design or a record from JSON text: strict JSON first, then the shape; every problem named by its place.

bytes ──strict JSON──▶ value ──shape──▶ MicroCredential | AnnexIRecord
             │                    │
             └──── DesignError.problems: place, code, one sentence in each language
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from laurel.annex1.record import AnnexIRecord, MicroCredential
from laurel.canon import strict_json
from laurel.errors import DesignError, LaurelError, Problem

_Model = TypeVar("_Model", bound=BaseModel)


def read_design(text: bytes | str) -> MicroCredential:
    """Read the design of a micro-credential from JSON.

    Raises:
        DesignError: the text is not strict JSON, or a part of it has the wrong shape; `problems` has every place.
    """
    return _read(text, MicroCredential)


def read_record(text: bytes | str) -> AnnexIRecord:
    """Read one learner's record from JSON.

    Raises:
        DesignError: the text is not strict JSON, or a part of it has the wrong shape; `problems` has every place.
    """
    return _read(text, AnnexIRecord)


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """What pydantic found, as problems with a JSON pointer and a sentence in both languages."""
    return tuple(_problem(item["type"], item["loc"], item.get("ctx", {})) for item in error.errors(include_url=False))


def _read(text: bytes | str, model: type[_Model]) -> _Model:
    try:
        value = strict_json.loads(text)
    except LaurelError as error:
        problem = Problem(at="", code=error.code, en=error.say("en"), bg=error.say("bg"))
        raise DesignError([problem]) from error
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise DesignError(problems_of(error)) from error


def _problem(kind: str, place: Iterable[int | str], facts: Mapping[str, Any]) -> Problem:
    at = "".join("/" + _pointer_part(part) for part in place if part != "[key]")
    code, en, bg = _SENTENCES.get(kind) or _SENTENCES[""]
    form_en, form_bg = _FORMS.get(facts.get("pattern", ""), _FORMS[""])
    choices = str(facts.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return Problem(
        at=at,
        code=code,
        en=en.format_map({**facts, "form": form_en, "choices": choices}),
        bg=bg.format_map({**facts, "form": form_bg, "choices": choices}),
    )


def _pointer_part(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")  # RFC 6901 §3


_FORMS: Mapping[str, tuple[str, str]] = {
    r"^[a-z]{2,3}(-[A-Z]{2})?$": ("a language code such as bg or en", "код на език, например bg или en"),
    r"^[A-Z]{2}$": ("a country code such as BG", "код на държава, например BG"),
    r"^[a-z0-9][a-z0-9_-]{0,63}$": (
        "a short name of small Latin letters, digits, - and _",
        "кратко име от малки латински букви, цифри, - и _",
    ),
    r"^(\d{2,4})?$": ("an ISCED-F code of two to four digits", "код по ISCED-F от две до четири цифри"),
    "": ("a full address such as https://example.org/badge", "пълен адрес, например https://example.org/badge"),
}

_TEXT = ("NOT_TEXT", "this must be text", "тук трябва да има текст")
_NUMBER = ("NOT_A_NUMBER", "this must be a number", "тук трябва да има число")
_OBJECT = ("NOT_AN_OBJECT", "this must be an object with named fields", "тук трябва да има обект с именувани полета")
_LIST = ("NOT_A_LIST", "this must be a list", "тук трябва да има списък")
_DATE = ("NOT_A_DATE", "this must be a date such as 2026-11-23", "тук трябва да има дата, например 2026-11-23")
_TIME = (
    "NOT_A_TIME",
    "this must be a date and time with its zone, such as 2026-11-23T09:00:00Z",
    "тук трябва да има дата и час с часова зона, например 2026-11-23T09:00:00Z",
)
_CHOICES = ("NOT_IN_LIST", "choose one of: {choices}", "изберете едно от: {choices}")
_DIGITS = ("TOO_MANY_DIGITS", "this number has too many digits", "числото има твърде много цифри")

_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "missing": ("MISSING", "this field is missing", "това поле липсва"),
    "extra_forbidden": ("UNKNOWN_FIELD", "this field is not known", "това поле не е познато"),
    "string_type": _TEXT,
    "enum": _CHOICES,
    "literal_error": _CHOICES,
    "string_too_short": ("TOO_SHORT", "this text may not be empty", "текстът не може да е празен"),
    "string_too_long": (
        "TOO_LONG",
        "this text may have at most {max_length} characters",
        "текстът може да има най-много {max_length} знака",
    ),
    "string_pattern_mismatch": (
        "WRONG_FORM",
        "this must be {form}",
        "тук трябва да има {form}",
    ),
    "too_long": ("TOO_MANY", "at most {max_length} may stand here", "тук може да има най-много {max_length}"),
    "greater_than": ("TOO_SMALL", "this must be more than {gt}", "тук трябва да има повече от {gt}"),
    "greater_than_equal": ("TOO_SMALL", "this must be at least {ge}", "тук трябва да има поне {ge}"),
    "less_than": ("TOO_LARGE", "this must be less than {lt}", "тук трябва да има по-малко от {lt}"),
    "less_than_equal": ("TOO_LARGE", "this must be at most {le}", "тук трябва да има най-много {le}"),
    "decimal_max_places": (
        "TOO_MANY_DIGITS",
        "at most {decimal_places} digits after the decimal point",
        "най-много {decimal_places} цифри след десетичната запетая",
    ),
    "decimal_max_digits": _DIGITS,
    "decimal_whole_digits": _DIGITS,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": ("NOT_WHOLE", "this must be a whole number", "тук трябва да има цяло число"),
    "bool_type": ("NOT_YES_NO", "this must be true or false", "тук трябва да има true или false"),
    "bool_parsing": ("NOT_YES_NO", "this must be true or false", "тук трябва да има true или false"),
    "tuple_type": _LIST,
    "dict_type": (
        "NOT_TRANSLATED",
        'this must be a text by language, such as {{"bg": "…", "en": "…"}}',
        'тук трябва да има текст по езици, например {{"bg": "…", "en": "…"}}',
    ),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "timezone_aware": _TIME,
    "": ("WRONG_VALUE", "this value cannot be used here", "тази стойност не може да се използва тук"),
}
