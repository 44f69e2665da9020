"""The organisation's quality: what it holds itself to, and who says that its quality is assured."""

from __future__ import annotations

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.assurance import criteria_sets, policy, register
from campus.assurance.evidence import READERS
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.policies.chosen import KEEPERS, chosen_packs
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from laurel.errors import Language

STANDINGS = {
    register.ExternalStanding.VALID: ("valid", _("A register says that external quality assurance is in force.")),
    register.ExternalStanding.ENDED: ("refused", _("A register says that external quality assurance has ended.")),
    register.ExternalStanding.UNLISTED: (
        "unknown",
        _("No register says anything about this organisation. What it states itself is shown as such."),
    ),
}


class PolicyForm(forms.Form):
    review_months = forms.IntegerField(
        label=_("Months between two reviews of a micro-credential"),
        help_text=_("Usually 12. A rule may ask for less than you write here; the page of a design then says so."),
        min_value=1,
        max_value=policy.LONGEST_INTERVAL,
    )
    criteria_set = forms.ChoiceField(
        label=_("Criteria of the review before publishing"),
        help_text=_("Where you choose a set, a review by it has to find the text fulfilled before it is approved."),
        required=False,
    )
    feedback_route = forms.CharField(
        label=_("Where learners say what they think"),
        help_text=_("A web address, an e-mail address or a short sentence. Some rules ask for it."),
        required=False,
        max_length=500,
    )
    complaints_route = forms.CharField(
        label=_("Where learners complain"),
        help_text=_("A web address, an e-mail address or a short sentence. Some rules ask for it."),
        required=False,
        max_length=500,
    )

    def __init__(self, *arguments: object, organisation: Organisation, settled: policy.Settled) -> None:
        super().__init__(*arguments, initial=asdict(settled))  # type: ignore[arg-type, misc]
        language = get_language() or "en"
        choices = [(each.id, each.title.say(language)) for each in criteria_sets.sets_for(organisation)]
        self.fields["criteria_set"].choices = [("", _("none")), *choices]  # type: ignore[attr-defined]


@require_safe
@inside()
def quality(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    language: Language = "bg" if get_language() == "bg" else "en"
    tone, standing = STANDINGS[register.standing_of(organisation, on=timezone.localdate())]
    chosen, held = chosen_packs(organisation), roles_of(request.user, organisation)
    page = {
        "organisation": organisation,
        "settled": policy.settled_for(organisation),
        "packs": [(each, each.pack.title.say(language) if each.pack else each.pack_id) for each in chosen],
        "chosen": any(each.row for each in chosen),
        "tone": tone,
        "standing": standing,
        "may_settle": bool(held & set(KEEPERS)),
        "may_read": bool(held & set(READERS)),
    }
    return render(request, "staff/assurance/quality.html", page)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS)
def quality_policy(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = PolicyForm(request.POST or None, organisation=organisation, settled=policy.settled_for(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            policy.settle(organisation, policy.Settled(**form.cleaned_data), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved. It holds from now on; what was checked before stands."))
            return redirect("quality", organisation.slug)
    page = {"organisation": organisation, "form": form}
    return render(request, "staff/assurance/policy.html", page, status=400 if form.errors else 200)
