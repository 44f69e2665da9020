"""Taking values out of a badge that anybody may have written: single or list, text or language value, present or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from laurel.formats.openbadge3.codec import unpack

Json = Mapping[str, Any]

TRANSLATION = "ext:Translation."


def objects(value: object) -> list[Json]:
    """The objects in a member that may be one value, a list, or missing; anything else in it is passed over."""
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return [cast("Json", one) for one in values if isinstance(one, dict)]


def first_object(value: object) -> Json:
    """The first object in a member, or an empty one."""
    found = objects(value)
    return found[0] if found else {}


def words(value: object) -> str:
    """The words of a text member: a string, a language value (`@value`), or the first of a list; "" when there are none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((found for one in cast("list[object]", value) if (found := words(one))), "")
    if isinstance(value, dict):
        return words(cast("Json", value).get("@value"))
    return ""


def texts(value: object) -> list[str]:
    """The texts of a member that may be one value or a list; empty ones are passed over."""
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return [found for one in values if (found := words(one))]


class Alignments:
    """The alignments of one object, by kind; translations apart."""

    def __init__(self, value: object) -> None:
        self.translations: dict[str, dict[str, str]] = {}
        self._found: list[tuple[str, Json]] = []
        for one in objects(value):
            kind = words(one.get("targetType"))
            if kind.startswith(TRANSLATION):
                by_language = self.translations.setdefault(words(one.get("targetCode")), {})
                by_language[kind.removeprefix(TRANSLATION)] = words(one.get("targetName"))
            else:
                self._found.append((kind, one))

    def of(self, kind: str) -> Iterator[tuple[str, Json]]:
        """Each alignment of this kind with what follows the kind: "skill" for `ext:LearningOutcome.skill`."""
        for found, one in self._found:
            if found == kind or found.startswith(kind + "."):
                yield found.removeprefix(kind).removeprefix("."), one

    def others(self) -> Iterator[Json]:
        """Alignments of kinds that are not ours: somebody else's skills."""
        return (one for kind, one in self._found if not kind.startswith("ext:") or kind == "ext:ESCO")

    def codes(self, kind: str) -> list[str]:
        """The code of every alignment of this kind."""
        return [words(one.get("targetCode")) for _, one in self.of(kind)]

    def code(self, kind: str) -> str | None:
        """The code of the first alignment of this kind, or None."""
        return next(iter(self.codes(kind)), None)

    def prose(self, kind: str) -> str:
        """The text of the first alignment of this kind, or ""."""
        return next((words(one.get("targetDescription")) for _, one in self.of(kind)), "")


def facts(one: Json) -> dict[str, str]:
    """The packed facts in the code of an alignment."""
    return unpack(words(one.get("targetCode")))
