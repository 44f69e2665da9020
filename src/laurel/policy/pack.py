"""Policy packs: which rules hold for whom, from when until when, with which numbers. A pack is a readable TOML file.

    rules.toml ──defaults──┐
    eu.toml ─extends─▶ bg.toml ──▶ Pack.on(date) ──▶ the rules in force on that day, parameters and texts filled in

A pack names rules of the catalogue and sets their parameters, or brings rules of its own (all of a rule's members are then
required). What it extends comes first; the last entry that is valid on the day wins; `drop = true` takes an inherited rule out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from laurel.annex1.read import problems_of
from laurel.canon.strict_json import is_array
from laurel.errors import Language, PolicyError, Problem
from laurel.policy.conditions import ALWAYS, Condition, read_condition
from laurel.policy.facts import plain

Severity = Literal["fail", "warn", "refer"]
Stage = Literal["design", "publish", "assess", "issue", "after"]
Status = Literal["in_force", "experiment", "draft"]
STAGES: Final[tuple[Stage, ...]] = ("design", "publish", "assess", "issue", "after")
BUILT_IN: Final = ("eu", "cmf", "nl", "nl-experiment", "nl-mbo", "nz", "bg")
MAX_PACK = 200_000  # characters

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
    extends: tuple[_Id, ...] = ()
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
        return self.requires.say(language).format_map({name: _shown(value) for name, value in self.parameters.items()})


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
    others = built_in() if known is None else known
    entries: list[tuple[str, RuleEntry]] = []
    for index, name in enumerate(file.extends):
        if name not in others:
            raise _error(f"/extends/{index}", "UNKNOWN_PACK", f"there is no pack {name}", f"няма набор {name}")
        entries.extend(others[name].entries)
    entries.extend((file.id, entry) for entry in file.rule)
    problems = list(_rule_problems(file))
    if problems:
        raise PolicyError(problems)
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
    if len(text) > MAX_PACK:
        raise _error("", "TOO_LARGE", f"a pack has at most {MAX_PACK} characters", f"наборът има най-много {MAX_PACK} знака")
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _error("", "NOT_TOML", f"this is not TOML: {error}", f"това не е TOML: {error}") from error
    try:
        return PackFile.model_validate(raw)
    except ValidationError as error:
        raise PolicyError(problems_of(error)) from error


def _rule_problems(file: PackFile) -> Iterator[Problem]:
    for index, entry in enumerate(file.rule):
        at = f"/rule/{index}"
        if entry.drop:
            continue
        if entry.id not in catalogue() and (absent := [name for name in _OWN if getattr(entry, name) is None]):
            names = ", ".join(absent)
            en = f"{entry.id} is not in the catalogue, so it needs {names}"
            yield Problem(at=at, code="UNKNOWN_RULE", en=en, bg=f"{entry.id} не е в каталога и затова се нуждае от {names}")
            continue
        yield from _unused(entry, at)
        try:
            _rule(file.id, entry, "").demand("en")
            _rule(file.id, entry, "").demand("bg")
        except PolicyError as error:
            for problem in error.problems:
                yield Problem(at=at + problem.at, code=problem.code, en=problem.en, bg=problem.bg)
        except (KeyError, IndexError, ValueError):
            en, bg = "the text names a parameter that is not there", "текстът назовава параметър, който го няма"
            yield Problem(at=f"{at}/requires", code="UNKNOWN_PARAMETER", en=en, bg=bg)


def _unused(entry: RuleEntry, at: str) -> Iterator[Problem]:
    """A parameter that nothing uses is a slip of the pen: without a word the default would hold."""
    base = catalogue().get(entry.id, entry)
    shown = _own(entry.requires, base.requires)
    for name in entry.parameters:
        conditions = f"{_own(entry.when, base.when)} {_own(entry.require, base.require)}"
        if f"'${name}'" not in conditions and not any(f"{{{name}}}" in text for text in (shown.en, shown.bg)):
            en, bg = f"the rule has no parameter {name}", f"правилото няма параметър {name}"
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
