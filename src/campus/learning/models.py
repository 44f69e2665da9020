"""Cohorts, their gradebooks, results and awards; quizzes and attempts at them."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person


class Cohort(models.Model):
    """A group of learners who take one version of a micro-credential together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    design_version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    fixed_list = models.BooleanField(default=False, help_text="gradebooks may not add learners")
    supervision = models.JSONField(default=dict, help_text='how each assessment is watched here: {"exam": "onsite"}')
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="cohort_titles_are_unique"),
            models.CheckConstraint(
                name="cohorts_end_after_they_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]


class Enrolment(models.Model):
    """One learner in one cohort. `number` is the school's own; the e-mail is where the badge goes."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="enrolments")
    number = models.CharField(max_length=100)
    name = models.CharField(max_length=300, blank=True)
    email = models.EmailField()
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", help_text="who enrolled here; null: known by the e-mail alone"
    )
    withdrawn = models.BooleanField(default=False)
    completed_on = models.DateField(null=True, help_text="the day the gradebook names; the award bears it")
    meets_rules = models.BooleanField(default=False, help_text="written together with the results, by the same transaction")
    identity = models.CharField(max_length=15, blank=True, help_text="an IdentityLevel; empty: nothing is recorded")
    identity_assurance = models.CharField(max_length=15, blank=True, help_text="an Assurance, of an identity provider")
    identity_on = models.DateField(null=True, help_text="when that was found out")
    supervision = models.JSONField(default=dict, help_text="where it was otherwise than for the cohort")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="a_learner_is_enrolled_once"),
            models.UniqueConstraint(fields=["cohort", "email"], name="an_email_is_enrolled_once"),
            models.CheckConstraint(
                name="identity_is_known_since_a_day", condition=Q(identity="") | Q(identity_on__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["cohort", "meets_rules", "withdrawn"], name="enrolment_standing")]


class GradebookUpload(models.Model):
    """A gradebook on its way in: uploaded, mapped, checked, and only then confirmed or dropped."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        IMPORTED = "imported", _("Imported")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True, help_text="the file itself; removed 30 days after import")
    digest = models.CharField(max_length=64)
    layout = models.CharField(max_length=20, blank=True, help_text="a key of gradebook.LAYOUTS")
    reading = models.JSONField(default=dict, help_text='how to read it where a person chose: {"encoding": …, "sheet": …}')
    mapping = models.JSONField(default=dict, help_text="a gradebook.Mapping as JSON")
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0, help_text="progress of the check or import under way")
    problems = models.JSONField(default=list, help_text='the first 200: [{"row": 3, "column": "B", "code": …, facts}]')
    problem_count = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    summary = models.JSONField(
        default=dict, help_text="counts: new, changed, unchanged, award_stands, …; or why it was refused"
    )
    finished_at = models.DateTimeField(null=True)


class Result(models.Model):
    """One learner's result in one assessment of the design version: a number, or a word."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="results")
    assessment = models.CharField(max_length=64, help_text="id of the assessment in the design version")
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    word = models.CharField(max_length=100, blank=True)
    upload = models.ForeignKey(GradebookUpload, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "assessment"], name="one_result_per_assessment"),
            models.CheckConstraint(name="a_result_says_something", condition=Q(score__isnull=False) | ~Q(word="")),
        ]


class Hold(models.Model):
    """What stops a learner's award and badge until it is lifted. Of the reason only its kind is kept; set from above."""

    class Kind(models.TextChoices):
        INTEGRITY = "integrity", _("A question about how the work was done is open")
        APPEAL = "appeal", _("An appeal against a result is open")
        IDENTITY = "identity", _("It is being checked who the learner is")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holds_that_were_lifted_say_by_whom",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["enrolment"], condition=Q(lifted_at__isnull=True), name="open_holds")]


class Award(models.Model):
    """The decision that a learner has earned it. `key` names it to the issuing floor."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="award")
    key = models.CharField(max_length=100, unique=True)
    overall = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    grade = models.CharField(max_length=100, blank=True)
    results = models.JSONField(default=list)
    conditions = models.JSONField(default=dict, help_text="who the learner was known to be, how work was watched: then")
    awarded_at = models.DateTimeField()
    awarded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    contradicted_at = models.DateTimeField(null=True, help_text="a result was changed since, and the badge says otherwise")

    class Meta:
        indexes = [
            models.Index(fields=["contradicted_at"], condition=Q(contradicted_at__isnull=False), name="contradicted_awards")
        ]


class QuestionBank(models.Model):
    """Questions of an organisation, from which quizzes draw."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="bank_titles_are_unique")]


class BankQuestion(models.Model):
    """One question as it stands now. Quizzes that are open keep the text they opened with, in their paper."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="questions")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, help_text="a name of quizzes.questions.TYPES")
    category = models.CharField(max_length=200, blank=True)
    content = models.JSONField(help_text="a quizzes Question")
    digest = models.CharField(max_length=64, help_text="of the content: the same question is not imported twice")
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "digest"], condition=Q(retired_at__isnull=True), name="a_bank_holds_a_question_once"
            )
        ]
        indexes = [models.Index(fields=["bank", "retired_at", "category"], name="questions_of_a_category")]


class QuestionPicture(models.Model):
    """A picture that questions of a bank show: decoded and written anew, so that only a picture remains."""

    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content = models.BinaryField(help_text="PNG")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "name"], name="a_bank_holds_a_picture_once")]


class Quiz(models.Model):
    """A quiz that gives the results of one assessment of a cohort."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("quiz", "Open")
        CLOSED = "closed", pgettext_lazy("quiz", "Closed")

    class Counts(models.TextChoices):
        BEST = "best", _("The best attempt")
        LAST = "last", _("The last attempt")
        FIRST = "first", _("The first attempt")

    class Release(models.TextChoices):
        AT_ONCE = "at_once", _("as soon as an attempt is handed in")
        AFTER_CLOSE = "after_close", _("once the quiz has closed")
        ON_DATE = "on_date", _("on a date")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="quizzes")
    assessment = models.CharField(max_length=64, help_text="id of the assessment in the design version")
    title_bg = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    intro_bg = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, default=3, help_text="null: as many as one likes")
    cool_down = models.DurationField(default=timedelta(days=7), help_text="between the end of an attempt and the next")
    time_limit = models.DurationField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    counts = models.CharField(max_length=10, choices=Counts, default=Counts.BEST)
    shuffle_questions = models.BooleanField(default=True)
    release = models.CharField(max_length=20, choices=Release, default=Release.AT_ONCE, help_text="when feedback is shown")
    release_at = models.DateTimeField(null=True)
    shows_answers = models.BooleanField(default=False, help_text="feedback shows the right answers too")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    statistics = models.JSONField(default=dict, help_text="figures by question as of `counted_at`")
    counted_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "assessment"], name="one_quiz_gives_an_assessment"),
            models.CheckConstraint(name="quizzes_have_a_title", condition=~Q(title_bg="") | ~Q(title_en="")),
            models.CheckConstraint(
                name="quizzes_close_after_they_open",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
            ),
            models.CheckConstraint(
                name="feedback_has_its_date",
                condition=(~Q(release="on_date") | Q(release_at__isnull=False))
                & (~Q(release="after_close") | Q(closes_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_quiz_can_be_attempted", condition=Q(attempts_allowed__isnull=True) | Q(attempts_allowed__gte=1)
            ),
        ]


class QuizPool(models.Model):
    """Part of a quiz: `draw` questions (0: all) of a bank, or of one category of it."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="pools")
    position = models.PositiveSmallIntegerField()
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="+")
    category = models.CharField(max_length=200, blank=True)
    draw = models.PositiveSmallIntegerField(default=0)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, help_text="each; null: the question's own")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="pools_have_their_places"),
            models.CheckConstraint(name="pools_give_points", condition=Q(points__isnull=True) | Q(points__gt=0)),
        ]


class QuizPaper(models.Model):
    """Everything a quiz may ask, frozen: an attempt can be rebuilt from its paper and seed for ever."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    content = models.TextField(help_text="a quizzes Paper, as made")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "number"], name="papers_are_numbered")]


class QuizAllowance(models.Model):
    """More time or attempts for one learner. Why is nobody's business here, so it is not kept."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="allowances")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    extra_time = models.DurationField(default=timedelta(0))
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "enrolment"], name="one_allowance_a_learner")]


class QuizAttempt(models.Model):
    """One learner's attempt: open, handed in, marked. `marks` has a line for each question once it is marked."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("quiz", "Under way")
        SUBMITTED = "submitted", _("Handed in")
        MARKED = "marked", _("Marked")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="attempts")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    paper = models.ForeignKey(QuizPaper, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(null=True, help_text="attempts the learner had when this one began")
    seed = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="when its time is up")
    ended_at = models.DateTimeField(null=True)
    by_clock = models.BooleanField(default=False, help_text="its time was up; nobody handed it in")
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=4)
    marks = models.JSONField(default=list)
    marked_at = models.DateTimeField(null=True)
    result_due = models.BooleanField(default=False, help_text="marked, and not yet handed on to the assessment")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "enrolment", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(fields=["quiz", "enrolment"], condition=Q(state="open"), name="one_open_attempt_a_learner"),
            models.CheckConstraint(
                name="no_attempt_beyond_the_maximum",
                condition=Q(number__gte=1) & (Q(most__isnull=True) | Q(number__lte=models.F("most"))),
            ),
            models.CheckConstraint(
                name="attempts_that_ended_say_when",
                condition=(Q(state="open") & Q(ended_at__isnull=True)) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="marked_attempts_have_a_score",
                condition=(Q(state="marked") & Q(score__isnull=False) & Q(marked_at__isnull=False))
                | (~Q(state="marked") & Q(score__isnull=True)),
            ),
            models.CheckConstraint(
                name="scores_keep_their_bounds",
                condition=Q(score__isnull=True) | (Q(score__gte=0) & Q(score__lte=models.F("maximum"))),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_at"], name="attempts_whose_time_is_up"),
            models.Index(fields=["quiz", "result_due"], name="attempts_to_hand_on"),
            models.Index(fields=["quiz", "state", "score"], name="attempts_by_score"),
        ]


class QuizAnswer(models.Model):
    """What a learner saved for one question of an attempt; the newest stands."""

    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="answers")
    slot = models.PositiveSmallIntegerField()
    value = models.JSONField(help_text="a quizzes Answer")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "slot"], name="one_answer_a_question")]
