"""Reviews by criteria: the list with what is still to be done, and one review with its findings, evidence and decision."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.assurance import dossiers as reviews
from campus.assurance import evidence
from campus.assurance.feedback_summary import QUESTIONS, Audience, Summary, summaries
from campus.assurance.models import Condition, Dossier, Evidence
from campus.base.refusals import Refusal
from campus.base.small_numbers import FEWEST
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assurance.dossier_forms import DecisionForm, EvidenceForm, FindingsForm, FulfilForm, OpenForm
from campus.web.staff.designs.lookup import design_in, title_of

PER_PAGE = 25
TONES = {"fulfilled": "valid", "conditions": "attention", "not_fulfilled": "refused", "": "unknown"}
_PRIVATE_FILE = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


@require_safe
@inside(*evidence.READERS)
def quality_reviews(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    page = Paginator(reviews.dossiers_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    today, language = timezone.localdate(), get_language() or "en"
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(row, title_of(row.design.draft, language), TONES[row.decision]) for row in page],
        "due": [
            (design, title_of(design.draft, language), design.review_due_on is not None and design.review_due_on <= today)
            for design in reviews.due_soon(organisation, on=today)[:PER_PAGE]
        ],
        "conditions": [
            (row, title_of(row.dossier.design.draft, language), row.due_on < today)
            for row in reviews.open_conditions(organisation)[:PER_PAGE]
        ],
    }
    return render(request, "staff/assurance/reviews.html", context)


@require_http_methods(["GET", "POST"])
@inside(*evidence.READERS)
def design_dossiers(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    form = OpenForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            made = reviews.open_dossier(
                design,
                purpose=Dossier.Purpose(form.cleaned_data["purpose"]),
                set_id=form.cleaned_data["set_id"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("quality_review", organisation.slug, made.public_id)
    rows = reviews.dossiers_of(organisation).filter(design=design)
    context = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "rows": [(row, TONES[row.decision]) for row in rows],
        "form": form,
        "may_open": Role.QA_OFFICER in roles_of(request.user, organisation),
    }
    return render(request, "staff/assurance/design_reviews.html", context, status=400 if form.errors else 200)


@require_safe
@inside(*evidence.READERS)
def quality_review(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, organisation, _dossier(organisation, public_id))


@require_POST
@inside(Role.QA_OFFICER)
def findings(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    dossier = _dossier(organisation, public_id)
    form = FindingsForm(request.POST, criteria=reviews.criteria_of(dossier), dossier=dossier)
    if form.is_valid():
        for criterion, outcome, text, field in form.found():
            try:
                reviews.find(
                    dossier,
                    criterion=criterion,
                    outcome=reviews.Outcome(outcome),
                    text=text,
                    by=request.user,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                refuse(form, refusal, text=field)
    if form.errors:
        return _page(request, organisation, dossier, findings=form)
    messages.success(request, gettext("Saved."))
    return redirect("quality_review", organisation.slug, public_id)


@require_POST
@inside(*evidence.PROVIDERS)
def add_evidence(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    dossier = _dossier(organisation, public_id)
    form = EvidenceForm(request.POST, request.FILES, criteria=reviews.criteria_of(dossier))
    if form.is_valid():
        given, upload = form.cleaned_data, form.cleaned_data["file"]
        named = {"title": given["title"], "criterion": given["criterion"], "by": request.user, "at": timezone.now()}
        try:
            if upload:
                content = upload.read(evidence.LARGEST_FILE + 1)
                evidence.add_file(dossier, file_name=upload.name, content=content, **named)
            else:
                evidence.add_address(dossier, url=given["url"], **named)
        except Refusal as refusal:
            refuse(form, refusal)
    if form.errors:
        return _page(request, organisation, dossier, adding=form)
    messages.success(request, gettext("The evidence is there."))
    return redirect("quality_review", organisation.slug, public_id)


@require_safe
@inside(*evidence.READERS)
def evidence_file(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, piece: uuid.UUID) -> HttpResponse:
    row = Evidence.objects.filter(dossier=_dossier(organisation, public_id), public_id=piece).first()
    if row is None or row.content is None:
        raise NotFoundError
    headers = {**_PRIVATE_FILE, "Content-Disposition": content_disposition_header(True, row.file_name) or "attachment"}
    return HttpResponse(bytes(row.content), content_type=row.media_type, headers=headers)


@require_POST
@inside(Role.QA_OFFICER)
def decide(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    dossier = _dossier(organisation, public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            reviews.decide(
                dossier,
                decision=reviews.Decision(form.cleaned_data["decision"]),
                comment=form.cleaned_data["comment"],
                conditions=form.conditions(),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
    if form.errors:
        return _page(request, organisation, dossier, deciding=form)
    messages.success(request, gettext("Decided."))
    return redirect("quality_review", organisation.slug, public_id)


@require_POST
@inside(Role.QA_OFFICER)
def fulfil(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, number: int) -> HttpResponse:
    dossier = _dossier(organisation, public_id)
    condition = Condition.objects.filter(dossier=dossier, number=number).first()
    if condition is None:
        raise NotFoundError
    form = FulfilForm(request.POST, dossier=dossier)
    if not form.is_valid():
        messages.error(request, gettext("Choose the evidence that fulfils the condition."))
        return redirect("quality_review", organisation.slug, public_id)
    try:
        reviews.fulfil(condition, evidence=form.cleaned_data["evidence"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("The condition is fulfilled."))
    return redirect("quality_review", organisation.slug, public_id)


def told_by(dossier: Dossier) -> list[tuple[Summary, object, list[tuple[object, float]]]]:
    """What learners and employers say: today while it is open, else as it was cited in the decision."""
    if dossier.decision:
        found = [
            Summary(audience=Audience(each["audience"]), answers=each["answers"] or 0, means=each["means"])
            for each in dossier.feedback
        ]
    else:
        found = summaries(dossier.design)
    return [
        (each, each.audience.label, [(QUESTIONS[each.audience][name], mean) for name, mean in each.means.items()])
        for each in found
    ]


def _dossier(organisation: Organisation, public_id: uuid.UUID) -> Dossier:
    found = reviews.dossiers_of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def _page(
    request: PersonRequest,
    organisation: Organisation,
    dossier: Dossier,
    *,
    findings: FindingsForm | None = None,
    adding: EvidenceForm | None = None,
    deciding: DecisionForm | None = None,
) -> HttpResponse:
    criteria, language = reviews.criteria_of(dossier), get_language() or "en"
    held = roles_of(request.user, organisation)
    found = {row.criterion: row for row in dossier.findings.select_related("found_by")}
    today = timezone.localdate()
    context = {
        "organisation": organisation,
        "dossier": dossier,
        "title": title_of(dossier.design.draft, language),
        "set_title": criteria.title.say(language),
        "source": criteria.source,
        "tone": TONES[dossier.decision],
        "late": not dossier.decision and dossier.due_on < today,
        "criteria": [
            (one.id, one.title.say(language), one.asks.say(language), found.get(one.id)) for one in criteria.criterion
        ],
        "evidence": dossier.evidence.defer("content").select_related("added_by").order_by("pk"),
        "conditions": [(row, row.due_on < today) for row in dossier.conditions.select_related("fulfilled_by", "evidence")],
        "summaries": told_by(dossier),
        "cited": dossier.feedback if dossier.decision else None,
        "fewest": FEWEST,
        "findings_form": findings or FindingsForm(criteria=criteria, dossier=dossier),
        "evidence_form": adding or EvidenceForm(criteria=criteria),
        "decision_form": deciding or DecisionForm(),
        "fulfil_form": FulfilForm(dossier=dossier),
        "decides": Role.QA_OFFICER in held,
        "provides": bool(held & set(evidence.PROVIDERS)),
        "form": findings or adding or deciding,
    }
    refused = any(form is not None and form.errors for form in (findings, adding, deciding))
    return private_page(request, "staff/assurance/review.html", context, status=400 if refused else 200)
