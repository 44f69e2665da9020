"""The forms of a review by criteria."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campus.assurance import dossiers, evidence
from campus.assurance.criteria_sets import CriteriaSet, sets_for
from campus.assurance.models import Dossier, Evidence
from campus.people.models import Organisation

CONDITION_ROWS = 5
_OUTCOMES = [("", "–"), *dossiers.Outcome.choices]


class OpenForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Why"), choices=Dossier.Purpose.choices)
    set_id = forms.ChoiceField(label=_("Criteria"))

    def __init__(self, *arguments: object, organisation: Organisation) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        choices = [(each.id, each.title.say(get_language() or "en")) for each in sets_for(organisation)]
        self.fields["set_id"].choices = choices  # type: ignore[attr-defined]


class FindingsForm(forms.Form):
    """One pair of fields for each criterion; what is left open is found later."""

    def __init__(self, *arguments: object, criteria: CriteriaSet, dossier: Dossier) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        language = get_language() or "en"
        present = {found.criterion: found for found in dossier.findings.all()}
        self.criteria = criteria
        for number, one in enumerate(criteria.criterion):
            found = present.get(one.id)
            self.fields[f"outcome_{number}"] = forms.ChoiceField(
                label=f"{one.id} {one.title.say(language)}",
                help_text=one.asks.say(language),
                choices=_OUTCOMES,
                required=False,
                initial=found.outcome if found else "",
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Why, and on which evidence"),
                required=False,
                max_length=dossiers.LONGEST_TEXT,
                initial=found.text if found else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def found(self) -> list[tuple[str, str, str, str]]:
        """Criterion, outcome, text, and the name of the field for the text, where an outcome was chosen."""
        given = self.cleaned_data
        pairs = enumerate(self.criteria.criterion)
        return [(one.id, given[f"outcome_{n}"], given[f"text_{n}"], f"text_{n}") for n, one in pairs if given[f"outcome_{n}"]]


class EvidenceForm(forms.Form):
    title = forms.CharField(label=_("What it is"), max_length=200)
    criterion = forms.ChoiceField(label=_("For which criterion"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, text, table or office document, at most 10 MB. Only your organisation can read it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(evidence.ENDINGS)}),
    )
    url = forms.URLField(label=_("or a web address"), required=False, assume_scheme="https", max_length=1000)

    def __init__(self, *arguments: object, criteria: CriteriaSet) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        language = get_language() or "en"
        choices = [(one.id, f"{one.id} {one.title.say(language)}") for one in criteria.criterion]
        self.fields["criterion"].choices = [("", _("the review as a whole")), *choices]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("Decision"), choices=Dossier.Decision.choices)
    comment = forms.CharField(
        label=_("Reasons"), required=False, max_length=dossiers.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        for row in range(CONDITION_ROWS):
            self.fields[f"condition_{row}"] = forms.CharField(
                label=_("Condition"), required=False, max_length=dossiers.LONGEST_TEXT
            )
            self.fields[f"due_{row}"] = forms.DateField(
                label=_("To be fulfilled by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        for row in range(CONDITION_ROWS):
            if bool(given.get(f"condition_{row}")) != bool(given.get(f"due_{row}")):
                self.add_error(f"due_{row}", _("A condition needs words and a day."))
        return given

    def conditions(self) -> list[dossiers.ConditionWanted]:
        rows = ((self.cleaned_data[f"condition_{row}"], self.cleaned_data[f"due_{row}"]) for row in range(CONDITION_ROWS))
        return [dossiers.ConditionWanted(text=text, due_on=day) for text, day in rows if text and day]


class FulfilForm(forms.Form):
    evidence = forms.ModelChoiceField(label=_("Evidence"), queryset=Evidence.objects.none())

    def __init__(self, *arguments: object, dossier: Dossier) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        rows = Evidence.objects.filter(dossier=dossier).defer("content").order_by("-pk")
        self.fields["evidence"].queryset = rows  # type: ignore[attr-defined]
        self.fields["evidence"].label_from_instance = lambda row: row.title  # type: ignore[attr-defined]
