"""What the learner, the employer and the recognition officer will see: the draft as it is, side by side, gaps included."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from campus.catalogue.designs import EDITABLE
from campus.catalogue.drafts import DraftState, state_of
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.elements import LABELS, Value, elements_of
from campus.web.inside import PersonRequest, inside
from campus.web.readers import Reader, reader_for
from campus.web.staff.designs.fields import Step
from campus.web.staff.designs.lookup import design_in, title_of
from campus.web.staff.designs.steps import BY_SLUG

_STEPS: Mapping[str, str] = {
    "M3": "about",
    "M4": "about",
    "O1": "about",
    "M6": "outcomes",
    "M7": "workload",
    "M8": "workload",
    "M9": "assessment",
    "O3": "assessment",
    "M10": "quality",
    "M11": "quality",
    "O2": "quality",
    "O4": "stacking",
    "O5": "stacking",
}
# Which elements each reader is shown, in the order in which they ask, and the question that each answers for them.
_Questions = tuple[tuple[str, StrOrPromise], ...]
_LEARNER: _Questions = (
    ("M6", _("What will I be able to do?")),
    ("M7", _("How much work is it?")),
    ("M10", _("How do I take part?")),
    ("O1", _("What do I need before?")),
    ("M9", _("How is it assessed?")),
    ("M4", _("Who awards it?")),
    ("O4", _("What can it lead to?")),
)
_EMPLOYER: _Questions = (
    ("M4", _("Who issued it?")),
    ("M6", _("Which skills does it certify?")),
    ("M8", _("How demanding is it?")),
    ("M9", _("How was it tested?")),
    ("O2", _("Who watched, and was it really this person?")),
    ("O3", _("How good is the result?")),
    ("M11", _("Who vouches for the quality?")),
)
_OFFICER: _Questions = (
    ("M8", _("Level")),
    ("M7", _("Workload")),
    ("M11", _("Quality assurance")),
    ("M6", _("Learning outcomes")),
    ("M9", _("Assessment")),
    ("O2", _("Supervision and identity verification")),
    ("O3", _("Grading")),
    ("M4", _("Awarding body")),
    ("M3", _("Country or region of the issuer")),
    ("O4", _("Stackability")),
)
_COLUMNS: tuple[tuple[str, StrOrPromise, StrOrPromise, _Questions], ...] = (
    ("learner", _("The learner"), _("in the catalogue, before enrolling"), _LEARNER),
    ("employer", _("The employer"), _("on a shared badge"), _EMPLOYER),
    ("institution", _("The recognition officer"), _("when deciding on recognition"), _OFFICER),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of a reader with what the draft says; `missing` names the step that asks for it."""

    question: StrOrPromise
    element: StrOrPromise
    values: tuple[Value, ...]
    missing: Step | None


@dataclass(frozen=True, slots=True)
class Column:
    """What one reader sees."""

    key: str
    who: StrOrPromise
    where: StrOrPromise
    reader: Reader
    answers: list[Answer]

    @property
    def gaps(self) -> int:
        """How many of the questions nobody has answered."""
        return sum(answer.missing is not None for answer in self.answers)


@require_safe
@inside()
def preview(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    own = get_language() or "en"
    language = request.GET.get("in", own)
    language = language if language in ("bg", "en") else own
    state = state_of(design.draft, on=timezone.localdate())
    with override(language):
        page = {
            "organisation": organisation,
            "design": design,
            "title": title_of(design.draft, language),
            "description": state.record.description.text(language) if state.record else "",
            "columns": columns(state, language),
            "shown_in": language,
            "languages": [("bg", "Български"), ("en", "English")],
            "edits": design.state in EDITABLE and Role.AUTHOR in roles_of(request.user, organisation),
        }
        return render(request, "staff/designs/preview.html", page)


def columns(state: DraftState, language: str) -> list[Column]:
    """The three readers with their questions and what the draft answers."""
    said = {each.code: each.values for each in elements_of(state.record, language=language)} if state.record else {}
    return [
        Column(key, who, where, reader_for(key), [_answer(code, question, said.get(code, ())) for code, question in questions])
        for key, who, where, questions in _COLUMNS
    ]


def _answer(code: str, question: StrOrPromise, values: tuple[Value, ...]) -> Answer:
    told = tuple(value for value in values if value.text or value.note)
    return Answer(question, LABELS[code], told, None if told else BY_SLUG[_STEPS[code]])
