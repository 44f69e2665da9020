"""Setting a quiz up for an assessment of a cohort: its rules, its pools, opening and closing it.

    create_quiz ──▶ change_quiz, set_pools ──▶ open_quiz ──▶ close_quiz
                                                   │
                                                   └─ renew_paper: questions that were mended since

Opening freezes a paper. Rules may change while it is open: attempts under way keep the end they began with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Cohort, QuestionBank, Quiz, QuizAllowance, QuizPaper, QuizPool
from campus.learning.question_banks import AUTHORS, live_questions, question_of
from campus.learning.quizzes.paper import MOST_QUESTIONS, Paper, PaperQuestion, Pool, drawn_count
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.annex1.record import Assessment

RULES = frozenset(
    (
        "title_bg", "title_en", "intro_bg", "intro_en", "attempts_allowed", "cool_down", "time_limit", "opens_at", "closes_at",
        "counts", "shuffle_questions", "release", "release_at", "shows_answers",
    )
)  # fmt: skip
MOST_ATTEMPTS, LONGEST = 50, timedelta(days=366)
State = Quiz.State


class QuizTakenError(Refusal):
    """The assessment has a quiz already."""

    code = "QUIZ_TAKEN"
    text = _("This assessment has a quiz already.")


class UnknownAssessmentError(Refusal):
    """The micro-credential has no such assessment, or its result is a word."""

    code = "UNKNOWN_ASSESSMENT"
    text = _("The micro-credential of this cohort has no such assessment with a number as its result.")


class QuizRuleError(Refusal):
    """A rule of the quiz cannot be so."""

    code = "QUIZ_RULE"
    text = _("This cannot be so: {why}")


class QuizNotReadyError(Refusal):
    """It has no questions, or too many, or fewer than are to be drawn."""

    code = "QUIZ_NOT_READY"
    text = _("The quiz cannot open yet: {why}")


class QuizMovedOnError(Refusal):
    """It was opened or closed in the meantime."""

    code = "QUIZ_MOVED_ON"
    text = _("This quiz has moved on in the meantime. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolWish:
    """A pool as a person asks for it."""

    bank: QuestionBank
    category: str = ""
    draw: int = 0
    points: Decimal | None = None


def assessments_of(cohort: Cohort) -> list[Assessment]:
    """The assessments whose results are numbers."""
    return [part for part in record_of(cohort.design_version).assessments if not part.accepted]


@transaction.atomic
def create_quiz(cohort: Cohort, *, assessment: str, by: Actor, at: datetime, **rules: Any) -> Quiz:
    """Begin a quiz; `rules` are fields named in `RULES`.

    Raises:
        NotAllowedError: neither author nor assessor there.
        CohortClosedError, UnknownAssessmentError, QuizTakenError, QuizRuleError.
    """
    require(by, cohort.organisation, *AUTHORS)
    if cohort.closed_at is not None:
        raise CohortClosedError
    if assessment not in {part.id for part in assessments_of(cohort)}:
        raise UnknownAssessmentError(field="assessment")
    quiz = Quiz(cohort=cohort, assessment=assessment, created_by=person_of(by), created_at=at)
    _set(quiz, rules)
    try:
        with transaction.atomic():
            quiz.save(force_insert=True)
    except IntegrityError:
        raise QuizTakenError(field="assessment") from None
    _note("quiz.created", quiz, by=by, at=at)
    return quiz


@transaction.atomic
def change_quiz(quiz: Quiz, *, by: Actor, at: datetime, **rules: Any) -> Quiz:
    """Change rules of a quiz that is not closed.

    Raises:
        NotAllowedError, QuizMovedOnError, QuizRuleError.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    locked = _locked(quiz, State.DRAFT, State.OPEN)
    _set(locked, rules)
    locked.save(update_fields=sorted(rules))
    _note("quiz.changed", locked, by=by, at=at)
    return locked


@transaction.atomic
def set_pools(quiz: Quiz, *, pools: Sequence[PoolWish], by: Actor, at: datetime) -> None:
    """Say which questions a draft takes. They replace the pools it had.

    Raises:
        NotAllowedError, QuizMovedOnError: it is open or closed.
        NotFoundError: a bank of another organisation.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    locked = _locked(quiz, State.DRAFT)
    if any(wish.bank.organisation_id != locked.cohort.organisation_id for wish in pools):
        raise NotFoundError
    locked.pools.all().delete()
    QuizPool.objects.bulk_create(
        QuizPool(
            quiz=locked, position=position, bank=wish.bank, category=wish.category[:200], draw=wish.draw, points=wish.points
        )
        for position, wish in enumerate(pools, start=1)
    )
    _note("quiz.changed", locked, by=by, at=at)


@transaction.atomic
def open_quiz(quiz: Quiz, *, by: Actor, at: datetime) -> QuizPaper:
    """Freeze the paper and let learners in, as soon as the opening time has come.

    Raises:
        NotAllowedError, QuizMovedOnError, QuizNotReadyError, CohortClosedError.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    locked = _locked(quiz, State.DRAFT)
    if locked.cohort.closed_at is not None:
        raise CohortClosedError
    paper = _new_paper(locked, by=by, at=at)
    Quiz.objects.filter(pk=locked.pk, state=State.DRAFT).update(state=State.OPEN)
    _note("quiz.opened", locked, by=by, at=at, paper=paper.number)
    return paper


@transaction.atomic
def renew_paper(quiz: Quiz, *, by: Actor, at: datetime) -> QuizPaper:
    """Take the questions of the banks as they stand now; attempts under way keep the paper they began with.

    Raises:
        NotAllowedError, QuizMovedOnError: it is not open.
        QuizNotReadyError: the pools have too few questions now.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    locked = _locked(quiz, State.OPEN, State.CLOSED)
    newest = newest_paper(locked)
    content = _paper_of(locked).model_dump_json()
    if newest.content == content:
        return newest
    paper = _new_paper(locked, by=by, at=at)
    _note("quiz.paper_renewed", locked, by=by, at=at, paper=paper.number)
    return paper


@transaction.atomic
def close_quiz(quiz: Quiz, *, by: Actor, at: datetime) -> None:
    """Let nobody in any more. Attempts under way end now, with what was saved. Closing twice is the same as once.

    Raises:
        NotAllowedError: neither author nor assessor there.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    if Quiz.objects.filter(pk=quiz.pk, state=State.OPEN).update(state=State.CLOSED):
        quiz.attempts.filter(state="open", ends_at__isnull=True).update(ends_at=at)
        quiz.attempts.filter(state="open", ends_at__gt=at).update(ends_at=at)
        _note("quiz.closed", quiz, by=by, at=at)
        outbox.record("quiz.closed", subject=quiz.pk, at=at)


@transaction.atomic
def allow_more(
    quiz: Quiz, *, number: str, extra_time: timedelta, extra_attempts: int, by: Actor, at: datetime
) -> QuizAllowance:
    """Give one learner more time or attempts, from the next attempt on. What was given before is replaced.

    Raises:
        NotAllowedError: neither author nor assessor there.
        NotFoundError: no learner of the cohort has this number.
        QuizRuleError: less than nothing, or beyond reason.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    if not timedelta(0) <= extra_time <= LONGEST or not 0 <= extra_attempts <= MOST_ATTEMPTS:
        raise QuizRuleError(why=_("from 0 to 50 attempts, and no less than no time"), field="extra_time")
    enrolment = quiz.cohort.enrolments.filter(number=number).first()
    if enrolment is None:
        raise NotFoundError(field="number")
    facts = {"extra_time": extra_time, "extra_attempts": extra_attempts, "given_by": person_of(by), "given_at": at}
    allowance, _made = QuizAllowance.objects.update_or_create(quiz=quiz, enrolment=enrolment, defaults=facts)
    _note("quiz.allowance_given", quiz, by=by, at=at)
    return allowance


def newest_paper(quiz: Quiz) -> QuizPaper:
    """The paper new attempts begin with."""
    return quiz.papers.order_by("-number")[0]


def _new_paper(quiz: Quiz, *, by: Actor, at: datetime) -> QuizPaper:
    content = _paper_of(quiz).model_dump_json()
    return QuizPaper.objects.create(
        quiz=quiz,
        number=quiz.papers.count() + 1,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        made_by=person_of(by),
        made_at=at,
    )


def _paper_of(quiz: Quiz) -> Paper:
    pools, taken = [], set[int]()
    for pool in quiz.pools.select_related("bank").order_by("position"):
        rows = [row for row in live_questions(pool.bank, category=pool.category)[: 5000 + 1] if row.pk not in taken]
        if not rows:
            raise QuizNotReadyError(why=_("part {part} has no questions").format(part=pool.position))
        if len(rows) < pool.draw or len(rows) > 5000:
            raise QuizNotReadyError(
                why=_("part {part} draws {draw} of {count} questions").format(
                    part=pool.position, draw=pool.draw, count=len(rows)
                )
            )
        taken.update(row.pk for row in rows)
        questions = tuple(PaperQuestion(key=str(row.public_id), question=question_of(row)) for row in rows)
        pools.append(Pool(questions=questions, draw=pool.draw, points=pool.points))
    if not pools:
        raise QuizNotReadyError(why=_("it has no questions"))
    paper = Paper(pools=tuple(pools), shuffle_questions=quiz.shuffle_questions)
    if drawn_count(paper) > MOST_QUESTIONS:
        raise QuizNotReadyError(why=_("it asks more than {limit} questions").format(limit=MOST_QUESTIONS))
    return paper


def _set(quiz: Quiz, rules: dict[str, Any]) -> None:
    unknown = set(rules) - RULES
    if unknown:
        raise TypeError(f"no rules of a quiz: {sorted(unknown)}")
    for name, value in rules.items():
        setattr(quiz, name, value.strip() if isinstance(value, str) else value)
    for field, wrong, why in _wrong_rules(quiz):
        if wrong:
            raise QuizRuleError(why=why, field=field)


def _wrong_rules(quiz: Quiz) -> Iterable[tuple[str, bool, Any]]:
    most, limit, pause = quiz.attempts_allowed, quiz.time_limit, quiz.cool_down
    yield "title_en", not (quiz.title_bg or quiz.title_en), _("it needs a title.")
    yield "attempts_allowed", most is not None and not 1 <= most <= MOST_ATTEMPTS, _("from 1 to 50 attempts.")
    yield "time_limit", limit is not None and not timedelta(minutes=1) <= limit <= LONGEST, _("at least a minute.")
    yield "cool_down", not timedelta(0) <= pause <= LONGEST, _("a pause of at most a year.")
    backwards = quiz.opens_at is not None and quiz.closes_at is not None and quiz.closes_at <= quiz.opens_at
    yield "closes_at", backwards, _("it closes before it opens.")
    yield "release_at", quiz.release == Quiz.Release.ON_DATE and quiz.release_at is None, _("say on which date.")
    undated = quiz.release == Quiz.Release.AFTER_CLOSE and quiz.closes_at is None
    yield "closes_at", undated, _("feedback waits for the closing time, so there must be one.")


def _locked(quiz: Quiz, *states: Quiz.State) -> Quiz:
    locked = Quiz.objects.select_for_update(of=("self",)).select_related("cohort__organisation").get(pk=quiz.pk)
    if locked.state not in states:
        raise QuizMovedOnError
    return locked


def _note(action: str, quiz: Quiz, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=quiz.cohort.organisation_id,
        subject_kind="quiz",
        subject=quiz.pk,
        at=at,
        **details,
    )
