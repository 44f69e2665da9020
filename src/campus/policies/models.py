"""The rule sets an organisation wrote itself, and those it measures its micro-credentials by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.people.models import Organisation, Person


class OwnPack(models.Model):
    """A rule set of an organisation's own, by the id that its file states; what it asks for lives in its versions."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack_id = models.SlugField(max_length=64, help_text="as the file names it; never one of the built-in ones")
    published_at = models.DateTimeField(null=True, help_text="since when everybody may read it; null: only its organisation")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "pack_id"], name="own_packs_are_named_once")]


class OwnPackVersion(models.Model):
    """One version of it with the tests that it passed, exactly as uploaded. Never changed: a new upload is a new version."""

    pack = models.ForeignKey(OwnPack, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=20, help_text="as the file names it")
    text = models.TextField(help_text="the TOML file")
    tests = models.TextField(blank=True, help_text="the TOML file of tests beside it")
    cases = models.PositiveIntegerField(default=0, help_text="how many tests it passed")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "version"], name="pack_versions_are_named_once")]


class OrganisationPack(models.Model):
    """A rule set that an organisation measures its micro-credentials by: a built-in one, or one version of its own."""

    class Weight(models.TextChoices):
        BLOCKING = "blocking", _("Blocks: what is not met cannot be published")
        WARNING = "warning", _("Warns: what is not met is told, and blocks nothing")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    pack_id = models.SlugField(max_length=64)
    own_version = models.ForeignKey(
        OwnPackVersion, models.PROTECT, null=True, related_name="+", help_text="null: the built-in rule set of this id"
    )
    weight = models.CharField(max_length=10, choices=Weight, default=Weight.WARNING)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pack_id"], name="a_rule_set_is_chosen_once"),
            models.CheckConstraint(name="rule_sets_block_or_warn", condition=Q(weight__in=["blocking", "warning"])),
        ]
