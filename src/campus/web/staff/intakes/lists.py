"""A list of people on its way in: uploaded, checked, confirmed or put aside."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from campus.base import progress
from campus.base.refusals import Refusal
from campus.enrolling import lists
from campus.enrolling.models import ListUpload
from campus.enrolling.seats import room
from campus.learning.gradebook.problems import SENTENCES, sentence
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.intakes.frame import found, frame
from campus.web.staff.intakes.inviting import ListForm, page_of

Stage = ListUpload.State
TONES = {
    Stage.CHECKING: "unknown",
    Stage.CHECKED: "attention",
    Stage.ENROLLING: "unknown",
    Stage.DONE: "valid",
    Stage.REFUSED: "refused",
    Stage.DROPPED: "unknown",
}


@require_POST
@inside(*lists.STAFF)
def upload(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    intake, form = found(organisation, intake_id), ListForm(request.POST, request.FILES, auto_id="list_%s")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = lists.receive(
                intake,
                content=file.read(),
                file_name=file.name,
                language=form.cleaned_data["language"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("intake_list", organisation.slug, intake_id, made.public_id)
    page = page_of(request, organisation, intake, lists=form)
    return private_page(request, "staff/intakes/people.html", page, status=400)


@require_safe
@inside(*lists.STAFF)
def people_list(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, list_id: uuid.UUID) -> HttpResponse:
    row = _list(organisation, intake_id, list_id)
    under_way = row.state in (Stage.CHECKING, Stage.ENROLLING)
    if request.headers.get("HX-Request") and not under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    language = get_language() or "en"
    code = str(row.summary.get("code", ""))
    there = room(row.intake, None, at=timezone.now())
    new = int(row.summary.get("new", 0))
    page = {
        **frame(organisation, row.intake, request.user),
        "list": row,
        "tone": TONES[Stage(row.state)],
        "under_way": under_way,
        "done": progress.told(lists.work_of(row)) if row.state == Stage.ENROLLING else row.done_rows,
        "problems": [(problem, problem.say(language)) for problem in lists.problems_of(row)],
        "refused": sentence(code, row.summary.get("facts", {}), language) if code in SENTENCES else "",
        "new": new,
        "known": row.summary.get("known", 0),
        "seats": new if there.free is None else min(new, 0 if there.waiting else there.free),
    }
    page["will_wait"] = new - page["seats"]
    part = "staff/intakes/list_progress.html" if request.headers.get("HX-Request") else "staff/intakes/people_list.html"
    return private_page(request, part, page)


@require_POST
@inside(*lists.STAFF)
def act(
    request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, list_id: uuid.UUID, action: str
) -> HttpResponse:
    row = _list(organisation, intake_id, list_id)
    if action not in ("confirm", "drop"):
        raise NotFoundError
    try:
        if action == "drop":
            lists.drop(row, by=request.user, at=timezone.now())
            messages.info(request, gettext("Put aside. Nobody was enrolled, and the file is deleted."))
            return redirect("intake_people", organisation.slug, intake_id)
        confirmed = lists.confirm(row, by=request.user, at=timezone.now())
        if lists.is_small(confirmed):
            lists.run(confirmed.pk, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("intake_list", organisation.slug, intake_id, list_id)


def _list(organisation: Organisation, intake_id: uuid.UUID, list_id: uuid.UUID) -> ListUpload:
    intake = found(organisation, intake_id)
    row = intake.lists.filter(public_id=list_id).first()
    if row is None:
        raise NotFoundError
    row.intake = intake
    return row
