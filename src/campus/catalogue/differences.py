"""What changed between two versions, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from laurel.annex1.record import MicroCredential

_NOT_CONTENT = frozenset({"id", "version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field: `at` is its JSON pointer, `before` and `after` its texts ("" where it was not there)."""

    at: str
    before: str
    after: str


def differences(old: MicroCredential, new: MicroCredential) -> tuple[Difference, ...]:
    """Every field whose text differs, in the order of the record. Rows are matched by their id where they have one."""
    before, after = _fields(old), _fields(new)
    places = [*before, *(place for place in after if place not in before)]
    return tuple(
        Difference(at=place, before=before.get(place, ""), after=after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    )


def _fields(record: MicroCredential) -> dict[str, str]:
    content = record.model_dump(mode="json", exclude_none=True, exclude=set(_NOT_CONTENT))
    return dict(_leaves(content, ""))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{place}/{name}")
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{place}/{item.get('id', index)}".replace("://", ":"))
    elif isinstance(value, list):
        yield place, ", ".join(str(item) for item in value)
    else:
        yield place, "" if value is None else str(value)
