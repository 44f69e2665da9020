"""Sets of criteria: those that come with the product, and the organisation's own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.assurance import criteria_sets
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import require, roles_of
from campus.policies.chosen import KEEPERS
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside

EXAMPLE = """id = "our-criteria"
version = "1"
title = { en = "Our criteria", bg = "Нашите критерии" }
source = "https://"

[[criterion]]
id = "1"
title = { en = "", bg = "" }
asks = { en = "", bg = "" }
"""


class CriteriaForm(forms.Form):
    text = forms.CharField(
        label=_("The set as TOML"),
        help_text=_("Each criterion has an id, a title and a question, in both languages. A changed set needs a new version."),
        max_length=criteria_sets.MAX_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
    )


@require_http_methods(["GET", "POST"])
@inside()
def criteria(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = CriteriaForm(request.POST or None, initial={"text": EXAMPLE})
    if request.method == "POST":
        require(request.user, organisation, *KEEPERS)
        if form.is_valid() and _kept(form, organisation, request):
            messages.success(request, gettext("Kept. New reviews can use it."))
            return redirect("quality_criteria", organisation.slug)
    language = get_language() or "en"
    page = {
        "organisation": organisation,
        "form": form,
        "sets": [
            (
                each,
                each.title.say(language),
                [(one.id, one.title.say(language), one.asks.say(language)) for one in each.criterion],
            )
            for each in criteria_sets.sets_for(organisation)
        ],
        "may_keep": bool(roles_of(request.user, organisation) & set(KEEPERS)),
    }
    return render(request, "staff/assurance/criteria.html", page, status=400 if form.errors else 200)


def _lines(found: criteria_sets.CriteriaSet, language: str) -> list[tuple[str, str, str]]:
    return [(one.id, one.title.say(language), one.asks.say(language)) for one in found.criterion]


def _kept(form: CriteriaForm, organisation: Organisation, request: PersonRequest) -> bool:
    try:
        criteria_sets.keep_criteria(organisation, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
