"""A micro-credential beside a degree, row by row: neutral, and never one in place of the other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

ROWS: tuple[tuple[StrOrPromise, StrOrPromise, StrOrPromise], ...] = (
    (
        _("What it is for"),
        _("A specific set of skills, for one need: of a job, a project, or further study."),
        _("A broad education in a field: general and specialised courses, research, work with others."),
    ),
    (
        _("How much work"),
        _("Little: from some hours to some months. Each one states it in hours or ECTS credits."),
        _("Much: a bachelor has 180 to 240 ECTS credits, a master 60 to 120."),
    ),
    (
        _("Level"),
        _("Any. Each one states it, or says why none applies."),
        _("That of its cycle: levels 6, 7 and 8 of the European Qualifications Framework."),
    ),
    (
        _("Assessment"),
        _("Every learning outcome, against criteria that stand on its page."),
        _("Many courses and examinations over years, often a thesis."),
    ),
    (
        _("Quality assurance"),
        _("Approved by the provider’s quality assurance; each one names it, and the agency behind it where there is one."),
        _("Accreditation of the institution or the programme, as the law of the country has it."),
    ),
    (
        _("Rights"),
        _("None by itself: no academic title and no licence to practise. Employers and institutions may recognise it."),
        _("An academic title; it can open further degrees and regulated professions, as the law has it."),
    ),
    (
        _("Counting towards more"),
        _("It may count towards something larger where an institution says so. There is no automatic right to it."),
        _("Other countries recognise it unless they show a substantial difference (Lisbon Recognition Convention)."),
    ),
)


@require_safe
def beside_degree(request: HttpRequest) -> HttpResponse:
    return render(request, "public/catalogue/beside_degree.html", {"rows": ROWS})
