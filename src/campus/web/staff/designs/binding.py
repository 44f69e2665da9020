"""A step with its answers and messages, ready to be shown: every control knows its name, value, help and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrOrPromise

from campus.catalogue.drafts import DraftState
from campus.web.staff.designs.fields import LANGUAGES, Field, Group, Step
from campus.web.staff.designs.options import TEACHING, language_name
from campus.web.staff.designs.skill_picking import Pick, held_picks
from laurel.annex1.digcomp import AREAS, DIGCOMP

NAMES: Mapping[str, StrOrPromise] = {"bg": gettext_lazy("Bulgarian"), "en": gettext_lazy("English")}
_KNOWN = frozenset(TEACHING)


@dataclass(frozen=True, slots=True)
class Message:
    """Something to mend ("refused") or to look at ("attention") at one place of the draft."""

    at: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(slots=True, kw_only=True)
class Control:
    """One input, or a pair of them."""

    name: str
    pointer: str
    label: StrOrPromise
    kind: str
    help: StrOrPromise = ""
    value: str = ""
    checked: bool = False
    language: str = ""
    optional: bool = True
    narrow: bool = False
    options: list[Option] = field(default_factory=list)
    areas: list[tuple[str, list[Option]]] = field(default_factory=list)
    held: list[Pick] = field(default_factory=list)
    found: list[Pick] = field(default_factory=list)
    query: str = ""
    parts: list[Control] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id in the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def focus(self) -> str:
        """The id to jump to: the first input of a pair."""
        return self.parts[0].id if self.parts else self.id

    @property
    def wrong(self) -> bool:
        """True when something has to be mended here."""
        return any(message.tone == "refused" for message in self.messages)


@dataclass(slots=True, kw_only=True)
class Row:
    """One repetition of a group (or the only one)."""

    name: str
    pointer: str
    number: int
    controls: list[Control]
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class BoundGroup:
    """A group with its rows."""

    group: Group
    pointer: str
    rows: list[Row]
    messages: list[Message] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id in the page."""
        return "g-" + (self.group.path or self.group.fields[0].path).replace(".", "-")


@dataclass(frozen=True, slots=True)
class _Asked:
    """In which language the labels are, in which ones texts are asked, and which outcomes there are to choose from."""

    language: str
    texts: tuple[str, ...]
    outcomes: list[tuple[str, str]]


def messages_of(state: DraftState, *, language: str, findings: bool = True) -> list[Message]:
    """Problems first, then findings, as messages in a language."""
    spoken: Any = "bg" if language == "bg" else "en"
    problems = [
        Message(problem.at, "refused", _capital(problem.bg if language == "bg" else problem.en)) for problem in state.problems
    ]
    found = [
        Message(finding.at, "refused" if finding.severity == "fail" else "attention", finding.say(spoken))
        for finding in (state.findings if findings else ())
    ]
    return problems + found


def bind(step: Step, draft: Mapping[str, Any], messages: Iterable[Message], *, language: str) -> list[BoundGroup]:
    """Put the draft's values and the messages onto the step's controls."""
    groups = [_group(group, draft, language) for group in step.groups]
    for message in messages:
        if step.owns(message.at):
            _place(message, groups)
    return groups


def text_languages(draft: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that texts are asked in: both of ours, those taught in, and those that any text has already."""
    taught = draft.get("languages")
    more = [code for code in taught if isinstance(code, str)] if isinstance(taught, list) else []
    return tuple(dict.fromkeys([*LANGUAGES, *(code for code in more if code in _KNOWN), *sorted(_written(draft))]))


def _written(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_written, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    if value and all(key in _KNOWN and isinstance(text, str) for key, text in value.items()):
        return set(value)
    return set().union(*map(_written, value.values())) if value else set()


def _group(group: Group, draft: Mapping[str, Any], language: str) -> BoundGroup:
    outcomes = _Asked(language, text_languages(draft), _outcomes(draft, language))
    if not group.repeats:
        controls = [_control(one, one.path, "/" + one.path.replace(".", "/"), draft, outcomes) for one in group.fields]
        return BoundGroup(group=group, pointer="", rows=[Row(name="", pointer="", number=1, controls=controls)])
    held = draft.get(group.path)
    rows = []
    for index, values in enumerate(held if isinstance(held, list) else []):
        name, pointer = f"{group.path}.{index}", f"/{group.path}/{index}"
        inner = {**group.start, **values} if isinstance(values, dict) else {}
        controls = [_control(one, f"{name}.{one.path}", f"{pointer}/{one.path}", inner, outcomes) for one in group.fields]
        rows.append(Row(name=name, pointer=pointer, number=index + 1, controls=controls))
    return BoundGroup(group=group, pointer=f"/{group.path}", rows=rows)


def _control(one: Field, name: str, pointer: str, values: Mapping[str, Any], asked: _Asked) -> Control:
    value = _get(values, one.path)
    control = Control(
        name=name, pointer=pointer, label=one.label, kind=one.kind, help=one.help, optional=one.optional, narrow=one.narrow
    )
    if one.kind in ("pair", "pair_long"):
        control.parts = [_part(control, code, value, asked.language) for code in asked.texts]
    elif one.kind == "skills":
        control.held = held_picks(value, asked.language)
        control.areas = _areas({pick.value for pick in control.held}, asked.language)
    elif one.kind == "check":
        control.checked = value is True
    elif one.kind == "lines":
        control.value = "\n".join(str(line) for line in value) if isinstance(value, list) else str(value or "")
    else:
        control.value = "" if value is None or isinstance(value, dict | list) else str(value)
        options = asked.outcomes if one.kind == "outcomes" else one.options(asked.language) if one.options else []
        control.options = _options(one, options, value, control.value)
    return control


def _options(one: Field, options: list[tuple[str, str]], value: Any, alone: str) -> list[Option]:
    """The choices; a value that is in no list (from another program) can be kept."""
    chosen = {str(each) for each in value} if isinstance(value, list) else {alone}
    listed = {code for code, _label in options}
    unlisted = [] if one.kind == "outcomes" or not options else sorted(code for code in chosen - listed if code)
    return [Option(code, label, code in chosen) for code, label in [*options, *((code, code) for code in unlisted)]]


def _part(control: Control, language: str, value: Any, spoken: str) -> Control:
    return Control(
        name=f"{control.name}.{language}",
        pointer=f"{control.pointer}/{language}",
        label=NAMES.get(language) or language_name(language, spoken).capitalize(),
        kind="long" if control.kind == "pair_long" else "text",
        value=str(value.get(language, "")) if isinstance(value, dict) else "",
        language=language,
    )


def _areas(ticked: set[str], language: str) -> list[tuple[str, list[Option]]]:
    """The competences that are not ticked yet, by area."""
    return [
        (
            f"{area} {name.text(language)}",
            [
                Option(code, f"{code} {skill.name.text(language)}", chosen=False)
                for code, skill in DIGCOMP.items()
                if code.startswith(f"{area}.") and code not in ticked
            ],
        )
        for area, name in AREAS.items()
    ]


def _outcomes(draft: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    rows = draft.get("learning_outcomes")
    found = []
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if isinstance(row, dict) and row.get("id"):
            held = row.get("statement")
            statement: dict[str, Any] = held if isinstance(held, dict) else {}
            text = statement.get(language) or next(iter(statement.values()), "") or gettext("no text yet")
            found.append((str(row["id"]), f"{number}. {text}"))
    return found


def _get(values: Mapping[str, Any], path: str) -> Any:
    value: Any = values
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _place(message: Message, groups: list[BoundGroup]) -> None:
    """Give the message to the innermost place that it points into."""
    places: list[tuple[str, list[Message]]] = []
    for group in groups:
        places.append((group.pointer, group.messages))
        for row in group.rows:
            places.append((row.pointer, row.messages))
            places.extend((control.pointer, control.messages) for control in row.controls)
    fitting = [place for place in places if place[0] and (message.at == place[0] or message.at.startswith(place[0] + "/"))]
    if fitting:
        max(fitting, key=lambda place: len(place[0]))[1].append(message)
        return
    inside = [place for place in places if place[0].startswith(message.at + "/")]
    (inside[0] if inside else places[0])[1].append(message)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…", ")")) else ".")
