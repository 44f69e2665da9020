"""The learner's quizzes: which there are, one of them, and the attempts at it."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.learning.learners import enrolments_of
from campus.learning.models import Enrolment, Quiz, QuizAttempt
from campus.learning.quiz_attempts import WHY, settle, standing, start, with_paper
from campus.learning.quiz_results import is_released, outcomes_of
from campus.learning.quizzes.rules import Refused, Start
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest
from campus.web.pages import private_page
from campus.web.quizzes.titles import title_of

PER_PAGE = 20


@require_safe
@login_required
def my_quizzes(request: PersonRequest) -> HttpResponse:
    mine = enrolments_of(request.user).values("cohort")
    found = Quiz.objects.filter(cohort__in=mine).exclude(state=Quiz.State.DRAFT)
    page = Paginator(found.select_related("cohort__organisation").order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    enrolled = {
        each.cohort_id: each for each in enrolments_of(request.user).filter(cohort__in=[quiz.cohort_id for quiz in page])
    }
    cards = [card_of(quiz, enrolled[quiz.cohort_id]) for quiz in page]
    return private_page(request, "learner/quizzes/list.html", {"cards": cards, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_quiz(request: PersonRequest, quiz_id: uuid.UUID) -> HttpResponse:
    quiz, enrolment = _mine(request, quiz_id)
    if request.method == "POST":
        try:
            attempt = start(quiz, enrolment, seed=secrets.token_hex(16), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return redirect("my_quiz", quiz_id)
        return redirect("my_attempt_question", attempt.public_id, 1)
    return private_page(request, "learner/quizzes/quiz.html", _page(quiz, enrolment))


def attempt_of(request: PersonRequest, attempt_id: uuid.UUID) -> QuizAttempt:
    """The person's own attempt; ended by the clock where its time is up.

    Raises:
        NotFoundError: none, or somebody else's.
    """
    mine = with_paper().filter(enrolment__in=enrolments_of(request.user), public_id=attempt_id)
    found = mine.select_related("quiz__cohort__organisation", "enrolment", "paper").first()
    if found is None:
        raise NotFoundError
    if found.state == QuizAttempt.State.OPEN and settle(found, at=timezone.now()):
        return with_paper().select_related("quiz__cohort__organisation").get(pk=found.pk)
    return found


def _page(quiz: Quiz, enrolment: Enrolment) -> dict[str, Any]:
    now, language = timezone.now(), get_language() or "en"
    attempts = list(_attempts(quiz, enrolment))
    under_way = next((each for each in attempts if each.state == QuizAttempt.State.OPEN and not settle(each, at=now)), None)
    decision = standing(quiz, enrolment, at=now)
    released = is_released(quiz, at=now)
    outcome = outcomes_of(quiz, [enrolment.pk]).get(enrolment.pk) if released else None
    return {
        "quiz": quiz,
        "title": title_of(quiz, language),
        "intro": (quiz.intro_bg or quiz.intro_en) if language == "bg" else (quiz.intro_en or quiz.intro_bg),
        "attempts": list(_attempts(quiz, enrolment)),
        "under_way": under_way,
        "may_start": isinstance(decision, Start),
        "number": decision.number if isinstance(decision, Start) else None,
        "why_not": None if isinstance(decision, Start) else WHY[decision.because],
        "until": None if isinstance(decision, Start) else decision.until,
        "waits": not isinstance(decision, Start) and decision.because in (Refused.COOLING_DOWN, Refused.NOT_OPEN_YET),
        "minutes": int(quiz.time_limit.total_seconds() // 60) if quiz.time_limit else None,
        "pause_days": quiz.cool_down.days,
        "pause_hours": quiz.cool_down.seconds // 3600,
        "released": released,
        "outcome": outcome,
    }


def card_of(quiz: Quiz, enrolment: Enrolment) -> dict[str, Any]:
    """What a list says of one quiz."""
    now = timezone.now()
    decision = standing(quiz, enrolment, at=now)
    under_way = isinstance(decision, Start) is False and getattr(decision, "because", None) is Refused.UNDER_WAY
    may_start = isinstance(decision, Start)
    word = _("Under way") if under_way else _("You can begin") if may_start else _("Not now")
    return {
        "quiz": quiz,
        "title": title_of(quiz, get_language() or "en"),
        "word": word,
        "tone": "attention" if under_way else "valid" if may_start else "unknown",
        "under_way": under_way,
        "may_start": may_start,
        "done": QuizAttempt.objects.filter(quiz=quiz, enrolment=enrolment).exclude(state=QuizAttempt.State.OPEN).count(),
    }


def _mine(request: PersonRequest, quiz_id: uuid.UUID) -> tuple[Quiz, Enrolment]:
    quiz = Quiz.objects.select_related("cohort__organisation", "cohort__design_version").filter(public_id=quiz_id).first()
    enrolment = None if quiz is None else enrolments_of(request.user).filter(cohort=quiz.cohort).order_by("pk").first()
    if quiz is None or enrolment is None or quiz.state == Quiz.State.DRAFT:
        raise NotFoundError
    return quiz, enrolment


def _attempts(quiz: Quiz, enrolment: Enrolment) -> QuerySet[QuizAttempt]:
    return with_paper().filter(quiz=quiz, enrolment=enrolment).order_by("number")
