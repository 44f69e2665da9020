"""How the learners of a course come along: counts and a table, from what is kept with every step."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campus.learning.cohorts import READERS
from campus.learning.models import Enrolment
from campus.people.models import Organisation
from campus.teaching.models import Course, Journey
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.courses.lookup import course_in, frame_of

PER_PAGE = 50
STANDINGS = {"begun": _("under way"), "finished": _("everything done"), "not-begun": _("not begun")}


@require_safe
@inside(*READERS)
def progress(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id)
    query, show = request.GET.get("q", "").strip()[:100], request.GET.get("show", "")
    rows = _standing(course, show)
    if query:
        rows = rows.filter(Q(number__icontains=query) | Q(name__icontains=query) | Q(email__icontains=query))
    page = Paginator(rows.order_by("number", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame_of(course.cohort, course, request.user),
        "rows": _rows(course, list(page)),
        "page": page,
        "q": query,
        "show": show,
        "facets": [(key, label, _standing(course, key).count()) for key, label in STANDINGS.items()],
        "everybody": _standing(course, "").count(),
    }
    return private_page(request, "staff/courses/progress.html", context)


def _standing(course: Course, show: str) -> QuerySet[Enrolment]:
    """The learners of a course who stand so; all of them where `show` is none of `STANDINGS`."""
    here = Enrolment.objects.filter(cohort=course.cohort_id, withdrawn=False)
    theirs = Journey.objects.filter(course=course, enrolment=OuterRef("pk"))
    if show == "begun":
        return here.filter(Exists(theirs.filter(done__lt=course.counted)))
    if show == "finished":
        return here.filter(Exists(theirs.filter(done__gte=course.counted)))
    if show == "not-begun":
        return here.filter(~Exists(theirs))
    return here


def _rows(course: Course, learners: list[Enrolment]) -> list[dict[str, Any]]:
    language = get_language() or "en"
    found = Journey.objects.filter(course=course, enrolment__in=[each.pk for each in learners]).select_related("last_unit")
    journeys = {each.enrolment_id: each for each in found}
    rows = []
    for learner in learners:
        journey = journeys.get(learner.pk)
        last = journey.last_unit if journey is not None else None
        rows.append(
            {
                "learner": learner,
                "done": min(journey.done, course.counted) if journey is not None else 0,
                "last": last.title_in(language) if last is not None else "",
                "last_at": journey.last_at if journey is not None else None,
            }
        )
    return rows
