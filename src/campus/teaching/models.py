"""The way through a course: parts with units before, in and after class, and how far each learner has come."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Cohort, Enrolment
from campus.people.models import Person


class Course(models.Model):
    """What a cohort works through. Learners see it once it is published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="+")
    counted = models.PositiveIntegerField(default=0, help_text="required units; what `Journey.done` is measured against")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)


class Part(models.Model):
    """A stretch of the course, such as a week or a topic. Its class meets once its preparation is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField(help_text="order, with gaps")
    title_bg = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "place"], name="parts_have_their_places"),
            models.CheckConstraint(name="parts_have_a_title", condition=~Q(title_bg="") | ~Q(title_en="")),
        ]

    def title_in(self, language: str) -> str:
        """The title in this language, else in the other."""
        return (self.title_bg if language == "bg" else self.title_en) or self.title_en or self.title_bg


class Unit(models.Model):
    """One thing to read, watch, open or attend."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("unit", "Text")
        VIDEO = "video", pgettext_lazy("unit", "Video")
        LINK = "link", pgettext_lazy("unit", "Document or page elsewhere")
        SESSION = "session", pgettext_lazy("unit", "Live session")

    class Phase(models.TextChoices):
        BEFORE = "before", _("before class")
        IN_CLASS = "in_class", _("in class")
        AFTER = "after", _("after class")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.ForeignKey(Part, models.CASCADE, related_name="units")
    place = models.PositiveIntegerField(help_text="order within the part, with gaps")
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.BEFORE)
    kind = models.CharField(max_length=10, choices=Kind)
    required = models.BooleanField(default=True, help_text="counts for progress, and for the gate before class")
    title_bg = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_bg = models.TextField(blank=True, help_text="Markdown")
    text_en = models.TextField(blank=True, help_text="Markdown")
    address = models.CharField(max_length=1000, blank=True, help_text="https; of the video, the document or the meeting")
    meets_in = models.CharField(max_length=200, blank=True, help_text="room of a live session")
    time_zone = models.CharField(max_length=64, default="Europe/Sofia", help_text="an IANA name; times are shown in it")
    opens_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    begins_at = models.DateTimeField(null=True, help_text="of a live session")
    ends_at = models.DateTimeField(null=True, help_text="of a live session")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "place"], name="units_have_their_places"),
            models.CheckConstraint(name="units_have_a_title", condition=~Q(title_bg="") | ~Q(title_en="")),
            models.CheckConstraint(
                name="units_are_due_after_they_open",
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(due_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="units_have_what_their_kind_needs",
                condition=(Q(kind="text") & (~Q(text_bg="") | ~Q(text_en="")))
                | (Q(kind__in=("video", "link")) & Q(address__startswith="https://"))
                | Q(kind="session", begins_at__isnull=False, ends_at__gt=F("begins_at")),
            ),
        ]

    def title_in(self, language: str) -> str:
        """The title in this language, else in the other."""
        return (self.title_bg if language == "bg" else self.title_en) or self.title_en or self.title_bg

    def text_in(self, language: str) -> str:
        """The text in this language, else in the other."""
        return (self.text_bg if language == "bg" else self.text_en) or self.text_en or self.text_bg


class Journey(models.Model):
    """How far a learner has come: kept with every step, so that long lists count nothing."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="+")
    done = models.PositiveIntegerField(default=0, help_text="required units done; never goes down")
    last_unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+", help_text="where to go on")
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["course", "done", "id"], name="journeys_by_progress")]


class UnitDone(models.Model):
    """A learner has done a unit. It stays done."""

    unit = models.ForeignKey(Unit, models.RESTRICT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "enrolment"], name="a_unit_is_done_once")]
        indexes = [models.Index(fields=["enrolment", "unit"], name="units_done_by_a_learner")]
