"""What learners and employers say: complaints, which are private, and feedback, which is anonymous."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Person


class Complaint(models.Model):
    """A complaint about a design by somebody who has to do with it. Only they and those who handle it read it."""

    class Relation(models.TextChoices):
        LEARNER = "learner", pgettext_lazy("complaint", "Learner in a cohort")
        HOLDER = "holder", pgettext_lazy("complaint", "Holder of the badge")
        STAFF = "staff", pgettext_lazy("complaint", "Member of the organisation")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("complaint", "Justified")
        PARTLY = "partly", pgettext_lazy("complaint", "Partly justified")
        NOT_UPHELD = "not_upheld", pgettext_lazy("complaint", "Not justified")
        TAKEN_BACK = "taken_back", pgettext_lazy("complaint", "Taken back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20, choices=Relation)
    text = models.TextField()
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    due_on = models.DateField(help_text="until when it has to be answered")
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["design", "filed_by"], condition=Q(outcome=""), name="one_open_complaint_of_a_person_on_a_design"
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_complaint",
                condition=Q(outcome="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(outcome="taken_back", ended_at__isnull=False, ended_by=F("filed_by"))
                | (
                    Q(outcome__in=["upheld", "partly", "not_upheld"], ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(ended_by=F("filed_by"))
                    & ~Q(answer="")
                ),
            ),
        ]


class Feedback(models.Model):
    """One anonymous answer to the short survey. Nothing leads from here to whoever gave it: neither a person nor a time."""

    class Audience(models.TextChoices):
        LEARNER = "learner", pgettext_lazy("feedback", "Learners")
        EMPLOYER = "employer", pgettext_lazy("feedback", "Employers")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # no order in which they came
    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    scores = models.JSONField(help_text="1 to 5 by question")
    told = models.BooleanField(default=False, help_text="part of what is shown; until then it waits for others")


class FeedbackGiven(models.Model):
    """That a person has answered about a version, so that nobody answers twice; not what, and not when."""

    version = models.ForeignKey(DesignVersion, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="feedback_is_given_once")]


class FeedbackLink(models.Model):
    """A link for one answer of an employer. Its secret is kept as a digest; a used link says nothing of the answer."""

    version = models.ForeignKey(DesignVersion, models.CASCADE, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    expires_on = models.DateField()
    used = models.BooleanField(default=False)
