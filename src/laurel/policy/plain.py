"""Packs, evaluations and differences as plain values for JSON: the same for the command line and for an API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from laurel.policy.compatibility import Compatibility
from laurel.policy.diff import Changed, Forbidden, PackDiff
from laurel.policy.evaluate import Evaluation, RuleFinding
from laurel.policy.facts import UNKNOWN, Known
from laurel.policy.pack import Pack, Rule


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


def _finding_as_json(each: RuleFinding) -> dict[str, Any]:
    return {
        "rule": each.rule.id,
        "answer": each.answer.name.lower(),
        "applies": each.applies,
        "element": each.rule.element,
        "facts": {name: _plain(value) for name, value in each.facts.items()},
        "fix": {name: _plain(value) for name, value in each.fix.items()},
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
