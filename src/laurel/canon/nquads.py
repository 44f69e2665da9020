"""RDF datasets as quads of N-Quads terms, read strictly and written in canonical form.

A term is kept as its canonical N-Quads text: `<iri>`, `_:label` or `"literal"^^<datatype>` / `"literal"@language`;
the graph of a quad in the default graph is "". So equal terms are equal strings, and a blank node is whatever starts with `_:`.

Source: https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from laurel.errors import LimitError, MalformedError, Phrase

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


class Quad(NamedTuple):
    """One statement; `graph` is "" in the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self) -> str:
        """The statement as a line of N-Quads, newline included."""
        return f"{self.subject} {self.predicate} {self.object} {self.graph} .\n" if self.graph else f"{' '.join(self[:3])} .\n"


Dataset = frozenset[Quad]


def iri(value: str) -> str:
    """The term of an IRI."""
    return f"<{value}>"


def literal(text: str, *, datatype: str = XSD_STRING, language: str = "") -> str:
    """The term of a literal; a language makes it an rdf:langString."""
    quoted = f'"{escape(text)}"'
    if language:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD_STRING else f"{quoted}^^<{datatype}>"


def escape(text: str) -> str:
    r"""A literal's text in canonical form: `\b \t \n \f \r \" \\`; other C0 controls and DEL as `\u00XX`; all else as it is."""
    return _TO_ESCAPE.sub(_escape_one, text)


def write(dataset: Dataset) -> str:
    """The dataset as N-Quads, lines in code point order."""
    return "".join(sorted(quad.line() for quad in dataset))


def read(text: str, *, max_quads: int = 20_000) -> Dataset:
    """Read N-Quads.

    Raises:
        MalformedError: a line that is no statement; names the line.
        LimitError: more than `max_quads` lines.
    """
    quads: set[Quad] = set()
    for number, line in enumerate(re.split(r"[\r\n]+", text), start=1):
        if not line.strip(" \t") or line.lstrip(" \t").startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise MalformedError(at=Phrase(f"line {number}", f"ред {number}"), why=Phrase("not N-Quads", "не е N-Quads"))
        if len(quads) >= max_quads:
            raise LimitError(what=Phrase("the number of quads", "броят на четворките"), limit=max_quads)
        quads.add(Quad(*(_canonical_term(match[name] or "", number) for name in ("subject", "predicate", "object", "graph"))))
    return frozenset(quads)


_NAMED: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE: Final = re.compile('[\x00-\x1f\x7f"\\\\]')
_UNNAMED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_TO_UNESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)

_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI: Final = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*>'
_PLAIN_IRI: Final = re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>')
_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START: Final = rf"{_BASE}_:0-9"
_INNER: Final = rf"{_START}\u00b7\u0300-\u036f\u203f-\u2040\-"
# possessive, because two labels may stand side by side and each be given up letter by letter
_BLANK: Final = rf"_:[{_START}][{_INNER}]*+(?:\.++[{_INNER}]++)*+"
_STRING: Final = rf'"(?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_UCHAR})*"'
_LITERAL: Final = rf"{_STRING}(?:\^\^{_IRI}|@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)?"
_LINE: Final = re.compile(
    rf"[ \t]*(?P<subject>{_IRI}|{_BLANK})[ \t]*(?P<predicate>{_IRI})[ \t]*(?P<object>{_IRI}|{_BLANK}|{_LITERAL})"
    rf"[ \t]*(?P<graph>{_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_PARTS: Final = re.compile(rf"({_STRING})(?:\^\^({_IRI})|@(.+))?")


def _escape_one(match: re.Match[str]) -> str:
    character = match[0]
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def _canonical_term(term: str, line: int) -> str:
    if not term.startswith('"'):
        return _iri(term, line) if term.startswith("<") else term
    match = _PARTS.fullmatch(term)
    if match is None:  # the line's own pattern is made of the same parts
        raise AssertionError(term)
    text = _unescape(match[1][1:-1], line)
    if match[3]:
        return literal(text, language=match[3])
    return literal(text, datatype=_iri(match[2], line)[1:-1] if match[2] else XSD_STRING)


def _iri(term: str, line: int) -> str:
    """An IRI with its escapes resolved; a blank or bracket behind an escape would end it early where it is written."""
    found = _unescape(term, line)
    if _PLAIN_IRI.fullmatch(found) is None:
        raise MalformedError(at=Phrase(f"line {line}", f"ред {line}"), why=Phrase("no IRI", "не е IRI"))
    return found


def _unescape(text: str, line: int) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if not code:
            return _UNNAMED[match[3]]
        point = int(code, 16)
        if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise MalformedError(
                at=Phrase(f"line {line}", f"ред {line}"), why=Phrase("no Unicode character", "не е знак от Unicode")
            )
        return chr(point)

    return _TO_UNESCAPE.sub(one, text) if "\\" in text else text
