"""Packages between being uploaded and becoming a gradebook."""

from __future__ import annotations

import uuid

from django.db import models

from campus.learning.models import Cohort
from campus.people.models import Person


class Package(models.Model):
    """A package that can be read, kept for a day until somebody has said which class and columns to take."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["uploaded_at"], name="oneroster_package_age")]
