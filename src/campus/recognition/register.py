"""The public register: agreements in force, and how desks decided, so that nobody can be made out.

A number stands for people and is told from `FEWEST` on; a row without any such number is not told. Only months that are over
count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from campus.people.models import Organisation
from campus.recognition import recognisers
from campus.recognition.agreement_texts import in_force
from campus.recognition.case_evidence import finding_of
from campus.recognition.models import AgreementText, CaseEvidence

MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How one desk decided about one learning, for how many people; None: fewer than `FEWEST`, or nobody."""

    organisation: Organisation
    title: str
    issuer: str
    full: int | None
    partly: int | None
    refused: int | None


def agreements(*, on: date, words: str = "") -> QuerySet[AgreementText]:
    """Agreements that hold on a day, of organisations that this site knows, by name."""
    found = in_force(on=on).filter(agreement__organisation__vouched_at__isnull=False)
    if words:
        names = ("agreement__organisation__name_en", "agreement__organisation__name_bg", "agreement__partner_name")
        here = Q(lines__title__icontains=words)
        for name in names:
            here |= Q(**{f"{name}__icontains": words})
        found = found.filter(here).distinct()
    return found.order_by("agreement__partner_name", "pk")


def decided(*, at: datetime) -> list[Decided]:
    """Rows that can be told, most people first; decisions that an appeal replaced do not count."""
    by = ("case__organisation", "case__evidence__learning")
    rows = recognisers.numbers(*by, at=at).order_by("-people", *by)[:MOST]
    numbers: defaultdict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for organisation, learning, told, people in rows:
        numbers[organisation, learning][told] = people
    named = Organisation.objects.in_bulk({organisation for organisation, _ in numbers})
    titles = {learning: _named(learning) for learning in {learning for _, learning in numbers}}
    found = [
        Decided(
            organisation=named[organisation],
            title=titles[learning][0],
            issuer=titles[learning][1],
            **{name: each.get(name) for name in ("full", "partly", "refused")},
        )
        for (organisation, learning), each in numbers.items()
    ]
    return sorted(found, key=lambda row: (-(row.full or 0), -(row.partly or 0), row.title))


def _named(learning: str) -> tuple[str, str]:
    """The title of what was learned, and who issued it, as the first of its credentials says."""
    first = CaseEvidence.objects.filter(learning=learning).order_by("pk").defer("content")[:1].get()
    summary = finding_of(first).credential or {}
    return str(summary.get("title", ""))[:300], str(summary.get("issuer_name") or summary.get("issuer_id", ""))[:300]
