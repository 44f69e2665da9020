"""Parts that several addresses show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from campus.people.models import Organisation, Person

Names = Annotated[dict[str, str], Field(description='a text by language: `{"bg": "…", "en": "…"}`')]
Draft = Annotated[
    dict[str, Any],
    Field(
        description="the micro-credential: the 16 elements of the European standard; may be incomplete until it is submitted"
    ),
]


class Asked(BaseModel):
    """What a request carries; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PersonShown(BaseModel):
    id: str
    name: str


def names(bg: str, en: str) -> dict[str, str]:
    """Texts by language, empty ones left out."""
    return {language: text for language, text in (("bg", bg), ("en", en)) if text}


def names_of(organisation: Organisation) -> dict[str, str]:
    """The organisation's names."""
    return names(organisation.name_bg, organisation.name_en)


def person_shown(person: Person) -> PersonShown:
    """A member of staff, as colleagues see them."""
    return PersonShown(id=str(person.public_id), name=person.name)


def only_known(values: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The entries whose names are listed."""
    return {name: value for name, value in values.items() if name in known}
