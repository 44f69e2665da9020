"""Who has earned it and why, who has not and why not; awarding, and handing awards on to issuing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from campus.assurance import gates
from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.issuing.models import Credential
from campus.learning.award import award_cohort, evaluate
from campus.learning.cohorts import READERS, STAFF, standing_of
from campus.learning.conditions import unverified
from campus.learning.holds import held as is_held
from campus.learning.holds import kinds_of
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award, Cohort
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assurance.gate_texts import shown
from campus.web.staff.cohorts.cohort import learners_of
from campus.web.staff.cohorts.lookup import cohort_in
from laurel.errors import Language

PER_PAGE = 25


@require_safe
@inside(*READERS)
def awards(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    language: Language = "bg" if get_language() == "bg" else "en"
    page = Paginator(learners_of(cohort, request), PER_PAGE).get_page(request.GET.get("page"))
    held, holds = roles_of(request.user, organisation), kinds_of(page)
    rows = [
        {
            "learner": learner,
            "award": getattr(learner, "award", None),
            "decision": decision,
            "reasons": [
                *((False, kind.label) for kind in holds.get(learner.pk, [])),
                *((reason.met, reason.say(language)) for reason in decision.reasons),
            ],
        }
        for learner, decision in evaluate(cohort, page)
    ]
    to_issue, may_issue = _to_issue(cohort), Role.REGISTRAR in held
    context = {
        "organisation": organisation,
        "cohort": cohort,
        "title": title_in(cohort.design_version, language),
        "standing": standing_of(cohort),
        "rows": rows,
        "page": page,
        "q": request.GET.get("q", ""),
        "show": request.GET.get("show", ""),
        "to_issue": to_issue,
        "missing": unverified(cohort).count(),
        "may_award": bool(held & set(STAFF)),
        "may_issue": may_issue,
        "gate": _gate(cohort) if to_issue and may_issue else None,
    }
    return private_page(request, "staff/cohorts/awards.html", context)


@require_POST
@inside(*STAFF)
def award(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    outcome = award_cohort(cohort_in(organisation, public_id), by=request.user, at=timezone.now())
    if outcome.awarded:
        text = ngettext("%(count)s learner is awarded.", "%(count)s learners are awarded.", outcome.awarded)
        messages.success(request, text % {"count": outcome.awarded})
    else:
        messages.info(request, gettext("Nobody new has met every rule. Nothing was changed."))
    return redirect("cohort_awards", organisation.slug, public_id)


@require_POST
@inside(Role.REGISTRAR, fresh=True)
def issue(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    try:
        names_checked = "names_checked" in request.POST
        batch = issue_awards(cohort, by=request.user, at=timezone.now(), names_checked=names_checked)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("cohort_awards", organisation.slug, public_id)
    return redirect("batch", organisation.slug, batch.public_id)


def _gate(cohort: Cohort) -> dict[str, object]:
    """What the organisation's rules say of issuing today, as if the names had been checked: the form asks for that."""
    return shown(gates.at_issue(cohort.design_version, names_checked=True, on=timezone.localdate()))


def _to_issue(cohort: Cohort) -> int:
    """How many awards have no credential yet, not even one that is being made, and are not on hold."""
    ordered = Credential.objects.filter(award_key=OuterRef("key"))
    return Award.objects.filter(~Exists(ordered), ~is_held("enrolment"), enrolment__cohort=cohort).count()
