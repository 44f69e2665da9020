"""Policy packs: which rules hold for whom, from when until when, with which numbers. A pack is a readable TOML file.

    rules.toml ──defaults──┐
    eu.toml ─extends─▶ bg.toml ──▶ Pack.on(date) ──▶ the rules in force on that day, parameters and texts filled in

A pack names rules of the catalogue and sets their parameters, or brings rules of its own (all of a rule's members are then
required). What it extends comes first; the last entry that is valid on the day wins; `drop = true` takes an inherited rule out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from laurel.annex1.read import problems_of
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Language, PolicyError, Problem
from laurel.policy.conditions import ALWAYS, Condition, read_condition
from laurel.policy.facts import plain
from laurel.policy.limits import MAX_ENTRIES, MAX_EXTENDS, fill, read_toml, unfilled

Severity = Literal["fail", "warn", "refer"]
Stage = Literal["design", "publish", "assess", "issue", "after", "stack", "recognise"]
Status = Literal["in_force", "experiment", "draft"]
STAGES: Final[tuple[Stage, ...]] = ("design", "publish", "assess", "issue", "after", "stack", "recognise")
BUILT_IN: Final = ("eu", "cmf", "nl", "nl-experiment", "nl-mbo", "nz", "bg", "lrc")

MAX_PROBLEMS: Final = 50  # told at once

_Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
_RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,15}-\d{1,4}$")]
_Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2048)]
_Element = Annotated[str, Field(pattern=r"^(M([1-9]|10|11)|O[1-5]|P([1-9]|10))$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Part):
    """One sentence in both languages; {name} stands for a parameter."""

    en: str = Field(min_length=1, max_length=1000)
    bg: str = Field(min_length=1, max_length=1000)

    def say(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.bg if language == "bg" else self.en


class RuleEntry(_Part):
    """One entry of a pack: a rule of the catalogue with what differs, or a rule of the pack's own."""

    id: _RuleId
    stage: Stage | None = None
    element: _Element | None = None
    severity: Severity | None = None
    title: Texts | None = None
    requires: Texts | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    when: dict[str, Any] | None = None
    require: dict[str, Any] | None = None
    source: _Url | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    drop: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the entry counts on a day; both ends included."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_until is None or on <= self.valid_until)


class PackFile(_Part):
    """A pack as it stands in its file."""

    id: _Id
    version: str = Field(min_length=1, max_length=20)
    title: Texts
    about: Texts | None = None
    status: Status
    source: _Url | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    extends: tuple[_Id, ...] = Field(default=(), max_length=MAX_EXTENDS)
    rule: tuple[RuleEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as it holds on a day. `pack` is the id of the pack whose entry set it."""

    id: str
    pack: str
    stage: Stage
    element: str
    severity: Severity
    title: Texts
    requires: Texts
    parameters: Mapping[str, Any]
    when: Condition
    require: Condition
    source: str

    def demand(self, language: Language) -> str:
        """What it asks for, in one sentence, with its numbers."""
        return fill(self.requires.say(language), {name: _shown(value) for name, value in self.parameters.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack with everything it extends. `entries` are in the order in which they count: the last one valid on a day wins."""

    id: str
    version: str
    title: Texts
    about: Texts | None
    status: Status
    source: str
    valid_from: date | None
    valid_until: date | None
    extends: tuple[str, ...]
    entries: tuple[tuple[str, RuleEntry], ...]

    def on(self, day: date) -> tuple[Rule, ...]:
        """The rules in force on a day, in the order of their ids."""
        chosen: dict[str, tuple[str, RuleEntry]] = {}
        for pack, entry in self.entries:
            if entry.in_force(day):
                chosen[entry.id] = (pack, entry)
        return tuple(_rule(pack, entry, self.source) for _, (pack, entry) in sorted(chosen.items()) if not entry.drop)


def read_pack(text: str, *, known: Mapping[str, Pack] | None = None) -> Pack:
    """A pack from its TOML text.

    Args:
        known: packs it may extend, by id; the built-in ones without it.

    Raises:
        PolicyError: no TOML, a wrong shape, an unknown rule, fact or parameter, or a pack it extends is not there.
    """
    file = _shape(text)
    entries = _inherited(file, built_in() if known is None else known)
    entries.extend((file.id, entry) for entry in file.rule)
    if len(entries) > MAX_ENTRIES:
        en, bg = (
            f"at most {MAX_ENTRIES} rules with all that it extends",
            f"най-много {MAX_ENTRIES} правила с всичко надграждано",
        )
        raise _error("/extends", "TOO_LARGE", en, bg)
    problems = [_named(each, file.rule) for each in _rule_problems(file)]
    if problems:
        raise PolicyError(problems[:MAX_PROBLEMS])
    return Pack(
        id=file.id,
        version=file.version,
        title=file.title,
        about=file.about,
        status=file.status,
        source=file.source or "",
        valid_from=file.valid_from,
        valid_until=file.valid_until,
        extends=file.extends,
        entries=tuple(entries),
    )


@cache
def built_in() -> Mapping[str, Pack]:
    """The packs that come with the library, by id."""
    packs: dict[str, Pack] = {}
    for name in BUILT_IN:
        packs[name] = read_pack(_file(f"{name}.toml"), known=packs)
    return MappingProxyType(packs)


@cache
def catalogue() -> Mapping[str, RuleEntry]:
    """The rules that packs choose from, by id, with their default parameters."""
    raw = tomllib.loads(_file("rules.toml"), parse_float=Decimal)
    return MappingProxyType({name: RuleEntry.model_validate({"id": name, **entry}) for name, entry in raw.items()})


@cache
def every_rule() -> Pack:
    """Every rule of the catalogue with its default parameters, as one pack; for trying out and for truth tables."""
    return Pack(
        id="catalogue",
        version="1",
        title=Texts(en="Every rule", bg="Всички правила"),
        about=None,
        status="draft",
        source="",
        valid_from=None,
        valid_until=None,
        extends=(),
        entries=tuple(("catalogue", RuleEntry(id=name)) for name in catalogue()),
    )


def _file(name: str) -> str:
    return resources.files("laurel.policy").joinpath("packs", name).read_text(encoding="utf-8")


def _shape(text: str) -> PackFile:
    raw = read_toml(text)
    try:
        return PackFile.model_validate(raw)
    except ValidationError as error:
        rules = raw.get("rule")
        named = (_named(each, rules if is_array(rules) else ()) for each in problems_of(error))
        raise PolicyError([*islice(named, MAX_PROBLEMS)]) from error


def _inherited(file: PackFile, known: Mapping[str, Pack]) -> list[tuple[str, RuleEntry]]:
    entries: list[tuple[str, RuleEntry]] = []
    for index, name in enumerate(file.extends):
        if name not in known:
            raise _error(f"/extends/{index}", "UNKNOWN_PACK", f"there is no pack {name}", f"няма набор {name}")
        if name in file.extends[:index]:
            raise _error(f"/extends/{index}", "PACK_TWICE", f"{name} stands here twice", f"{name} е посочен два пъти")
        entries.extend(known[name].entries)
    return entries


def _named(problem: Problem, rules: Sequence[Any]) -> Problem:
    """The problem with the rule and the key in its sentence: people look for R-01, not for the third table."""
    found = re.fullmatch(r"/rule/(\d{1,6})(?:/(.*))?", problem.at, re.DOTALL)
    if found is None or int(found[1]) >= len(rules):
        return problem
    entry = rules[int(found[1])]
    name = entry.get("id") if is_object(entry) else getattr(entry, "id", None)
    where = ", ".join(part[:200] for part in (name, found[2]) if isinstance(part, str) and part)
    return Problem(at=problem.at, code=problem.code, en=f"{where}: {problem.en}", bg=f"{where}: {problem.bg}")


def _rule_problems(file: PackFile) -> Iterator[Problem]:
    seen: set[tuple[str, date | None, date | None]] = set()
    for index, entry in enumerate(file.rule):
        at = f"/rule/{index}"
        window = (entry.id, entry.valid_from, entry.valid_until)
        if window in seen:
            yield Problem(at=f"{at}/id", code="RULE_TWICE", en="it stands here twice", bg="стои тук два пъти")
        seen.add(window)
        yield from _dates(entry, at)
        if not entry.drop:
            yield from _own_rule(file, entry, at)


def _dates(entry: RuleEntry, at: str) -> Iterator[Problem]:
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        en, bg = "it ends before it begins", "свършва, преди да е започнало"
        yield Problem(at=f"{at}/valid_until", code="ENDS_TOO_EARLY", en=en, bg=bg)


def _own_rule(file: PackFile, entry: RuleEntry, at: str) -> Iterator[Problem]:
    if entry.id not in catalogue() and (absent := [name for name in _OWN if getattr(entry, name) is None]):
        names = ", ".join(absent)
        en, bg = f"it is not in the catalogue, so it needs {names}", f"не е в каталога и затова се нуждае от {names}"
        yield Problem(at=at, code="UNKNOWN_RULE", en=en, bg=bg)
        return
    yield from _unused(entry, at)
    yield from _parameter_kinds(entry, at)
    try:
        rule = _rule(file.id, entry, "")
    except PolicyError as error:
        for problem in error.problems:
            yield Problem(at=at + problem.at, code=problem.code, en=problem.en, bg=problem.bg)
        return
    for text in (rule.requires.en, rule.requires.bg):
        if stray := unfilled(text, rule.parameters):
            en, bg = f"{stray} names no parameter", f"{stray} не назовава параметър"
            yield Problem(at=f"{at}/requires", code="UNKNOWN_PARAMETER", en=en, bg=bg)
            return


def _parameter_kinds(entry: RuleEntry, at: str) -> Iterator[Problem]:
    for name, value in entry.parameters.items():
        parts = value if is_array(value) else [value]
        if not all(isinstance(part, str | bool | int | Decimal | date) for part in parts):
            en, bg = "a parameter is a value or a list of values", "параметърът е стойност или списък от стойности"
            yield Problem(at=f"{at}/parameters/{name}", code="WRONG_KIND", en=en, bg=bg)


def _unused(entry: RuleEntry, at: str) -> Iterator[Problem]:
    """A parameter that nothing uses is a slip of the pen: without a word the default would hold."""
    base = catalogue().get(entry.id, entry)
    shown = _own(entry.requires, base.requires)
    for name in entry.parameters:
        conditions = f"{_own(entry.when, base.when)} {_own(entry.require, base.require)}"
        if f"'${name}'" not in conditions and not any(f"{{{name}}}" in text for text in (shown.en, shown.bg)):
            en, bg = "the rule has no such parameter", "правилото няма такъв параметър"
            yield Problem(at=f"{at}/parameters/{name}", code="UNKNOWN_PARAMETER", en=en, bg=bg)


_OWN = ("stage", "element", "title", "requires", "require")


def _rule(pack: str, entry: RuleEntry, pack_source: str) -> Rule:
    base = catalogue().get(entry.id, entry)
    # A condition of the pack's own brings its own parameters; otherwise those of the catalogue stand behind them.
    parameters = entry.parameters if entry.require is not None else base.parameters | entry.parameters
    when = entry.when if entry.when is not None else base.when
    return Rule(
        id=entry.id,
        pack=pack,
        stage=_own(entry.stage, base.stage),
        element=_own(entry.element, base.element),
        severity=entry.severity or base.severity or "fail",
        title=_own(entry.title, base.title),
        requires=_own(entry.requires, base.requires),
        parameters=MappingProxyType(dict(parameters)),
        when=ALWAYS if when is None else read_condition(when, parameters=parameters, at="/when"),
        require=read_condition(_own(entry.require, base.require), parameters=parameters, at="/require"),
        source=entry.source or base.source or pack_source,
    )


def _own(own: Any, base: Any) -> Any:
    return own if own is not None else base


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return ", ".join(map(str, value)) if is_array(value) else str(value)


def _error(at: str, code: str, en: str, bg: str) -> PolicyError:
    return PolicyError([Problem(at=at, code=code, en=en, bg=bg)])
