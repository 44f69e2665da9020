"""Rounds of review: the chain they go through, who took which part in them, and what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation, Person, Role


class StageKind(models.TextChoices):
    """Who looks at a design, one after the other."""

    QUALITY_REVIEW = "quality_review", _("Internal quality review")
    FACULTY = "faculty", _("Faculty council")
    EXAMINATION_BOARD = "examination_board", _("Examination board")
    ACADEMIC_APPROVAL = "academic_approval", _("Academic approval")
    EXTERNAL_REVIEW = "external_review", _("External reviewer")


ROLE_OF: dict[str, Role] = {
    StageKind.QUALITY_REVIEW: Role.QA_OFFICER,
    StageKind.FACULTY: Role.APPROVER,
    StageKind.EXAMINATION_BOARD: Role.APPROVER,
    StageKind.ACADEMIC_APPROVAL: Role.APPROVER,
}
"""The role a stage asks for. An external reviewer has none: an invitation to one review lets them in."""


class Chain(models.Model):
    """The stages an organisation asks for, from now on. A change is a new row: what was asked for when stays known."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    stages = models.JSONField(help_text="in order: kind, days, and its own name (`name_bg`, `name_en`) if it has one")
    publishes_at_once = models.BooleanField(default=True, help_text="the last approval publishes; else a person does")
    because = models.TextField(blank=True, help_text="why the organisation decided so; a single stage needs a reason")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="null: the command line")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="chains_are_numbered_once"),
        ]


class Review(models.Model):
    """One round of review of a draft. The text under review is kept as it was submitted.

    It is open (`decision` empty) until it is published, sent back or withdrawn.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        WITHDRAWN = "withdrawn", _("Withdrawn by the author")

    design = models.ForeignKey(Design, models.CASCADE, related_name="+")
    submitted = models.JSONField(help_text="the draft as it was submitted")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of `submitted` as canonical JSON (RFC 8785), hex")
    picture_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the uploaded picture, hex; empty: drawn")
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    report = models.JSONField(default=list, help_text="what the gates said when it was handed in")
    chain_number = models.PositiveIntegerField(default=0, help_text="the chain that was copied; 0: the usual one")
    publishes_at_once = models.BooleanField(default=True, help_text="copied from the chain")
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="who decided last")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    version = models.OneToOneField(DesignVersion, models.PROTECT, null=True, related_name="+", help_text="what it published")
    publishing_report = models.JSONField(default=list, help_text="what the gates said when it was published")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design"], condition=Q(decision=""), name="one_open_review_per_design"),
            models.CheckConstraint(
                name="nobody_approves_their_own_design",
                condition=~Q(decision="approved") | ~Q(submitted_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="approved_reviews_name_their_version",
                condition=Q(decision="approved", version__isnull=False) | (~Q(decision="approved") & Q(version__isnull=True)),
            ),
        ]


class Stage(models.Model):
    """One stage of one round, copied from the chain. It is decided when a party to the round has decided it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, choices=StageKind)
    name_bg = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(help_text="how long it may take")
    opened_at = models.DateTimeField(null=True, help_text="since when it waits for a decision")
    due_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="nobody else may decide it")
    reminded_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="stages_have_one_place"),
            models.CheckConstraint(
                name="open_stages_have_a_deadline",
                condition=Q(opened_at__isnull=True, due_at__isnull=True) | Q(opened_at__isnull=False, due_at__isnull=False),
            ),
        ]

    def name_in(self, language: str) -> str:
        """Its own name in `language`, else what its kind is called."""
        own = (self.name_bg or self.name_en) if language == "bg" else (self.name_en or self.name_bg)
        return own or str(StageKind(self.kind).label)


class Party(models.Model):
    """The one part of one person in one round: they worked on it, or they decided a stage of it.

    The unique pair is the separation of duties: whoever wrote it decides nothing, and nobody decides two stages. Triggers
    keep what was decided as it was (`quality.guard`).
    """

    class Part(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("part in a review", "Author")
        SUBMITTER = "submitter", pgettext_lazy("part in a review", "Handed it in")
        EDITOR = "editor", pgettext_lazy("part in a review", "Changed it")
        DECIDED = "decided", pgettext_lazy("part in a review", "Decided")

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")

    review = models.ForeignKey(Review, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    stage = models.OneToOneField(Stage, models.CASCADE, null=True, related_name="decided")
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="of the text decided on, as in the review")
    report = models.JSONField(default=list, help_text="what the gates said at that moment")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="one_part_in_a_review"),
            models.CheckConstraint(
                name="whoever_decides_says_what_on_which_text",
                condition=Q(part="decided", stage__isnull=False, decided_at__isnull=False)
                & Q(decision__in=["approved", "changes_requested"])
                & ~Q(digest="")
                | ~Q(part="decided") & Q(stage__isnull=True, decided_at__isnull=True, decision="", digest=""),
            ),
        ]


class Delegation(models.Model):
    """A stage handed from one qualified person to another."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="delegations")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    because = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(name="a_stage_is_handed_to_somebody_else", condition=~Q(given_by=F("given_to"))),
        ]


class Comment(models.Model):
    """Something said about one place of the text. It stays with the design over its rounds until it is resolved."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, related_name="+", help_text="the round in which it was made")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+", help_text="the stage that was open then")
    at = models.CharField(max_length=300, blank=True, help_text="JSON pointer into the draft; empty: about the whole")
    text = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    resolved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["design", "resolved_at"], name="comments_by_design")]
        constraints = [
            models.CheckConstraint(
                name="resolved_comments_say_by_whom",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
            models.CheckConstraint(name="comments_say_something", condition=~Q(text="")),
        ]


class Answer(models.Model):
    """A reply to a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="answers")
    text = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(name="answers_say_something", condition=~Q(text=""))]


class ReviewerInvitation(models.Model):
    """A link with which somebody outside reads and decides one stage of one review, and nothing else."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=5, default="bg", help_text="of the mail")
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="when the link was first used")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=Q(revoked_at__isnull=True), name="one_living_invitation_per_stage"
            ),
            models.CheckConstraint(name="reviewers_are_invited_for_a_time", condition=Q(expires_at__gt=F("invited_at"))),
        ]
