"""What each learner's attempts come to, with the reason; and more time or attempts for one who needs them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.cohorts import READERS
from campus.learning.models import QuizAllowance, QuizAttempt, Result
from campus.learning.question_banks import AUTHORS
from campus.learning.quiz_results import outcomes_of
from campus.learning.quiz_setup import allow_more
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.quizzes.lookup import quiz_in
from campus.web.staff.quizzes.quiz import frame_of as frame

PER_PAGE = 50


class AllowanceForm(forms.Form):
    number = forms.CharField(label=_("Learner number"), max_length=100)
    extra_time = forms.IntegerField(label=_("More minutes"), min_value=0, max_value=10_000, initial=0)
    extra_attempts = forms.IntegerField(label=_("More attempts"), min_value=0, max_value=50, initial=0)


@require_safe
@inside(*READERS)
def results(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> HttpResponse:
    quiz = quiz_in(organisation, public_id, quiz_id)
    learners = quiz.cohort.enrolments.order_by("number")
    for word in request.GET.get("q", "").split()[:5]:
        learners = learners.filter(Q(number__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word))
    page = Paginator(learners, PER_PAGE).get_page(request.GET.get("page"))
    keys = [learner.pk for learner in page]
    outcomes = outcomes_of(quiz, keys)
    still_open = QuizAttempt.objects.filter(quiz=quiz, enrolment__in=keys, state="open")
    open_ones = set(still_open.values_list("enrolment_id", flat=True))
    held = dict(Result.objects.filter(enrolment__in=keys, assessment=quiz.assessment).values_list("enrolment_id", "score"))
    more = {each.enrolment_id: each for each in QuizAllowance.objects.filter(quiz=quiz, enrolment__in=keys)}
    rows: list[dict[str, Any]] = [
        {
            "learner": learner,
            "outcome": outcomes.get(learner.pk),
            "under_way": learner.pk in open_ones,
            "recorded": held.get(learner.pk),
            "more": more.get(learner.pk),
        }
        for learner in page
    ]
    context = {
        **frame(quiz),
        "rows": rows,
        "page": page,
        "q": request.GET.get("q", ""),
        "form": AllowanceForm(initial={"number": request.GET.get("number", "")[:100]}),
        "writes": bool(roles_of(request.user, organisation) & set(AUTHORS)),
    }
    return private_page(request, "staff/quizzes/results.html", context)


@require_POST
@inside(*AUTHORS)
def allow(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> HttpResponse:
    quiz = quiz_in(organisation, public_id, quiz_id)
    form = AllowanceForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give a learner number, and how many minutes and attempts more."))
        return redirect("quiz", organisation.slug, public_id, quiz_id)
    sent = form.cleaned_data
    try:
        allow_more(
            quiz,
            number=sent["number"],
            extra_time=timedelta(minutes=sent["extra_time"]),
            extra_attempts=sent["extra_attempts"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Saved. It holds from the next attempt on."))
    return redirect("quiz", organisation.slug, public_id, quiz_id)
