"""Whom this installation trusts as an issuer, and the newest public documents seen."""

from __future__ import annotations

from django.db import models

from campus.people.models import Person


class TrustedIssuer(models.Model):
    """An issuer whose identity somebody here has checked."""

    identifier = models.CharField(max_length=500, unique=True, help_text="DID or https address")
    name = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True, help_text="how it was checked")
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
