"""The list of question banks, and one bank with its questions."""

from __future__ import annotations

import uuid

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.learning.models import QuestionBank
from campus.learning.question_banks import AUTHORS, bank_in, create_bank, live_questions
from campus.people.models import Organisation
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page

PER_PAGE = 25
KINDS = {
    "choice": _("Choice"),
    "ordering": _("Order"),
    "matching": _("Pairs"),
    "numeric": pgettext_lazy("question", "Number"),
    "short_text": _("Short text"),
    "hotspot": _("Area of a picture"),
}


class BankForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example the subject of the questions."))


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def banks(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bank = create_bank(organisation, title=form.cleaned_data["title"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("question_bank", organisation.slug, bank.public_id)
    live = Count("questions", filter=Q(questions__retired_at__isnull=True))
    found = QuestionBank.objects.filter(organisation=organisation).annotate(live=live).order_by("title")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "form": form}
    status = 400 if form.errors else 200
    return private_page(request, "staff/questions/banks.html", context, status=status)


@require_safe
@inside(*AUTHORS)
def bank(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID) -> HttpResponse:
    found = bank_in(organisation, bank_id)
    query, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    category = request.GET.get("category", "")[:200]
    rows = live_questions(found, category=category)
    for word in query.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(category__icontains=word))
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    everything = live_questions(found)
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "bank": found,
        "page": page,
        "rows": [(row, KINDS.get(row.kind, row.kind)) for row in page],
        "q": query,
        "kind": kind,
        "category": category,
        "kinds": KINDS.items(),
        "categories": sorted({each for each in everything.values_list("category", flat=True) if each})[:200],
        "any": everything.exists(),
    }
    return private_page(request, "staff/questions/bank.html", context)
