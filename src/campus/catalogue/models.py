"""Micro-credential designs and their immutable versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.people.models import Organisation, Person


class Design(models.Model):
    """A micro-credential being designed. `draft` is the working copy; approved text lives in its versions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("No longer offered")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    draft = models.JSONField(help_text="a laurel.annex1 MicroCredential in the making; may be incomplete")
    draft_revision = models.PositiveIntegerField(default=1, help_text="goes up with every save; stale saves are refused")
    draft_form = models.CharField(max_length=32, blank=True, help_text="the opened form that saved last, as its person typed")
    edited_by = models.JSONField(
        default=list, help_text="keys of everyone who changed the draft since the last version; none of them may approve it"
    )
    image = models.BinaryField(
        null=True, blank=True, help_text="uploaded badge picture, re-encoded PNG; empty: drawn from the facts"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="design_by_state")]


class DesignVersion(models.Model):
    """What was approved, for ever. A trigger in the database refuses changes and deletion."""

    design = models.ForeignKey(Design, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.TextField(help_text="canonical JSON of the approved MicroCredential")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `record`, hex")
    title_bg = models.CharField(max_length=500, blank=True)
    title_en = models.CharField(max_length=500, blank=True)
    image = models.BinaryField(null=True, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="versions_are_numbered_once"),
            models.CheckConstraint(name="four_eyes_approve_a_version", condition=~Q(author=models.F("approved_by"))),
        ]


class Offer(models.Model):
    """What the public catalogue shows of a design in use: its newest version, and what it is found and sorted by.

    Derived from the version, and made anew from it at any time (`catalogue.offers`).
    """

    design = models.OneToOneField(Design, models.CASCADE, related_name="+")
    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title_bg = models.CharField(max_length=500, blank=True)
    title_en = models.CharField(max_length=500, blank=True)
    summary = models.JSONField(default=dict, help_text="the first words of the description, by language")
    hours = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    ects = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="offer_newest"),
            models.Index(fields=["hours", "id"], name="offer_shortest"),
        ]


class OfferFacet(models.Model):
    """One value under which an offer is counted: level 6, area 1, online."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "facet", "value"], name="a_facet_value_stands_once")]
        indexes = [models.Index(fields=["facet", "value", "offer"], name="offers_by_facet")]
