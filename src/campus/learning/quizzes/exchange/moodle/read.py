"""Read the questions of a Moodle XML file.

Source: https://docs.moodle.org/en/Moodle_XML_format, and what Moodle 4.4 itself writes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from campus.learning.quizzes.exchange.reading import KeepPicture, Notes, Reading, number, numbered, plain
from campus.learning.quizzes.exchange.rich import Rich, of_html, of_plain
from campus.learning.quizzes.exchange.tree import Node
from campus.learning.quizzes.problems import refused

HERE = "@@PLUGINFILE@@/"
TRUE_FALSE = {"true": {"en": "True", "bg": "Вярно"}, "false": {"en": "False", "bg": "Невярно"}}
ORDER_RULES = {
    "ALL_OR_NOTHING": "exact",
    "-1": "exact",
    "ABSOLUTE_POSITION": "positions",
    "0": "positions",
    "RELATIVE_NEXT_EXCLUDE_LAST": "neighbours",
    "1": "neighbours",
}
YES = frozenset({"1", "true"})


def read_moodle(root: Node, *, language: str, keep_picture: KeepPicture) -> Reading:
    """Every question of a `quiz` element, each with its line as its place where it cannot be read."""
    reading, category, count = Reading(), "", 0
    for node in root.all("question"):
        kind = node.get("type")
        if kind == "category":
            category = _category(_text_of(node.first("category")))
            continue
        count += 1
        title = " ".join(_text_of(node.first("name")).split())[:200] or f"{count}"
        at = f"{count}. {title[:60]} (line {node.line})"
        source = _Source(node, title, category, language, keep_picture)
        reading.take(at, _maker(source, kind))
    return reading


def _maker(source: _Source, kind: str) -> Callable[[Notes], Mapping[str, Any]]:
    def make(notes: Notes) -> Mapping[str, Any]:
        read = READERS.get(kind)
        if read is None:
            raise refused("TYPE_NOT_READ", type=kind[:40])
        return {**source.about(notes), **read(source, notes)}

    return make


@dataclass(frozen=True, slots=True)
class _Source:
    """One `question` element."""

    node: Node
    title: str
    category: str
    language: str
    keep_picture: KeepPicture

    def about(self, notes: Notes) -> dict[str, Any]:
        """What questions of every type have."""
        asked = self.rich(self.node.first("questiontext"))
        if self.node.first("tags") is not None:
            notes.add("SETTING_LOST", name="tags")
        return {
            "title": self.title,
            "category": self.category[:200],
            "text": notes.text(asked, pictures=True),
            "points": plain(max(Decimal("0.01"), number(self.setting("defaultgrade"), default=Decimal(1))), 2),
            "picture": self.picture(asked),
            "feedback": {
                name: notes.text(self.rich(self.node.first(tag)))
                for name, tag in (
                    ("general", "generalfeedback"),
                    ("right", "correctfeedback"),
                    ("partly", "partiallycorrectfeedback"),
                    ("wrong", "incorrectfeedback"),
                )
            },
        }

    def setting(self, name: str) -> str:
        """The text of an element directly in the question."""
        node = self.node.first(name)
        return "" if node is None else node.text.strip()

    def rich(self, node: Node | None) -> Rich:
        """The text of an element, as its format says."""
        text = _text_of(node)
        form = "html" if node is None else node.get("format", "html")
        return (of_plain if form in ("plain_text", "markdown") else of_html)(text, language=self.language)

    def picture(self, rich: Rich) -> dict[str, Any] | None:
        """The one picture of the question text."""
        if not rich.pictures:
            return None
        if len(rich.pictures) > 1:
            raise refused("SEVERAL_PICTURES", count=len(rich.pictures))
        ((address, alt),) = rich.pictures.items()
        kept = self.keep_picture(self.file(address))
        if kept is None:
            raise refused("PICTURE_NOT_READ", name=address[-60:])
        return {"name": kept.name, "width": kept.width, "height": kept.height, "alt": alt}

    def file(self, address: str) -> bytes:
        """The bytes of a picture: a file of the question, or written out in its address."""
        if address.startswith("data:") and ";base64," in address[:100]:
            return _decoded(address.partition(";base64,")[2], address[:30])
        if not address.startswith(HERE):
            raise refused("REMOTE_PICTURE", name=address[:60])
        name = unquote(address.removeprefix(HERE)).rpartition("/")[2]
        asked = self.node.first("questiontext")
        for file in asked.all("file") if asked else ():
            if file.get("name") == name:
                return _decoded(file.text, name)
        raise refused("FILE_MISSING", name=name[:60])

    def answers(self) -> Iterator[tuple[Node, Decimal]]:
        """The `answer` elements with their share."""
        for node in self.node.all("answer"):
            yield node, number(node.get("fraction"), default=Decimal(0)) / 100


def _choice(source: _Source, notes: Notes) -> dict[str, Any]:
    several = source.setting("single") not in YES
    options = []
    for node, share in source.answers():
        if share < 0 and not several:
            notes.add("SETTING_LOST", name="fraction < 0")
        options.append(
            {
                "text": notes.text(source.rich(node)),
                "share": plain(share if several else max(share, Decimal(0)), 5),
                "feedback": notes.text(source.rich(node.first("feedback"))),
            }
        )
    shuffle = source.setting("shuffleanswers") in ("", *YES)
    return {"type": "choice", "several": several, "shuffle": shuffle, "options": numbered("o", options)}


def _all_or_nothing(source: _Source, notes: Notes) -> dict[str, Any]:
    return {**_choice(source, notes), "several": True, "rule": "exact"}


def _true_false(source: _Source, notes: Notes) -> dict[str, Any]:
    options = []
    for node, share in source.answers():
        word = _text_of(node).strip().lower()
        if word not in TRUE_FALSE:
            raise refused("TYPE_NOT_READ", type=f"truefalse: {word[:20]}")
        feedback = notes.text(source.rich(node.first("feedback")))
        options.append({"text": TRUE_FALSE[word], "share": plain(max(share, Decimal(0)), 5), "feedback": feedback})
    return {"type": "choice", "shuffle": False, "options": numbered("o", options)}


def _short_text(source: _Source, notes: Notes) -> dict[str, Any]:
    answers = [
        {
            "text": " ".join(_text_of(node).split()),
            "share": plain(share, 5),
            "feedback": notes.text(source.rich(node.first("feedback"))),
        }
        for node, share in source.answers()
    ]
    return {"type": "short_text", "case_matters": source.setting("usecase") in YES, "answers": answers}


def _numeric(source: _Source, notes: Notes) -> dict[str, Any]:
    answers = []
    for node, share in source.answers():
        text = _text_of(node).strip()
        if text == "*":  # feedback for whatever else was written
            notes.add("SETTING_LOST", name="*")
            continue
        tolerance = node.first("tolerance")
        answers.append(
            {
                "value": plain(number(text), 12),
                "tolerance": plain(number(tolerance.text if tolerance else "", default=Decimal(0)), 12),
                "share": plain(share, 5),
                "feedback": notes.text(source.rich(node.first("feedback"))),
            }
        )
    # Moodle multiplies the right answer to get to the unit; we multiply what was written to get to the first unit.
    units = [
        {"name": _child_text(unit, "unit_name"), "factor": plain(1 / _multiplier(unit), 12)}
        for block in source.node.all("units")
        for unit in block.all("unit")
    ]
    units.sort(key=lambda unit: Decimal(unit["factor"]) != 1)  # the measure of all comes first, the others stay in order
    required = source.setting("unitgradingtype") in ("1", "2")
    return {"type": "numeric", "answers": answers, "units": units, "unit_required": required and bool(units)}


def _matching(source: _Source, notes: Notes) -> dict[str, Any]:
    pairs, rest = [], []
    for node in source.node.all("subquestion"):
        left = notes.text(source.rich(node))
        right = notes.text(source.rich(node.first("answer")))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            rest.append({"text": right})
    shuffle = source.setting("shuffleanswers") in ("", *YES)
    return {"type": "matching", "shuffle": shuffle, "pairs": numbered("p", pairs), "distractors": numbered("d", rest)}


def _ordering(source: _Source, notes: Notes) -> dict[str, Any]:
    grading = source.setting("gradingtype") or "ABSOLUTE_POSITION"
    if grading not in ORDER_RULES:
        notes.add("SETTING_LOST", name=f"gradingtype {grading[:40]}")
    nodes = sorted(source.node.all("answer"), key=lambda node: number(node.get("fraction"), default=Decimal(0)))
    items = numbered("i", [{"text": notes.text(source.rich(node))} for node in nodes])
    return {"type": "ordering", "rule": ORDER_RULES.get(grading, "positions"), "items": items}


READERS: Mapping[str, Callable[[_Source, Notes], dict[str, Any]]] = {
    "multichoice": _choice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "numerical": _numeric,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
}


def _text_of(node: Node | None) -> str:
    text = None if node is None else node.first("text")
    return "" if text is None else text.text


def _child_text(node: Node, name: str) -> str:
    child = node.first(name)
    return "" if child is None else child.text.strip()


def _multiplier(unit: Node) -> Decimal:
    found = number(_child_text(unit, "multiplier"), default=Decimal(1))
    if found <= 0:
        raise refused("NOT_A_NUMBER_HERE", found=f"{found:f}"[:40])
    return found


def _category(path: str) -> str:
    parts = [part.strip() for part in path.replace("//", "\0").split("/")]
    kept = [part.replace("\0", "/") for part in parts if part and part != "top" and not part.startswith("$")]
    return "/".join(kept)


def _decoded(text: str, name: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise refused("PICTURE_NOT_READ", name=name[:60]) from None
