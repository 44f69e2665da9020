"""The rules of a quiz and its pools as forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campus.learning.models import QuestionBank, Quiz
from campus.learning.quiz_setup import PoolWish

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_POOLS = 20


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class RulesForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    title_bg = forms.CharField(label=_("Title in Bulgarian"), required=False, max_length=200)
    intro_en = _text(_("What learners read first, in English"))
    intro_bg = _text(_("What learners read first, in Bulgarian"))
    attempts_allowed = forms.IntegerField(
        label=_("Attempts"), required=False, min_value=1, max_value=50, initial=3, help_text=_("Empty: as many as one likes.")
    )
    counts = forms.ChoiceField(label=_("Which one counts"), choices=Quiz.Counts.choices, initial=Quiz.Counts.BEST)
    cool_down = forms.IntegerField(
        label=_("Pause between attempts, in hours"),
        min_value=0,
        max_value=8784,
        initial=168,
        help_text=_("168 hours are a week."),
    )
    time_limit = forms.IntegerField(
        label=_("Time limit in minutes"), required=False, min_value=1, max_value=10_000, help_text=_("Empty: none.")
    )
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"), _("Attempts under way end then, with what was saved."))
    shuffle_questions = forms.BooleanField(label=_("Shuffle the questions for each learner"), required=False, initial=True)
    release = forms.ChoiceField(label=_("Points and feedback are shown"), choices=Quiz.Release.choices)
    release_at = _moment(_("On which date"))
    shows_answers = forms.BooleanField(label=_("Feedback shows the right answers too"), required=False)

    def rules(self) -> dict[str, Any]:
        """The fields of a quiz."""
        sent = dict(self.cleaned_data)
        sent.pop("assessment", None)
        sent["cool_down"] = HOUR * sent["cool_down"]
        sent["time_limit"] = None if sent["time_limit"] is None else MINUTE * sent["time_limit"]
        return sent


class NewQuizForm(RulesForm):
    assessment = forms.ChoiceField(label=_("Assessment"), help_text=_("The quiz gives the result of this part."))
    field_order = ("assessment",)


class BankField(forms.ModelChoiceField[QuestionBank]):
    def label_from_instance(self, obj: QuestionBank) -> str:
        return obj.title


class PoolForm(forms.Form):
    bank = BankField(label=_("Question bank"), queryset=QuestionBank.objects.none(), required=False, to_field_name="public_id")
    category = forms.CharField(label=_("Category"), required=False, max_length=200, help_text=_("Empty: all of the bank."))
    draw = forms.IntegerField(
        label=_("How many to draw"), required=False, min_value=0, max_value=200, help_text=_("Empty: all of them.")
    )
    points = forms.DecimalField(
        label=_("Points each"),
        required=False,
        min_value=0,
        max_value=1000,
        decimal_places=2,
        help_text=_("Empty: the question’s own."),
    )

    def wish(self) -> PoolWish | None:
        """The pool asked for; None for a blank row."""
        sent = self.cleaned_data
        if not sent.get("bank"):
            return None
        category, points = sent["category"].strip(), sent["points"] or None
        return PoolWish(bank=sent["bank"], category=category, draw=sent["draw"] or 0, points=points)


def rules_initial(quiz: Quiz) -> dict[str, Any]:
    """The rules of a quiz as the form holds them."""
    found: dict[str, Any] = {name: getattr(quiz, name) for name in RulesForm.base_fields}
    found["cool_down"] = int(quiz.cool_down / HOUR)
    found["time_limit"] = None if quiz.time_limit is None else int(quiz.time_limit / MINUTE)
    for name in ("opens_at", "closes_at", "release_at"):
        found[name] = None if found[name] is None else timezone.localtime(found[name])
    return found


def pool_forms(quiz: Quiz, data: Any) -> Any:
    """The pools of a quiz as forms, with two blank ones."""
    banks = QuestionBank.objects.filter(organisation=quiz.cohort.organisation).order_by("title")
    initial = [
        {"bank": pool.bank.public_id, "category": pool.category, "draw": pool.draw or None, "points": pool.points}
        for pool in quiz.pools.select_related("bank").order_by("position")
    ]
    factory = forms.formset_factory(PoolForm, extra=2, max_num=MOST_POOLS, absolute_max=MOST_POOLS)
    made = factory(data, initial=initial, prefix="pools", form_kwargs={"empty_permitted": False})
    for form in made.forms:
        form.fields["bank"].queryset = banks  # type: ignore[attr-defined]
    return made
