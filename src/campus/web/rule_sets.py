"""Rule sets in the reader's language: the same for the built-in ones and for those that organisations write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.web.elements import LABELS, PRINCIPLES
from laurel.errors import Language
from laurel.policy.pack import STAGES, Pack, Rule

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
    "stack": _("When credentials are stacked"),
    "recognise": _("When it is recognised"),
}
SEVERITY: Mapping[str, StrOrPromise] = {
    "fail": "",
    "warn": _("advice"),
    "refer": _("a person decides"),
}


@dataclass(frozen=True, slots=True)
class PackShown:
    """One rule set in the reader's language. `key` names it in addresses; `owner` is "" for a built-in one."""

    key: str
    title: str
    about: str
    status: StrOrPromise
    draft: bool
    version: str
    source: str
    owner: str = ""
    owner_slug: str = ""
    pack_id: str = ""


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule in the reader's language."""

    id: str
    title: str
    demand: str
    element: StrOrPromise
    severity: StrOrPromise
    source: str


def pack_shown(pack: Pack, language: Language, *, key: str = "", owner: str = "", owner_slug: str = "") -> PackShown:
    """A rule set for a list or a heading."""
    return PackShown(
        key=key or pack.id,
        title=pack.title.say(language),
        about=pack.about.say(language) if pack.about else "",
        status=STATUS[pack.status],
        draft=pack.status == "draft",
        version=pack.version,
        source=pack.source,
        owner=owner,
        owner_slug=owner_slug,
        pack_id=pack.id,
    )


def rule_shown(rule: Rule, language: Language) -> RuleShown:
    """One rule of it."""
    element = LABELS.get(rule.element) or PRINCIPLES[rule.element]
    return RuleShown(rule.id, rule.title.say(language), rule.demand(language), element, SEVERITY[rule.severity], rule.source)


def stages_of(pack: Pack, *, language: str, on: date) -> list[tuple[StrOrPromise, list[RuleShown]]]:
    """The rules in force on a day, by the stage at which they are asked."""
    spoken: Language = "bg" if language == "bg" else "en"
    rules = pack.on(on)
    return [
        (STAGE[stage], [rule_shown(rule, spoken) for rule in rules if rule.stage == stage])
        for stage in STAGES
        if any(rule.stage == stage for rule in rules)
    ]
