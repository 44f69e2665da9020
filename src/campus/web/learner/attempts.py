"""An attempt: one question a page, saved as one goes; the overview from which it is handed in; and what is told afterwards."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.models import QuizAttempt
from campus.learning.question_banks import picture_named
from campus.learning.quiz_attempts import answers_of, save_answer, slots_of, submit
from campus.learning.quiz_results import is_released
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest
from campus.web.learner.quizzes import attempt_of
from campus.web.pages import PRIVATE, private_page
from campus.web.quizzes.showing import sent_answer, shown
from campus.web.quizzes.telling import told
from campus.web.quizzes.titles import title_of

OPEN = QuizAttempt.State.OPEN


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: PersonRequest, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    attempt = attempt_of(request, attempt_id)
    slots = slots_of(attempt)
    if not 1 <= number <= len(slots):
        raise NotFoundError
    if request.method == "POST":
        return _save(request, attempt, number)
    if attempt.state != OPEN:
        return redirect("my_attempt", attempt_id)
    answers, slot = answers_of(attempt), slots[number - 1]
    context = {
        **_frame(attempt),
        "shown": shown(slot, answers.get(number), language=get_language() or "en", picture=partial(_address, attempt_id)),
        "number": number,
        "count": len(slots),
        "answered": sum(not answer.empty for answer in answers.values()),
        "saved": number in answers,
        "previous": number - 1,
        "next": number + 1 if number < len(slots) else 0,
    }
    return private_page(request, "learner/quizzes/question.html", context)


@require_safe
@login_required
def attempt(request: PersonRequest, attempt_id: uuid.UUID) -> HttpResponse:
    found = attempt_of(request, attempt_id)
    answers, language = answers_of(found), get_language() or "en"
    slots = slots_of(found)
    if found.state == OPEN:
        lines = [
            {"number": slot.number, "text": slot.question.text.text(language), "done": not answers[slot.number].empty}
            if slot.number in answers
            else {"number": slot.number, "text": slot.question.text.text(language), "done": False}
            for slot in slots
        ]
        open_ones = sum(not line["done"] for line in lines)
        return private_page(request, "learner/quizzes/overview.html", {**_frame(found), "lines": lines, "open_ones": open_ones})
    released = is_released(found.quiz, at=timezone.now())
    lines_told = [
        told(slot, answers.get(slot.number), language=language, shows_answers=found.quiz.shows_answers) for slot in slots
    ]
    context = {**_frame(found), "released": released, "told": lines_told if released else []}
    return private_page(request, "learner/quizzes/feedback.html", context)


@require_POST
@login_required
def hand_in(request: PersonRequest, attempt_id: uuid.UUID) -> HttpResponse:
    submit(attempt_of(request, attempt_id), at=timezone.now())
    return redirect("my_attempt", attempt_id)


@require_safe
@login_required
def picture(request: PersonRequest, attempt_id: uuid.UUID, name: str) -> HttpResponse:
    found = attempt_of(request, attempt_id)
    shown_here = {slot.question.picture.name for slot in slots_of(found) if slot.question.picture is not None}
    if name not in shown_here:
        raise NotFoundError
    content = picture_named(found.quiz.cohort.organisation, name)
    return HttpResponse(content, content_type="image/png", headers={**PRIVATE, "Cache-Control": "private, max-age=86400"})


def _save(request: PersonRequest, attempt: QuizAttempt, number: int) -> HttpResponse:
    slot, now = slots_of(attempt)[number - 1], timezone.now()
    automatic = request.POST.get("go") == "auto"
    try:
        save_answer(attempt, number, answer=sent_answer(slot, request.POST), at=now)
    except Refusal as refusal:
        if automatic:
            return JsonResponse({"detail": str(refusal.message)}, status=409, headers=PRIVATE)
        messages.error(request, str(refusal.message))
        return redirect("my_attempt", attempt.public_id)
    if automatic:
        clock = date_format(timezone.localtime(now), "H:i:s")
        return JsonResponse({"saved": _("Saved at %(time)s") % {"time": clock}}, headers=PRIVATE)
    return redirect(_next(request, attempt, number))


def _next(request: PersonRequest, attempt: QuizAttempt, number: int) -> str:
    if request.POST.get("move"):
        return reverse("my_attempt_question", args=[attempt.public_id, number]) + "#order"
    places = {"next": number + 1, "previous": number - 1, "stay": number}
    place = places.get(request.POST.get("go", ""), 0)
    if 1 <= place <= len(slots_of(attempt)):
        return reverse("my_attempt_question", args=[attempt.public_id, place])
    return reverse("my_attempt", args=[attempt.public_id])


def _frame(attempt: QuizAttempt) -> dict[str, Any]:
    left = None if attempt.ends_at is None else max(0, int((attempt.ends_at - timezone.now()).total_seconds()))
    return {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "title": title_of(attempt.quiz, get_language() or "en"),
        "seconds_left": left,
        "minutes_left": None if left is None else left // 60,
    }


def _address(attempt_id: uuid.UUID, name: str) -> str:
    return reverse("my_attempt_picture", args=[attempt_id, name])
