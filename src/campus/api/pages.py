"""Long lists, a page at a time: newest first, and a cursor that stays right while rows are added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from campus.api.problem import ProblemError

_SALT = "campus.api.pages"
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item", bound=BaseModel)

Limit = Annotated[int, Query(50, ge=1, le=200, description="how many to return at most")]
Cursor = Annotated[str, Query("", max_length=200, description="`next` of the page before; empty for the first page")]


class Page(BaseModel, Generic[Item]):
    """One page of a list. `next` is null on the last one."""

    items: list[Item]
    next: str | None = Field(description="send it as `cursor` to get the next page")


def page_of(rows: QuerySet[Row], show: Callable[[Row], Item], *, limit: int, cursor: str) -> Page[Item]:
    """The page of `rows` after `cursor`, by descending primary key, each shown by `show`."""
    found, following = rows_of(rows, limit=limit, cursor=cursor)
    return Page[Item](items=[show(row) for row in found], next=following)


def rows_of(rows: QuerySet[Row], *, limit: int, cursor: str) -> tuple[list[Row], str | None]:
    """The rows of that page, and the cursor of the next one."""
    if cursor:
        rows = rows.filter(pk__lt=_read(cursor))
    found = list(rows.order_by("-pk")[: limit + 1])
    following = signing.dumps(found[limit - 1].pk, salt=_SALT) if len(found) > limit else None
    return found[:limit], following


def _read(cursor: str) -> int:
    try:
        return int(signing.loads(cursor, salt=_SALT))
    except signing.BadSignature:
        raise ProblemError(
            400,
            "BAD_CURSOR",
            _("This cursor is not one of ours. Start again from the first page."),
            errors=[{"parameter": "cursor"}],
        ) from None
