"""The compatibility report: of our 40 designs, 31 meet both rule sets; these do not, for these reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from campus.base.limits import at_most
from campus.learning.gradebook.export import csv_lines
from campus.people.models import Organisation
from campus.policies.chosen import chosen_packs, newest_version, pack_of
from campus.policies.own_packs import own_packs
from campus.quality.compatibility import CompatibilityReport, Scope, Subject, compatibility_of
from campus.web.inside import PersonRequest, inside
from laurel.errors import Language
from laurel.policy.compatibility import Fared
from laurel.policy.evaluate import Answer, Evaluation
from laurel.policy.pack import Pack, built_in

PER_PAGE = 50
MOST_A_MINUTE = 30
MOST_PACKS = 6
SCOPES: Mapping[Scope, StrOrPromise] = {
    Scope.DRAFTS: _("our drafts, as they are now"),
    Scope.PUBLISHED: _("our published micro-credentials"),
    Scope.EVERYBODY: _("the published micro-credentials of all institutions"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One design: how it fares under each rule set, and what is not met."""

    subject: Subject
    meets_all: bool
    answers: list[tuple[str, bool, int]]  # rule set, met, how many of its rules a person decides
    reasons: list[tuple[str, str, str]]


@require_safe
@inside()
def compatibility(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    packs, chosen = _packs(organisation), _asked(request, organisation)
    report = _report(request, organisation)
    language = _language()
    names = {pack.id: pack.title.say(language) for pack in packs.values()}
    only_failing = "all" not in request.GET
    rows = [(subject, fared) for subject, fared in report.rows if not (only_failing and fared.meets_all)]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "organisation": organisation,
        "packs": [(key, names[pack.id], key in chosen) for key, pack in packs.items()],
        "scopes": SCOPES.items(),
        "scope": report.scope,
        "sentence": _sentence(report, [names[packs[key].id] for key in chosen]),
        "reasons": _reasons(report, packs, chosen, names),
        "page": shown,
        "rows": [_row(subject, fared, names, language) for subject, fared in shown.object_list],
        "total": len(report.subjects),
        "left_out": report.left_out,
        "only_failing": only_failing,
    }
    return render(request, "staff/policies/compatibility.html", page)


@require_safe
@inside()
def compatibility_csv(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    report, language = _report(request, organisation), _language()
    headers = {"Content-Disposition": 'attachment; filename="compatibility.csv"'}
    return HttpResponse(b"".join(csv_lines(_lines(report, language))), content_type="text/csv; charset=utf-8", headers=headers)


def _report(request: PersonRequest, organisation: Organisation) -> CompatibilityReport:
    at_most(request, "compatibility", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    packs = _packs(organisation)
    asked = [packs[key] for key in _asked(request, organisation)]
    sent = request.GET.get("scope", "")
    scope = Scope(sent) if sent in list(Scope) else Scope.DRAFTS
    return compatibility_of(organisation, asked, scope=scope, language=_language(), on=timezone.localdate())


def _packs(organisation: Organisation) -> dict[str, Pack]:
    """Every rule set that can be asked, by its id: the organisation's own in their newest version, then the built-in ones."""
    own = [(pack.pack_id, newest_version(pack)) for pack in own_packs(organisation)]
    read = {pack_id: pack_of(version) for pack_id, version in own if version is not None}
    return {**{pack_id: pack for pack_id, pack in read.items() if pack is not None}, **built_in()}


def _asked(request: PersonRequest, organisation: Organisation) -> list[str]:
    """The rule sets that are asked for; without any, the chosen ones."""
    packs = _packs(organisation)
    wanted = [key for key in request.GET.getlist("pack") if key in packs]
    wanted = wanted or [each.pack_id for each in chosen_packs(organisation) if each.pack_id in packs] or ["eu"]
    return list(dict.fromkeys(wanted))[:MOST_PACKS]


def _sentence(report: CompatibilityReport, names: list[str]) -> str:
    found = report.found
    facts = {"total": len(found.fared), "meeting": found.meeting_all, "packs": ", ".join(names)}
    said = ngettext(
        "Of %(total)s designs, %(meeting)s meets every rule set (%(packs)s).",
        "Of %(total)s designs, %(meeting)s meet every rule set (%(packs)s).",
        found.meeting_all,
    )
    return said % facts


def _reasons(
    report: CompatibilityReport, packs: Mapping[str, Pack], chosen: list[str], names: Mapping[str, str]
) -> list[tuple[str, str, str, int]]:
    language = _language()
    demands = {
        (pack.id, rule.id): rule.demand(language)
        for pack in (packs[key] for key in chosen)
        for rule in pack.on(report.found.on)
    }
    return [(names[pack], rule, demands[pack, rule], count) for (pack, rule), count in report.found.reasons]


def _row(subject: Subject, fared: Fared, names: Mapping[str, str], language: Language) -> Row:
    broken = [
        (names[pack], finding.rule.id, finding.reason(language))
        for pack, evaluation in fared.evaluations.items()
        for finding in evaluation.findings
        if finding.answer is Answer.FAIL
    ]
    answers = [
        (names[pack], evaluation.answer < Answer.FAIL, _open(evaluation)) for pack, evaluation in fared.evaluations.items()
    ]
    return Row(subject, fared.meets_all, answers, broken)


def _open(evaluation: Evaluation) -> int:
    return sum(finding.answer is Answer.REFER for finding in evaluation.findings)


def _lines(report: CompatibilityReport, language: Language) -> Iterator[list[str]]:
    yield ["institution", "design", "version", "title", "rule set", "answer", "decided by people", "rule", "reason"]
    for subject, fared in report.rows:
        number = "" if subject.number is None else str(subject.number)
        start = [subject.organisation.name_in(language), str(subject.design), number, subject.title]
        for pack, evaluation in fared.evaluations.items():
            broken = [finding for finding in evaluation.findings if finding.answer is Answer.FAIL]
            if not broken:
                yield [*start, pack, "met", str(_open(evaluation)), "", ""]
            for finding in broken:
                yield [*start, pack, "not met", str(_open(evaluation)), finding.rule.id, finding.reason(language)]


def _language() -> Language:
    return "bg" if get_language() == "bg" else "en"
