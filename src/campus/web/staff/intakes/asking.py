"""What an edition asks beforehand: add, loosen, remove; each change is kept at once."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
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
from campus.catalogue.versions import newest_of, record_of, title_in
from campus.enrolling import intakes
from campus.enrolling.intakes import STAFF
from campus.enrolling.models import Intake
from campus.enrolling.prerequisites import Brought, Strength, judge, read
from campus.learning.models import Quiz
from campus.people.models import Organisation
from campus.web.enrolling.prerequisite_texts import STRENGTHS, shown
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.quizzes.titles import title_of
from campus.web.staff.intakes.frame import found, frame

_MOST_DESIGNS = 300
_NONE = [("", _("Choose …"))]


class AskForm(forms.Form):
    """One thing more that is asked."""

    kind = forms.ChoiceField(
        label=_("What is asked"),
        choices=[
            ("credential", _("A badge of yours")),
            ("skill", _("A skill, proved by a badge")),
            ("test", _("A result in a test of yours")),
            ("statement", _("A statement the applicant makes")),
        ],
        widget=forms.RadioSelect(),
    )
    design = forms.ChoiceField(label=_("Which badge"), required=False)
    skill = forms.ChoiceField(label=_("Which skill"), required=False, help_text=_("Skills that your badges prove."))
    level = forms.IntegerField(
        label=_("At which level of the EQF"), required=False, min_value=1, max_value=8, help_text=_("Empty: at any.")
    )
    quiz = forms.ChoiceField(label=_("Which test"), required=False)
    at_least = forms.DecimalField(
        label=_("At least, in percent"), required=False, min_value=1, max_value=100, decimal_places=1, localize=True
    )
    text_bg = forms.CharField(label=_("The statement in Bulgarian"), required=False, max_length=300)
    text_en = forms.CharField(label=_("The statement in English"), required=False, max_length=300)
    strength = forms.ChoiceField(label=_("How strictly"), choices=[(str(key), text) for key, text in STRENGTHS.items()])
    entry = forms.ChoiceField(label=_("Together with"), required=False)

    def __init__(self, *arguments: Any, organisation: Organisation, intake: Intake, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or "en"
        choices: dict[str, Any] = dict(self.fields)
        versions = list(
            newest_of(organisation).exclude(design=intake.edition.design_id).select_related("design")[:_MOST_DESIGNS]
        )
        choices["design"].choices = [
            *_NONE, *((str(each.design.public_id), title_in(each, language)) for each in versions),
        ]  # fmt: skip
        self.skills = {
            str(skill.url): skill.name
            for each in versions
            for outcome in record_of(each).learning_outcomes
            for skill in outcome.skills
            if skill.url is not None
        }
        choices["skill"].choices = [*_NONE, *((url, name.text(language)) for url, name in self.skills.items())]
        quizzes = Quiz.objects.filter(cohort__organisation=organisation).exclude(state=Quiz.State.DRAFT).order_by("-pk")
        choices["quiz"].choices = [
            *_NONE,
            *((str(each.public_id), title_of(each, language)) for each in quizzes[:_MOST_DESIGNS]),
        ]
        choices["entry"].choices = [
            ("", _("nothing: it is asked for itself")),
            *(
                (f"or-{each['id']}", _("or: instead of number %(n)s") % {"n": n})
                for n, each in enumerate(intake.prerequisites, 1)
            ),
            *(
                (f"and-{each['id']}", _("and: along with number %(n)s") % {"n": n})
                for n, each in enumerate(intake.prerequisites, 1)
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Each kind needs its own fields."""
        typed: dict[str, Any] = super().clean() or {}
        needed = {"credential": ("design",), "skill": ("skill",), "test": ("quiz", "at_least")}.get(typed.get("kind", ""), ())
        for name in needed:
            if not typed.get(name):
                self.add_error(name, _("Say which."))
        if typed.get("kind") == "statement" and not (typed.get("text_bg") or typed.get("text_en")):
            self.add_error("text_en", _("Write the statement, at least in one language."))
        return typed

    def part(self) -> dict[str, Any]:
        """What was chosen, as a part of an entry."""
        typed = self.cleaned_data
        match typed["kind"]:
            case "credential":
                return {"kind": "credential", "design": typed["design"]}
            case "skill":
                name = self.skills[typed["skill"]].root
                return {
                    "kind": "skill",
                    "url": typed["skill"],
                    "level": typed["level"],
                    "name_bg": name.get("bg", "")[:300],
                    "name_en": name.get("en", "")[:300],
                }
            case "test":
                return {"kind": "test", "quiz": typed["quiz"], "at_least": str(typed["at_least"])}
            case _:
                return {"kind": "statement", "id": _id(), "text_bg": typed["text_bg"], "text_en": typed["text_en"]}


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def prerequisites(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    intake = found(organisation, intake_id)
    act = request.POST.get("do", "")
    form = AskForm(
        request.POST if act == "add" else None,
        organisation=organisation,
        intake=intake,
        initial={"kind": "credential", "strength": str(Strength.RECOMMENDED)},
    )
    if request.method == "POST" and (act != "add" or form.is_valid()):
        entries = [dict(each) for each in intake.prerequisites]
        changed = _added(entries, form) if act == "add" else _CHANGES.get(act, _unchanged)(entries, request)
        try:
            revision = int(request.POST.get("revision", "0") or 0)
            intakes.set_prerequisites(intake, changed, revision=revision, by=request.user, at=timezone.now())
            messages.success(request, gettext("It is changed. It holds for whoever applies from now on."))
        except (Refusal, ValueError) as refused:
            text = str(refused.message) if isinstance(refused, Refusal) else gettext("This cannot be done.")
            messages.error(request, text)
        return redirect("intake_prerequisites", organisation.slug, intake_id)
    verdicts = judge(read(intake.prerequisites), Brought())
    page = {
        **frame(organisation, intake, request.user),
        "form": form,
        "entries": list(zip(shown(verdicts, get_language() or "en"), intake.prerequisites, strict=True)),
        "strengths": [(str(key), text) for key, text in STRENGTHS.items()],
    }
    return private_page(request, "staff/intakes/prerequisites.html", page, status=400 if form.errors else 200)


def _added(entries: list[dict[str, Any]], form: AskForm) -> list[dict[str, Any]]:
    how, _dash, entry_id = form.cleaned_data["entry"].partition("-")
    for entry in entries:
        if entry["id"] == entry_id:
            entry["needs"] = _joined(entry["needs"], form.part(), how)
            return entries
    needs = {"kind": "parts", "at_least": 1, "of": [form.part()]}
    return [*entries, {"id": _id(), "strength": form.cleaned_data["strength"], "needs": needs}]


def _joined(needs: dict[str, Any], part: dict[str, Any], how: str) -> dict[str, Any]:
    """The part as one more alternative, or as one more that is needed; nested where the two are mixed."""
    of, every = [*needs["of"]], needs["at_least"] == len(needs["of"])
    any_of = needs["at_least"] == 1
    if how == "or":
        return {**needs, "of": [*of, part]} if any_of else {"kind": "parts", "at_least": 1, "of": [needs, part]}
    if every:
        return {**needs, "at_least": len(of) + 1, "of": [*of, part]}
    return {"kind": "parts", "at_least": 2, "of": [needs, part]}


def _removed(entries: list[dict[str, Any]], request: PersonRequest) -> list[dict[str, Any]]:
    return [entry for entry in entries if entry["id"] != request.POST.get("entry")]


def _moved(entries: list[dict[str, Any]], request: PersonRequest) -> list[dict[str, Any]]:
    for entry in entries:
        if entry["id"] == request.POST.get("entry"):
            entry["strength"] = request.POST.get("strength", entry["strength"])
    return entries


def _unchanged(entries: list[dict[str, Any]], _request: PersonRequest) -> list[dict[str, Any]]:
    return entries


def _id() -> str:
    return "p" + secrets.token_hex(4)


_CHANGES: dict[str, Callable[[list[dict[str, Any]], PersonRequest], list[dict[str, Any]]]] = {
    "remove": _removed,
    "strength": _moved,
}
