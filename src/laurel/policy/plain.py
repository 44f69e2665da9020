"""Packs, evaluations and differences as plain values for JSON: the same for the command line and for an API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from laurel.annex1.findings import Fix
from laurel.policy.changes import changes_of
from laurel.policy.compatibility import Compatibility
from laurel.policy.diff import Changed, Forbidden, PackDiff
from laurel.policy.evaluate import Evaluation, RuleFinding
from laurel.policy.facts import UNKNOWN, Known
from laurel.policy.pack import Pack, Rule
from laurel.policy.score import Line, Score, explained


def pack_as_json(pack: Pack) -> dict[str, Any]:
    """A pack without its rules."""
    return {
        "id": pack.id,
        "version": pack.version,
        "title": {"en": pack.title.en, "bg": pack.title.bg},
        "status": pack.status,
        "source": pack.source,
        "extends": list(pack.extends),
    }


def rule_as_json(rule: Rule) -> dict[str, Any]:
    """One rule as it holds on a day."""
    return {
        "id": rule.id,
        "pack": rule.pack,
        "stage": rule.stage,
        "element": rule.element,
        "severity": rule.severity,
        "parameters": {name: _plain(value) for name, value in rule.parameters.items()},
        "en": rule.demand("en"),
        "bg": rule.demand("bg"),
        "source": rule.source,
    }


def evaluation_as_json(found: Evaluation) -> dict[str, Any]:
    """What a pack says of a design."""
    return {
        "pack": found.pack.id,
        "version": found.pack.version,
        "on": found.on.isoformat(),
        "answer": found.answer.name.lower(),
        "elements": {element: answer.name.lower() for element, answer in found.by_element().items()},
        "findings": [_finding_as_json(each) for each in found.findings],
    }


def fix_as_json(fix: Fix) -> dict[str, Any]:
    """A fix: put `value` at the JSON pointer `at`; any of `others` would mend it as well."""
    return {"at": fix.at, "value": fix.value, **({"others": list(fix.others)} if fix.others else {})}


def score_as_json(found: Score) -> dict[str, Any]:
    """How far a design is, per element and principle."""
    return {
        "elements_percent": found.elements_percent,
        "principles_percent": found.principles_percent,
        "open": list(found.open),
        "counted": {"en": explained("en"), "bg": explained("bg")},
        "elements": [_line_as_json(line) for line in found.elements],
        "principles": [_line_as_json(line) for line in found.principles],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "title": {"en": line.title("en"), "bg": line.title("bg")},
        "answer": None if line.answer is None else line.answer.name.lower(),
        "rests_on": list(line.rests_on),
        "because": [
            {"element": one.element, "code": one.code, "pack": one.pack, "at": one.at, "en": one.en, "bg": one.bg}
            for one in line.because
        ],
    }


def _finding_as_json(each: RuleFinding) -> dict[str, Any]:
    return {
        "rule": each.rule.id,
        "answer": each.answer.name.lower(),
        "applies": each.applies,
        "element": each.rule.element,
        "facts": {name: _plain(value) for name, value in each.facts.items()},
        "fix": {name: _plain(value) for name, value in each.fix.items()},
        "changes": [fix_as_json(one) for one in changes_of(each.fix)],
        "en": each.reason("en"),
        "bg": each.reason("bg"),
        "source": each.rule.source,
    }


def report_as_json(found: Compatibility) -> dict[str, Any]:
    """How many designs fare under several packs."""
    return {
        "packs": list(found.packs),
        "on": found.on.isoformat(),
        "designs": len(found.fared),
        "meeting_all": found.meeting_all,
        "reasons": [{"pack": pack, "rule": rule, "designs": count} for (pack, rule), count in found.reasons],
        "each": [
            {"design": each.name, "evaluations": [evaluation_as_json(one) for one in each.evaluations.values()]}
            for each in found.fared
        ],
    }


def diff_as_json(found: PackDiff) -> dict[str, Any]:
    """How two packs differ."""
    return {
        "left": found.left,
        "right": found.right,
        "on": found.on.isoformat(),
        "only_left": [rule.id for rule in found.only_left],
        "only_right": [rule.id for rule in found.only_right],
        "changed": [_changed_as_json(each) for each in found.changed],
        "left_forbids": [_forbidden_as_json(each) for each in found.left_forbids],
        "right_forbids": [_forbidden_as_json(each) for each in found.right_forbids],
    }


def _changed_as_json(each: Changed) -> dict[str, Any]:
    left, right = ({**_all_plain(rule.parameters), "severity": rule.severity} for rule in (each.left, each.right))
    return {"rule": each.left.id, "left": left, "right": right}


def _forbidden_as_json(each: Forbidden) -> dict[str, Any]:
    return {"rule": each.rule.id, "example": _all_plain(each.example), "en": each.say("en"), "bg": each.say("bg")}


def _all_plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Known | Any) -> Any:
    if value is UNKNOWN:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    return value.isoformat() if isinstance(value, date) else value
