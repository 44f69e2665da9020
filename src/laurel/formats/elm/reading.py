"""Taking values out of an ELM document that anybody may have written: one value or a list, concepts, facts, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from laurel.annex1.vocabularies import Term
from laurel.formats.elm.countries import COUNTRY_OF, LANGUAGE_OF
from laurel.formats.elm.nodes import LOCAL, OWN, SNB
from laurel.formats.openbadge3.codec import EMPTY
from laurel.formats.openbadge3.reading import first_object, objects, texts, words

Json = Mapping[str, Any]
T = TypeVar("T", bound=Term)

__all__ = ["first_object", "objects", "texts", "words"]


def text_of(value: object) -> dict[str, str]:
    """A language map; a dash alone is no text, a list of texts is joined, and odd tags are passed over."""
    if not isinstance(value, dict):
        return {}
    found = {tag: " ".join(texts(each)) for tag, each in cast("dict[str, object]", value).items()}
    return {} if list(found.values()) == [EMPTY] else {tag: text for tag, text in found.items() if text}


def first_text(value: object) -> str:
    """The words of a language map in whatever language comes first; "" when there are none."""
    return next(iter(text_of(value).values()), "")


def note_of(value: object) -> dict[str, str]:
    """The text of a Note."""
    return text_of(first_object(value).get("noteLiteral"))


def identifier_of(value: object) -> str:
    """The id of a node; "" for a document's own numbering (`urn:epass:…`)."""
    found = words(first_object(value).get("id"))
    return "" if found.startswith(LOCAL) else found


def page_of(value: object) -> str | None:
    """The address of the first WebResource."""
    return words(first_object(value).get("contentURL")) or None


def code_of(value: object, prefix: str) -> str:
    """What follows `prefix` in the id of the first concept that has it, e.g. "6" in `snb/eqf/6`."""
    found = (words(one.get("id")) for one in objects(value))
    return next((one.removeprefix(prefix) for one in found if one.startswith(prefix)), "")


def snb_codes(value: object, name: str) -> list[str]:
    """The codes of every concept of one list under `snb/`."""
    prefix = f"{SNB}{name}/"
    return [one.removeprefix(prefix) for each in objects(value) if (one := words(each.get("id"))).startswith(prefix)]


def term_of(value: object, terms: type[T]) -> T | None:
    """The value of one of our lists that a concept stands for, by its id; None for a concept we do not know."""
    identifier = words(first_object(value).get("id"))
    own = unquote(identifier.rpartition(":")[2]) if identifier.startswith(OWN) else None
    return next((one for one in terms if (one.concept and one.concept == identifier) or one.value == own), None)


def term_by_label(value: object, terms: type[T]) -> T | None:
    """The value of one of our lists whose English name a foreign concept bears."""
    label = text_of(first_object(value).get("prefLabel")).get("en", "").casefold()
    return next((one for one in terms if one.en.casefold() == label), None)


def country_of(value: object) -> str:
    """ISO 3166-1 alpha-2 of a country concept; "" when there is none that we know."""
    return COUNTRY_OF.get(words(first_object(value).get("id")).rpartition("/")[2], "")


def language_tag(value: Json) -> str:
    """The tag of a language concept; "" when there is none that we know."""
    return LANGUAGE_OF.get(words(value.get("id")).rpartition("/")[2], "")


class Facts:
    """The facts of ours among the notes of one node; notes of others apart."""

    def __init__(self, notes: object) -> None:
        self.foreign: list[Json] = []
        self._found: list[tuple[str, Json, Json]] = []
        for note in objects(notes):
            subject = first_object(note.get("elmSubject"))
            scheme = words(first_object(subject.get("inScheme")).get("id"))
            if scheme.startswith(OWN):
                self._found.append((scheme.removeprefix(OWN), subject, note))
            else:
                self.foreign.append(note)

    def each(self, kind: str) -> Iterator[tuple[Json, Json]]:
        """The subject and the note of every fact of this kind."""
        return ((subject, note) for found, subject, note in self._found if found == kind)

    def values(self, kind: str) -> list[str]:
        """What every fact of this kind says to machines."""
        return [words(subject.get("notation")) for subject, _ in self.each(kind)]

    def value(self, kind: str) -> str | None:
        """What the first fact of this kind says to machines, or None."""
        return next(iter(self.values(kind)), None)

    def prose(self, kind: str) -> dict[str, str] | None:
        """The text of the first fact of this kind, or None."""
        return next((note_of(note) for _, note in self.each(kind)), None) or None
