"""The single values of the data model: identifiers, types, texts, dates; each says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.schema.kinds import is_absolute_iri
from laurel.timestamp import parse_timestamp

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}")


def listed(value: Any) -> list[Any]:
    """The items of an array, or the one value."""
    return value if is_array(value) else [value]


def check_url(value: Any, at: str) -> Iterator[Problem]:
    """One absolute URL (section 4.4): never a list, and never null."""
    if not isinstance(value, str) or not is_absolute_iri(value):
        yield problem("NOT_A_URL", at, value=value)


def check_id(members: Mapping[str, Any], at: str, *, required: bool = False) -> Iterator[Problem]:
    """`id`, where it may or has to be."""
    if "id" in members:
        yield from check_url(members["id"], f"{at}/id")
    elif required:
        yield problem("MISSING", at, name="id")


def check_type(members: Mapping[str, Any], at: str, *, wanted: str = "") -> Iterator[Problem]:
    """`type`: words or absolute URLs, one or a set, and among them `wanted` (section 4.5)."""
    if "type" not in members:
        yield problem("MISSING", at, name="type")
        return
    types = listed(members["type"])
    words = [each for each in types if isinstance(each, str) and each and (":" not in each or is_absolute_iri(each))]
    if not types or len(words) != len(types) or len(set(words)) != len(words):
        yield problem("NOT_A_TYPE", f"{at}/type")
    elif wanted and wanted not in words:
        yield problem("TYPE_WITHOUT_CLASS", f"{at}/type", wanted=wanted)


def check_texts(members: Mapping[str, Any], at: str) -> Iterator[Problem]:
    """`name` and `description`: a text, or texts with their language (sections 4.6 and 11.1)."""
    for name in ("name", "description"):
        if name in members and not all(_is_text(each) for each in listed(members[name])):
            yield problem("NOT_A_TEXT", f"{at}/{name}")


def check_date(members: Mapping[str, Any], name: str) -> Iterator[Problem]:
    """A dateTimeStamp (section 4.9), where it is there."""
    if name in members and parse_timestamp(members[name]) is None:
        yield problem("NOT_A_DATE", f"/{name}", value=members[name])


def _is_text(value: Any) -> bool:
    if not is_object(value):
        return isinstance(value, str)
    language = value.get("@language", "en")
    return (
        value.keys() <= {"@value", "@language", "@direction"}
        and isinstance(value.get("@value"), str)
        and isinstance(language, str)
        and _TAG.fullmatch(language) is not None
        and value.get("@direction", "ltr") in ("ltr", "rtl")
    )
