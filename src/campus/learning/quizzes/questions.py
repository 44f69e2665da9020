"""The questions of a quiz: seven types, each a frozen value. The classes check shape; `check` says what makes no sense.

A `share` is the part of a question's points that an answer earns: 1 all of them, 0 nothing, below 0 something off. Texts stand
in one language or both. Ids are names inside one question; a learner never sees them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from laurel.annex1.record import LangString, Slug

MOST_OPTIONS = 40
Share = Annotated[Decimal, Field(ge=-1, le=1, max_digits=7, decimal_places=5)]
Points = Annotated[Decimal, Field(gt=0, le=1000, max_digits=6, decimal_places=2)]
Number = Annotated[Decimal, Field(ge=Decimal("-1e15"), le=Decimal("1e15"), max_digits=24, decimal_places=12)]
Line = Annotated[str, Field(max_length=200)]
NOTHING = LangString({})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)


class Picture(_Part):
    """A picture beside the question: `name` finds it (the digest of its file), `alt` says what it shows."""

    name: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    alt: LangString = NOTHING
    width: Annotated[int, Field(ge=1, le=10_000)]
    height: Annotated[int, Field(ge=1, le=10_000)]


class Feedback(_Part):
    """What a learner reads afterwards: always, and by how it went."""

    general: LangString = NOTHING
    right: LangString = NOTHING
    partly: LangString = NOTHING
    wrong: LangString = NOTHING


class Option(_Part):
    """Something to choose."""

    id: Slug
    text: LangString
    share: Share = Decimal(0)
    feedback: LangString = NOTHING


class Area(_Part):
    """A part of a picture to choose. `coords` in pixels: rect x,y,x,y · circle x,y,r · poly x,y,x,y,x,y,…

    `text` names it for whoever does not see the picture; every learner can read it.
    """

    id: Slug
    text: LangString
    shape: Literal["rect", "circle", "poly"]
    coords: Annotated[tuple[Annotated[int, Field(ge=0, le=10_000)], ...], Field(min_length=3, max_length=60)]
    share: Share = Decimal(0)
    feedback: LangString = NOTHING


class Item(_Part):
    """Something to put in order, or to match with."""

    id: Slug
    text: LangString


class Pair(_Part):
    """Two things that belong together."""

    id: Slug
    left: LangString
    right: LangString


class NumericAnswer(_Part):
    """A number that counts: within `tolerance` (absolute, both ends included), in the first unit."""

    value: Number
    tolerance: Annotated[Number, Field(ge=0)] = Decimal(0)
    share: Share = Decimal(1)
    feedback: LangString = NOTHING


class Unit(_Part):
    """A unit a learner may write: a number in it times `factor` is the number in the first unit."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    factor: Annotated[Number, Field(gt=0)] = Decimal(1)


class TextAnswer(_Part):
    """Words that count; `*` stands for anything, `\\*` for the star itself."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    share: Share = Decimal(1)
    feedback: LangString = NOTHING


class _Question(_Part):
    title: Annotated[str, Field(min_length=1, max_length=200, description="for the author; learners do not see it")]
    text: LangString
    picture: Picture | None = None
    points: Points = Decimal(1)
    category: Line = ""
    feedback: Feedback = Feedback()


class Choice(_Question):
    """One right option (`several` false), or several.

    One: the share of the option chosen. Several: `sum` adds the shares of what is chosen, never below 0 or above 1, and
    all right options without a wrong one earn everything; `exact` gives everything for exactly that, else nothing.
    """

    type: Literal["choice"] = "choice"
    several: bool = False
    rule: Literal["sum", "exact"] = "sum"
    shuffle: bool = True
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_OPTIONS)]


class HotSpot(_Question):
    """Areas of the picture to choose from; marked like a choice."""

    type: Literal["hotspot"] = "hotspot"
    several: bool = False
    rule: Literal["sum", "exact"] = "sum"
    picture: Picture
    options: Annotated[tuple[Area, ...], Field(min_length=2, max_length=MOST_OPTIONS)]


class Ordering(_Question):
    """Items in their right order.

    `exact`: all or nothing. `positions`: the share of items in their own place. `neighbours`: the share of items that are
    followed by the item which should follow them.
    """

    type: Literal["ordering"] = "ordering"
    rule: Literal["exact", "positions", "neighbours"] = "positions"
    items: Annotated[tuple[Item, ...], Field(min_length=2, max_length=20)]


class Matching(_Question):
    """Pairs to find, and right sides that belong to none. `each`: the share of pairs found; `exact`: all or nothing."""

    type: Literal["matching"] = "matching"
    rule: Literal["each", "exact"] = "each"
    shuffle: bool = True
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=20)]
    distractors: Annotated[tuple[Item, ...], Field(max_length=20)] = ()


class Numeric(_Question):
    """A number, with a unit where there are `units`: required, or taken for the first one where it is left out."""

    type: Literal["numeric"] = "numeric"
    answers: Annotated[tuple[NumericAnswer, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
    units: Annotated[tuple[Unit, ...], Field(max_length=20)] = ()
    unit_required: bool = False


class ShortText(_Question):
    """A word or a few. Spaces at the ends never count; the three rules say what else does."""

    type: Literal["short_text"] = "short_text"
    answers: Annotated[tuple[TextAnswer, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
    case_matters: bool = False
    spaces_matter: bool = False
    accents_matter: bool = True


Question = Annotated[Choice | HotSpot | Ordering | Matching | Numeric | ShortText, Field(discriminator="type")]
AnyQuestion = Choice | HotSpot | Ordering | Matching | Numeric | ShortText
QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(Question)
TYPES = ("choice", "ordering", "matching", "numeric", "short_text", "hotspot")
