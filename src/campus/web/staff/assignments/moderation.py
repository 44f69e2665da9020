"""Moderation: how assessors mark side by side, what they disagree about, what was changed, and saying that it is done."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from campus.marking import moderation as domain
from campus.marking.models import Adjustment, Mark, Submission
from campus.marking.moderation import BANDS, Spread
from campus.marking.settling import counts_of
from campus.people.models import Organisation
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.assignments.lookup import MARK_READERS, assignment_in, frame_of
from campus.web.work.showing import plain

PER_PAGE = 25
WIDTH, HEIGHT = 12, 32  # of one bar


@require_safe
@inside(*MARK_READERS)
def moderation(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, assignment_id: uuid.UUID
) -> HttpResponse:
    assignment = assignment_in(organisation, public_id, assignment_id)
    counts = counts_of(assignment)
    to_mark = Mark.objects.filter(assessor=request.user).exclude(state=Mark.State.DONE)
    disputed = domain.disputed(assignment).exclude(pk__in=to_mark.values("submission"))  # a third mark is given blind
    adjustments = Adjustment.objects.filter(submission__assignment=assignment).select_related("submission", "made_by")
    context = {
        **frame_of(assignment, request.user),
        "spreads": [_shown(spread) for spread in domain.spreads_of(assignment)],
        "disputed": Paginator(disputed.prefetch_related("marks__assessor"), PER_PAGE).get_page(request.GET.get("page")),
        "adjustments": adjustments.order_by("-pk")[:PER_PAGE],
        "settled": counts[Submission.State.SETTLED],
        "moderated": counts[Submission.State.MODERATED],
        "open_ones": sum(counts[state] for state in _OPEN),
        "maximum": plain(assignment.maximum),
        "pass_mark": plain(assignment.pass_mark),
    }
    return private_page(request, "staff/assignments/moderation.html", context)


_OPEN = (Submission.State.SUBMITTED, Submission.State.MARKED, Submission.State.SECOND_MARKED)


def _shown(spread: Spread) -> dict[str, Any]:
    most = max(spread.bands) or 1
    bars = [
        {"x": place * WIDTH, "height": round(HEIGHT * count / most), "y": HEIGHT - round(HEIGHT * count / most)}
        for place, count in enumerate(spread.bands)
    ]
    told = ", ".join(f"{place * 10}–{(place + 1) * 10} %: {count}" for place, count in enumerate(spread.bands) if count)
    return {
        "person": spread.person,
        "count": spread.count,
        "mean": f"{spread.mean:f}",
        "lowest": plain(spread.lowest),
        "highest": plain(spread.highest),
        "passing": None if spread.passing is None else round(100 * spread.passing / spread.count),
        "against": None if spread.against is None else f"{spread.against:+f}",
        "bars": bars,
        "width": WIDTH * BANDS,
        "height": HEIGHT,
        "told": told,
    }
