"""One course of a learner's: what there is to do, how they stand by the rules of the award, and the award itself.

Results that are not released yet are left out, as if there were none: how somebody stands tells nothing before its time.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from campus.catalogue.versions import record_of, title_in
from campus.enrolling import identity
from campus.learning.assess import marks_of
from campus.learning.holds import kinds_of
from campus.learning.models import Award, Enrolment, Quiz
from campus.learning.quiz_results import is_released
from campus.marking.handing_in import standing_of
from campus.marking.integrity import cases_about
from campus.marking.models import Assignment, Submission
from campus.wallet.models import Holding
from campus.web.conditions import assessments_of, history_of, level_of
from campus.web.inside import PersonRequest
from campus.web.learner import assignments, quizzes, units
from campus.web.learner.mine import my_enrolment
from campus.web.pages import private_page
from laurel.annex1.award import Decision, decide
from laurel.annex1.vocabularies import IdentityLevel, Supervision
from laurel.errors import Language


@require_safe
@login_required
def my_course(request: PersonRequest, cohort_id: uuid.UUID) -> HttpResponse:
    enrolment = my_enrolment(request.user, cohort_id)
    cohort, now = enrolment.cohort, timezone.now()
    language: Language = "bg" if get_language() == "bg" else "en"
    award = Award.objects.filter(enrolment=enrolment).first()
    decision = None if award else standing(enrolment, at=now)
    page = {
        "cohort": cohort,
        "title": title_in(cohort.design_version, language),
        "organisation_name": cohort.organisation.name_in(language),
        "tasks": [*_assignments(enrolment, language, at=now), *_quizzes(enrolment, language)],
        "way": units.outline(enrolment, language, at=now),
        "award": award,
        "badge": _badge(request, award),
        "cases": cases_about(request.user).filter(submission__enrolment=enrolment).exclude(state="decided"),
        "holds": [kind.label for kind in kinds_of([enrolment]).get(enrolment.pk, [])],
        **_conditions(enrolment, language),
        "reasons": [] if decision is None else [(reason.met, reason.say(language)) for reason in decision.reasons],
    }
    return private_page(request, "learner/learning/course.html", page)


def standing(enrolment: Enrolment, *, at: datetime) -> Decision:
    """How the learner stands by the rules of the award, from released results alone."""
    hidden = _hidden(enrolment, at=at)
    shown = [result for result in enrolment.results.order_by("pk") if result.assessment not in hidden]
    return decide(record_of(enrolment.cohort.design_version), marks_of(shown))


@require_POST
@login_required
def declare(request: PersonRequest, cohort_id: uuid.UUID) -> HttpResponse:
    enrolment = my_enrolment(request.user, cohort_id)
    if identity.declare(enrolment, person=request.user, at=timezone.now()):
        messages.success(request, gettext("Thank you. Your teachers see that you have stated it."))
    return redirect("my_course", cohort_id)


def _conditions(enrolment: Enrolment, language: Language) -> dict[str, Any]:
    """Who the learner is known to be, and how their work is watched."""
    cohort = enrolment.cohort
    told = assessments_of(cohort, {**cohort.supervision, **enrolment.supervision}, language)
    return {
        "enrolment": enrolment,
        "level": level_of(enrolment, language),
        "history": history_of([enrolment], language)[enrolment.pk],
        "watched": [(title, Supervision.of(way).name_in(language)) for _name, title, way in told if way],
        "may_declare": enrolment.identity in ("", IdentityLevel.NONE.value) and bool(enrolment.name),
    }


def _hidden(enrolment: Enrolment, *, at: datetime) -> set[str]:
    """The assessments whose results the learner may not see yet."""
    confirmed = Submission.objects.filter(enrolment=enrolment, state=Submission.State.CONFIRMED)  # recorded, not shown yet
    waiting = Assignment.objects.filter(cohort=enrolment.cohort, pk__in=confirmed.values("assignment"))
    tests = Quiz.objects.filter(cohort=enrolment.cohort)
    return {*waiting.values_list("assessment", flat=True), *(each.assessment for each in tests if not is_released(each, at=at))}


def _assignments(enrolment: Enrolment, language: str, *, at: datetime) -> list[dict[str, Any]]:
    rows = Assignment.objects.filter(cohort=enrolment.cohort).exclude(state=Assignment.State.DRAFT)
    return [
        {
            "title": each.title_in(language),
            "address": "my_assignment",
            "id": each.public_id,
            **assignments.card_of(standing_of(each, enrolment, at=at)),
            "zone": each.time_zone,
        }
        for each in rows.select_related("cohort__design_version").order_by("due_at", "pk")
    ]


def _quizzes(enrolment: Enrolment, language: str) -> list[dict[str, Any]]:
    rows = Quiz.objects.filter(cohort=enrolment.cohort).exclude(state=Quiz.State.DRAFT).order_by("closes_at", "pk")
    return [
        {"address": "my_quiz", "id": each.public_id, "due_at": each.closes_at, **quizzes.card_of(each, enrolment)}
        for each in rows.select_related("cohort__design_version")
    ]


def _badge(request: PersonRequest, award: Award | None) -> uuid.UUID | None:
    """The badge of this award in the person's own list, if they have taken it."""
    if award is None:
        return None
    held = Holding.objects.filter(person=request.user, credential__award_key=award.key)
    return held.values_list("credential__public_id", flat=True).first()
