"""Staff bring in a class of a package, step by step, and take a cohort out as a package."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.connectors.oneroster import arriving, leaving
from campus.connectors.oneroster.arriving import PackageRefusedError
from campus.connectors.oneroster.classroom import Classroom
from campus.connectors.oneroster.faults import Fault
from campus.learning import uploads
from campus.learning.cohorts import READERS, STAFF
from campus.learning.models import Cohort
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import PRIVATE, private_page
from campus.web.staff.cohorts.lookup import cohort_in


class PackageForm(forms.Form):
    file = forms.FileField(
        label=_("Package"),
        help_text=_("A zip file with manifest.csv, at most 20 MB: all of it (bulk), not only changes."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )


class ColumnsForm(forms.Form):
    """One choice for each column of the class: which assessment it is."""

    def __init__(self, *arguments: object, cohort: Cohort, room: Classroom, language: str) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        parts = record_of(cohort.design_version).assessments
        choices = [("", _("Leave out")), *((part.id, part.title.text(language) or part.id) for part in parts)]
        guessed = arriving.guess_columns(cohort, room)
        self.items = list(room.items.values())
        for number, item in enumerate(self.items):
            top = "" if item.maximum is None else f" ({item.minimum.normalize():f}–{item.maximum.normalize():f})"
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=f"{item.title}{top}", choices=choices, required=False, initial=guessed.get(item.id, "")
            )

    def chosen(self) -> dict[str, str]:
        """The assessment of each column that is not left out."""
        named = ((item.id, self.cleaned_data[f"column-{number}"]) for number, item in enumerate(self.items))
        return {item: assessment for item, assessment in named if assessment}


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*READERS)
def packages(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = arriving.receive(cohort, content=file.read(), file_name=file.name or "", by=request.user, at=timezone.now())
        except PackageRefusedError as refusal:
            faults = refusal.faults
            refuse(form, refusal)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("oneroster_package", organisation.slug, public_id, kept.public_id)
    staff = not roles_of(request.user, organisation).isdisjoint(STAFF)
    context = {"organisation": organisation, "cohort": cohort, "form": form, "faults": _said(faults), "staff": staff}
    return private_page(request, "oneroster/packages.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*STAFF)
def package(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, package_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    kept = arriving.package_in(cohort, package_id)
    classes = arriving.classes_in(kept)
    asked = request.POST.get("class") or request.GET.get("class", "")
    chosen = asked or (classes[0].id if len(classes) == 1 else "")
    context = {"organisation": organisation, "cohort": cohort, "package": kept, "classes": classes, "class_id": chosen}
    if not chosen:
        return private_page(request, "oneroster/classes.html", context)
    try:
        room = arriving.class_in(kept, chosen)
    except PackageRefusedError as refusal:
        return private_page(request, "oneroster/faults.html", {**context, "faults": _said(refusal.faults)}, status=400)
    language = "bg" if get_language() == "bg" else "en"
    form = ColumnsForm(request.POST if request.method == "POST" else None, cohort=cohort, room=room, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            upload = arriving.bring_in(kept, chosen, form.chosen(), by=request.user, at=timezone.now())
            if uploads.is_small(upload):
                uploads.run_check(upload.pk, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("gradebook", organisation.slug, public_id, upload.public_id)
    page = {**context, "form": form, "room": room, "students": len(room.students), "scores": len(room.scores)}
    return private_page(request, "oneroster/columns.html", page, status=400 if form.errors else 200)


@require_safe
@inside(*READERS)
def export(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    content = leaving.export(cohort_in(organisation, public_id), by=request.user, at=timezone.now())
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="oneroster.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _said(faults: list[Fault]) -> list[dict[str, object]]:
    language = "bg" if get_language() == "bg" else "en"
    return [{"fault": fault, "text": fault.say(language)} for fault in faults]
