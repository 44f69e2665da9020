"""The pool of assessors of a cohort, and conflicts of interest."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.learning.cohorts import READERS, STAFF
from campus.learning.models import Cohort
from campus.marking import pools
from campus.marking.models import Conflict, Mark
from campus.people.models import Organisation, Person
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.cohorts.lookup import cohort_in

PER_PAGE = 50


class PlaceForm(forms.Form):
    weight = forms.IntegerField(min_value=1, max_value=20, initial=1)
    maximum = forms.IntegerField(min_value=0, max_value=100_000, required=False)
    away = forms.BooleanField(required=False)


class ConflictForm(forms.Form):
    person = forms.ChoiceField(label=_("Assessor"))
    number = forms.CharField(label=_("Learner number"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of conflict"), choices=Conflict.Kind.choices)

    def __init__(self, organisation: Organisation, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        choices = [(str(each.public_id), each.name or each.email) for each in pools.assessors_of(organisation)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


@require_safe
@inside(*READERS)
def pool(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    members = {member.person_id: member for member in pools.pool_of(cohort)}
    done = Q(state=Mark.State.DONE)
    counted = (
        Mark.objects.filter(submission__assignment__cohort=cohort)
        .values_list("assessor_id")
        .order_by()
        .annotate(all=Count("pk"), done=Count("pk", filter=done))
    )
    work = {assessor: (total, finished) for assessor, total, finished in counted}
    rows = [
        {
            "person": each,
            "member": members.get(each.pk),
            "total": work.get(each.pk, (0, 0))[0],
            "done": work.get(each.pk, (0, 0))[1],
        }
        for each in pools.assessors_of(organisation)
    ]
    conflicts = Conflict.objects.filter(enrolment__cohort=cohort).select_related("person", "enrolment", "declared_by")
    context = {
        "organisation": organisation,
        "cohort": cohort,
        "rows": rows,
        "conflicts": Paginator(conflicts.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "form": ConflictForm(organisation, initial={"person": str(request.user.public_id)}),
        "staff": bool(roles_of(request.user, organisation) & set(STAFF)),
    }
    return private_page(request, "staff/assignments/pool.html", context)


@require_POST
@inside(*STAFF)
def place(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort, now = cohort_in(organisation, public_id), timezone.now()
    try:
        if request.POST.get("act") == "everybody":
            for someone in pools.assessors_of(organisation):
                if not any(member.person_id == someone.pk for member in pools.pool_of(cohort)):
                    pools.set_place(cohort, someone, by=request.user, at=now)
            messages.success(request, gettext("Every assessor of your organisation is in the pool."))
        else:
            messages.success(request, _placed(request, cohort, _assessor(organisation, request.POST.get("person", ""))))
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        messages.error(request, str(refusal.message))
    return redirect("assessor_pool", organisation.slug, public_id)


@require_POST
@inside(*STAFF)
def conflict(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort, now = cohort_in(organisation, public_id), timezone.now()
    back = redirect("assessor_pool", organisation.slug, public_id)
    form = ConflictForm(organisation, request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose the assessor and the kind of conflict, and give the learner number."))
        return back
    person = _assessor(organisation, form.cleaned_data["person"])
    enrolment = cohort.enrolments.filter(number=form.cleaned_data["number"]).first()
    if enrolment is None:
        messages.error(request, gettext("No learner of this cohort has this number."))
        return back
    try:
        if request.POST.get("act") == "withdraw":
            pools.withdraw_conflict(enrolment, person, by=request.user, at=now)
            messages.success(request, gettext("The conflict is withdrawn."))
        else:
            pools.declare(enrolment, person, kind=form.cleaned_data["kind"], by=request.user, at=now)
            messages.success(request, gettext("The conflict is declared. Work that was not finished goes to somebody else."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return back


def _placed(request: PersonRequest, cohort: Cohort, person: Person) -> str:
    now, act = timezone.now(), request.POST.get("act", "")
    if act in ("leave", "give_back"):
        returned = (pools.leave if act == "leave" else pools.give_back)(cohort, person, by=request.user, at=now)
        said = ngettext("{count} piece of work goes to others.", "{count} pieces of work go to others.", returned)
        return said.format(count=returned)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise pools.PoolRuleError(why=gettext("a weight is from 1 to 20, a maximum from 0 to 100,000."))
    pools.set_place(cohort, person, **form.cleaned_data, by=request.user, at=now)
    return gettext("Saved.")


def _assessor(organisation: Organisation, public_id: str) -> Person:
    found = next((each for each in pools.assessors_of(organisation) if str(each.public_id) == public_id), None)
    if found is None:
        raise NotFoundError
    return found
