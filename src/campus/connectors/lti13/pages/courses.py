"""Staff and the courses beside a cohort: fetch learners and grades, send awards, and see how far that is."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.connectors.lti13 import collecting
from campus.connectors.lti13.asking import ServiceFailedError, Services
from campus.connectors.lti13.columns import Column, columns_of
from campus.connectors.lti13.courses import course_in, courses_of, set_sends_awards
from campus.connectors.lti13.models import Collection, Course, Score
from campus.learning.cohorts import STAFF
from campus.learning.models import Cohort
from campus.people.models import Organisation
from campus.verification.exchange import guarded_exchange
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.cohorts.lookup import cohort_in

FAILURES: dict[str, StrOrPromise] = {
    "LTI_NO_TOKEN": _("The platform gave us no permission. Check the client ID and our address for keys in its settings."),
    "LTI_NOT_ALLOWED": _("The platform does not allow this. Allow it in the settings of the tool."),
    "LTI_NOT_OFFERED": _("The platform does not offer this for the course. Allow it in its settings and open the link once."),
    "LTI_PLATFORM_CLOSED": _("The platform is closed here, so we ask it nothing. An administrator can open it again."),
    "LTI_GONE": _("The platform no longer knows this course or column. Open the link in the course once, then try again."),
    "LTI_NO_ANSWER": _("The platform did not answer. We try again by ourselves for a day."),
    "LTI_ODD_ANSWER": _("The platform gave an answer we do not understand. We try again where that can help."),
    "LTI_ANSWER_UNREADABLE": _("The platform gave an answer we cannot read."),
    "LTI_ADDRESS_REFUSED": _("The platform named an address that we may not ask."),
    "LTI_PAGE_ELSEWHERE": _("The platform's list goes on at another machine, to which we do not send its permission."),
    "LTI_TOO_MANY_PAGES": _("The platform's list does not end."),
}
TONES = {Collection.State.RUNNING: "unknown", Collection.State.DONE: "valid", Collection.State.FAILED: "refused"}


class ColumnsForm(forms.Form):
    """One choice for each column of the platform: which assessment it is."""

    def __init__(self, *arguments: object, columns: list[Column], assessments: list[tuple[str, str]]) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.columns = columns
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column.label, choices=[("", _("Leave out")), *assessments], required=False
            )

    def chosen(self) -> list[tuple[str, str]]:
        """Assessment and address of each column that is not left out."""
        named = ((self.cleaned_data[f"column-{number}"], column.url) for number, column in enumerate(self.columns))
        return [(assessment, url) for assessment, url in named if assessment]


@require_safe
@inside(*STAFF)
def courses(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    context = {
        "organisation": organisation,
        "cohort": cohort,
        "courses": [_shown(course) for course in courses_of(cohort)],
    }
    return private_page(request, "lti13/courses.html", context)


@require_POST
@inside(*STAFF)
def learners(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, course_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id, course_id)
    matched = request.POST.get("match_addresses") == "yes"
    try:
        collecting.order_learners(course, match_addresses=matched, by=request.user, at=timezone.now())
    except (collecting.UnderWayError, collecting.NotOfferedError) as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, gettext("We fetch the list of learners now. The result appears here."))
    return redirect("lti_courses", organisation.slug, public_id)


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def grades(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, course_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id, course_id)
    failure, columns = "", []
    try:
        columns = columns_of(course, Services(course.platform, guarded_exchange(), timezone.now()))
    except ServiceFailedError as failed:
        failure = failed.code
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, columns=columns, assessments=_assessments(course.cohort)
    )
    if request.method == "POST" and not failure and form.is_valid():
        try:
            collecting.order_grades(course, columns=form.chosen(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("We fetch the grades now. Look at them here before anything is written."))
            return redirect("lti_courses", organisation.slug, public_id)
    context = {
        "organisation": organisation,
        "course": course,
        "cohort": course.cohort,
        "form": form,
        "columns": columns,
        "failure": FAILURES.get(failure, "") if failure else "",
    }
    return private_page(request, "lti13/grades.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*STAFF)
def awards(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, course_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id, course_id)
    sends = request.POST.get("sends") != "no"
    set_sends_awards(course, sends=sends, by=request.user, at=timezone.now())
    if request.POST.get("sends") == "again" and course.sends_awards:
        Score.objects.filter(course=course, state=Score.State.REFUSED).update(state=Score.State.WAITING)
        outbox.record("lti.scores_due", subject=course.pk, at=timezone.now())
    said = gettext("Awards go to the course as grades.") if sends else gettext("Awards no longer go to the course.")
    messages.success(request, said)
    return redirect("lti_courses", organisation.slug, public_id)


def _assessments(cohort: Cohort) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(part.id, part.title.text(language)) for part in record_of(cohort.design_version).assessments]


def _shown(course: Course) -> dict[str, object]:
    counted = dict(Score.objects.filter(course=course).values_list("state").annotate(number=Count("pk")))
    newest = course.collections.select_related("upload", "ordered_by").order_by("-pk")[:5]
    return {
        "row": course,
        "known": course.members.count(),
        "collections": [
            (each, TONES[Collection.State(each.state)], FAILURES.get(each.failure, each.failure)) for each in newest
        ],
        "scores": {
            "sent": counted.get("sent", 0),
            "waiting": counted.get("waiting", 0) + counted.get("sending", 0),
            "refused": counted.get("refused", 0),
        },
        "failure": FAILURES.get(course.scores_failure, course.scores_failure),
    }
