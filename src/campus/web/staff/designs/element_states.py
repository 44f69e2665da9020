"""What a text says about each European element, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from campus.catalogue.drafts import DraftState
from campus.web.elements import LABELS, Value, elements_of
from campus.web.staff.designs.binding import Message
from campus.web.staff.designs.steps import step_of
from laurel.annex1.findings import Finding

FORM_ELEMENTS = tuple(code for code in LABELS if code not in ("M1", "M5"))  # the learner and the date stand in each badge


@dataclass(frozen=True, slots=True)
class ElementState:
    """One European element: what the draft says, and what is wrong with it."""

    code: str
    label: StrOrPromise
    values: tuple[Value, ...]
    findings: tuple[tuple[Message, str], ...]  # with the slug of the step that mends it
    tone: str


def element_states(state: DraftState, language: str) -> list[ElementState]:
    """Every element that a design can state, in the order of the Recommendation."""
    said = {element.code: element.values for element in elements_of(state.record, language=language)} if state.record else {}
    found: dict[str, list[Finding]] = {}
    for finding in state.findings:
        found.setdefault(finding.element, []).append(finding)
    return [_element(code, said.get(code, ()), found.get(code, []), language) for code in FORM_ELEMENTS]


def _element(code: str, values: tuple[Value, ...], findings: Iterable[Finding], language: str) -> ElementState:
    spoken = "bg" if language == "bg" else "en"
    told = tuple(
        (
            Message(finding.at, "refused" if finding.severity == "fail" else "attention", finding.say(spoken)),  # type: ignore[arg-type]
            step_of(finding.at).slug,
        )
        for finding in findings
    )
    tones = [message.tone for message, _ in told]
    tone = "refused" if "refused" in tones else "attention" if tones else "valid" if values else "unknown"
    return ElementState(code, LABELS[code], values, told, tone)
