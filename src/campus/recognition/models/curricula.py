"""Degree programmes with their modules, and the micro-credentials that are embedded in a module or exempt from it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design
from campus.people.models import Organisation, Person


class Degree(models.Model):
    """A degree programme of an organisation, under the code by which its files name it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    title_bg = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="degrees_are_coded_once")]

    def title_in(self, language: str) -> str:
        """Its title in `language`, else in the other one, else its code."""
        pair = (self.title_bg, self.title_en) if language == "bg" else (self.title_en, self.title_bg)
        return pair[0] or pair[1] or self.code


class DegreeModule(models.Model):
    """One module of a degree programme."""

    degree = models.ForeignKey(Degree, models.CASCADE, related_name="modules")
    code = models.CharField(max_length=60)
    title_bg = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    level = models.PositiveSmallIntegerField(null=True, help_text="EQF")
    outcomes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["degree", "code"], name="modules_are_coded_once"),
            models.CheckConstraint(name="modules_have_an_eqf_level", condition=Q(level__isnull=True) | Q(level__range=(1, 8))),
            models.CheckConstraint(name="modules_bring_credits", condition=Q(ects__isnull=True) | Q(ects__gt=0)),
        ]

    def title_in(self, language: str) -> str:
        """Its title in `language`, else in the other one, else its code."""
        pair = (self.title_bg, self.title_en) if language == "bg" else (self.title_en, self.title_bg)
        return pair[0] or pair[1] or self.code


class ModuleMatch(models.Model):
    """A micro-credential that is taught inside a module, or whose holders need not take it."""

    class Relation(models.TextChoices):
        EMBEDDED = "embedded", _("embedded in the module")
        EXEMPTS = "exempts", _("exempts from the module")

    module = models.ForeignKey(DegreeModule, models.CASCADE, related_name="matches")
    design = models.ForeignKey(Design, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation)
    ground = models.CharField(max_length=300, blank=True, help_text="the decision or agreement that says so")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "design"], name="a_module_and_a_design_match_in_one_way"),
            models.CheckConstraint(name="module_matches_have_a_relation", condition=Q(relation__in=("embedded", "exempts"))),
            models.CheckConstraint(name="exemptions_have_a_ground", condition=~Q(relation="exempts") | ~Q(ground="")),
        ]
