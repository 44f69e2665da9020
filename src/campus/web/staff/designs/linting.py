"""The rules on the page: what each says of a draft, and a button for what can be mended, with a way back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from campus.base.refusals import Refusal
from campus.catalogue.designs import EDITABLE, save_draft
from campus.catalogue.mending import Change, apply
from campus.catalogue.models import Design
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.policies.chosen import chosen_packs
from campus.quality.lint import ELEMENTS, Line, Lint, PackReport, lint_draft
from campus.web.elements import LABELS, PRINCIPLES
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.fields import Field, Step
from campus.web.staff.designs.lookup import design_in, title_of
from campus.web.staff.designs.scores import TONES, scores_of
from campus.web.staff.designs.steps import STEPS, step_of
from laurel.errors import Language
from laurel.policy.evaluate import Answer
from laurel.policy.score import explained

_UNDO = "design_undo"


class FixGoneError(Refusal):
    """The draft has changed: this fix is not offered any more."""

    code = "FIX_GONE"
    text = _("This is not offered any more: the draft has changed meanwhile.")


class UndoGoneError(Refusal):
    """Somebody, or another fix, changed the draft after the fix that is to be undone."""

    code = "UNDO_GONE"
    text = _("This can no longer be undone: the draft has changed since.")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One rule's answer in the reader's language."""

    line: Line
    tone: str
    word: str
    reason: str
    facts: str
    advice: str
    element: StrOrPromise
    step: Step
    fix: str


@dataclass(frozen=True, slots=True)
class ShownPack:
    """One rule set's answers: what is to be looked at first, then what is met."""

    title: str
    weight: str
    pack_id: str
    readable: bool
    open_lines: list[ShownLine]
    met: list[ShownLine]


def lint_of(organisation: Organisation, draft: Mapping[str, Any]) -> Lint:
    """The report on a draft today, under the rule sets that the organisation chose."""
    return lint_draft(draft, chosen_packs(organisation), on=timezone.localdate(), organisation=organisation)


def panel(request: PersonRequest, design: Design, draft: Mapping[str, Any], step: Step) -> dict[str, Any]:
    """What stands beside one step: its lines that are not met, and how many there are altogether."""
    found, language = lint_of(design.organisation, draft), spoken()
    here = [line for line in found.lines if line.at and line.answer is not Answer.PASS and step.owns(line.at)]
    return {
        "lint_lines": [_shown(line, language) for line in here],
        "lint_failures": found.count(Answer.FAIL),
        "lint_warnings": found.count(Answer.WARN),
        "undo": undo_for(request, design),
    }


def blocking_lines(design: Design) -> list[ShownLine]:
    """What the rule sets that block say against publishing the draft as it is."""
    language = spoken()
    reports = lint_of(design.organisation, design.draft).packs
    return [_shown(line, language) for report in reports for line in report.lines if line.blocks]


@require_safe
@inside()
def rules(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design, language = design_in(organisation, public_id), spoken()
    found = lint_of(organisation, design.draft)
    page = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, language),
        "packs": [_elements(found, language), *(_pack(report, language) for report in found.packs)],
        "counts": [(TONES[answer], answer.say(language), found.count(answer)) for answer in reversed(Answer)],
        "blocked": any(line.blocks for line in found.lines) or bool(found.state.problems),
        "offering": found.classified,
        "offering_name": found.classified.offering.name_in(language) if found.classified and found.classified.offering else "",
        "offering_reasons": [phrase.bg if language == "bg" else str(phrase) for phrase in found.classified.reasons]
        if found.classified
        else [],
        "scores": scores_of(found.score, language),
        "counted": explained(language),
        "fixes": design.state in EDITABLE and Role.AUTHOR in roles_of(request.user, organisation),
        "undo": undo_for(request, design),
    }
    return render(request, "staff/designs/rules.html", page)


@require_POST
@inside(Role.AUTHOR)
def fix(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    try:
        mend(request, design, request.POST.get("fix", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("design_rules", organisation.slug, public_id)


@require_POST
@inside(Role.AUTHOR)
def undo(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    try:
        _undo(request, design)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("It is as it was before."))
    back = request.POST.get("back", "")
    step = next((each for each in STEPS if each.slug == back), None)
    if step is not None:
        return redirect("design_step", organisation.slug, public_id, step.slug)
    return redirect("design_rules", organisation.slug, public_id)


def mend(request: PersonRequest, design: Design, key: str) -> Design:
    """Apply the fix that a line of the report offers, and remember how to undo it.

    Raises:
        FixGoneError: no such line, or it offers nothing now.
        NotAllowedError, NotEditableError, StaleDraftError: as `save_draft` does.
    """
    line = lint_of(design.organisation, design.draft).line(key)
    if line is None or not line.fix:
        raise FixGoneError
    draft, back = apply(design.draft, line.fix)
    saved = save_draft(design, draft=draft, revision=design.draft_revision, by=request.user, at=timezone.now())
    request.session[_UNDO] = {
        "design": str(design.public_id),
        "revision": saved.draft_revision,
        "back": [{"at": each.at, "value": each.value, "gone": each.gone} for each in back],
        "said": say_changes(line.fix, spoken()),
    }
    return saved


def undo_for(request: PersonRequest, design: Design) -> str:
    """What the newest fix changed, in words, while nothing else has changed the draft since; else ""."""
    kept = request.session.get(_UNDO)
    if not kept or kept["design"] != str(design.public_id) or kept["revision"] != design.draft_revision:
        return ""
    return str(kept["said"])


def spoken() -> Language:
    """The reader's language, as the library names it."""
    return "bg" if get_language() == "bg" else "en"


def say_changes(changes: Iterable[Change], language: Language) -> str:
    """Changes in words: "ECTS credits: 3"."""
    return "; ".join(f"{_label(change.at)}: {_value(change, language)}" for change in changes)


def _undo(request: PersonRequest, design: Design) -> None:
    if not undo_for(request, design):
        raise UndoGoneError
    kept = request.session.pop(_UNDO)
    draft, _again = apply(design.draft, [Change(**each) for each in kept["back"]])
    save_draft(design, draft=draft, revision=kept["revision"], by=request.user, at=timezone.now())


def _elements(found: Lint, language: Language) -> ShownPack:
    lines = [_shown(line, language) for line in found.elements]
    return ShownPack(gettext("European standard elements"), gettext("blocks"), ELEMENTS, True, _worst_first(lines), [])


def _pack(report: PackReport, language: Language) -> ShownPack:
    chosen = report.chosen
    title = chosen.pack.title.say(language) if chosen.pack else chosen.pack_id
    lines = [_shown(line, language) for line in report.lines]
    met = [each for each in lines if each.line.answer is Answer.PASS]
    weight = gettext("blocks") if chosen.blocking else gettext("warns")
    others = _worst_first([each for each in lines if each not in met])
    return ShownPack(title, weight, chosen.pack_id, chosen.pack is not None, others, met)


def _worst_first(lines: list[ShownLine]) -> list[ShownLine]:
    return sorted(lines, key=lambda each: -each.line.answer)


def _shown(line: Line, language: Language) -> ShownLine:
    return ShownLine(
        line=line,
        tone=TONES[line.answer],
        word=line.answer.say(language),
        reason=line.reason[language],
        facts=line.facts[language],
        advice="" if line.fix else line.advice[language],
        element=LABELS.get(line.element) or PRINCIPLES[line.element],
        step=step_of(line.at),
        fix=say_changes(line.fix, language),
    )


def _field(at: str) -> tuple[str, Field | None]:
    """The name of a place, and the question that asks for it."""
    parts = at.strip("/").split("/")
    for step in STEPS:
        for group in step.groups:
            if group.repeats and parts[0] == group.path and len(parts) > 2:
                inner = next((field for field in group.fields if field.path == parts[2]), None)
                return f"{group.item} {int(parts[1]) + 1}, {inner.label if inner else parts[2]}", inner
            for field in () if group.repeats else group.fields:
                if field.path == ".".join(parts):
                    return str(field.label), field
    return at, None


def _label(at: str) -> str:
    return _field(at)[0]


def _value(change: Change, language: Language) -> str:
    field = _field(change.at)[1]
    named = dict(field.options(language)) if field and field.options else {}
    values = change.value if isinstance(change.value, list) else [change.value]
    return ", ".join(str(named.get(str(value), value)) for value in values)
