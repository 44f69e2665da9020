"""Read JSON so that everybody else reads the same: RFC 8259 within I-JSON (RFC 7493), under limits.

Python's `json` takes duplicate names, NaN, lone surrogates and numbers of any length. Each of them lets two readers see two
documents, so each is refused here, and the error names the place as a JSON pointer.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn, TypeAlias, TypeGuard, cast

from laurel.errors import LimitError, MalformedError, Phrase

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

MAX_NUMBER = 2**53 - 1  # beyond it, a double no longer tells neighbouring integers apart (RFC 7493, section 2.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much we are ready to read: bytes of text, levels of nesting, and values (names not counted)."""

    size: int = 1_000_000
    depth: int = 32
    values: int = 5_000


LIMITS = Limits()
_SURELY_SHALLOW = 500  # so many levels fit on any stack


def loads(text: bytes | str, *, limits: Limits = LIMITS) -> Json:
    """Parse one JSON text.

    Args:
        text: UTF-8 bytes without a byte order mark, or a string.
        limits: how much to read.

    Raises:
        MalformedError: not JSON, not UTF-8, a name twice in one object, a lone surrogate, NaN or Infinity,
            a number outside ±2^53.
        LimitError: larger or deeper than `limits`.
    """
    unicode_text = _decode(text, limits)
    openings = unicode_text.count("{") + unicode_text.count("[")
    looked_at_depth = openings > _SURELY_SHALLOW
    if looked_at_depth:
        # the parser recurses in C as far as Python's recursion limit says, which other packages raise beyond what a stack holds
        _check_depth(unicode_text, limits)
    try:
        value = _DECODER.decode(unicode_text)
    except RecursionError:
        _check_depth(unicode_text, limits)
        raise LimitError(what=Phrase("the nesting", "влагането"), limit=limits.depth) from None
    except _FaultError as fault:
        _check_depth(unicode_text, limits)
        raise MalformedError(at=_place_of_fault(unicode_text), why=fault.why) from None
    except json.JSONDecodeError as error:
        _check_depth(unicode_text, limits)
        place = Phrase(f"line {error.lineno}, column {error.colno}", f"ред {error.lineno}, колона {error.colno}")
        raise MalformedError(at=place, why=Phrase(f"no valid JSON ({error.msg})", f"невалиден JSON ({error.msg})")) from None
    if not looked_at_depth and openings > limits.depth and _is_deeper(value, limits.depth):
        _check_depth(unicode_text, limits)
    may_hold_surrogates = "\\u" in unicode_text and _SURROGATE_ESCAPE.search(unicode_text) is not None
    # every value stands behind an opening or a comma, but for the first
    if may_hold_surrogates or openings + unicode_text.count(",") >= limits.values:
        _check_values(value, limits, may_hold_surrogates=may_hold_surrogates)
    return cast("Json", value)


def loads_object(text: bytes | str, *, limits: Limits = LIMITS) -> dict[str, Any]:
    """Parse one JSON text that must be an object; otherwise as `loads`."""
    value = loads(text, limits=limits)
    if not isinstance(value, dict):
        raise MalformedError(why=Phrase("a JSON object was expected", "очакваше се JSON обект"))
    return value


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a parsed value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a parsed value is a JSON array."""
    return isinstance(value, list)


def pointer(*steps: str | int) -> str:
    """The JSON pointer (RFC 6901) to a place, e.g. `/credentialSubject/0/name`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def walk(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a parsed document with the steps that lead to it, in reading order; without recursion."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while stack:
        steps, here = stack.pop()
        yield steps, here
        if isinstance(here, _Pairs):
            stack.extend(((*steps, name), member) for name, member in reversed(here))
        elif is_object(here):
            stack.extend(((*steps, name), member) for name, member in reversed(here.items()))
        elif is_array(here):
            stack.extend(((*steps, index), here[index]) for index in range(len(here) - 1, -1, -1))


_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class _FaultError(Exception):
    """A refusal inside the parser, before its place is known."""

    def __init__(self, why: Phrase) -> None:
        self.why = why
        super().__init__(why)


def _decode(text: bytes | str, limits: Limits) -> str:
    if len(text) > limits.size:
        raise LimitError(what=Phrase(f"a text of {len(text)} bytes", f"текст от {len(text)} байта"), limit=limits.size)
    if isinstance(text, str):
        if len(text) * 4 > limits.size and len(text.encode("utf-8", "surrogatepass")) > limits.size:
            raise LimitError(what=Phrase("the text in UTF-8", "текстът в UTF-8"), limit=limits.size)
        if has_surrogate(text):
            raise MalformedError(why=Phrase("the text holds a lone surrogate", "текстът съдържа несдвоен сурогатен знак"))
        return text
    if text.startswith(b"\xef\xbb\xbf"):
        raise MalformedError(
            why=Phrase("the text starts with a byte order mark", "текстът започва с маркер за ред на байтовете (BOM)")
        )
    try:
        return text.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise MalformedError(
            at=Phrase(f"byte {error.start}", f"байт {error.start}"), why=Phrase("the text is not UTF-8", "текстът не е в UTF-8")
        ) from None


def _check_depth(text: str, limits: Limits) -> None:
    depth = 0
    for match in _STRUCTURE.finditer(text):
        first = match.group()[0]
        if first in "[{":
            depth += 1
            if depth > limits.depth:
                raise LimitError(
                    at=Phrase(f"character {match.start()}", f"знак {match.start()}"),
                    what=Phrase("the nesting", "влагането"),
                    limit=limits.depth,
                )
        elif first in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _FaultError(Phrase("a name stands twice in one object", "едно име стои два пъти в един обект"))
    return members


def _is_deeper(value: Any, depth: int) -> bool:
    """Whether objects and arrays nest deeper, level by level."""
    level: list[Any] = [value] if type(value) is dict or type(value) is list else []
    for _ in range(depth):
        inner = [member for here in level for member in (here.values() if is_object(here) else here)]
        level = [here for here in inner if type(here) is dict or type(here) is list]
        if not level:
            return False
    return True


def _integer(digits: str) -> int:
    # int() of more than 4,300 digits raises, and anything over 17 characters is out of range anyway
    if len(digits) > 17 or abs(number := int(digits)) > MAX_NUMBER:
        raise _FaultError(Phrase("a number is not within 2^53", "число извън ±2^53"))
    return number


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number) or abs(number) > MAX_NUMBER:
        raise _FaultError(Phrase("a number is not within 2^53", "число извън ±2^53"))
    return number


def _constant(word: str) -> NoReturn:
    raise _FaultError(Phrase(f"{word} is not JSON", f"{word} не е JSON"))


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)


def _check_values(value: Any, limits: Limits, *, may_hold_surrogates: bool) -> None:
    for count, (steps, here) in enumerate(walk(value), start=1):
        if count > limits.values:
            raise LimitError(
                at=pointer(*steps), what=Phrase("the number of values", "броят на стойностите"), limit=limits.values
            )
        if may_hold_surrogates:
            texts = [here] if isinstance(here, str) else list(here) if is_object(here) else []
            if any(has_surrogate(text) for text in texts):
                raise MalformedError(
                    at=pointer(*steps), why=Phrase("a text holds a lone surrogate", "текст съдържа несдвоен сурогатен знак")
                )


def has_surrogate(text: str) -> bool:
    """Whether a string holds a code point that UTF-8 cannot write."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


class _Pairs(list[tuple[str, Any]]):
    """An object as its name-value pairs, duplicates included."""


class _BadNumber(str):
    """A number that is refused, kept where it stands."""

    __slots__ = ()


def _place_of_fault(text: str) -> str:
    """Parse once more, keeping what is wrong, to say where it stands; only for texts already refused."""
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=partial(_or_bad, _integer),
            parse_float=partial(_or_bad, _float),
            parse_constant=_BadNumber,
        )
    except json.JSONDecodeError:  # further on, it is no JSON at all
        return ""
    for steps, here in walk(tree):
        if isinstance(here, _BadNumber):
            return pointer(*steps)
        if isinstance(here, _Pairs):
            counts = Counter(name for name, _ in here)
            if len(counts) != len(here):
                return pointer(*steps, counts.most_common(1)[0][0])
    return ""


def _or_bad(read: Callable[[str], float], digits: str) -> object:
    try:
        return read(digits)
    except _FaultError:
        return _BadNumber(digits)
