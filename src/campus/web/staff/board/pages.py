"""The board at work: what waits, who sits, what becomes of each result, signatures, minutes."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.models import Cohort
from campus.marking import board
from campus.marking.board import Picture
from campus.marking.models import BoardItem, Sitting
from campus.marking.settling import ready_for_board
from campus.people.models import Organisation, Person
from campus.people.roles import roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.appeals.pages import READERS as APPEAL_READERS
from campus.web.staff.cohorts.lookup import cohort_in
from campus.web.work.showing import plain

PER_PAGE = 50
WIDTH, HEIGHT = 14, 36  # of one bar
TONES = {Sitting.State.OPEN: "attention", Sitting.State.CLOSED: "valid", Sitting.State.CALLED_OFF: "unknown"}
_MARKS = {BoardItem.Decision.CONFIRM: "valid", BoardItem.Decision.HOLD: "attention", BoardItem.Decision.BACK: "refused"}


class OpenForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=_("Who sits"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("At least two, one of them with the role Approver. Somebody has to sit who did not mark the work."),
    )
    quorum = forms.IntegerField(label=_("So many have to sign"), min_value=2, max_value=50, initial=2)

    def __init__(self, *arguments: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["people"].queryset = board.may_sit(organisation)  # type: ignore[attr-defined]


@require_safe
@inside(*board.READERS)
def sittings(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    return _listed(request, organisation, cohort_in(organisation, public_id), None)


@require_POST
@inside(*board.OPENERS)
def open_sitting(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    form = OpenForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return _listed(request, organisation, cohort, form)
    typed = form.cleaned_data
    try:
        made = board.open_sitting(cohort, list(typed["people"]), quorum=typed["quorum"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _listed(request, organisation, cohort, form)
    return redirect("sitting", organisation.slug, public_id, made.public_id)


@require_safe
@inside(*board.READERS)
def sitting(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> HttpResponse:
    row, decision = _sitting(organisation, public_id, sitting_id), request.GET.get("decision", "")
    items = row.items.select_related("submission__assignment", "decided_by").order_by("submission__total", "pk")
    if decision in BoardItem.Decision.values:
        items = items.filter(decision=decision)
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    members = list(row.members.select_related("person").order_by("person__name"))
    mine = next((each for each in members if each.person_id == request.user.pk), None)
    context = {
        **_frame(organisation, row.cohort, request.user),
        "sitting": row,
        "tone": TONES[Sitting.State(row.state)],
        "members": members,
        "signed": sum(each.signed_at is not None for each in members),
        "mine": mine if row.state == Sitting.State.OPEN else None,
        "pictures": [_shown(each) for each in board.pictures_of(row)],
        "page": page,
        "rows": [_row(each) for each in page],
        "decision": decision,
        "decisions": BoardItem.Decision.choices,
        "sound": row.state != Sitting.State.CLOSED or board.digest_of(row) == row.digest,
    }
    return private_page(request, "staff/board/sitting.html", context)


@require_POST
@inside(*board.SEATS)
def decide(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> HttpResponse:
    row = _sitting(organisation, public_id, sitting_id)
    items = [int(each) for each in request.POST.getlist("item") if each.isdecimal()][: board.MOST_CHANGED]
    try:
        number = board.decide(
            row,
            items,
            request.POST.get("decision", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
        said = ngettext("%(n)s result is decided. Sign anew.", "%(n)s results are decided. Sign anew.", number)
        messages.success(request, said % {"n": number})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("sitting", organisation.slug, public_id, sitting_id)


@require_POST
@inside(*board.SEATS)
def sign(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> HttpResponse:
    row = _sitting(organisation, public_id, sitting_id)
    try:
        board.sign(row, by=request.user, at=timezone.now())
        messages.success(request, gettext("You have signed."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("sitting", organisation.slug, public_id, sitting_id)


@require_POST
@inside(*board.SEATS)
def close(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> HttpResponse:
    row, said = _sitting(organisation, public_id, sitting_id), request.POST.get("note", "")
    try:
        board.close(row, note=said, by=request.user, at=timezone.now())
        messages.success(request, gettext("The sitting is closed. What was confirmed is recorded."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("sitting", organisation.slug, public_id, sitting_id)


@require_POST
@inside(*board.OPENERS)
def call_off(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> HttpResponse:
    row = _sitting(organisation, public_id, sitting_id)
    try:
        board.call_off(row, by=request.user, at=timezone.now())
        messages.success(request, gettext("The sitting is called off. Its results wait for the next one."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("board", organisation.slug, public_id)


def _listed(request: PersonRequest, organisation: Organisation, cohort: Cohort, form: OpenForm | None) -> HttpResponse:
    rows = Sitting.objects.filter(cohort=cohort).select_related("opened_by", "closed_by").order_by("-number")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(organisation, cohort, request.user),
        "page": page,
        "rows": [(each, TONES[Sitting.State(each.state)]) for each in page],
        "waiting": ready_for_board(cohort).count(),
        "in_session": rows.filter(state=Sitting.State.OPEN).exists(),
        "form": form or OpenForm(organisation=organisation, initial={"people": [request.user]}),
    }
    return private_page(request, "staff/board/list.html", context, status=400 if form is not None else 200)


def _frame(organisation: Organisation, cohort: Cohort, person: Person) -> dict[str, Any]:
    held = roles_of(person, organisation)
    return {
        "organisation": organisation,
        "cohort": cohort,
        "opens": bool(held & set(board.OPENERS)),
        "reads_appeals": bool(held & set(APPEAL_READERS)),
    }


def _sitting(organisation: Organisation, public_id: uuid.UUID, sitting_id: uuid.UUID) -> Sitting:
    return board.sitting_in(cohort_in(organisation, public_id), sitting_id)


def _row(item: BoardItem) -> dict[str, Any]:
    submission = item.submission
    return {
        "item": item,
        "assignment": submission.assignment.title_in(get_language() or "en"),
        "total": plain(submission.total),
        "maximum": plain(submission.assignment.maximum),
        "below": submission.assignment.pass_mark is not None
        and submission.total is not None
        and submission.total < submission.assignment.pass_mark,
        "how": submission.get_settled_by_display(),
        "decision": BoardItem.Decision(item.decision).label,
        "tone": _MARKS[BoardItem.Decision(item.decision)],
    }


def _shown(picture: Picture) -> dict[str, Any]:
    most = max(picture.bands) or 1
    heights = [round(HEIGHT * count / most) for count in picture.bands]
    told = ", ".join(f"{place * 10}–{(place + 1) * 10} %: {count}" for place, count in enumerate(picture.bands) if count)
    return {
        "title": picture.assignment.title_in(get_language() or "en"),
        "maximum": plain(picture.assignment.maximum),
        "count": picture.count,
        "passing": picture.passing,
        "mean": "" if picture.mean is None else plain(picture.mean.quantize(picture.mean.__class__("0.01"))),
        "twice": picture.twice,
        "moderated": picture.moderated,
        "bars": [{"x": place * WIDTH, "y": HEIGHT - height, "height": height} for place, height in enumerate(heights)],
        "told": told,
    }
