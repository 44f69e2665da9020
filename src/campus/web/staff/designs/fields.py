"""What a form step consists of, as plain values. The draft's paths name the controls: `workload.hours` is /workload/hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django_stubs_ext import StrOrPromise

Kind = Literal[
    "text", "long", "number", "choice", "choices", "date", "url", "check", "lines", "pair", "pair_long",
    "skills", "outcomes", "hidden",
]  # fmt: skip
Options = Callable[[str], list[tuple[str, str]]]
LANGUAGES = ("bg", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `pair` asks in every language of the draft; `options` gives (value, label) in a language."""

    path: str
    label: StrOrPromise
    kind: Kind = "text"
    help: StrOrPromise = ""
    options: Options | None = None
    optional: bool = True
    narrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together. With `most` above 1 they repeat: rows of the list at `path`."""

    title: StrOrPromise
    fields: tuple[Field, ...]
    lead: StrOrPromise = ""
    path: str = ""
    item: StrOrPromise = ""
    add: StrOrPromise = ""
    most: int = 1
    id_prefix: str = ""
    start: dict[str, object] = field(default_factory=dict)

    @property
    def repeats(self) -> bool:
        """True for a list of rows."""
        return self.most > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form."""

    slug: str
    title: StrOrPromise
    lead: StrOrPromise
    groups: tuple[Group, ...]

    def owns(self, pointer: str) -> bool:
        """Say whether a place of the draft is asked for on this page."""
        parts = {part.partition("/")[0] for part in self._roots()}
        return pointer.lstrip("/").partition("/")[0] in parts

    def _roots(self) -> list[str]:
        return [group.path or one.path.partition(".")[0] for group in self.groups for one in group.fields]
