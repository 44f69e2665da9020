"""Agreements between institutions: what one of them recognises of what the other one issues, signed by both."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Design
from campus.people.models import Organisation, Person


class Agreement(models.Model):
    """Two institutions, for as long as they agree. What they agreed on stands in its texts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="which recognises")
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", help_text="if it is on this site")
    partner_name = models.CharField(max_length=300)
    partner_issuer = models.CharField(max_length=500, help_text="DID or address that its credentials name as issuer")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreements_say_why_they_ended", condition=Q(ended_at__isnull=True) | ~Q(ended_because="")
            ),
            models.CheckConstraint(
                name="nobody_agrees_alone", condition=Q(partner__isnull=True) | ~Q(partner=F("organisation"))
            ),
        ]
        indexes = [models.Index(fields=["partner_issuer"], name="agreements_by_issuer")]


class AgreementText(models.Model):
    """One text of an agreement: a draft, then put forward and frozen, then signed by both sides and in force."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    scope = models.TextField(max_length=4000, help_text="what it is about, in words")
    valid_from = models.DateField()
    valid_until = models.DateField()
    signatory_email = models.EmailField(help_text="who signs for the other side")
    offered_at = models.DateTimeField(null=True, help_text="put forward to be signed; nothing changes from here on")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of all it says, hex, once it is put forward")
    in_force_at = models.DateTimeField(null=True, help_text="when the second side signed")
    superseded_at = models.DateTimeField(null=True, help_text="when another text took its place")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_texts_are_counted"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(in_force_at__isnull=True), name="an_agreement_has_one_text_in_the_making"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(in_force_at__isnull=False, superseded_at__isnull=True),
                name="one_text_of_an_agreement_holds",
            ),
            models.CheckConstraint(name="agreements_last", condition=Q(valid_until__gte=F("valid_from"))),
            models.CheckConstraint(
                name="agreements_are_put_forward_as_they_are", condition=Q(offered_at__isnull=True, digest="") | ~Q(digest="")
            ),
            models.CheckConstraint(
                name="agreements_are_put_forward_first", condition=Q(in_force_at__isnull=True) | Q(offered_at__isnull=False)
            ),
        ]


class AgreementLine(models.Model):
    """One micro-credential of the other side, or all of them, and what it is recognised as."""

    class Outcome(models.TextChoices):
        FULL = "full", pgettext_lazy("agreement", "In full")
        PARTIAL = "partial", pgettext_lazy("agreement", "In part")

    text = models.ForeignKey(AgreementText, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    achievement = models.CharField(max_length=500, blank=True, help_text="its identifier; with no title either: all of them")
    title = models.CharField(max_length=500, blank=True)
    learning = models.CharField(max_length=64, blank=True, help_text="as of CaseEvidence; blank: whatever the issuer")
    design = models.ForeignKey(Design, models.PROTECT, null=True, related_name="+", help_text="what it is recognised as")
    target_title = models.CharField(max_length=500, blank=True, help_text="or a module; blank as well: whatever is asked for")
    outcome = models.CharField(max_length=10, choices=Outcome)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="credits granted, without a grade")
    note = models.TextField(blank=True, max_length=2000, help_text="which outcomes stand for which, in words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="lines_of_an_agreement_are_counted")]
        indexes = [models.Index(fields=["learning"], name="agreement_lines_by_learning")]


class AgreementSignature(models.Model):
    """Somebody signed for one side: the digest of exactly this text."""

    class Side(models.TextChoices):
        HERE = "here", pgettext_lazy("agreement", "for the institution that recognises")
        THERE = "there", pgettext_lazy("agreement", "for the other institution")

    text = models.ForeignKey(AgreementText, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=5, choices=Side)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300, help_text="as the person was called then")
    position = models.CharField(max_length=200, help_text="in whose capacity")
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "side"], name="each_side_signs_once"),
            models.UniqueConstraint(fields=["text", "person"], name="nobody_signs_for_both_sides"),
        ]
