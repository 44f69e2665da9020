"""XML from strangers as a small tree: no document type, no entities, nothing fetched; depth and size have limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from campus.learning.quizzes.problems import QuestionError, refused

DEEPEST, MOST_ELEMENTS = 60, 400_000
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Node:
    """An element. `inside` holds its texts and elements in their order; attributes of `xml:` keep that prefix."""

    name: str
    namespace: str
    attributes: Mapping[str, str]
    line: int
    inside: list[Node | str] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Node]:
        """The elements directly in it."""
        return (each for each in self.inside if isinstance(each, Node))

    def every(self, name: str) -> Iterator[Node]:
        """Elements of this name at any depth below it, in the order of the document."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.every(name)

    def all(self, name: str) -> list[Node]:
        """Elements of this name directly in it."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """The first element of this name directly in it."""
        return next((child for child in self.children if child.name == name), None)

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, default)

    @property
    def text(self) -> str:
        """All text in it, elements left out."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)


def read_xml(content: bytes, *, at: str = "") -> Node:
    """The root element of a document.

    Raises:
        QuestionError: not well-formed, with a document type, or beyond the limits; `at` stands in its place.
    """
    builder = _Builder(at)
    try:
        builder.parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # an encoding that nobody knows is no ExpatError
        if isinstance(error, QuestionError):
            raise
        raise refused("NOT_XML", at, line=builder.parser.CurrentLineNumber) from error
    if builder.root is None:
        raise refused("NOT_XML", at, line=1)
    return builder.root


class _Builder:
    def __init__(self, at: str) -> None:
        self.at = at
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def doctype(self, *_about: object) -> None:
        raise refused("DOCTYPE", self.at, line=self.parser.CurrentLineNumber)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise refused("XML_TOO_LARGE", self.at, limit=MOST_ELEMENTS)
        if len(self.open) >= DEEPEST:
            raise refused("XML_TOO_DEEP", self.at, limit=DEEPEST)
        namespace, _, local = name.rpartition(" ")
        named = {_attribute(key): value for key, value in attributes.items()}
        node = Node(local, namespace, named, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].inside.append(text)


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"xml:{local}" if namespace == XML else local
