"""A step with its answers and messages, ready to be shown: every control knows its name, value, help and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrOrPromise

from campus.catalogue.drafts import DraftState
from campus.web.staff.designs.fields import LANGUAGES, Field, Group, Step
from laurel.annex1.digcomp import AREAS, DIGCOMP

NAMES: Mapping[str, StrOrPromise] = {"bg": gettext_lazy("Bulgarian"), "en": gettext_lazy("English")}


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


def _group(group: Group, draft: Mapping[str, Any], language: str) -> BoundGroup:
    outcomes = _outcomes(draft, language)
    if not group.repeats:
        controls = [
            _control(one, one.path, "/" + one.path.replace(".", "/"), draft, language, outcomes) for one in group.fields
        ]
        return BoundGroup(group=group, pointer="", rows=[Row(name="", pointer="", number=1, controls=controls)])
    held = draft.get(group.path)
    rows = []
    for index, values in enumerate(held if isinstance(held, list) else []):
        name, pointer = f"{group.path}.{index}", f"/{group.path}/{index}"
        inner = values if isinstance(values, dict) else {}
        controls = [
            _control(one, f"{name}.{one.path}", f"{pointer}/{one.path}", inner, language, outcomes) for one in group.fields
        ]
        rows.append(Row(name=name, pointer=pointer, number=index + 1, controls=controls))
    return BoundGroup(group=group, pointer=f"/{group.path}", rows=rows)


def _control(
    one: Field, name: str, pointer: str, values: Mapping[str, Any], language: str, outcomes: list[tuple[str, str]]
) -> Control:
    value = _get(values, one.path)
    control = Control(
        name=name, pointer=pointer, label=one.label, kind=one.kind, help=one.help, optional=one.optional, narrow=one.narrow
    )
    if one.kind in ("pair", "pair_long"):
        control.parts = [_part(control, code, value) for code in LANGUAGES]
    elif one.kind == "skills":
        control.areas = _areas(value, language)
    elif one.kind == "check":
        control.checked = value is True
    elif one.kind == "lines":
        control.value = "\n".join(str(line) for line in value) if isinstance(value, list) else str(value or "")
    else:
        control.value = "" if value is None or isinstance(value, dict | list) else str(value)
        options = outcomes if one.kind == "outcomes" else one.options(language) if one.options else []
        chosen = {str(each) for each in value} if isinstance(value, list) else {control.value}
        control.options = [Option(code, label, code in chosen) for code, label in options]
    return control


def _part(control: Control, language: str, value: Any) -> Control:
    return Control(
        name=f"{control.name}.{language}",
        pointer=f"{control.pointer}/{language}",
        label=NAMES[language],
        kind="long" if control.kind == "pair_long" else "text",
        value=str(value.get(language, "")) if isinstance(value, dict) else "",
        language=language,
    )


def _areas(value: Any, language: str) -> list[tuple[str, list[Option]]]:
    chosen = {skill.get("code") for skill in value if isinstance(skill, dict)} if isinstance(value, list) else set()
    return [
        (
            f"{area} {name.text(language)}",
            [
                Option(code, f"{code} {skill.name.text(language)}", code in chosen)
                for code, skill in DIGCOMP.items()
                if code.startswith(f"{area}.")
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
