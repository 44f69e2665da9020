"""Everything one can enrol in, and the editions that are not open to enrolment yet."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.models import Edition
from campus.catalogue.versions import title_in
from campus.enrolling.intakes import READERS, STAFF, with_edition
from campus.enrolling.models import Intake
from campus.enrolling.seats import State
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.web.edition_texts import edition_shown
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import newest_version

PER_PAGE = 25
_COUNTED = {
    "to_decide": State.APPLIED,
    "waiting": State.WAITLISTED,
    "offered": State.OFFERED,
    "enrolled": State.ENROLLED,
}


@require_safe
@inside(*READERS)
def intakes(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    language, today = get_language() or "en", timezone.localdate()
    counts = {name: Count("applications", filter=Q(applications__state=state)) for name, state in _COUNTED.items()}
    rows = with_edition().filter(cohort__organisation=organisation).annotate(**counts).order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [
            (each, title_in(each.cohort.design_version, language), edition_shown(each.edition, language=language, on=today))
            for each in page
        ],
        "unopened": [
            (each, _title(each, language), edition_shown(each, language=language, on=today)) for each in _unopened(organisation)
        ],
        "opens": bool(roles_of(request.user, organisation) & set(STAFF)),
    }
    return render(request, "staff/intakes/list.html", context)


def _unopened(organisation: Organisation) -> list[Edition]:
    """Editions that still take applications, but not here."""
    opened = Intake.objects.filter(cohort__organisation=organisation).values("edition")
    rows = Edition.objects.filter(design__organisation=organisation, state=Edition.State.OPEN).exclude(pk__in=opened)
    still = rows.filter(Q(rolling=True) | Q(starts_on__gte=timezone.localdate()))
    return list(still.select_related("design").order_by("starts_on", "pk")[:PER_PAGE])


def _title(edition: Edition, language: str) -> str:
    version = newest_version(edition.design)
    return "" if version is None else title_in(version, language)
