"""Formatted text of other systems, reduced to plain text by language; the pictures in it, and what is lost on the way.

Texts in several languages come as elements with a `lang`: Moodle's multilang spans, or `xml:lang` of QTI. Whatever has no
language of its own is in the language of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from campus.learning.quizzes.exchange.tree import Node
from laurel.annex1.record import LangString

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
BLOCKS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "table",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "section",
        "article",
        "dl",
        "qti-prompt",
        "qti-content-body",
    ]
)
SILENT = frozenset(["script", "style", "head", "title", "qti-stylesheet"])
PLAIN = BLOCKS - {"table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre"} | frozenset(
    ["span", "br", "img", "li", "html", "body", "tbody"]
)
EMBEDDED = frozenset(
    ["audio", "video", "iframe", "embed", "object", "applet", "source", "track", "canvas", "svg", "math", "picture"]
)
VOID = frozenset(["br", "img", "hr", "input", "meta", "link", "source", "track", "embed", "wbr"])
_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(slots=True)
class Rich:
    """What was found: plain text by language, `pictures` as address -> alternative texts, and what is left out."""

    language: str
    texts: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)
    formatted: bool = False
    embedded: bool = False
    _open: list[tuple[str, str, str]] = field(default_factory=list)  # name, language, what becomes of small raised text

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self._look_at(name, attributes)
        if name in BLOCKS or name == "li":
            self._write("\n\n" if name != "li" else "\n")
        if name == "br":
            self._write("\n")
        if name in VOID:
            return
        told = attributes.get("lang") or attributes.get("xml:lang") or ""
        language = told if _LANGUAGE.fullmatch(told) else self._language
        raised = name if name in ("sup", "sub") else self._open[-1][2] if self._open else ""
        self._open.append((name, language, raised))

    def end(self, name: str) -> None:
        """An element closes; one that was never opened is passed over."""
        names = [each[0] for each in self._open]
        if name not in names:
            return
        if name in BLOCKS:
            self._write("\n\n")
        while self._open.pop()[0] != name:
            pass

    def text(self, text: str) -> None:
        """Text; runs of white space are one space, as on a page."""
        if any(name in SILENT for name, _, _ in self._open):
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        raised = self._open[-1][2] if self._open else ""
        table = {"sup": _ABOVE, "sub": _BELOW}.get(raised)
        if table and all(ord(sign) in table for sign in text.strip()):
            text = text.translate(table)
        self._write(text)

    @property
    def lang_string(self) -> LangString:
        """The texts, tidied: at most one empty line in a row, no spaces at the ends of lines."""
        return LangString({language: tidy("".join(parts)) for language, parts in self.texts.items()})

    @property
    def plain(self) -> str:
        """The text in any language: where a format has just one."""
        return self.lang_string.text(self.language)

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else self.language

    def _write(self, text: str) -> None:
        self.texts.setdefault(self._language, []).append(text)

    def _look_at(self, name: str, attributes: dict[str, str]) -> None:
        source = attributes.get("src") or attributes.get("data") or ""
        if name == "img" or (name == "object" and attributes.get("type", "").startswith("image/")):
            told = {key[16:]: value for key, value in attributes.items() if key.startswith("data-laurel-alt-")}
            if not told and attributes.get("alt", "").strip():
                told = {self._language: attributes["alt"].strip()}
            self.pictures.setdefault(source, {}).update(told)
        elif name in EMBEDDED:
            self.embedded = True
        elif name not in PLAIN and name not in SILENT and name not in ("sup", "sub"):
            self.formatted = True


def of_html(text: str, *, language: str) -> Rich:
    """HTML as Moodle keeps it."""
    rich = Rich(language)
    reader = _Html(rich)
    reader.feed(text)
    reader.close()
    return rich


def of_plain(text: str, *, language: str) -> Rich:
    """Text without formatting: its lines stay."""
    rich = Rich(language)
    for number, line in enumerate(text.splitlines()):
        if number:
            rich.begin("br", {})
        rich.text(line)
    return rich


def of_node(node: Node, *, language: str, without: frozenset[str] = frozenset()) -> Rich:
    """What stands in an element of QTI, the elements named in `without` left out."""
    rich = Rich(node.get("xml:lang") if _LANGUAGE.fullmatch(node.get("xml:lang")) else language)
    _walk(node, rich, without)
    return rich


def tidy(text: str) -> str:
    """Lines without spaces at their ends, at most one empty line between them."""
    lines = "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n"))
    return re.sub(r" {2,}", " ", re.sub(r"\n{3,}", "\n\n", lines)).strip()


def _walk(node: Node, rich: Rich, without: frozenset[str]) -> None:
    for each in node.inside:
        if isinstance(each, str):
            rich.text(each)
        elif each.name not in without:
            rich.begin(each.name, dict(each.attributes))
            _walk(each, rich, without)
            if each.name not in VOID:
                rich.end(each.name)


class _Html(HTMLParser):
    def __init__(self, rich: Rich) -> None:
        super().__init__(convert_charrefs=True)
        self.rich = rich

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.rich._open) < 100:  # deeper is nothing a person wrote
            self.rich.begin(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.rich.end(tag)

    def handle_data(self, data: str) -> None:
        self.rich.text(data)
