"""Beginning a micro-credential: one short page that is enough for a valid one, a template, or the form in seven steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.catalogue.beginnings import MOST_OUTCOMES, Answers, draft_of, usual_answers
from campus.catalogue.designs import create_design
from campus.catalogue.templates import Starter, own_templates, starters
from campus.people.models import Organisation, Role
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.options import languages, terms
from laurel.annex1.vocabularies import (
    AssessmentType,
    IdentityVerification,
    LearningSetting,
    Participation,
    Supervision,
    Term,
)

_Kind = TypeVar("_Kind", bound=Term)
_LEVELS = (
    (1, _("basic general knowledge")),
    (2, _("basic factual knowledge, work under supervision")),
    (3, _("facts and principles, tasks done independently")),
    (4, _("upper secondary education")),
    (5, _("short cycle of higher education, specialist")),
    (6, _("bachelor’s level")),
    (7, _("master’s level")),
    (8, _("doctoral level")),
)


class ShortForm(forms.Form):
    """Six questions that only the author can answer; the rest is filled in."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_(
            "Short and concrete, for example: Evaluating digital sources. Words such as degree or diploma are refused."
        ),
    )
    description = forms.CharField(
        label=_("What is it about, and for whom?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences for somebody who has never heard of it."),
    )
    outcomes = forms.CharField(
        label=_("What will the learner be able to do?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One sentence on each line; begin with a verb: “Evaluates the reliability of a source”. One is enough."),
    )
    hours = forms.DecimalField(
        label=_("Hours of work"),
        min_value=Decimal("0.25"),
        max_value=10_000,
        max_digits=7,
        decimal_places=2,
        localize=True,
        help_text=_("All of the learner’s time: classes, practice, reading, assessment. For example 30."),
    )
    eqf = forms.TypedChoiceField(
        label=_("Level"), coerce=int, help_text=_("Of the European Qualifications Framework: how demanding it is.")
    )
    assessment = forms.ChoiceField(
        label=_("How is it assessed?"),
        help_text=_("One part that assesses everything; 50 of 100 passes. Add more parts later if you need them."),
    )
    language = forms.ChoiceField(label=_("Language you write and teach in"))
    participation = forms.ChoiceField(label=_("Form of participation"))
    setting = forms.ChoiceField(label=_("Setting"))
    supervision = forms.ChoiceField(label=_("Supervision during assessment"))
    identity = forms.ChoiceField(label=_("Identity during assessment"))
    quality_url = forms.URLField(
        label=_("Where one can read about your quality assurance"),
        assume_scheme="https",
        max_length=2000,
        help_text=_("A page of your organisation. It stands in every badge."),
    )
    ASKED = ("title", "description", "outcomes", "hours", "eqf", "assessment")

    def __init__(self, *arguments: Any, organisation: Organisation, **named: Any) -> None:
        language = get_language() or "en"
        self.usual = usual_answers(organisation)
        given = {
            "language": "bg" if language == "bg" else "en",
            "participation": self.usual.participation.value,
            "setting": self.usual.setting.value,
            "supervision": Supervision.NONE.value,
            "identity": IdentityVerification.NONE.value,
            "quality_url": self.usual.quality_url,
        }
        super().__init__(*arguments, **{"initial": given, **named})
        levels = [(str(level), f"{level} – {text}") for level, text in _LEVELS]
        choices: dict[str, Any] = {
            "eqf": [("", gettext("Choose …")), *levels],
            "assessment": [pair for pair in terms(AssessmentType)(language) if pair[0] != AssessmentType.ATTENDANCE],
            "language": languages(language),
            "participation": terms(Participation, may_be_empty=False)(language),
            "setting": terms(LearningSetting, may_be_empty=False)(language),
            "supervision": terms(Supervision, may_be_empty=False)(language),
            "identity": terms(IdentityVerification, may_be_empty=False)(language),
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions that nobody can answer for the author, and those whose usual answer is not known."""
        return [self[name] for name in self.fields if name in self.ASKED or self._unknown(name)]

    @property
    def filled_in(self) -> list[forms.BoundField]:
        """The questions that are answered already."""
        return [self[name] for name in self.fields if name not in self.ASKED and not self._unknown(name)]

    def clean_outcomes(self) -> tuple[str, ...]:
        """One outcome on each line."""
        lines = tuple(line.strip(" \t-–•*") for line in self.cleaned_data["outcomes"].splitlines())
        found = tuple(line for line in lines if line)
        if not found or len(found) > MOST_OUTCOMES:
            raise forms.ValidationError(gettext("Write between one and %(most)s lines.") % {"most": MOST_OUTCOMES})
        return found

    def answers(self) -> Answers:
        """What was answered."""
        given = self.cleaned_data
        return Answers(
            language=given["language"],
            title=given["title"],
            description=given["description"],
            outcomes=given["outcomes"],
            hours=format(given["hours"], "f"),
            eqf=given["eqf"],
            assessment=_chosen(AssessmentType, given["assessment"]),
            setting=_chosen(LearningSetting, given["setting"]),
            participation=_chosen(Participation, given["participation"]),
            supervision=_chosen(Supervision, given["supervision"]),
            identity=_chosen(IdentityVerification, given["identity"]),
            quality_name=self.usual.quality_name,
            quality_url=given["quality_url"],
        )

    def _unknown(self, name: str) -> bool:
        return not self.initial.get(name)


def _chosen(vocabulary: type[_Kind], value: str) -> _Kind:
    return next(term for term in vocabulary if term.value == value)


def _said(starter: Starter, language: str) -> dict[str, str]:
    spoken = "bg" if language == "bg" else "en"
    return {"key": starter.key, "name": starter.name[spoken], "about": starter.about[spoken]}


@require_http_methods(["GET", "POST"])
@inside(Role.AUTHOR)
def start(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = ShortForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        try:
            made = create_design(organisation, by=request.user, at=timezone.now(), draft=draft_of(form.answers()))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Your draft is kept. This is how it reads, and what could still be better."))
            return redirect("design_step", organisation.slug, made.public_id, "check")
    page = {
        "organisation": organisation,
        "form": form,
        "starters": [_said(starter, get_language() or "en") for starter in starters()],
        "own": own_templates(organisation),
    }
    return render(request, "staff/designs/start.html", page, status=400 if form.errors else 200)
