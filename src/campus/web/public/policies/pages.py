"""The rule sets that come with Laurel: the list, one of them on a day, two of them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from campus.web.elements import LABELS
from laurel.errors import Language
from laurel.policy.diff import Changed, Forbidden, diff
from laurel.policy.facts import show_all
from laurel.policy.pack import STAGES, Pack, Rule, built_in

STATUS: Mapping[str, StrOrPromise] = {
    "in_force": _("in force"),
    "experiment": _("experiment"),
    "draft": _("draft"),
}
STAGE: Mapping[str, StrOrPromise] = {
    "design": _("When it is designed"),
    "publish": _("When it is approved and published"),
    "assess": _("When learners are assessed"),
    "issue": _("When it is issued"),
    "after": _("Afterwards"),
}
SEVERITY: Mapping[str, StrOrPromise] = {
    "fail": "",
    "warn": _("advice"),
    "refer": _("a person decides"),
}


@dataclass(frozen=True, slots=True)
class PackShown:
    """One rule set in the reader's language."""

    id: str
    title: str
    about: str
    status: StrOrPromise
    draft: bool
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule in the reader's language."""

    id: str
    title: str
    demand: str
    element: StrOrPromise
    severity: StrOrPromise
    source: str


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    return render(request, "public/policies/list.html", {"packs": _packs(_language())})


@require_safe
def policy(request: HttpRequest, pack_id: str) -> HttpResponse:
    pack, language, day = _pack(pack_id), _language(), _day(request)
    rules = pack.on(day)
    stages = [
        (STAGE[stage], [_rule(rule, language) for rule in rules if rule.stage == stage])
        for stage in STAGES
        if any(rule.stage == stage for rule in rules)
    ]
    page = {"pack": _shown(pack, language), "stages": stages, "day": day, "packs": _packs(language)}
    return render(request, "public/policies/policy.html", page)


@require_safe
def compare_policies(request: HttpRequest) -> HttpResponse:
    left, right = (_pack(request.GET.get(side, "")) for side in ("left", "right"))
    language, day = _language(), _day(request)
    found = diff(left, right, on=day)
    names = {left.id: left.title.say(language), right.id: right.title.say(language)}
    page = {
        "left": _shown(left, language),
        "right": _shown(right, language),
        "day": day,
        "same": found.same,
        "only": _only([(names[left.id], found.only_left), (names[right.id], found.only_right)], language),
        "changed": [_changed(each, names, (left.id, right.id), language) for each in found.changed],
        "examples": [
            _examples(names[left.id], names[right.id], found.left_forbids, language),
            _examples(names[right.id], names[left.id], found.right_forbids, language),
        ],
        "packs": _packs(language),
    }
    return render(request, "public/policies/compare.html", page)


def _language() -> Language:
    return "bg" if get_language() == "bg" else "en"


def _day(request: HttpRequest) -> date:
    """The day asked for, else today."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return asked or timezone.localdate()


def _pack(pack_id: str) -> Pack:
    if pack_id not in built_in():
        raise Http404
    return built_in()[pack_id]


def _packs(language: Language) -> list[PackShown]:
    return [_shown(pack, language) for pack in built_in().values()]


def _shown(pack: Pack, language: Language) -> PackShown:
    about = pack.about.say(language) if pack.about else ""
    return PackShown(
        pack.id, pack.title.say(language), about, STATUS[pack.status], pack.status == "draft", pack.version, pack.source
    )


def _rule(rule: Rule, language: Language) -> RuleShown:
    element = LABELS.get(rule.element, _("Principle"))
    return RuleShown(rule.id, rule.title.say(language), rule.demand(language), element, SEVERITY[rule.severity], rule.source)


def _only(sides: Iterable[tuple[str, tuple[Rule, ...]]], language: Language) -> list[dict[str, Any]]:
    return [{"name": name, "rules": [_rule(rule, language) for rule in rules]} for name, rules in sides if rules]


def _changed(each: Changed, names: Mapping[str, str], order: tuple[str, str], language: Language) -> dict[str, Any]:
    return {
        "id": each.left.id,
        "title": each.left.title.say(language),
        "sides": [
            (names[pack], rule.demand(language), SEVERITY[rule.severity])
            for pack, rule in zip(order, (each.left, each.right), strict=True)
        ],
    }


def _examples(refuses: str, allows: str, found: Iterable[Forbidden], language: Language) -> dict[str, Any]:
    lines = [(each.rule.id, show_all(each.example, language), each.rule.demand(language)) for each in found]
    return {"refuses": refuses, "allows": allows, "lines": lines}
