"""The quizzes of a cohort; setting one up, choosing its questions, opening and closing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning import quiz_results, quiz_setup, quiz_statistics
from campus.learning.models import Cohort, QuestionBank, Quiz
from campus.learning.question_banks import AUTHORS
from campus.learning.quiz_attempts import parsed
from campus.learning.quizzes.paper import drawn_count
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.quizzes.titles import title_of
from campus.web.staff.cohorts.lookup import cohort_in
from campus.web.staff.quizzes.forms import NewQuizForm, RulesForm, pool_forms, rules_initial
from campus.web.staff.quizzes.lookup import TONES, quiz_in


@require_safe
@inside()
def quizzes(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    names = assessment_names(cohort)
    rows = [
        {
            "quiz": quiz,
            "title": title_of(quiz, get_language() or "en"),
            "tone": TONES[Quiz.State(quiz.state)],
            "assessment": names.get(quiz.assessment, quiz.assessment),
        }
        for quiz in cohort.quizzes.order_by("pk")
    ]
    writes = bool(roles_of(request.user, organisation) & set(AUTHORS)) and cohort.closed_at is None
    context = {"organisation": organisation, "cohort": cohort, "rows": rows, "writes": writes}
    return private_page(request, "staff/quizzes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def new(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    form = NewQuizForm(request.POST or None)
    taken = set(cohort.quizzes.values_list("assessment", flat=True))
    free = [(key, name) for key, name in assessment_names(cohort).items() if key not in taken]
    form.fields["assessment"].choices = free  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            assessment = form.cleaned_data["assessment"]
            quiz = quiz_setup.create_quiz(cohort, assessment=assessment, by=request.user, at=timezone.now(), **form.rules())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("quiz_pools", organisation.slug, public_id, quiz.public_id)
    context = {"organisation": organisation, "cohort": cohort, "form": form, "any": bool(free)}
    return private_page(request, "staff/quizzes/new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def edit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> HttpResponse:
    quiz = quiz_in(organisation, public_id, quiz_id)
    form = RulesForm(request.POST or None, initial=rules_initial(quiz))
    if request.method == "POST" and form.is_valid():
        try:
            quiz_setup.change_quiz(quiz, by=request.user, at=timezone.now(), **form.rules())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The rules are saved."))
            return redirect("quiz", organisation.slug, public_id, quiz_id)
    return private_page(request, "staff/quizzes/quiz.html", _page(quiz, form), status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def pools(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> HttpResponse:
    quiz = quiz_in(organisation, public_id, quiz_id)
    posted = request.method == "POST"
    rows = pool_forms(quiz, request.POST if posted else None)
    if posted and rows.is_valid():
        wishes = [wish for form in rows.forms if (wish := form.wish()) is not None]
        try:
            quiz_setup.set_pools(quiz, pools=wishes, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("The questions are chosen."))
        return redirect("quiz", organisation.slug, public_id, quiz_id)
    any_bank = QuestionBank.objects.filter(organisation=organisation).exists()
    context = {**frame_of(quiz), "rows": rows, "any_bank": any_bank}
    return private_page(request, "staff/quizzes/pools.html", context, status=400 if posted else 200)


@require_POST
@inside(*AUTHORS)
def act(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID, action: str
) -> HttpResponse:
    quiz, now = quiz_in(organisation, public_id, quiz_id), timezone.now()
    try:
        said = _act(quiz, action, request, now)
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)
    return redirect("quiz_statistics" if action == "count" else "quiz", organisation.slug, public_id, quiz_id)


def assessment_names(cohort: Cohort) -> dict[str, str]:
    """The assessments a quiz can give results of, by id."""
    language = get_language() or "en"
    return {part.id: part.title.text(language) or part.id for part in quiz_setup.assessments_of(cohort)}


def frame_of(quiz: Quiz) -> dict[str, Any]:
    """What every page about a quiz shows."""
    return {
        "organisation": quiz.cohort.organisation,
        "cohort": quiz.cohort,
        "quiz": quiz,
        "title": title_of(quiz, get_language() or "en"),
        "tone": TONES[Quiz.State(quiz.state)],
        "assessment": assessment_names(quiz.cohort).get(quiz.assessment, quiz.assessment),
    }


def _act(quiz: Quiz, action: str, request: PersonRequest, now: Any) -> str:
    if action == "open":
        quiz_setup.open_quiz(quiz, by=request.user, at=now)
        return gettext("The quiz is open. What it may ask is frozen.")
    if action == "close":
        quiz_setup.close_quiz(quiz, by=request.user, at=now)
        return gettext("The quiz is closed. Attempts under way end with what was saved.")
    if action == "renew":
        quiz_setup.renew_paper(quiz, by=request.user, at=now)
        return gettext("New attempts meet the questions as they stand in the banks now.")
    if action == "remark":
        quiz_setup.renew_paper(quiz, by=request.user, at=now)
        quiz_results.order_remarking(quiz, by=request.user, at=now)
        return gettext("All attempts are being marked again by the questions as they stand now.")
    if action == "count":
        done = quiz_statistics.order_counting(quiz, by=request.user, at=now)
        return gettext("Counted.") if done else gettext("They are being counted. Look again in a moment.")
    raise NotFoundError


def _page(quiz: Quiz, form: RulesForm) -> dict[str, Any]:
    papers = quiz.papers.order_by("-number")
    newest = papers.defer("content").first()
    return {
        **frame_of(quiz),
        "form": form,
        "pools": quiz.pools.select_related("bank").order_by("position"),
        "paper": newest,
        "asked": drawn_count(parsed(newest)) if newest else None,
        "attempts": quiz.attempts.count(),
    }
