"""Parts and units as forms; dates are meant in the unit's own time zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.teaching.models import Unit
from campus.teaching.setup import version_of
from campus.teaching.unit_rules import LONGEST_TEXT
from campus.web.staff.assignments.forms import ZONES

Kind = Unit.Kind
MOMENTS = ("opens_at", "due_at", "begins_at", "ends_at")
_NOT_FOR: dict[str, frozenset[str]] = {
    "address": frozenset({Kind.TEXT}),
    "meets_in": frozenset({Kind.TEXT, Kind.VIDEO, Kind.LINK}),
    "begins_at": frozenset({Kind.TEXT, Kind.VIDEO, Kind.LINK}),
    "ends_at": frozenset({Kind.TEXT, Kind.VIDEO, Kind.LINK}),
}
_ADDRESSES: dict[str, StrOrPromise] = {
    Kind.VIDEO: _("Address of the video"),
    Kind.LINK: _("Address of the document or page"),
    Kind.SESSION: _("Address of the meeting"),
}


def _moment(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


def _title(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200)


def _text(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 12})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=widget, help_text=help_text)


class PartForm(forms.Form):
    title_en = _title(_("Title in English"))
    title_bg = _title(_("Title in Bulgarian"))


class UnitForm(forms.Form):
    """A unit of one kind: only what that kind has is asked."""

    title_en = _title(_("Title in English"))
    title_bg = _title(_("Title in Bulgarian"))
    address = forms.CharField(required=False, max_length=1000, help_text=_("It begins with https://."))
    begins_at = _moment(_("Begins"))
    ends_at = _moment(_("Ends"))
    meets_in = forms.CharField(label=_("Room"), required=False, max_length=200)
    text_en = _text(_("Text in English"), _("Markdown: **bold**, lists with -, links as [text](https://…)."))
    text_bg = _text(_("Text in Bulgarian"))
    phase = forms.ChoiceField(
        label=_("When it is done"),
        choices=Unit.Phase.choices,
        help_text=_("What is for class opens to a learner once everything required before class, of the same part, is done."),
    )
    required = forms.BooleanField(
        label=_("Required"),
        required=False,
        initial=True,
        help_text=_("It counts for progress. This cannot be changed any more once learners see the course."),
    )
    opens_at = _moment(_("Opens"), _("Empty: as soon as the course is shown."))
    due_at = _moment(_("Due"), _("Learners see it. What is late can still be done."))
    time_zone = forms.ChoiceField(
        label=_("Time zone of these dates"), choices=[(zone, zone) for zone in ZONES], initial="Europe/Sofia"
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, kind: str, *arguments: Any, counts_fixed: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, kinds in _NOT_FOR.items():
            if kind in kinds:
                del self.fields[name]
        if "address" in self.fields:
            self.fields["address"].label = str(_ADDRESSES[kind])
            self.fields["address"].required = kind != Kind.SESSION
        for name in ("begins_at", "ends_at"):
            if name in self.fields:
                self.fields[name].required = True
        if counts_fixed:
            del self.fields["required"]

    def facts(self) -> dict[str, Any]:
        """The fields of a unit."""
        sent = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        zone = ZoneInfo(sent["time_zone"])
        for name in set(MOMENTS) & set(sent):
            sent[name] = _in_zone(sent[name], zone)
        return sent


def unit_initial(unit: Unit) -> dict[str, Any]:
    """A unit as the form holds it."""
    found = {name: getattr(unit, name) for name in UnitForm.base_fields if name != "seen"}
    zone = ZoneInfo(unit.time_zone)
    for name in MOMENTS:
        if found[name] is not None:
            found[name] = timezone.localtime(found[name], zone).replace(tzinfo=None)
    return {**found, "seen": version_of(unit)}


def _in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The form has read the time as one of this server's zone; it was meant in the unit's."""
    return None if moment is None else timezone.localtime(moment).replace(tzinfo=zone, fold=0)
