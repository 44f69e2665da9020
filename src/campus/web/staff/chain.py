"""The stages of approval of an organisation: everybody sees them, administrators choose them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.people.models import Organisation, Role
from campus.people.roles import require, roles_of
from campus.quality import chains
from campus.quality.chains import DAYS, MOST_DAYS, MOST_STAGES, ChainInForce, StageWanted
from campus.quality.models import ROLE_OF, StageKind
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside

SPARE_ROWS = 2
_NONE = ("", _("No stage"))


class StageForm(forms.Form):
    kind = forms.ChoiceField(label=_("Stage"), choices=[_NONE, *StageKind.choices], required=False)
    days = forms.IntegerField(label=_("Days it may take"), min_value=1, max_value=MOST_DAYS, required=False, initial=DAYS)
    name_bg = forms.CharField(label=_("Own name in Bulgarian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Own name in English"), max_length=200, required=False)

    def wanted(self) -> StageWanted | None:
        """The stage, or None for an empty row."""
        said = self.cleaned_data
        if not said["kind"]:
            return None
        days = said["days"] if said["days"] is not None else DAYS
        return StageWanted(kind=StageKind(said["kind"]), days=days, name_bg=said["name_bg"], name_en=said["name_en"])


class ChainForm(forms.Form):
    publishing = forms.ChoiceField(
        label=_("Publishing"),
        choices=[
            ("at_once", _("The last approval publishes at once")),
            ("by_hand", _("A quality officer, approver or registrar publishes afterwards")),
        ],
        widget=forms.RadioSelect(),
    )
    because = forms.CharField(
        label=_("Why"),
        help_text=_("Kept in the audit trail. Needed when there is a single stage."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


Stages = forms.formset_factory(StageForm, extra=SPARE_ROWS, max_num=MOST_STAGES, validate_max=True, absolute_max=MOST_STAGES)


@require_http_methods(["GET", "POST"])
@inside()
def chain(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    now = chains.chain_of(organisation)
    if request.method == "POST":
        require(request.user, organisation, Role.ADMINISTRATOR)
    form = ChainForm(request.POST or None, initial={"publishing": "at_once" if now.publishes_at_once else "by_hand"})
    rows = Stages(request.POST or None, initial=[stage.as_json() for stage in now.stages], prefix="stages")
    if request.method == "POST" and form.is_valid() and rows.is_valid() and _chosen(request, organisation, form, rows):
        return redirect("chain", organisation.slug)
    language = get_language() or "en"
    page = {
        "organisation": organisation,
        "chain": _shown(now, language),
        "earlier": [_shown(each, language) for each in chains.chains_of(organisation)],
        "form": form,
        "rows": rows,
        "chooses": Role.ADMINISTRATOR in roles_of(request.user, organisation),
    }
    return render(request, "staff/organisation/chain.html", page, status=400 if form.errors or any(rows.errors) else 200)


def _chosen(request: PersonRequest, organisation: Organisation, form: ChainForm, rows: Any) -> bool:
    wanted = [stage for row in rows if (stage := row.wanted()) is not None]
    said = form.cleaned_data
    try:
        chains.choose_chain(
            organisation,
            wanted,
            by=request.user,
            at=timezone.now(),
            publishes_at_once=said["publishing"] == "at_once",
            because=said["because"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, gettext("These stages hold from now on. Reviews under way keep theirs."))
    return True


def _shown(each: ChainInForce, language: str) -> dict[str, Any]:
    return {"chain": each, "stages": [_stage(stage, language) for stage in each.stages]}


def _stage(stage: StageWanted, language: str) -> dict[str, Any]:
    own = (stage.name_bg or stage.name_en) if language == "bg" else (stage.name_en or stage.name_bg)
    role = ROLE_OF.get(stage.kind)
    return {"name": own or stage.kind.label, "days": stage.days, "role": role.label if role else _("by invitation")}
