"""Which rule sets an organisation measures its micro-credentials by, and how heavily."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrOrPromise

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import require, roles_of
from campus.policies.chosen import KEEPERS, ChosenPack, Weight, choose, chosen_packs, newest_version, pack_of
from campus.policies.models import OwnPack
from campus.policies.own_packs import own_packs
from campus.web.inside import PersonRequest, inside
from laurel.errors import Language
from laurel.policy.pack import Pack, built_in

WEIGHTS: Mapping[str, StrOrPromise] = {"": _("not used"), Weight.WARNING: _("warns"), Weight.BLOCKING: _("blocks")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One rule set that can be chosen."""

    pack_id: str
    title: str
    about: str
    version: str
    own: OwnPack | None
    weight: str
    stands_on: str
    readable: bool


@require_http_methods(["GET", "POST"])
@inside()
def rule_sets(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    if request.method == "POST":
        require(request.user, organisation, *KEEPERS)
        sent = {name.removeprefix("weight."): str(value) for name, value in request.POST.items() if name.startswith("weight.")}
        wanted = {name: value for name, value in sent.items() if value in Weight}
        try:
            choose(organisation, wanted, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("Saved. Every draft is measured by these rule sets from now on."))
        return redirect("rule_sets", organisation.slug)
    chosen = chosen_packs(organisation)
    page = {
        "organisation": organisation,
        "choices": _choices(organisation, chosen),
        "weights": WEIGHTS.items(),
        "nothing_chosen": all(each.row is None for each in chosen),
        "own": [(pack, newest_version(pack)) for pack in own_packs(organisation)],
        "keeps": not roles_of(request.user, organisation).isdisjoint(KEEPERS),
    }
    return render(request, "staff/policies/rule_sets.html", page)


def _choices(organisation: Organisation, chosen: tuple[ChosenPack, ...]) -> list[Choice]:
    language: Language = "bg" if get_language() == "bg" else "en"
    rows = {each.pack_id: each for each in chosen if each.row is not None}
    own = [(pack, newest_version(pack)) for pack in own_packs(organisation)]
    packs: list[tuple[str, Pack | None, OwnPack | None]] = [
        (pack.pack_id, pack_of(version), pack) for pack, version in own if version is not None
    ]
    packs += [(pack.id, pack, None) for pack in built_in().values()]
    return [_choice(pack_id, pack, own_pack, rows.get(pack_id), language) for pack_id, pack, own_pack in packs]


def _choice(pack_id: str, pack: Pack | None, own: OwnPack | None, row: ChosenPack | None, language: Language) -> Choice:
    return Choice(
        pack_id=pack_id,
        title=pack.title.say(language) if pack else pack_id,
        about=pack.about.say(language) if pack and pack.about else "",
        version=pack.version if pack else "",
        own=own,
        weight="" if row is None else str(Weight.BLOCKING if row.blocking else Weight.WARNING),
        stands_on=row.row.own_version.version if row and row.newer and row.row and row.row.own_version else "",
        readable=pack is not None,
    )
