"""Endorsements of published versions: asked for, signed or declined, shown, withdrawn."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person


class Endorsement(models.Model):
    """What another organisation says about one published version. `document` is the signed credential, exactly as signed."""

    class Kind(models.TextChoices):
        QUALITY = "quality", _("Quality assurance")
        EMPLOYER = "employer", _("Employer")
        OTHER = "other", pgettext_lazy("endorsement", "Another organisation")

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("endorsement", "Asked for")
        SIGNED = "signed", pgettext_lazy("endorsement", "Signed")
        DECLINED = "declined", pgettext_lazy("endorsement", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("endorsement", "Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    endorser = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", help_text="null: an organisation that is not on this site"
    )
    endorser_did = models.CharField(max_length=500, help_text="the name it signs under")
    endorser_name = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    reason = models.TextField(help_text="why it was asked for")
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    comment = models.TextField(blank=True, help_text="what the endorser says")
    document = models.TextField(blank=True, help_text="the signed EndorsementCredential, exactly as signed")
    signed_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, help_text="why it was declined or withdrawn")
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["version", "state"], name="endorsements_of_version")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "endorser_did"],
                condition=Q(state__in=["requested", "signed"]),
                name="one_endorsement_by_each_endorser",
            ),
            models.CheckConstraint(
                name="what_is_signed_has_its_document",
                condition=(Q(state="signed") & ~Q(document="") & Q(signed_at__isnull=False)) | ~Q(state="signed"),
            ),
            models.CheckConstraint(
                name="what_is_declined_or_withdrawn_says_why",
                condition=Q(state__in=["requested", "signed"]) | (~Q(ended_because="") & Q(ended_at__isnull=False)),
            ),
        ]
