"""Tests of a pack, kept beside it: facts and the answers that are expected of them.

    # nl.tests.toml
    [[case]]
    name = "two credits are too few"
    on = 2026-11-25
    facts = { ects = 2, hours = 60 }
    expect = { R-01 = "fail" }

A rule that is not named in `expect` is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from laurel.annex1.read import problems_of
from laurel.errors import PolicyError
from laurel.policy.evaluate import evaluate
from laurel.policy.facts import read_facts
from laurel.policy.limits import read_toml
from laurel.policy.pack import Pack

Expected = Literal["pass", "warn", "refer", "fail", "absent"]


class Case(BaseModel):
    """One test: `expect` names the answer by rule; "absent" says that the pack has no such rule on that day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=300)
    on: date
    facts: dict[str, Any]
    expect: dict[str, Expected]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    case: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A rule that answered otherwise than its test expects."""

    case: str
    rule: str
    expected: str
    answered: str


def read_cases(text: str) -> tuple[Case, ...]:
    """The cases of a tests file.

    Raises:
        PolicyError: no TOML, a wrong shape, or facts that do not exist.
    """
    raw = read_toml(text)
    try:
        return _File.model_validate(raw).case
    except ValidationError as error:
        raise PolicyError(problems_of(error)) from error


def run_cases(pack: Pack, cases: tuple[Case, ...]) -> tuple[Mismatch, ...]:
    """Every expectation that the pack does not meet; empty when all hold.

    Raises:
        PolicyError: a case states facts that do not exist.
    """
    return tuple(mismatch for case in cases for mismatch in _run(pack, case))


def _run(pack: Pack, case: Case) -> Iterator[Mismatch]:
    evaluation = evaluate(read_facts(case.facts), pack, on=case.on)
    answers = {finding.rule.id: finding.answer.name.lower() for finding in evaluation.findings}
    for rule, expected in case.expect.items():
        answered = answers.get(rule, "absent")
        if answered != expected:
            yield Mismatch(case=case.name, rule=rule, expected=expected, answered=answered)
