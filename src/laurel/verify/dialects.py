"""Credentials that are no Verifiable Credentials with proofs of their own: each dialect says what is its own and checks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from laurel import bake
from laurel.canon import strict_json
from laurel.errors import LaurelError
from laurel.verify import sealed
from laurel.verify.question import Question
from laurel.verify.report import Report

_BOUND = frozenset({"issuer_key", "issuer_known"})


def report_on(presented: bytes | str, question: Question) -> Report | None:
    """The report, or None where what was presented belongs to no dialect here (or cannot be read at all)."""
    report = _report(presented, question)
    if report is None or question.policy.issuer_binding:
        return report
    return replace(report, checks=tuple(check for check in report.checks if check.name not in _BOUND))


def _report(presented: bytes | str, question: Question) -> Report | None:
    document = _json_of(presented, question)
    if document is not None and sealed.recognises(document):
        return sealed.report_on(document, question)
    return None


def _json_of(presented: bytes | str, question: Question) -> dict[str, Any] | None:
    content = presented.encode("utf-8", "surrogatepass") if isinstance(presented, str) else presented
    if len(content) > question.policy.max_file:
        return None
    try:
        text = bake.unbake(content).strip(" \t\r\n")
        limits = strict_json.Limits(size=question.policy.max_text, values=20_000)
        return strict_json.loads_object(text, limits=limits) if text.startswith("{") else None
    except LaurelError:
        return None
