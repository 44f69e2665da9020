"""The rule sets that everybody may read, built-in or published: the list, one of them on a day, two of them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.policies.chosen import newest_version, pack_of
from campus.policies.models import OwnPack
from campus.policies.own_packs import published_packs
from campus.web.rule_sets import SEVERITY, PackShown, pack_shown, rule_shown, stages_of
from laurel.errors import Language
from laurel.policy.diff import Changed, Forbidden, diff
from laurel.policy.facts import show_all
from laurel.policy.pack import Pack, Rule, built_in


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    language = _language()
    page = {"packs": _packs(language), "built_in": _built_in(language), "published": _published(language)}
    return render(request, "public/policies/list.html", page)


@require_safe
def policy(request: HttpRequest, pack_id: str) -> HttpResponse:
    if pack_id not in built_in():
        raise Http404
    return _policy(request, built_in()[pack_id], pack_shown(built_in()[pack_id], _language()))


@require_safe
def own_policy(request: HttpRequest, slug: str, pack_id: str) -> HttpResponse:
    key = f"{slug}/{pack_id}"
    return _policy(request, _pack(key), _named(key, _language()))


@require_safe
def compare_policies(request: HttpRequest) -> HttpResponse:
    keys = [request.GET.get(side, "") for side in ("left", "right")]
    left, right = (_pack(key) for key in keys)
    language, day = _language(), _day(request)
    found = diff(left, right, on=day)
    shown = [_named(key, language) for key in keys]
    names = (shown[0].title, shown[1].title)
    page = {
        "left": shown[0],
        "right": shown[1],
        "day": day,
        "same": found.same,
        "only": _only([(names[0], found.only_left), (names[1], found.only_right)], language),
        "changed": [_changed(each, names, language) for each in found.changed],
        "examples": [
            _examples(names[0], names[1], found.left_forbids, language),
            _examples(names[1], names[0], found.right_forbids, language),
        ],
        "packs": _packs(language),
    }
    return render(request, "public/policies/compare.html", page)


def _policy(request: HttpRequest, pack: Pack, shown: PackShown) -> HttpResponse:
    language, day = _language(), _day(request)
    stages = stages_of(pack, language=language, on=day)
    return render(
        request, "public/policies/policy.html", {"pack": shown, "stages": stages, "day": day, "packs": _packs(language)}
    )


def _language() -> Language:
    return "bg" if get_language() == "bg" else "en"


def _day(request: HttpRequest) -> date:
    """The day asked for, else today."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return asked or timezone.localdate()


def _pack(key: str) -> Pack:
    """A rule set by its key: "nl", or "our-university/our-rules" for one that an organisation published."""
    if key in built_in():
        return built_in()[key]
    slug, _slash, pack_id = key.partition("/")
    own = next((each for each in published_packs() if (each.organisation.slug, each.pack_id) == (slug, pack_id)), None)
    pack = _newest(own) if own else None
    if pack is None:
        raise Http404
    return pack


def _newest(own: OwnPack) -> Pack | None:
    version = newest_version(own)
    return pack_of(version) if version else None


def _packs(language: Language) -> list[PackShown]:
    return [*_built_in(language), *_published(language)]


def _built_in(language: Language) -> list[PackShown]:
    return [pack_shown(pack, language) for pack in built_in().values()]


def _published(language: Language) -> list[PackShown]:
    shown = []
    for own in published_packs():
        pack = _newest(own)
        if pack is not None:
            slug = own.organisation.slug
            owner = own.organisation.name_in(language)
            shown.append(pack_shown(pack, language, key=f"{slug}/{own.pack_id}", owner=owner, owner_slug=slug))
    return shown


def _named(key: str, language: Language) -> PackShown:
    found = next((each for each in _packs(language) if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _only(sides: Iterable[tuple[str, tuple[Rule, ...]]], language: Language) -> list[dict[str, Any]]:
    return [{"name": name, "rules": [rule_shown(rule, language) for rule in rules]} for name, rules in sides if rules]


def _changed(each: Changed, names: tuple[str, str], language: Language) -> Mapping[str, Any]:
    return {
        "id": each.left.id,
        "title": each.left.title.say(language),
        "sides": [
            (name, rule.demand(language), SEVERITY[rule.severity])
            for name, rule in zip(names, (each.left, each.right), strict=True)
        ],
    }


def _examples(refuses: str, allows: str, found: Iterable[Forbidden], language: Language) -> dict[str, Any]:
    lines = [(each.rule.id, show_all(each.example, language), each.rule.demand(language)) for each in found]
    return {"refuses": refuses, "allows": allows, "lines": lines}
