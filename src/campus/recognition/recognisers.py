"""Who recognises a micro-credential: what the desks of this site decided about it, so that nobody can be made out.

A number stands for people and is told from `FEWEST` on; below that nothing is told, not even whether there was anybody, and a
desk without a number that can be told is not named. No total is given, so nothing can be worked out by subtracting. Only months
that are over count: who comes back a day later does not see whose decision was added.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from campus.base.small_numbers import FEWEST
from campus.catalogue.models import Design
from campus.catalogue.versions import address_of
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.recognition.case_evidence import learning_of
from campus.recognition.models import Decision

MOST: Final = 50  # organisations that are named
_TOLD: Final = Case(
    When(outcome__in=("partial", "conditional"), then=Value("partly")), default=F("outcome"), output_field=CharField()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """One organisation, and for how many people it decided how; None: fewer than `FEWEST`, or nobody."""

    organisation: Organisation
    full: int | None
    partly: int | None
    refused: int | None


def recognisers_of(design: Design, *, at: datetime) -> list[Recogniser]:
    """Whose desks decided about any version of a design before the month of `at` began, who recognised most people first.

    Decisions that an appeal replaced do not count, nor do organisations that this site does not know.
    """
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for organisation, told, people in numbers(
        "case__organisation", at=at, about=Q(case__evidence__learning__in=_learnings(design))
    ):
        counted[organisation][told] = people
    named = Organisation.objects.filter(pk__in=counted).defer("logo")
    found = [
        Recogniser(organisation=each, **{name: counted[each.pk].get(name) for name in ("full", "partly", "refused")})
        for each in named
    ]
    return sorted(found, key=lambda each: (-(each.full or 0), -(each.partly or 0), str(each.organisation)))[:MOST]


def numbers(*by: str, at: datetime, about: Q = Q()) -> QuerySet[Any, tuple[Any, ...]]:  # noqa: B008  # never changed
    """For how many people desks decided how: what stands in the fields `by`, what is told, how many; only what may be told.

    Decisions of known desks that hold and were made before the month of `at` began.
    """
    began = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    known = Q(superseded_at__isnull=True, decided_at__lt=began, case__organisation__vouched_at__isnull=False)
    rows = Decision.objects.filter(known, about).order_by().annotate(told=_TOLD).values_list(*by, "told")
    return rows.annotate(people=Count("case__person", distinct=True)).filter(people__gte=FEWEST)


def _learnings(design: Design) -> list[str]:
    issuer = did_of(design.organisation)
    numbers = design.versions.values_list("number", flat=True)
    addresses = (address_of(design.public_id, number) for number in numbers)
    return [learning_of({"issuer_id": issuer, "achievement_id": address}) for address in addresses]
