"""Enrolling: what an edition asks of whoever wants to take part, the applications, sponsors and invitations."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Edition
from campus.learning.models import Cohort, Enrolment
from campus.people.models import Person


class Intake(models.Model):
    """How one enrols in an edition here. Its cohort pins the version that learners are taught and awarded."""

    class Admission(models.TextChoices):
        OPEN = "open", _("Whoever meets what is asked")
        DECISION = "decision", _("A person decides on each application")
        INVITATION = "invitation", _("Invited people only")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="+")
    cohort = models.OneToOneField(Cohort, models.PROTECT, related_name="+")
    admission = models.CharField(max_length=12, choices=Admission, default=Admission.OPEN)
    waiting_places = models.PositiveIntegerField(null=True, help_text="how long the waiting list gets; null: without an end")
    offer_days = models.PositiveSmallIntegerField(default=3, help_text="so long a seat is kept for whoever it is offered to")
    prerequisites = models.JSONField(default=list, help_text="entries as of enrolling.prerequisites")
    revision = models.PositiveIntegerField(default=1, help_text="goes up with every change; stale changes are refused")
    paused_at = models.DateTimeField(null=True, help_text="nobody can apply for the time being")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="offers_stand_for_a_while", condition=Q(offer_days__range=(1, 60))),
        ]


class Sponsor(models.Model):
    """Somebody who pays for seats of an intake, and who may take them: holders of a code, or of an address at a domain."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="sponsors")
    name = models.CharField(max_length=200)
    seats = models.PositiveIntegerField(help_text="set aside out of the places of the edition")
    domain = models.CharField(max_length=253, blank=True, help_text="of e-mail addresses, in lower case")
    code_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the code; it is shown once")
    expires_on = models.DateField(null=True, help_text="the last day on which its seats can be taken")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="its free seats are everybody's again")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "name"], name="a_sponsor_is_named_once"),
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="a_code_belongs_to_one_sponsor"),
            models.CheckConstraint(name="sponsors_have_a_way_in", condition=~Q(domain="") | ~Q(code_digest="")),
            models.CheckConstraint(name="sponsors_pay_for_seats", condition=Q(seats__gte=1)),
        ]


class Application(models.Model):
    """Somebody's way into an edition.

        applied ─▶ waitlisted ─▶ offered ─▶ enrolled
           └──────────▶ refused / withdrawn / expired ◀──┘

    A seat is held from the offer on; the database gives no seat twice.
    """

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("application", "Waits for a decision")
        WAITLISTED = "waitlisted", pgettext_lazy("application", "On the waiting list")
        OFFERED = "offered", pgettext_lazy("application", "A seat is offered")
        ENROLLED = "enrolled", pgettext_lazy("application", "Enrolled")
        REFUSED = "refused", pgettext_lazy("application", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
        EXPIRED = "expired", pgettext_lazy("application", "Offer expired")

    class Way(models.TextChoices):
        SELF = "self", pgettext_lazy("application", "by oneself")
        INVITED = "invited", pgettext_lazy("application", "invited")
        LISTED = "listed", pgettext_lazy("application", "from a list")

    class Why(models.TextChoices):
        PREREQUISITES = "prerequisites", _("What is asked beforehand is not met")
        PLACES = "places", _("There are too few places")
        OTHER_GROUP = "other_group", _("The edition is meant for others")
        INCOMPLETE = "incomplete", _("The application is not complete")
        OTHER = "other", pgettext_lazy("refusal", "Another reason")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="applications")
    number = models.CharField(max_length=12, help_text="the learner's number in the cohort")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="null: listed by staff")
    name = models.CharField(max_length=300, help_text="as in the person's documents")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="bg", help_text="of the messages")
    statement = models.TextField(blank=True, help_text="what the applicant wrote")
    way = models.CharField(max_length=8, choices=Way, default=Way.SELF)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, null=True, related_name="applications")
    state = models.CharField(max_length=10, choices=State)
    seat = models.PositiveIntegerField(null=True, help_text="from 1, among those of its sponsor or of everybody")
    met = models.JSONField(default=dict, help_text="how each prerequisite stood: met, waived, unmet; by its id")
    applied_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True)
    offer_expires_at = models.DateTimeField(null=True)
    why_refused = models.CharField(max_length=15, choices=Why, blank=True)
    explanation = models.CharField(max_length=1000, blank=True, help_text="of a refusal, for the applicant")
    ended_at = models.DateTimeField(null=True)
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="application_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["intake", "email"],
                condition=Q(state__in=("applied", "waitlisted", "offered", "enrolled")),
                name="one_application_under_way_an_address",
            ),
            models.UniqueConstraint(
                fields=["intake", "person"],
                condition=Q(state__in=("applied", "waitlisted", "offered", "enrolled"), person__isnull=False),
                name="one_application_under_way_a_person",
            ),
            models.UniqueConstraint(fields=["intake", "seat"], condition=Q(sponsor__isnull=True), name="a_seat_is_taken_once"),
            models.UniqueConstraint(
                fields=["sponsor", "seat"], condition=Q(sponsor__isnull=False), name="a_sponsored_seat_is_taken_once"
            ),
            models.CheckConstraint(
                name="seats_are_held_from_offer_to_enrolment",
                condition=Q(state__in=("offered", "enrolled"), seat__gte=1)
                | (~Q(state__in=("offered", "enrolled")) & Q(seat__isnull=True)),
            ),
            models.CheckConstraint(
                name="offers_expire",
                condition=Q(state="offered", offer_expires_at__isnull=False)
                | (~Q(state="offered") & Q(offer_expires_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="who_waits_has_waited_since",
                condition=Q(state="waitlisted", waits_since__isnull=False) | ~Q(state="waitlisted"),
            ),
            models.CheckConstraint(
                name="refusals_say_why", condition=(Q(state="refused") & ~Q(why_refused="")) | ~Q(state="refused")
            ),
            models.CheckConstraint(
                name="only_who_was_enrolled_has_an_enrolment",
                condition=Q(state="enrolled") | Q(enrolment__isnull=True) | Q(state="withdrawn"),
            ),
            models.CheckConstraint(name="applications_are_in_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="applications_that_ended_say_when",
                condition=Q(state__in=("refused", "withdrawn", "expired"), ended_at__isnull=False)
                | (~Q(state__in=("refused", "withdrawn", "expired")) & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "state", "waits_since", "id"], name="applications_in_order"),
            models.Index(fields=["state", "offer_expires_at"], name="offers_that_run_out"),
            models.Index(fields=["person", "state"], name="applications_of_a_person"),
            models.Index(fields=["email"], name="applications_of_an_address"),
        ]


class Waiver(models.Model):
    """An applicant asks that a prerequisite be counted as met, with evidence; a person decides."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="waivers")
    entry = models.CharField(max_length=20, help_text="id of the prerequisite")
    evidence = models.TextField(help_text="what the applicant says")
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    content = models.BinaryField(null=True, help_text="private; removed when it is decided on, or the application has ended")
    granted = models.BooleanField(null=True, help_text="null: not decided")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "entry"], name="a_waiver_is_asked_once"),
            models.CheckConstraint(
                name="decided_waivers_say_who",
                condition=Q(granted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]


class Step(models.Model):
    """One step of an application, kept: from where to where, when, and who (null: the applicant, or by itself)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    told = models.BooleanField(default=False, help_text="the applicant was told by mail, or need not be")

    class Meta:
        constraints = [models.CheckConstraint(name="steps_lead_somewhere", condition=~Q(before=F("after")))]
        indexes = [models.Index(fields=["id"], condition=Q(told=False), name="steps_to_tell_of")]


class PlaceInvitation(models.Model):
    """A link with which one address can enrol in an intake; its secret is kept as a digest."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="bg", help_text="of the mail")
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "email"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_an_address",
            ),
            models.CheckConstraint(name="place_invitations_are_in_lower_case", condition=Q(email=Lower("email"))),
        ]


class ListUpload(models.Model):
    """A list of people whom staff enrol: uploaded, checked, and only then confirmed or dropped."""

    class State(models.TextChoices):
        CHECKING = "checking", pgettext_lazy("list", "Being checked")
        CHECKED = "checked", pgettext_lazy("list", "Checked")
        ENROLLING = "enrolling", pgettext_lazy("list", "People are being enrolled")
        DONE = "done", pgettext_lazy("list", "Done")
        REFUSED = "refused", pgettext_lazy("list", "Refused")
        DROPPED = "dropped", pgettext_lazy("list", "Dropped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="lists")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True, help_text="the file itself; removed once it is done")
    language = models.CharField(max_length=5, default="bg", help_text="of the messages to those it names")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0, help_text="progress of the check under way")
    problems = models.JSONField(default=list, help_text="the first 200, as of gradebook.Problem")
    problem_count = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict, help_text="counts: new, known; enrolled, waiting; or why it was refused")
    finished_at = models.DateTimeField(null=True)


class IdentityCheck(models.Model):
    """One time that it was found out who a learner is; the newest stands, the others are its history.

    Of a document only its kind is kept: no number, no picture.
    """

    class Document(models.TextChoices):
        IDENTITY_CARD = "identity_card", _("Identity card")
        PASSPORT = "passport", _("Passport")
        RESIDENCE = "residence", _("Residence permit")
        DRIVING_LICENCE = "driving_licence", _("Driving licence")
        STUDENT_CARD = "student_card", _("Student card with a photograph")
        OTHER = "other", _("Another official document with a photograph")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    level = models.CharField(max_length=15, help_text="an IdentityLevel")
    document = models.CharField(max_length=20, choices=Document, blank=True)
    provider = models.CharField(max_length=200, blank=True, help_text="who vouches for the learner")
    method = models.CharField(max_length=100, blank=True, help_text="how they logged in there")
    assurance = models.CharField(max_length=15, blank=True, help_text="an Assurance")
    on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="null: a system")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identity_checks_have_a_level", condition=Q(level__in=("none", "self_declared", "provider", "person"))
            ),
            models.CheckConstraint(
                name="a_person_who_verifies_sees_a_document",
                condition=(Q(level="person") & ~Q(document="") & Q(recorded_by__isnull=False))
                | (~Q(level="person") & Q(document="")),
            ),
            models.CheckConstraint(
                name="providers_of_identity_have_a_name",
                condition=(Q(level="provider") & ~Q(provider=""))
                | (~Q(level="provider") & Q(provider="", method="", assurance="")),
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "-recorded_at"], name="identity_checks_of_a_learner")]


class StudyWeek(models.Model):
    """The hours a person keeps for learning, in minutes of each weekday, and where in the world their days begin."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    monday = models.PositiveSmallIntegerField(default=0)
    tuesday = models.PositiveSmallIntegerField(default=0)
    wednesday = models.PositiveSmallIntegerField(default=0)
    thursday = models.PositiveSmallIntegerField(default=0)
    friday = models.PositiveSmallIntegerField(default=0)
    saturday = models.PositiveSmallIntegerField(default=0)
    sunday = models.PositiveSmallIntegerField(default=0)
    time_zone = models.CharField(max_length=64, help_text="an IANA name")
    begins = models.TimeField(help_text="when the first session of a day begins")
    even = models.BooleanField(default=True, help_text="as little a day as fits, instead of as early as possible")
    saved_on = models.DateField(help_text="there; plans begin on it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_day_of_study_has_at_most_sixteen_hours",
                condition=Q(monday__lte=960, tuesday__lte=960, wednesday__lte=960, thursday__lte=960)
                & Q(friday__lte=960, saturday__lte=960, sunday__lte=960),
            )
        ]


class StudyDone(models.Model):
    """How many minutes of a course a learner has behind them on a day: what is left is planned from that day on."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="+")
    minutes = models.PositiveIntegerField()
    counted_on = models.DateField()


class CalendarFeed(models.Model):
    """A secret address at which calendar programs read a person's plan; of the secret only a digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_calendar_address_a_person")
        ]
