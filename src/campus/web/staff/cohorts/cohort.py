"""One cohort: how its learners stand, its gradebooks, and the next one to upload."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.learning import uploads
from campus.learning.cohorts import READERS, STAFF, close_cohort, set_fixed_list, standing_of
from campus.learning.holds import held
from campus.learning.models import Cohort, Enrolment, GradebookUpload
from campus.marking.board import READERS as BOARD_READERS
from campus.people.models import Organisation
from campus.people.roles import require, roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.cohorts.lookup import UPLOAD_TONES, cohort_in

PER_PAGE = 50
STANDINGS = {
    "ready": Q(meets_rules=True, award__isnull=True),
    "awarded": Q(award__isnull=False),
    "not": Q(meets_rules=False, award__isnull=True, withdrawn=False),
    "withdrawn": Q(withdrawn=True, award__isnull=True),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Gradebook"),
        help_text=_(
            "CSV or Excel (.xlsx), at most 20 MB: your own table, or an export of Moodle or Canvas. Nothing is written yet."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )


@require_http_methods(["GET", "POST"])
@inside()
def cohort(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = cohort_in(organisation, public_id)
    held = roles_of(request.user, organisation)
    staff, reader = bool(held & set(STAFF)), bool(held & set(READERS))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.user, organisation, *STAFF)
        received = _received(request, found, form)
        if received is not None:
            return redirect("gradebook", organisation.slug, public_id, received)
    learners = learners_of(found, request) if reader else Enrolment.objects.none()
    context = {
        "organisation": organisation,
        "cohort": found,
        "title": title_in(found.design_version, get_language() or "en"),
        "standing": standing_of(found),
        "form": form,
        "staff": staff,
        "reader": reader,
        "sees_board": bool(roles_of(request.user, organisation) & set(BOARD_READERS)),
        "uploads": [(upload, UPLOAD_TONES[upload.State(upload.state)]) for upload in _uploads(found)] if staff else [],
        "page": Paginator(learners, PER_PAGE).get_page(request.GET.get("page")),
        "q": request.GET.get("q", ""),
        "show": request.GET.get("show", ""),
    }
    return private_page(request, "staff/cohorts/cohort.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*STAFF)
def close(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    close_cohort(cohort_in(organisation, public_id), by=request.user, at=timezone.now())
    messages.success(request, gettext("The cohort takes no more gradebooks. Awards can still be given."))
    return redirect("cohort", organisation.slug, public_id)


@require_POST
@inside(*STAFF)
def fix_list(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    fixed = request.POST.get("fixed") == "yes"
    set_fixed_list(cohort_in(organisation, public_id), fixed=fixed, by=request.user, at=timezone.now())
    messages.success(
        request, gettext("Gradebooks can no longer add learners.") if fixed else gettext("Gradebooks can add learners again.")
    )
    return redirect("cohort", organisation.slug, public_id)


def learners_of(found: Cohort, request: PersonRequest) -> QuerySet[Enrolment]:
    """The cohort's learners under the page's search and filter, by number."""
    learners = found.enrolments.select_related("award").annotate(on_hold=held()).order_by("number")
    if chosen := STANDINGS.get(request.GET.get("show", "")):
        learners = learners.filter(chosen)
    for word in request.GET.get("q", "").split()[:5]:
        learners = learners.filter(Q(number__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word))
    return learners


def _received(request: PersonRequest, found: Cohort, form: UploadForm) -> uuid.UUID | None:
    upload = form.cleaned_data.get("file") if form.is_valid() else None
    if not isinstance(upload, UploadedFile):
        return None
    try:
        if (upload.size or 0) > settings.UPLOAD_LIMIT:
            raise uploads.too_large()
        received = uploads.receive(
            found, content=upload.read(), file_name=upload.name or "", by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return None
    return received.public_id


def _uploads(found: Cohort) -> list[GradebookUpload]:
    return list(found.uploads.defer("content", "problems", "mapping").select_related("uploaded_by").order_by("-pk")[:10])
