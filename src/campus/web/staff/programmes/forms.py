"""What is said of a programme, its rules, and one requirement, as forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import title_in
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.policies.chosen import chosen_packs, pack_of
from campus.policies.models import OwnPackVersion
from campus.recognition import stack_drafts
from campus.recognition.models import Programme
from campus.recognition.stack_drafts import MOST_THEMES, Json
from campus.recognition.stack_programmes import MOST_PARTNERS
from campus.recognition.stack_reading import design_iri, nameable
from laurel.errors import Language
from laurel.policy.pack import Pack, every_rule
from laurel.stacking.rules import limits_of

LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 9))]
_TEXT = forms.Textarea(attrs={"rows": 5})


def _level(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=LEVELS, coerce=int, empty_value=None, required=False)


def _percent(label: Any, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=100, decimal_places=2, help_text=help_text)


def _credits(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=0.01, max_value=600, decimal_places=2, help_text=help_text
    )


def themes_in(text: str) -> list[str]:
    """Themes from a field in which they stand with commas between."""
    return list(dict.fromkeys(" ".join(part.casefold().split()) for part in text.split(",") if part.strip()))


class ThemesField(forms.CharField):
    """Words or codes of fields with commas between them."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Themes"),
            required=False,
            max_length=600,
            help_text=_("With commas: tags of micro-credentials, or codes of ISCED-F fields such as 061."),
        )

    def clean(self, value: Any) -> list[str]:
        """The themes, each once, in small letters."""
        found = themes_in(super().clean(value))
        if len(found) > MOST_THEMES:
            raise forms.ValidationError(_("At most %(most)s themes."), params={"most": MOST_THEMES})
        return found


class FactsForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=300)
    title_bg = forms.CharField(label=_("Title in Bulgarian"), required=False, max_length=300)
    description_en = forms.CharField(label=_("What it is, in English"), required=False, max_length=5000, widget=_TEXT)
    description_bg = forms.CharField(label=_("What it is, in Bulgarian"), required=False, max_length=5000, widget=_TEXT)
    kind = forms.ChoiceField(label=_("What it leads to"), choices=Programme.Kind.choices)
    eqf = _level(_("EQF level"))
    themes = ThemesField()
    awards = forms.ChoiceField(
        label=_("What is awarded"),
        required=False,
        help_text=_("A published micro-credential of your organisation. It is issued once a registrar has decided."),
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners whose credentials count too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(
        label=_("On which agreement"),
        required=False,
        max_length=300,
        help_text=_("Its name, number and date. Everybody reads it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data, initial=facts_initial(programme))
        own = nameable(programme.organisation).filter(design__organisation=programme.organisation)
        self.fields["awards"].choices = [("", "–"), *_options(own)]  # type: ignore[attr-defined]
        others = Organisation.objects.filter(vouched_at__isnull=False).exclude(pk=programme.organisation_id)
        language = get_language() or "en"
        named = sorted(((str(each.public_id), each.name_in(language)) for each in others[:300]), key=lambda each: each[1])
        if named:
            self.fields["partners"].choices = named  # type: ignore[attr-defined]
        else:
            del self.fields["partners"], self.fields["basis"]

    def clean_partners(self) -> list[str]:
        """No more than anybody keeps agreements with."""
        chosen: list[str] = self.cleaned_data["partners"]
        if len(chosen) > MOST_PARTNERS:
            raise forms.ValidationError(_("At most %(most)s partners."), params={"most": MOST_PARTNERS})
        return chosen

    def facts(self) -> Json:
        """The fields of a draft."""
        sent = self.cleaned_data
        return {
            "title": texts_of(sent, "title"),
            "description": texts_of(sent, "description"),
            "kind": sent["kind"],
            "eqf": sent["eqf"],
            "themes": sent["themes"],
            "awards": sent["awards"],
            "partners": sent.get("partners", []),
            "basis": sent.get("basis", ""),
        }


class RulesForm(forms.Form):
    min_ects = _credits(_("Credits in all, at least"), _("For example 30."))
    min_theme_percent = _percent(_("Within its themes, at least, in percent"), _("Of the credits that count."))
    min_level_percent = _percent(_("At its level or above, at least, in percent"), _("Of the credits that count."))
    min_own_percent = _percent(_("Earned at your organisation, at least, in percent"), _("Of the credits that count."))
    max_external_percent = _percent(_("From other institutions, at most, in percent"), _("Of the credits that count."))
    max_age_years = forms.IntegerField(
        label=_("Awarded at most so many years ago"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("Expired credentials never count."),
    )
    max_overlap_percent = _percent(
        _("Overlap of two that both count, at most, in percent"), _("Of the outcomes of the smaller one.")
    )
    min_grade_percent = _percent(
        _("Lowest grade, in percent of the way from the pass mark to the best one"), _("0 is the pass mark itself.")
    )
    single_use = forms.BooleanField(label=_("What counts here counts in no other programme"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def limits(self) -> Json:
        """The numbers as a draft keeps them."""
        sent = {name: value for name, value in self.cleaned_data.items() if name != "revision" and value is not None}
        return {name: value if isinstance(value, bool | int) else str(value) for name, value in sent.items()}


class RequirementForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    title_bg = forms.CharField(label=_("Title in Bulgarian"), required=False, max_length=200)
    k = forms.IntegerField(label=_("How many of its parts"), min_value=1, max_value=stack_drafts.MOST_NODES)
    min_ects = _credits(_("Credits, at least"), required=True)
    max_ects = _credits(_("Credits that count here, at most"), _("Empty: no upper limit."))
    ects = _credits(_("Credits that it usually brings"), _("For saying how much is missing."))
    designs = forms.MultipleChoiceField(
        label=_("Micro-credentials"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Any of those you choose; none chosen: any that fits what stands below."),
    )
    themes = ThemesField()
    issuers = forms.MultipleChoiceField(label=_("Issued by"), required=False, widget=forms.CheckboxSelectMultiple)
    min_eqf = _level(_("EQF level, at least"))
    max_eqf = _level(_("EQF level, at most"))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, programme: Programme, kind: str, initial: Json) -> None:
        super().__init__(data, initial=initial)
        self.kind = kind
        for name in _FOREIGN[kind]:
            del self.fields[name]
        if "designs" in self.fields:
            self._offer(programme, initial)

    def _offer(self, programme: Programme, initial: Json) -> None:
        partners = programme.draft["partners"]
        rows = nameable(programme.organisation, partners)
        options = [(design_iri(each.design), title_in(each, get_language() or "en")) for each in rows[:400]]
        gone = [(iri, _("No longer offered")) for iri in initial.get("designs", []) if iri not in dict(options)]
        self.fields["designs"].choices = [*options, *gone]  # type: ignore[attr-defined]
        known = [programme.organisation, *Organisation.objects.filter(public_id__in=partners)]
        names = [(did_of(each), each.name_in(get_language() or "en")) for each in known]
        if len(names) > 1:
            self.fields["issuers"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["issuers"]

    def clean(self) -> dict[str, Any]:
        """Titles in one language at least, bounds in order."""
        sent: dict[str, Any] = super().clean() or {}
        if not (sent.get("title_en") or sent.get("title_bg")):
            self.add_error("title_en", _("Give the title in at least one of the two languages."))
        for low, high in (("min_ects", "max_ects"), ("min_eqf", "max_eqf")):
            if sent.get(low) and sent.get(high) and sent[high] < sent[low]:
                self.add_error(high, _("This is less than the lower bound."))
        return sent

    def node(self) -> Json:
        """The requirement as a draft keeps it."""
        sent = self.cleaned_data
        made: Json = {"kind": self.kind, "title": texts_of(sent, "title")}
        if self.kind == "some":
            made["k"] = sent["k"]
        for name in ("min_ects", "max_ects", "ects"):
            if sent.get(name) is not None:
                made[name] = str(sent[name])
        if self.kind not in stack_drafts.GROUPS:
            wanted = ("designs", "themes", "issuers", "min_eqf", "max_eqf")
            made["from"] = {name: sent[name] for name in wanted if sent.get(name)}
        return made


_CHOICE = ("designs", "themes", "issuers", "min_eqf", "max_eqf")
_FOREIGN = {
    "all": ("k", "min_ects", "max_ects", "ects", *_CHOICE),
    "some": ("min_ects", "max_ects", "ects", *_CHOICE),
    "credits": ("k", "ects"),
    "one": ("k", "min_ects", "max_ects"),
}


def texts_of(sent: Json, name: str) -> dict[str, str]:
    """A text in the languages in which it was given."""
    return {language: sent[f"{name}_{language}"] for language in ("bg", "en") if sent.get(f"{name}_{language}")}


def facts_initial(programme: Programme) -> Json:
    """What the draft says, as the form holds it."""
    draft = programme.draft
    found = {name: draft[name] for name in ("kind", "eqf", "awards", "partners", "basis")}
    for name in ("title", "description"):
        found |= {f"{name}_{language}": draft[name].get(language, "") for language in ("bg", "en")}
    return {**found, "themes": ", ".join(draft["themes"]), "revision": programme.draft_revision}


def requirement_initial(programme: Programme, node: Json) -> Json:
    """A requirement as the form holds it."""
    choice = node.get("from", {})
    found: Json = {name: node.get(name) for name in ("k", "min_ects", "max_ects", "ects")}
    found |= {name: choice.get(name) for name in ("min_eqf", "max_eqf")}
    found |= {name: list(choice.get(name, [])) for name in ("designs", "issuers")}
    found |= {f"title_{language}": node["title"].get(language, "") for language in ("bg", "en")}
    return {**found, "themes": ", ".join(choice.get("themes", [])), "revision": programme.draft_revision}


def rule_sets(organisation: Organisation, *, on: date) -> dict[str, tuple[str, Json]]:
    """Rule sets whose numbers can be taken over: the usual ones, and those of the organisation that speak of stacks."""
    language: Language = "bg" if get_language() == "bg" else "en"
    packs: list[Pack | None] = [each.pack for each in chosen_packs(organisation)]
    own = OwnPackVersion.objects.filter(pack__organisation=organisation).order_by("pack", "-pk").select_related("pack")
    newest = {each.pack_id: each for each in reversed(own)}
    packs += [pack_of(each) for each in newest.values()]
    found = {"usual": (str(_("The usual numbers")), _limits(every_rule(), on))}
    for pack in packs:
        if pack is not None and any(rule.stage == "stack" for rule in pack.on(on)):
            found[pack.id] = (pack.title.say(language), _limits(pack, on))
    return found


def _limits(pack: Pack, on: date) -> Json:
    return stack_drafts.limits_as_json(limits_of(pack, on=on))


def _options(rows: Iterable[DesignVersion]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(str(UUID(str(each.design.public_id))), title_in(each, language)) for each in rows]
