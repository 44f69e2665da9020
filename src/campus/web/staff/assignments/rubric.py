"""Making a rubric: criteria with the outcomes they show, and levels, one a line."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.marking import setup
from campus.marking.models import Assignment
from campus.marking.rubrics import MOST_CRITERIA, Rubric
from campus.people.models import Organisation
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import assignment_in, frame_of
from campus.web.work.showing import criteria_in, plain
from laurel.annex1.record import Criterion

SEPARATOR = "|"


class CriterionForm(forms.Form):
    statement_en = forms.CharField(label=_("Criterion in English"), required=False, max_length=500)
    statement_bg = forms.CharField(label=_("Criterion in Bulgarian"), required=False, max_length=500)
    outcomes = forms.MultipleChoiceField(
        label=_("Learning outcomes it shows"), required=False, widget=forms.CheckboxSelectMultiple
    )
    levels_en = forms.CharField(
        label=_("Levels in English"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One a line, from the lowest: points | name | what such work looks like. Example: 2 | Good | cites sources"
        ),
    )
    levels_bg = forms.CharField(
        label=_("Levels in Bulgarian"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The same lines with the same points; may be left out."),
    )
    passing = forms.IntegerField(
        label=_("The lowest level that passes"), required=False, min_value=1, max_value=9, help_text=_("Its number, from 1.")
    )

    def clean(self) -> dict[str, Any]:
        """Read the levels, and say which line is wrong."""
        sent = super().clean() or self.cleaned_data
        english, bulgarian = self._lines("levels_en"), self._lines("levels_bg")
        if english and bulgarian and [line[0] for line in english] != [line[0] for line in bulgarian]:
            self.add_error("levels_bg", gettext("These lines need the same points, in the same order, as the English ones."))
        if self.is_wanted() and not (english or bulgarian) and not self.errors:
            self.add_error("levels_en", gettext("A criterion needs its levels."))
        self.lines = {"en": english, "bg": bulgarian}
        return sent

    def is_wanted(self) -> bool:
        """Whether anything is written in it: an empty one is left out."""
        return any(self.cleaned_data.get(name) for name in ("statement_en", "statement_bg", "levels_en", "levels_bg"))

    def criterion(self, key: str) -> dict[str, Any]:
        """The criterion as JSON."""
        sent = self.cleaned_data
        count = max(len(lines) for lines in self.lines.values())
        levels = []
        for place in range(count):
            named = {language: lines[place] for language, lines in self.lines.items() if lines}
            points = next(iter(named.values()))[0]
            names = {language: line[1] for language, line in named.items()}
            described = {language: line[2] for language, line in named.items() if line[2]}
            level: dict[str, Any] = {"id": f"l{place + 1}", "points": str(points), "name": names}
            levels.append({**level, "description": described} if described else level)
        passing = sent.get("passing")
        return {
            "id": key,
            "statement": {"en": sent["statement_en"], "bg": sent["statement_bg"]},
            "outcomes": sent["outcomes"],
            "levels": levels,
            "passing": f"l{passing}" if passing else None,
        }

    def _lines(self, name: str) -> list[tuple[Decimal, str, str]]:
        lines = []
        for number, line in enumerate(str(self.cleaned_data.get(name) or "").splitlines(), start=1):
            if not line.strip():
                continue
            points, _bar, rest = line.partition(SEPARATOR)
            level, _bar, description = rest.partition(SEPARATOR)
            try:
                value = Decimal(points.strip().replace(",", "."))
            except InvalidOperation:
                value = Decimal("NaN")
            if not value.is_finite() or value < 0 or not level.strip():
                wrong = gettext("Line {number} is not: points | name | what such work looks like.")
                self.add_error(name, wrong.format(number=number))
                return []
            lines.append((value, level.strip(), description.strip()))
        return lines


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*setup.AUTHORS)
def edit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    assignment, language = assignment_in(organisation, public_id, assignment_id), get_language() or "en"
    fixed = assignment.rubric_of_design or assignment.state != Assignment.State.DRAFT
    posted = request.method == "POST"
    rows = _forms(assignment, request.POST if posted else None, language)
    wrong = ""
    if posted and rows.is_valid():
        wanted = [form for form in rows.forms if form.is_wanted()]
        try:
            setup.set_rubric(assignment, list(_criteria(assignment, wanted)), by=request.user, at=timezone.now())
        except Refusal as refusal:
            wrong = str(refusal.message)
        else:
            messages.success(request, gettext("The rubric is saved."))
            if "more" in request.POST:
                return redirect("assignment_rubric", organisation.slug, public_id, assignment_id)
            return redirect("assignment", organisation.slug, public_id, assignment_id)
    context = {
        **frame_of(assignment, request.user),
        "fixed": fixed,
        "criteria": criteria_in(assignment, language) if fixed else [],
        "rows": rows,
        "wrong": wrong,
        "maximum": plain(assignment.maximum),
    }
    return private_page(request, "staff/assignments/rubric.html", context, status=400 if posted else 200)


def _criteria(assignment: Assignment, wanted: Iterable[CriterionForm]) -> Iterable[dict[str, Any]]:
    """The criteria as JSON; those that were there keep their ids, so that nothing else changes with a mended word."""
    held = [criterion.id for criterion in setup.rubric_of(assignment)]
    taken = set(held)
    for place, form in enumerate(wanted):
        key = held[place] if place < len(held) else next(f"c{n}" for n in range(1, 99) if f"c{n}" not in taken)
        taken.add(key)
        yield form.criterion(key)


def _forms(assignment: Assignment, data: Any, language: str) -> Any:
    rubric: Rubric = setup.rubric_of(assignment)
    factory = forms.formset_factory(CriterionForm, extra=1, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA)
    made = factory(data, initial=[_initial(each) for each in rubric], prefix="criteria", form_kwargs={"empty_permitted": False})
    design = record_of(assignment.cohort.design_version)
    outcomes = [(each.id, each.statement.text(language)) for each in design.learning_outcomes]
    for form in made.forms:
        form.fields["outcomes"].choices = outcomes  # type: ignore[attr-defined]
    return made


def _initial(criterion: Criterion) -> dict[str, Any]:
    places = [level.id for level in criterion.levels]
    return {
        "statement_en": criterion.statement.root.get("en", ""),
        "statement_bg": criterion.statement.root.get("bg", ""),
        "outcomes": list(criterion.outcomes),
        "levels_en": _written(criterion, "en"),
        "levels_bg": _written(criterion, "bg"),
        "passing": places.index(criterion.passing) + 1 if criterion.passing in places else None,
    }


def _written(criterion: Criterion, language: str) -> str:
    lines = []
    for level in criterion.levels:
        name = level.name.root.get(language, "")
        if not name:
            return ""
        description = "" if level.description is None else level.description.root.get(language, "")
        parts = [plain(level.points), name, " ".join(description.split())]
        lines.append(f" {SEPARATOR} ".join(part for part in parts if part))
    return "\n".join(lines)
