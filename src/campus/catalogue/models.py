"""Micro-credential designs, their immutable versions, the editions in which they are offered, and what the catalogue shows."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from campus.people.models import Organisation, Person


class Design(models.Model):
    """A micro-credential being designed. `draft` is the working copy; approved text lives in its versions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved, not yet published")
        PUBLISHED = "published", _("Published")
        REVIEW_DUE = "review_due", _("Published, review due")
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
    written_by = models.JSONField(default=list, help_text="keys of everyone who changed the text of a published version")
    image = models.BinaryField(
        null=True, blank=True, help_text="uploaded badge picture, re-encoded PNG; empty: drawn from the facts"
    )
    review_due_on = models.DateField(null=True, help_text="until when what is published has to be looked at again")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="design_by_state")]

    @property
    def hands(self) -> frozenset[int]:
        """The keys of everyone who ever wrote or changed it: none of them is impartial about it."""
        return frozenset({self.author_id, *self.edited_by, *self.written_by})


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


class Edition(models.Model):
    """One run of a published micro-credential: when, where, how, and for how much. Who takes part stands on higher floors.

    An edition belongs to the design, not to a version: which text a learner is awarded is settled when they enrol.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open for applications")
        CLOSED = "closed", _("Applications closed")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.PROTECT, related_name="editions")
    title = models.CharField(max_length=200, blank=True, help_text="tells editions apart where dates do not: “evening group”")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    rolling = models.BooleanField(default=False, help_text="one may begin on any day; then there are no dates")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    apply_by = models.DateField(null=True, blank=True, help_text="the last day to apply, to its end in `time_zone`")
    time_zone = models.CharField(max_length=64, default="Europe/Sofia", help_text="an IANA name")
    language = models.CharField(max_length=2, help_text="of instruction, ISO 639-1")
    mode = models.CharField(max_length=20, help_text="a value of laurel.annex1 Participation")
    place = models.CharField(max_length=200, blank=True, help_text="empty where everything is online")
    country = models.CharField(max_length=2, blank=True, help_text="of the place, ISO 3166-1")
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text="0: free; null: not said")
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217, where there is something to pay")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="how many can take part; null: not said")
    apply_url = models.URLField(max_length=500, blank=True, help_text="where one applies, if not here")
    revision = models.PositiveIntegerField(default=1, help_text="goes up with every change; stale changes are refused")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True, help_text="shown to the public")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_edition_rolls_or_has_a_first_day",
                condition=Q(rolling=True, starts_on__isnull=True, ends_on__isnull=True)
                | Q(rolling=False, starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="editions_end_after_they_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="one_applies_before_an_edition_ends",
                condition=Q(apply_by__isnull=True) | Q(ends_on__isnull=True) | Q(apply_by__lte=models.F("ends_on")),
            ),
            models.CheckConstraint(
                name="an_edition_is_free_or_names_a_currency",
                condition=Q(price__isnull=True, currency="") | Q(price=0, currency="") | Q(price__gt=0) & ~Q(currency=""),
            ),
            models.CheckConstraint(
                name="an_edition_has_room_for_somebody", condition=Q(capacity__isnull=True) | Q(capacity__gt=0)
            ),
            models.CheckConstraint(
                name="cancelled_editions_say_when",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(name="editions_have_a_known_state", condition=Q(state__in=("open", "closed", "cancelled"))),
        ]
        indexes = [models.Index(fields=["design", "state", "starts_on"], name="edition_by_start")]


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


class DesignTemplate(models.Model):
    """A draft that an organisation keeps for its authors to begin from. A copy: the design it came from goes its own way."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    draft = models.JSONField(help_text="as of a Design, without for whom it was made")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="templates_have_a_name", condition=~Q(name=""))]


class DesignInvitation(models.Model):
    """Somebody outside who may see the published versions of a restricted design."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="+")
    email = models.EmailField()
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "email"], name="an_address_is_invited_once"),
            models.CheckConstraint(name="invited_addresses_are_in_lower_case", condition=Q(email=Lower("email"))),
        ]
