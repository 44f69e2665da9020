"""Frameworks of skills (DigComp, ESCO, an organisation's own) and the concepts in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """One published list of skills, in one version at a time. A framework loaded again replaces its older version."""

    slug = models.SlugField(unique=True, max_length=60)
    title_en = models.CharField(max_length=300)
    title_bg = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=60, blank=True)
    source = models.URLField(max_length=500, blank=True, help_text=_("where it is published"))
    notice = models.TextField(blank=True, help_text=_("licence and acknowledgement, shown wherever it is used"))
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title_en} {self.version}".strip()

    def title_in(self, language: str) -> str:
        """Its name in `language`, else in English."""
        return (self.title_bg or self.title_en) if language == "bg" else self.title_en


class Skill(models.Model):
    """One concept of a framework. What a newer version no longer has is withdrawn, never deleted: designs refer to it."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area")
        COMPETENCE = "competence", _("Competence")
        SKILL = "skill", _("Skill")
        KNOWLEDGE = "knowledge", _("Knowledge")
        STATEMENT = "statement", _("Competence statement")
        OUTCOME = "outcome", _("Learning outcome")
        OCCUPATION = "occupation", _("Occupation")

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="+")
    code = models.CharField(max_length=200, help_text="unique in its framework: 1.2, an ESCO identifier")
    uri = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SKILL)
    parent_code = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=40, blank=True, help_text="proficiency, in the framework's own word")
    name = models.JSONField(help_text="preferred name by language")
    description = models.JSONField(default=dict, help_text="description by language")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="a_code_stands_once_in_a_framework")]
        indexes = [models.Index(fields=["framework", "kind", "code"], name="skill_by_kind")]

    def name_in(self, language: str) -> str:
        """Its name in `language`, else in English, else in any."""
        return self.name.get(language) or self.name.get("en") or next(iter(self.name.values()), self.code)


class OccupationSkill(models.Model):
    """A skill that an occupation asks for, as its publisher has it."""

    occupation = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+", db_index=False)
    essential = models.BooleanField(help_text="false: optional")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "skill"], name="an_occupation_asks_for_a_skill_once")]
        indexes = [models.Index(fields=["skill", "essential", "occupation"], name="occupations_by_skill")]
