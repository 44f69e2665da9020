"""Cases of the recognition desk: what is submitted, who looks at it, what is said, what is decided."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person


class Purpose(models.TextChoices):
    """What recognition is asked for."""

    EXEMPTION = "exemption", _("Exemption from a course or module")
    ADMISSION = "admission", _("Admission to a programme")
    TRANSFER = "transfer", _("Transfer of credits")
    EMPLOYMENT = "employment", _("Employment")
    STACK = "stack", _("Counting towards a programme of micro-credentials")


CREDITS = frozenset({Purpose.EXEMPTION, Purpose.TRANSFER, Purpose.STACK})
"""Purposes for which the same learning gives credit, and so only once."""


class Case(models.Model):
    """Somebody asks an organisation to recognise what a credential of any issuer proves."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("recognition", "Waits for an officer")
        REVIEW = "review", pgettext_lazy("recognition", "Being looked at")
        WAITING = "waiting", pgettext_lazy("recognition", "Information asked for")
        DECIDED = "decided", pgettext_lazy("recognition", "Decided")
        APPEALED = "appealed", pgettext_lazy("recognition", "Appealed")
        WITHDRAWN = "withdrawn", pgettext_lazy("recognition", "Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose desk decides")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300, help_text="as it will stand in the decision")
    purpose = models.CharField(max_length=12, choices=Purpose)
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    target_version = models.ForeignKey(DesignVersion, models.PROTECT, null=True, related_name="+")
    target = models.JSONField(help_text="the other side, as of recognition.case_sides: frozen when it was submitted")
    note = models.TextField(blank=True, max_length=4000, help_text="the applicant's own words")
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accepted = models.JSONField(null=True, help_text="ids of outcomes that an officer takes as covered; null: as proposed")
    graded = models.JSONField(default=dict, help_text='{"quality": 2}: steps that a person set, by criterion')
    committee = models.PositiveSmallIntegerField(default=1, help_text="how many have to vote before it is decided")
    submitted_at = models.DateTimeField()
    due_on = models.DateField(help_text="to be decided by then (R-45)")
    days_to_appeal = models.PositiveSmallIntegerField(default=30, help_text="as the desk's terms were when it was submitted")
    reminded_on = models.DateField(null=True, help_text="when the desk was last told that the deadline is near")
    appealed_at = models.DateTimeField(null=True)
    appeal_grounds = models.TextField(blank=True, max_length=4000)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recognition_cases_have_a_known_state",
                condition=Q(state__in=("submitted", "review", "waiting", "decided", "appealed", "withdrawn")),
            ),
            models.CheckConstraint(
                name="appeals_give_grounds", condition=Q(appealed_at__isnull=True, appeal_grounds="") | ~Q(appeal_grounds="")
            ),
            models.CheckConstraint(
                name="appealed_cases_say_when", condition=~Q(state="appealed") | Q(appealed_at__isnull=False)
            ),
            models.CheckConstraint(name="somebody_decides_a_case", condition=Q(committee__gte=1)),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="recognition_queue"),
            models.Index(fields=["person", "-submitted_at"], name="recognition_of_person"),
        ]


class DeskTerms(models.Model):
    """How long a desk takes, and how long one can appeal; what is submitted keeps what held then (R-45)."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    months_to_decide = models.PositiveSmallIntegerField(default=4)
    days_to_appeal = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desks_decide_within_four_months", condition=Q(months_to_decide__gte=1, months_to_decide__lte=4)
            ),
            models.CheckConstraint(
                name="desks_leave_time_to_appeal", condition=Q(days_to_appeal__gte=14, days_to_appeal__lte=180)
            ),
        ]


class CaseEvidence(models.Model):
    """One credential of a case: exactly as handed in, with the report on it, both frozen."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.BinaryField(help_text="what was handed in")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `content`, hex")
    report = models.JSONField(help_text="the verification report, as the library gives it")
    report_digest = models.CharField(max_length=64, help_text="SHA-256 of the report's canonical JSON, hex")
    learning = models.CharField(max_length=64, help_text="SHA-256 of issuer and achievement: the same learning, whoever has it")
    side = models.JSONField(help_text="what it attests, as of recognition.case_sides")
    facts = models.JSONField(default=dict, help_text="what the seven criteria ask about, as far as it is stated")
    belongs = models.BooleanField(default=False, help_text="it names an e-mail address that the applicant has confirmed")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="a_credential_is_handed_in_once")]
        indexes = [models.Index(fields=["learning"], name="evidence_of_learning")]


class CaseMessage(models.Model):
    """Something said in a case. Only the applicant and the desk read it."""

    class Kind(models.TextChoices):
        MESSAGE = "message", pgettext_lazy("recognition", "Message")
        REQUEST = "request", pgettext_lazy("recognition", "Question")
        ANSWER = "answer", pgettext_lazy("recognition", "Answer")

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_desk = models.BooleanField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()


class CaseSeat(models.Model):
    """Somebody who decides: on the case (round 1) or on the appeal (round 2), never on both."""

    class Vote(models.TextChoices):
        FULL = "full", pgettext_lazy("recognition", "Recognised in full")
        PARTIAL = "partial", pgettext_lazy("recognition", "Recognised in part")
        CONDITIONAL = "conditional", pgettext_lazy("recognition", "Recognised under a condition")
        REFUSED = "refused", pgettext_lazy("recognition", "Not recognised")

    case = models.ForeignKey(Case, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    vote = models.CharField(max_length=12, choices=Vote, blank=True)
    because = models.TextField(blank=True, max_length=4000)
    voted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # the panel of an appeal is another one: a person has one seat in a case, in one of its rounds
            models.UniqueConstraint(fields=["case", "person"], name="an_appeal_has_another_panel"),
            models.CheckConstraint(name="a_case_has_two_rounds", condition=Q(round__in=(1, 2))),
            models.CheckConstraint(name="votes_say_when", condition=Q(vote="") | Q(voted_at__isnull=False)),
        ]


class Decision(models.Model):
    """What was decided, for ever. An appeal gives a second one, which takes the place of the first."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(help_text="1: on the case; 2: on the appeal")
    outcome = models.CharField(max_length=12, choices=CaseSeat.Vote)
    reasons = models.TextField(max_length=8000)
    condition = models.TextField(blank=True, max_length=4000, help_text="what has to be met first")
    differences = models.JSONField(default=list, help_text='[{"element": "level", "en": …, "bg": …}] that it rests on')
    difference_count = models.PositiveSmallIntegerField(default=0)
    covered = models.JSONField(default=list, help_text='[{"en": …, "bg": …}] outcomes of the target')
    missing = models.JSONField(default=list, help_text="as `covered`: what a partial recognition lacks (R-47)")
    missing_count = models.PositiveSmallIntegerField(default=0)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="credits granted; never a grade (R-46)")
    decided_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what stands in it, hex")
    superseded_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True, help_text="when the signed credential was made")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="a_round_decides_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(superseded_at__isnull=True), name="one_decision_holds"),
            models.CheckConstraint(
                name="nobody_refuses_without_a_difference",
                condition=~Q(outcome="refused") | Q(difference_count__gte=1) & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="partial_recognition_lists_what_is_missing", condition=~Q(outcome="partial") | Q(missing_count__gte=1)
            ),
            models.CheckConstraint(name="conditions_are_told", condition=~Q(outcome="conditional") | ~Q(condition="")),
            models.CheckConstraint(name="refusals_give_no_credit", condition=~Q(outcome="refused") | Q(ects__isnull=True)),
        ]


class RecognisedLearning(models.Model):
    """Learning that was given credit. The same learning of a person counts once with an organisation, in whatever case."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recognised")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    learning = models.CharField(max_length=64)
    released_at = models.DateTimeField(null=True, help_text="another decision took the place of this one")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "learning"],
                condition=Q(released_at__isnull=True),
                name="the_same_learning_counts_once",
            )
        ]
