"""Read one QTI 3.0 assessment item: exactly one interaction of the kinds that a quiz has.

Source: https://www.imsglobal.org/spec/qti/v3p0/impl (items) and the information model behind it. The right answers come from
`qti-correct-response` and `qti-mapping`, numbers from the conditions of the response processing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from campus.learning.quizzes.exchange.qti.numbers import conditions_of
from campus.learning.quizzes.exchange.reading import KeepPicture, KeptPicture, Notes, number, numbered, plain
from campus.learning.quizzes.exchange.rich import Rich, of_node
from campus.learning.quizzes.exchange.tree import Node
from campus.learning.quizzes.problems import refused
from laurel.canon.strict_json import loads
from laurel.errors import CredentialError

INTERACTIONS = frozenset(
    [
        "associate",
        "choice",
        "custom",
        "drawing",
        "end-attempt",
        "extended-text",
        "gap-match",
        "graphic-associate",
        "graphic-gap-match",
        "graphic-order",
        "hotspot",
        "hottext",
        "inline-choice",
        "match",
        "media",
        "order",
        "portable-custom",
        "position-object",
        "select-point",
        "slider",
        "text-entry",
        "upload",
    ]
)
ALL_OR_NOTHING = "match_correct"
LoadFile = Callable[[str], bytes | None]  # the file an address inside the item means


@dataclass(slots=True)
class Item:
    """One item while it is read."""

    root: Node
    language: str
    load_file: LoadFile
    keep_picture: KeepPicture
    notes: Notes
    interaction: Node = field(init=False)
    response: Node = field(init=False)
    points: Decimal = field(init=False)
    kept: KeptPicture | None = None

    def __post_init__(self) -> None:
        """Find the one interaction and what it is answered with."""
        found = [node for kind in sorted(INTERACTIONS) for node in self.root.every(f"qti-{kind}-interaction")]
        if len(found) != 1:
            raise refused("INTERACTIONS", count=len(found))
        self.interaction = found[0]
        wanted = self.interaction.get("response-identifier", "RESPONSE")
        declared = [node for node in self.root.all("qti-response-declaration") if node.get("identifier") == wanted]
        if not declared:
            raise refused("RESPONSE_MISSING")
        self.response = declared[0]
        self.points = self._points()

    @property
    def correct(self) -> list[str]:
        """The values of the correct response."""
        node = self.response.first("qti-correct-response")
        return [] if node is None else [value.text.strip() for value in node.all("qti-value")]

    @property
    def mapped(self) -> dict[str, Decimal]:
        """What values earn, as a share of the points."""
        mapping = self.response.first("qti-mapping")
        entries = [] if mapping is None else mapping.all("qti-map-entry")
        found = {entry.get("map-key"): number(entry.get("mapped-value"), default=Decimal(0)) for entry in entries}
        return {key: value / self.points for key, value in found.items()}

    @property
    def template(self) -> str:
        """The name of the response processing template, without its address; "" for rules of its own."""
        processing = self.root.first("qti-response-processing")
        address = "" if processing is None else processing.get("template")
        return address.rpartition("/")[2].removesuffix(".xml")

    def text(self, node: Node, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
        """Plain text of an element in which no picture may stand."""
        return self.notes.text(of_node(node, language=self.language, without=without))

    def feedback(self, identifier: str) -> dict[str, str]:
        """The modal feedback shown for an identifier."""
        for node in self.root.all("qti-modal-feedback"):
            if node.get("identifier") == identifier:
                return self.text(node)
        return {}

    def keep(self, rich: Rich) -> dict[str, Any] | None:
        """The one picture of the item."""
        if not rich.pictures:
            return None
        if len(rich.pictures) > 1:
            raise refused("SEVERAL_PICTURES", count=len(rich.pictures))
        ((address, alt),) = rich.pictures.items()
        if "//" in address or address.startswith("data:"):
            raise refused("REMOTE_PICTURE", name=address[:60])
        content = self.load_file(address)
        if content is None:
            raise refused("FILE_MISSING", name=address[-60:])
        self.kept = self.keep_picture(content)
        if self.kept is None:
            raise refused("PICTURE_NOT_READ", name=address[-60:])
        return {"name": self.kept.name, "width": self.kept.width, "height": self.kept.height, "alt": alt}

    def _points(self) -> Decimal:
        for node in self.root.all("qti-outcome-declaration"):
            if node.get("identifier") == "MAXSCORE":
                for value in node.every("qti-value"):
                    found = number(value.text, default=Decimal(1))
                    return found if found > 0 else Decimal(1)
        return Decimal(1)


def read_item(root: Node, *, language: str, load_file: LoadFile, keep_picture: KeepPicture, notes: Notes) -> Mapping[str, Any]:
    """The question of an item, as JSON for `check.read_question`.

    Raises:
        QuestionError: it cannot be read, and why.
    """
    item = Item(root, root.get("xml:lang", language)[:2].lower() or language, load_file, keep_picture, notes)
    kind = item.interaction.name.removeprefix("qti-").removesuffix("-interaction")
    read = READERS.get(kind)
    if read is None:
        raise refused("TYPE_NOT_READ", type=kind)
    body = root.first("qti-item-body")
    if body is None:
        raise refused("RESPONSE_MISSING")
    asked = _asked(item, body)
    picture = item.keep(asked)
    if kind != "text-entry" and not item.template:
        notes.add("SETTING_LOST", name="qti-response-processing")
    return {
        "title": " ".join(root.get("title").split())[:200] or root.get("identifier")[:200] or "?",
        "category": root.get("label")[:200],
        "text": notes.text(asked, pictures=True),
        "picture": picture,
        "points": plain(item.points, 2),
        "feedback": {key: item.feedback(key.upper()) for key in ("general", "right", "partly", "wrong")},
        **read(item),
    }


def _asked(item: Item, body: Node) -> Rich:
    """The text of the item: its body without the answers, and the prompt."""
    answers = frozenset(
        {"qti-simple-choice", "qti-simple-match-set", "qti-hotspot-choice", "qti-text-entry-interaction", "qti-rubric-block"}
    )
    return of_node(body, language=item.language, without=answers)


def _choice(item: Item) -> dict[str, Any]:
    nodes = item.interaction.all("qti-simple-choice")
    several, rule, shares = _shares(item, [node.get("identifier") for node in nodes])
    options = [
        {
            "text": item.text(node, without=frozenset({"qti-feedback-inline"})),
            "share": shares[node.get("identifier")],
            "feedback": item.feedback(node.get("identifier")) or _inline(item, node),
        }
        for node in nodes
    ]
    shuffle = item.interaction.get("shuffle") == "true"
    return {"type": "choice", "several": several, "rule": rule, "shuffle": shuffle, "options": numbered("o", options)}


def _hotspot(item: Item) -> dict[str, Any]:
    nodes = item.interaction.all("qti-hotspot-choice")
    several, rule, shares = _shares(item, [node.get("identifier") for node in nodes])
    options = []
    for index, node in enumerate(nodes, start=1):
        if node.get("shape") not in ("rect", "circle", "poly"):
            raise refused("TYPE_NOT_READ", type=f"hotspot, {node.get('shape')[:20]}")
        names = {key[18:]: value for key, value in node.attributes.items() if key.startswith("data-laurel-label-")}
        if not names and node.get("hotspot-label").strip():
            names = {item.language: node.get("hotspot-label")}
        if not names:
            item.notes.add("AREAS_NAMED")
            names = {"en": f"Area {index}", "bg": f"Област {index}"}
        scale = item.kept.scale if item.kept else Decimal(1)
        coords = [int(number(each) / scale) for each in node.get("coords").split(",") if each.strip()]
        feedback = item.feedback(node.get("identifier"))
        share = shares[node.get("identifier")]
        options.append({"text": names, "shape": node.get("shape"), "coords": coords, "share": share, "feedback": feedback})
    return {"type": "hotspot", "several": several, "rule": rule, "options": numbered("o", options)}


def _shares(item: Item, ids: list[str]) -> tuple[bool, str, dict[str, str]]:
    """Whether several may be chosen, by which rule, and what each earns."""
    several = item.response.get("cardinality") == "multiple"
    correct, mapped = item.correct, item.mapped
    if not correct and not mapped:
        raise refused("RESPONSE_MISSING")
    if len(ids) != len(set(ids)):
        raise refused("ID_TWICE", id="identifier")
    if not mapped:
        each = Decimal(1) if not several else 1 / Decimal(len(correct))
        mapped = dict.fromkeys(correct, each)
    rule = "exact" if several and (item.template == ALL_OR_NOTHING or not item.mapped) else "sum"
    shares = {each: plain(max(Decimal(-1), min(Decimal(1), mapped.get(each, Decimal(0)))), 5) for each in ids}
    return several, rule, shares


def _ordering(item: Item) -> dict[str, Any]:
    nodes = {node.get("identifier"): node for node in item.interaction.all("qti-simple-choice")}
    if sorted(item.correct) != sorted(nodes):
        raise refused("RESPONSE_MISSING")
    items = [{"text": item.text(nodes[each])} for each in item.correct]
    rule = item.interaction.get("data-laurel-rule", "exact")
    return {"type": "ordering", "rule": rule, "items": numbered("i", items)}


def _matching(item: Item) -> dict[str, Any]:
    sets = item.interaction.all("qti-simple-match-set")
    if len(sets) != 2:
        raise refused("RESPONSE_MISSING")
    lefts, rights = ({node.get("identifier"): node for node in part.all("qti-simple-associable-choice")} for part in sets)
    pairs = [pair.split() for pair in item.correct]
    if sorted(pair[0] for pair in pairs if len(pair) == 2 and pair[1] in rights) != sorted(lefts):
        raise refused("SCORING_NOT_READ")  # a left side with none, or with several
    partner = {left: right for left, right in pairs}  # noqa: C416  # the check above has counted them
    found = [{"left": item.text(node), "right": item.text(rights[partner[key]])} for key, node in lefts.items()]
    rest = [{"text": item.text(node)} for key, node in rights.items() if key not in set(partner.values())]
    rule = "exact" if item.template == ALL_OR_NOTHING else "each"
    shuffle = item.interaction.get("shuffle") == "true"
    return {
        "type": "matching", "rule": rule, "shuffle": shuffle, "pairs": numbered("p", found), "distractors": numbered("d", rest),
    }  # fmt: skip


def _entry(item: Item) -> dict[str, Any]:
    kind = item.response.get("base-type", "string")
    return _numeric(item) if kind in ("float", "integer") else _short_text(item)


def _numeric(item: Item) -> dict[str, Any]:
    answers = [
        {
            "value": plain(each.value, 12),
            "tolerance": plain(each.tolerance, 12),
            "share": plain(each.score / item.points, 5),
            "feedback": item.feedback(f"answer-{index}"),
        }
        for index, each in enumerate(conditions_of(item.root, item.correct, item.points), start=1)
    ]
    required = item.interaction.get("data-laurel-unit-required") == "true"
    return {"type": "numeric", "answers": answers, "units": _units(item), "unit_required": required}


def _units(item: Item) -> Any:
    try:
        return loads(item.interaction.get("data-laurel-units") or "[]")
    except CredentialError:
        raise refused("UNITS_UNREADABLE") from None


def _short_text(item: Item) -> dict[str, Any]:
    mapping = item.response.first("qti-mapping")
    entries = [] if mapping is None else mapping.all("qti-map-entry")
    found = [(entry.get("map-key"), number(entry.get("mapped-value"), default=Decimal(0)) / item.points) for entry in entries]
    if not found:
        found = [(text, Decimal(1)) for text in item.correct]
    if not found:
        raise refused("RESPONSE_MISSING")
    patterns = item.interaction.get("data-laurel-patterns") == "true"
    answers = [
        {
            "text": text if patterns else text.replace("*", "\\*"),
            "share": plain(share, 5),
            "feedback": item.feedback(f"answer-{index}"),
        }
        for index, (text, share) in enumerate(found, start=1)
    ]
    told = item.interaction.get("data-laurel-rules")
    case = any(entry.get("case-sensitive", "false") == "true" for entry in entries) or not entries
    return {
        "type": "short_text",
        "answers": answers,
        "case_matters": case,
        "spaces_matter": "spaces" in told.split(),
        "accents_matter": "no-accents" not in told.split(),
    }


def _inline(item: Item, node: Node) -> dict[str, str]:
    """Feedback inside a choice, as QTI has it for the options themselves."""
    for feedback in node.every("qti-feedback-inline"):
        return item.text(feedback)
    return {}


READERS: Mapping[str, Callable[[Item], dict[str, Any]]] = {
    "choice": _choice,
    "hotspot": _hotspot,
    "order": _ordering,
    "match": _matching,
    "text-entry": _entry,
}
