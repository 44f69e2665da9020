"""The credential beside the target, outcome by outcome and criterion by criterion; and the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.recognition import cases, deciding
from campus.recognition.case_evidence import finding_of, title_of
from campus.recognition.case_sides import best_of, compared, graded, side_of
from campus.recognition.cases import OFFICERS
from campus.recognition.deciding import Verdict
from campus.recognition.models import CREDITS, Case, CaseEvidence, CaseSeat
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.programmes.limits import number_in
from campus.web.recognition.agreements import proposals_shown
from campus.web.staff.recognition.desk import frame_of
from laurel.errors import Language
from laurel.recognition import Comparison, Side, Step, advise
from laurel.recognition.differences import Size

SIZE_TONES = {Size.NONE: "valid", Size.MINOR: "attention", Size.UNKNOWN: "unknown", Size.SUBSTANTIAL: "refused"}


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Your decision"), choices=CaseSeat.Vote.choices, widget=forms.RadioSelect)
    differences = forms.MultipleChoiceField(
        label=_("Substantial differences that it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A refusal needs at least one. Only those that the comparison shows can be named."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The applicant reads them, and whoever decides on an appeal."),
    )
    condition = forms.CharField(
        label=_("Condition"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for recognition under a condition: what has to be met first."),
    )
    credit = forms.BooleanField(
        label=_("Give credit for it"),
        required=False,
        initial=True,
        help_text=_("The same learning gives credit once (rule R-33)."),
    )
    ects = forms.DecimalField(
        label=_("ECTS credits granted"),
        required=False,
        min_value=0,
        max_value=60,
        decimal_places=2,
        help_text=_("Without a grade: an exemption never carries one (rule R-46)."),
    )

    def __init__(self, *arguments: Any, case: Case, found: Comparison, language: Language, **named: Any) -> None:
        super().__init__(*arguments, **named)
        shown = [(each.element, f"{each.name(language)}: {each.say(language)}") for each in found.substantial]
        self.fields["differences"].choices = shown  # type: ignore[attr-defined]
        if not shown:
            del self.fields["differences"]
        if case.purpose not in CREDITS:
            del self.fields["credit"]
            del self.fields["ects"]

    def verdict(self) -> Verdict:
        """What was filled in."""
        said = self.cleaned_data
        return Verdict(
            outcome=said["outcome"],
            reasons=said["reasons"],
            differences=said.get("differences", ()),
            condition=said["condition"],
            credit=said.get("credit", False),
            ects=said.get("ects"),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*OFFICERS)
def comparison(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    case = cases.case_for(request.user, organisation, public_id)
    if request.method == "POST":
        chosen = request.POST.getlist("accepted")
        steps = {name.removeprefix("step-"): value for name, value in request.POST.items() if name.startswith("step-")}
        judged = {name: int(str(value)) for name, value in steps.items() if str(value) in {"0", "1", "2", "3"}}
        try:
            cases.judge(case, accepted=chosen, graded=judged, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("Kept. The decision page uses what you have accepted."))
        return redirect("recognition_comparison", organisation.slug, case.public_id)
    language: Language = "bg" if get_language() == "bg" else "en"
    rows = list(case.evidence.order_by("pk"))
    best = best_of(case)
    context = {
        **frame_of(request, case),
        "target": _facts(side_of(case.target), language),
        "columns": [_column(case, each, language) for each in rows],
        "outcomes": _outcomes(case, rows, best, language),
        "criteria": _criteria(case, best, language),
        "advice": _advice(case, best, language),
        "steps": [(step.value, step.say(language)) for step in Step],
    }
    return private_page(request, "staff/recognition/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*OFFICERS, fresh=True)
def decide(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    case = cases.case_for(request.user, organisation, public_id)
    language: Language = "bg" if get_language() == "bg" else "en"
    found = compared(case, best_of(case))
    proposed = proposals_shown(case, language)
    form = DecisionForm(request.POST or None, case=case, found=found, language=language, initial=_initial(proposed))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(case, form.verdict(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Decided. The applicant is told."))
            return redirect("recognition_case", organisation.slug, case.public_id)
    context = {
        **frame_of(request, case),
        "form": form,
        "missing": [each.statement.text(language) for each in found.missing],
        "covered": [each.statement.text(language) for each in found.covered],
        "differences": _differences(found, language),
        "precedents": _precedents(case),
        "proposals": proposed,
        "ungraded": not case.graded,
    }
    return private_page(request, "staff/recognition/decide.html", context, status=400 if form.errors else 200)


def _initial(proposed: list[dict[str, Any]]) -> dict[str, Any]:
    """What the first agreement proposes, filled in for whoever decides to change or to keep."""
    if not proposed:
        return {}
    first = proposed[0]
    words = gettext("Agreement with {partner}, text {number} of {day}, line {line}.")
    text, line = first["text"], first["line"]
    said = words.format(
        partner=first["partner"], number=text.number, day=date_format(text.in_force_at, "DATE_FORMAT"), line=line.number
    )
    return {"outcome": line.outcome, "reasons": said, "ects": line.ects}


def _column(case: Case, evidence: CaseEvidence, language: Language) -> dict[str, Any]:
    return {
        "title": title_of(evidence, language),
        "finding": finding_of(evidence),
        "belongs": evidence.belongs,
        "facts": _facts(side_of(evidence.side), language),
        "differences": _differences(compared(case, evidence), language),
    }


def _facts(side: Side, language: Language) -> list[tuple[str, str]]:
    none = gettext("not stated")
    quality = none if side.quality_external is None else gettext("in force") if side.quality_external else gettext("none")
    return [
        (gettext("Level"), none if side.eqf is None else f"EQF {side.eqf}"),
        (gettext("Workload"), none if side.effort is None else gettext("{hours} hours").format(hours=side.effort.normalize())),
        ("ECTS", none if side.ects is None else number_in(side.ects, language)),
        (gettext("Field of study"), side.field or none),
        (gettext("External quality assurance"), quality),
    ]


def _differences(found: Comparison, language: Language) -> list[dict[str, str]]:
    return [
        {"name": each.name(language), "size": each.size.say(language), "tone": SIZE_TONES[each.size], "why": each.say(language)}
        for each in found.differences
    ]


def _outcomes(case: Case, rows: list[CaseEvidence], best: CaseEvidence, language: Language) -> list[dict[str, Any]]:
    """Each outcome asked for, whether it is taken as covered, and what is proposed for it with score and reason."""
    covered = {each.id for each in compared(case, best).covered}
    lines = []
    for outcome in side_of(case.target).outcomes:
        proposals = []
        for row in rows:
            said = {each.id: each.statement.text(language) for each in side_of(row.side).outcomes}
            proposals += [
                {"text": said[each.source], "from": title_of(row, language), "score": each.score, "why": each.reason(language)}
                for each in compared(case, row).matches
                if each.target == outcome.id
            ]
        lines.append(
            {
                "id": outcome.id,
                "text": outcome.statement.text(language),
                "covered": outcome.id in covered,
                "proposals": sorted(proposals, key=lambda each: -int(str(each["score"])))[:3],
            }
        )
    return lines


def _criteria(case: Case, best: CaseEvidence, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": each.criterion.id,
            "title": each.criterion.title.say(language),
            "asks": each.criterion.asks.say(language),
            "proposed": None if each.step is None else each.step.say(language, criterion=each.criterion.id),
            "chosen": case.graded.get(each.criterion.id, None if each.step is None else int(each.step)),
            "reason": each.reason(language),
        }
        for each in graded(best)
    ]


def _advice(case: Case, best: CaseEvidence, language: Language) -> str:
    steps = {each.criterion.id: each.step for each in graded(best)}
    set_here = {name: Step(step) for name, step in case.graded.items()}
    return advise({**steps, **set_here}, case.purpose).say(language)  # type: ignore[arg-type]


def _precedents(case: Case) -> list[tuple[str, int]]:
    counted = deciding.precedents(case)
    return [(str(label), counted[value]) for value, label in CaseSeat.Vote.choices if value in counted]
