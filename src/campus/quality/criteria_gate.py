"""A gate: the review by criteria that the organisation asks for, and conditions of earlier ones whose day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance.dossiers import digest_of
from campus.assurance.models import Condition, Dossier
from campus.assurance.policy import settled_for
from campus.catalogue.models import Design
from campus.quality.gate import Context, Finding, Gate, Moment, Outcome
from campus.quality.models import Review

ID = "criteria"
PAGE = "design_dossiers"


@dataclass(frozen=True, slots=True)
class Known:
    """The set that is asked for ("" where none is), whether a review by it fits this text, and conditions that are late."""

    wanted: str
    fulfilled: bool
    late: int


def gather(design: Design, review: Review | None, at: datetime) -> Known:
    """Read the organisation's wish, and the reviews of this very text."""
    wanted = settled_for(design.organisation).criteria_set
    rows = Dossier.objects.filter(design=design, set_id=wanted, text_digest=review.digest if review else digest_of(design))
    newest = rows.exclude(decision="").order_by("-decided_at", "-pk").first()
    fulfilled = newest is not None and newest.decision != Dossier.Decision.NOT_FULFILLED
    late = Condition.objects.filter(dossier__design=design, fulfilled_at__isnull=True, due_on__lt=localdate(at))
    return Known(wanted, bool(wanted) and fulfilled, late.count())


def check(context: Context) -> Iterator[Finding]:
    """A missing review stops; a condition that is late is worth a look."""
    known: Known = context.known
    if known.wanted and not known.fulfilled:
        yield Finding(
            gate=ID,
            outcome=Outcome.FAIL,
            code="CRITERIA_REVIEW_MISSING",
            en=f"No review of this text by the criteria “{known.wanted}” has found it fulfilled.",
            bg=f"Няма преглед на този текст по критериите „{known.wanted}“, който да ги намира за изпълнени.",
            mend=PAGE,
        )
    if known.late:
        yield Finding(
            gate=ID,
            outcome=Outcome.WARN,
            code="CONDITIONS_LATE",
            en=f"Conditions of an earlier review whose day has passed: {known.late}.",
            bg=f"Условия от предишен преглед с изтекъл срок: {known.late}.",
            mend=PAGE,
        )


CRITERIA = Gate(
    id=ID,
    title=_("Review by criteria"),
    check=check,
    gather=gather,
    moments=frozenset({Moment.APPROVE, Moment.PUBLISH}),
)
