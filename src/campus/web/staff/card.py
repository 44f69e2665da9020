"""One card of an organisation's overview."""

from __future__ import annotations

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to know or do. `count` stands large in front; `attention` marks what waits for this person."""

    title: StrOrPromise
    text: StrOrPromise = ""
    count: int | None = None
    url: str = ""
    action: StrOrPromise = ""
    attention: bool = False
