"""Credentials that are no Verifiable Credentials with proofs of their own: each dialect says what is its own and checks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from laurel import bake
from laurel.canon import strict_json
from laurel.errors import LaurelError
from laurel.formats.openbadge2 import UnverifiedAssertion, read
from laurel.verify import openbadge2, sd_jwt, sealed
from laurel.verify.issuers import ABOUT_THE_ISSUER, without_reassurance
from laurel.verify.question import Question
from laurel.verify.report import Report


def report_on(presented: bytes | str, question: Question) -> Report | None:
    """The report, or None where what was presented belongs to no dialect here (or cannot be read at all).

    The W3C's own data model has no dialects.
    """
    if question.policy.shape == "data-model":
        return None
    report = _report(presented, question)
    if report is None:
        return None
    checks = without_reassurance({check.name: check for check in report.checks})
    asked = checks if question.policy.issuer_binding else checks.keys() - ABOUT_THE_ISSUER
    return replace(report, checks=tuple(check for name, check in checks.items() if name in asked))


def _report(presented: bytes | str, question: Question) -> Report | None:
    text = _text_of(presented, question)
    if text.startswith("{"):
        document = _json_of(text, question) if _may_be_one(text) else None
        if document is not None and sealed.recognises(document):
            return sealed.report_on(document, question)
        if document is not None and openbadge2.recognises(document):
            return openbadge2.report_on(document, question)
        return None
    if sd_jwt.recognises(text):
        return sd_jwt.report_on(text, question)
    token = _assertion_of(text)
    return None if token is None else openbadge2.report_on(token.assertion, question, token=token)


def _text_of(presented: bytes | str, question: Question) -> str:
    content = presented.encode("utf-8", "surrogatepass") if isinstance(presented, str) else presented
    if len(content) > question.policy.max_file:
        return ""
    try:
        text = bake.unbake(content).strip(" \t\r\n")
    except LaurelError:
        return ""
    return text if len(text) <= question.policy.max_text else ""


def _may_be_one(text: str) -> bool:
    """False where no dialect can recognise it: a word that each needs stands nowhere, nor could an escape hide it.

    What is none of ours is then not read twice, which counts where a stranger makes reading costly.
    """
    return "\\u" in text or any(f'"{word}"' in text for word in (*sealed.WORDS, *openbadge2.WORDS))


def _json_of(text: str, question: Question) -> dict[str, Any] | None:
    try:
        return strict_json.loads_object(text, limits=strict_json.Limits(size=question.policy.max_answer, values=20_000))
    except LaurelError:
        return None


def _assertion_of(text: str) -> UnverifiedAssertion | None:
    """A token whose payload is an assertion; any other token is somebody else's business."""
    if text.count(".") != 2:
        return None
    try:
        token = read(text)
    except LaurelError:
        return None
    return token if openbadge2.recognises(token.assertion) else None
