"""Platforms that may launch us, launches under way, courses beside cohorts, and what goes in and out of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.learning.models import Award, Cohort, GradebookUpload
from campus.people.models import Organisation, Person


class Platform(models.Model):
    """One registration of this site at a learning platform. Its addresses and its key are its own, so no two ever mix."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    issuer = models.CharField(max_length=500, help_text="`iss` of its messages, compared byte for byte")
    client_id = models.CharField(max_length=255, blank=True, help_text="empty until the platform has given it")
    auth_url = models.CharField(max_length=1000)
    token_url = models.CharField(max_length=1000)
    token_audience = models.CharField(max_length=1000, blank=True, help_text="empty: the token address")
    jwks_url = models.CharField(max_length=1000)
    site_url = models.CharField(max_length=500, blank=True, help_text="where its people open it, if not at the issuer's")
    jwks = models.TextField(blank=True, help_text="its public keys as last fetched")
    jwks_fetched_at = models.DateTimeField(null=True)
    jwks_tried_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="since when nothing of it is accepted")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "issuer", "client_id"],
                condition=~Q(client_id=""),
                name="a_platform_is_registered_once",
            ),
            models.CheckConstraint(name="platforms_are_named", condition=~Q(name="") & ~Q(issuer="")),
        ]


class Deployment(models.Model):
    """A place inside a platform from which it may launch us."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="deployments")
    deployment_id = models.CharField(max_length=255)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "deployment_id"], name="a_deployment_is_listed_once")]


class ToolKey(models.Model):
    """An RSA key with which this site speaks to one platform. The private part is sealed; only `lti13.keys` opens it."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    kid = models.CharField(max_length=64, unique=True)
    public_jwk = models.JSONField()
    sealed_private_key = models.BinaryField()
    created_at = models.DateTimeField()


class Login(models.Model):
    """One launch between its two halves. `state` and `nonce` are kept as digests, count once, and are this browser's alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    login_hint = models.TextField()
    message_hint = models.TextField(blank=True)
    browser_digest = models.CharField(max_length=64)
    state_digest = models.CharField(max_length=64, blank=True)
    nonce_digest = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state_digest"], condition=~Q(state_digest=""), name="a_state_is_one_login")
        ]
        indexes = [models.Index(fields=["begun_at"], name="lti_login_age")]


class Course(models.Model):
    """A course of a platform that leads to a cohort of ours, with the addresses of its services as it last told them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="courses")
    deployment_id = models.CharField(max_length=255)
    context_id = models.CharField(max_length=255)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    memberships_url = models.CharField(max_length=2000, blank=True)
    lineitems_url = models.CharField(max_length=2000, blank=True)
    lineitem_url = models.CharField(max_length=2000, blank=True, help_text="the column that belongs to our link")
    scopes = models.JSONField(default=list, help_text="what it allows us to do with its grades")
    award_lineitem_url = models.CharField(max_length=2000, blank=True, help_text="the column into which awards go")
    sends_awards = models.BooleanField(default=False)
    scores_failure = models.CharField(max_length=60, blank=True, help_text="why awards do not reach it now, as a code")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="its last launch")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "deployment_id", "context_id", "cohort"], name="a_course_leads_to_a_cohort_once"
            )
        ]


class CourseMember(models.Model):
    """Which learner of the cohort a person of the platform is, as the roster that staff imported says."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="members")
    subject = models.CharField(max_length=255, help_text="`sub` of the platform's messages")
    number = models.CharField(max_length=100, help_text="number of the enrolment in the cohort")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "subject"], name="a_person_is_in_a_course_once"),
            models.UniqueConstraint(fields=["course", "number"], name="a_number_is_one_person_of_a_course"),
        ]


class Visit(models.Model):
    """What one launch may see, for two hours, in the browser that holds its secret."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    deployment_id = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    is_teacher = models.BooleanField()
    course = models.ForeignKey(Course, models.CASCADE, null=True, related_name="+")
    secret_digest = models.CharField(max_length=64)
    placing = models.JSONField(null=True, help_text="deep linking: where the choice goes, and what comes back with it")
    placed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="lti_visit_age")]


class Collection(models.Model):
    """Learners or grades of a course on their way in: page by page, then as a gradebook like any other."""

    class Kind(models.TextChoices):
        LEARNERS = "learners", _("Learners")
        GRADES = "grades", _("Grades")

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not be done")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="collections")
    kind = models.CharField(max_length=20, choices=Kind)
    match_addresses = models.BooleanField(default=False, help_text="learners of the cohort may be known by their e-mail alone")
    columns = models.JSONField(default=list, help_text="grades: [[assessment of the design, address of the column], …]")
    column = models.PositiveIntegerField(default=0, help_text="the one being read")
    next_url = models.CharField(max_length=2000, blank=True)
    pages = models.PositiveIntegerField(default=0)
    gathered = models.PositiveIntegerField(default=0)
    strangers = models.PositiveIntegerField(default=0, help_text="grades of people who are not in the list")
    state = models.CharField(max_length=20, choices=State, default=State.RUNNING)
    failure = models.CharField(max_length=60, blank=True, help_text="a code; while it runs: of the last attempt")
    upload = models.ForeignKey(GradebookUpload, models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveIntegerField(default=0)
    ordered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "kind"], condition=Q(state="running"), name="one_collection_of_a_kind_at_a_time"
            )
        ]


class Gathered(models.Model):
    """One person or grade of a collection under way; deleted when it is done."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    number = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=400, blank=True)
    assessment = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "subject", "assessment"], name="a_person_is_gathered_once")
        ]


class Score(models.Model):
    """An award as a grade of the platform. What is sent, its time included, is fixed before it is sent first."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused by the platform")

    course = models.ForeignKey(Course, models.CASCADE, related_name="scores")
    award = models.ForeignKey(Award, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    given = models.DecimalField(max_digits=12, decimal_places=4)
    maximum = models.DecimalField(max_digits=12, decimal_places=4)
    timestamp = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="the platform's last answer")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "award"], name="an_award_is_sent_to_a_course_once"),
            models.CheckConstraint(name="scores_lie_on_their_scale", condition=Q(maximum__gt=0) & Q(given__gte=0)),
            models.CheckConstraint(name="sent_scores_say_when", condition=~Q(state="sent") | Q(sent_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["course", "state"], name="lti_score_state")]
