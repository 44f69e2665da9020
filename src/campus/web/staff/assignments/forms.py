"""The rules of an assignment as a form, in the assignment's own time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.marking.file_kinds import KINDS
from campus.marking.models import Assignment
from campus.marking.setup import RULES

DAY, MEGABYTE = timedelta(days=1), 1024**2
MOMENTS = ("opens_at", "due_at", "late_until", "release_at")
ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/"))
)


def _moment(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


def _text(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, required=False, max_length=20_000, widget=widget, help_text=help_text)


def _percent(label: StrOrPromise, initial: int, help_text: StrOrPromise = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=2, initial=Decimal(initial), help_text=help_text
    )


class RulesForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    title_bg = forms.CharField(label=_("Title in Bulgarian"), required=False, max_length=200)
    instructions_en = _text(_("The task, in English"), _("Markdown: **bold**, lists with -, links as [text](https://…)."))
    instructions_bg = _text(_("The task, in Bulgarian"))
    opens_at = _moment(_("Opens"))
    due_at = _moment(_("Due"))
    late = forms.ChoiceField(
        label=_("Work that comes later is"), choices=Assignment.Late.choices, initial=Assignment.Late.FLAGGED
    )
    late_percent = _percent(_("Points off for each day begun, in percent of all points"), 10)
    late_until = _moment(_("Late work is taken until"), _("Empty: as long as the assignment is open."))
    time_zone = forms.ChoiceField(
        label=_("Time zone of these dates"), choices=[(zone, zone) for zone in ZONES], initial="Europe/Sofia"
    )
    takes_text = forms.BooleanField(label=_("A text"), required=False, initial=True)
    takes_files = forms.BooleanField(label=_("Files"), required=False, initial=True)
    takes_links = forms.BooleanField(label=_("Links"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of files"),
        required=False,
        choices=[(key, kind.label) for key, kind in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of these. Archives, programs and documents with macros are never taken."),
    )
    most_files = forms.IntegerField(label=_("Files at most"), min_value=1, max_value=20, initial=5)
    largest_file = forms.IntegerField(label=_("Size of a file at most, in MB"), min_value=1, max_value=20, initial=10)
    attempts_allowed = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=20, initial=3)
    cool_down = forms.IntegerField(
        label=_("Pause after a result, in days"),
        min_value=0,
        max_value=366,
        initial=7,
        help_text=_("Who has not passed can try again after this pause."),
    )
    resit_days = forms.IntegerField(
        label=_("A resit is due after so many days"),
        min_value=1,
        max_value=366,
        initial=14,
        help_text=_("From the day it may begin."),
    )
    counts = forms.ChoiceField(label=_("Which attempt counts"), choices=Assignment.Counts.choices)
    anonymous = forms.BooleanField(
        label=_("Anonymous marking"),
        required=False,
        initial=True,
        help_text=_("Until results are confirmed, assessors see a code: no names, addresses, names of files."),
    )
    second_percent = _percent(_("Share that is marked twice, in percent"), 10, _("Drawn by a recorded seed."))
    second_minimum = forms.IntegerField(label=_("But at least so many"), min_value=0, max_value=10_000, initial=5)
    second_fails = forms.BooleanField(label=_("Everything below the pass mark is marked twice"), required=False, initial=True)
    borderline = _percent(
        _("Borderline, in percent of all points"),
        5,
        _("So close to the pass mark, on either side, everything is marked twice."),
    )
    tolerance = forms.IntegerField(
        label=_("Two marks agree up to so many levels"),
        min_value=0,
        max_value=8,
        initial=1,
        help_text=_("Further apart in any criterion, a third assessor marks."),
    )
    agreed = forms.ChoiceField(label=_("Of two marks that agree counts"), choices=Assignment.Agreed.choices)
    needs_board = forms.BooleanField(label=_("An examination board confirms the results"), required=False, initial=True)
    release_at = _moment(_("Points and feedback are shown from"), _("Empty: as soon as they are confirmed."))
    appeal_days = forms.IntegerField(
        label=_("Time to appeal, in days"),
        min_value=1,
        max_value=366,
        initial=14,
        help_text=_("So long after points are shown a learner can appeal against them."),
    )

    GROUPS: tuple[tuple[StrOrPromise, tuple[str, ...]], ...] = (
        (_("The task"), ("assessment", "title_en", "title_bg", "instructions_en", "instructions_bg")),
        (_("Dates"), ("opens_at", "due_at", "late", "late_percent", "late_until", "time_zone")),
        (_("What is handed in"), ("takes_text", "takes_files", "takes_links", "kinds", "most_files", "largest_file")),
        (_("Attempts"), ("attempts_allowed", "cool_down", "resit_days", "counts")),
        (
            _("Marking"),
            ("anonymous", "second_percent", "second_minimum", "second_fails", "borderline", "tolerance", "agreed"),
        ),
        (_("Results"), ("needs_board", "release_at", "appeal_days")),
    )

    def groups(self) -> Iterator[tuple[StrOrPromise, list[forms.BoundField]]]:
        """The fields under their headings."""
        for heading, names in self.GROUPS:
            yield heading, [self[name] for name in names if name in self.fields]

    def rules(self) -> dict[str, Any]:
        """The fields of an assignment."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in RULES}
        sent["cool_down"] = DAY * sent["cool_down"]
        sent["largest_file"] = MEGABYTE * sent["largest_file"]
        zone = ZoneInfo(sent["time_zone"])
        for name in MOMENTS:
            sent[name] = _in_zone(sent[name], zone)
        return sent


class NewAssignmentForm(RulesForm):
    assessment = forms.ChoiceField(label=_("Assessment"), help_text=_("The assignment gives the result of this part."))


def rules_initial(assignment: Assignment) -> dict[str, Any]:
    """The rules of an assignment as the form holds them."""
    found: dict[str, Any] = {name: getattr(assignment, name) for name in RulesForm.base_fields}
    found["cool_down"] = assignment.cool_down.days
    found["largest_file"] = max(1, assignment.largest_file // MEGABYTE)
    zone = ZoneInfo(assignment.time_zone)
    for name in MOMENTS:
        if found[name] is not None:
            found[name] = timezone.localtime(found[name], zone).replace(tzinfo=None)
    return found


def _in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The form has read the time as one of this server's zone; it was meant in the assignment's."""
    if moment is None:
        return None
    return timezone.localtime(moment).replace(tzinfo=zone, fold=0)
