"""What a pack that anybody may have written is held to, before a word of it is believed: its size, its depth, its numbers.

    text ──size──▶ TOML ──depth · number of values · numbers · rules──▶ its shape (`pack`)

Texts are filled in by `fill`, which knows `{name}` and nothing else: no attributes, no widths, as Python's own format would.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

from laurel.canon.strict_json import is_array, is_object, pointer
from laurel.errors import PolicyError, Problem

MAX_PACK: Final = 200_000  # characters
MAX_RULES: Final = 200  # entries of one pack
MAX_ENTRIES: Final = 1_000  # with everything it extends
MAX_EXTENDS: Final = 8
MAX_DOTS: Final = 100  # of one line
MAX_DEPTH: Final = 24  # a condition of 6 levels needs 18
MAX_VALUES: Final = 20_000
MAX_NUMBER: Final = 10**9
MAX_POWER: Final = 9  # of ten
MAX_PLACES: Final = 6  # digits after the decimal point

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]{1,64})\}")
_BRACE = re.compile(r"[{}]")


def read_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text, within every limit.

    Raises:
        PolicyError: too long, no TOML, too deep, too many values or rules, or a number beyond all use; the place is named.
    """
    if len(text) > MAX_PACK:
        raise PolicyError([_too_large("", MAX_PACK, "characters", "знака")])
    if any(line.count(".") > MAX_DOTS for line in text.split("\n")):
        # Python's reader keeps every beginning of a.b.c: 90,000 parts of one key are thirty gigabytes
        raise PolicyError([_too_large("", MAX_DOTS, "dots in one line", "точки на един ред")])
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # a number of 5,000 digits is a ValueError of Python's own
        raise PolicyError(
            [Problem(at="", code="NOT_TOML", en=f"this is not TOML: {error}", bg=f"това не е TOML: {error}")]
        ) from error
    problem = next(_beyond(raw), None)
    if problem is not None:
        raise PolicyError([problem])
    return raw


def fill(text: str, parameters: Mapping[str, str]) -> str:
    """The text with each `{name}` replaced; what has no such parameter stays as it is."""
    return _PLACEHOLDER.sub(lambda found: parameters.get(found[1], found[0]), text)


def unfilled(text: str, names: Mapping[str, Any]) -> str:
    """The first `{name}` that no parameter fills, or a brace that encloses no name; "" when all is well."""
    found = next((each[0] for each in _PLACEHOLDER.finditer(text) if each[1] not in names), "")
    stray = _BRACE.search(_PLACEHOLDER.sub("", text))
    return found or (stray[0] if stray else "")


def _beyond(raw: dict[str, Any]) -> Iterator[Problem]:
    rules = raw.get("rule")
    if is_array(rules) and len(rules) > MAX_RULES:
        yield _too_large("/rule", MAX_RULES, "rules", "правила")
    count = 0
    waiting: list[tuple[_Place, int, object]] = [(None, 0, raw)]
    while waiting:  # never by recursion: the depth is not ours to choose
        place, depth, value = waiting.pop()
        count += 1
        if count > MAX_VALUES:
            yield _too_large("", MAX_VALUES, "values", "стойности")
            return
        if depth > MAX_DEPTH:
            yield _too_large(_pointer(place), MAX_DEPTH, "levels inside one another", "нива едно в друго")
            return
        if not _usable(value):
            en, bg = "a number up to a thousand million, with at most 6 decimals", "число до милиард с най-много 6 знака"
            at = _pointer(place)
            yield Problem(at=at, code="NUMBER_TOO_LARGE", en=f"this must be {en}", bg=f"тук трябва да има {bg}")
        waiting.extend(((place, name), depth + 1, inner) for name, inner in _inside(value))


# A place is built only when it has to be said: a name of 100,000 letters over 50,000 values would fill the memory.
_Place: TypeAlias = "tuple[_Place, str | int] | None"


def _pointer(place: _Place) -> str:
    steps: list[str | int] = []
    while place is not None:
        place, step = place
        steps.append(step if isinstance(step, int) else step[:64])
    return pointer(*reversed(steps))


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    if is_object(value):
        yield from value.items()
    elif is_array(value):
        yield from enumerate(value)


def _usable(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return True
    number = Decimal(value)
    exponent = number.as_tuple().exponent  # a word where the number is none
    # Decimal("1e999999999") is 11 characters here and a thousand million when somebody prints it
    return isinstance(exponent, int) and -MAX_PLACES <= exponent <= MAX_POWER and abs(number) <= MAX_NUMBER


def _too_large(at: str, most: int, en: str, bg: str) -> Problem:
    return Problem(at=at, code="TOO_LARGE", en=f"at most {most} {en}", bg=f"най-много {most} {bg}")
