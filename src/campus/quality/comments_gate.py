"""A gate: comments that nobody resolved are worth a look before somebody approves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design
from campus.quality.gate import Context, Finding, Gate, Mend, Moment, Outcome
from campus.quality.models import Comment, Review

ID = "comments"


def gather(design: Design, _review: Review | None, _at: datetime) -> tuple[str, ...]:
    """The places of the comments that are open."""
    return tuple(Comment.objects.filter(design=design, resolved_at__isnull=True).values_list("at", flat=True))


def check(context: Context) -> Iterator[Finding]:
    """One warning that says how many there are."""
    if context.known:
        count = len(context.known)
        yield Finding(
            gate=ID,
            outcome=Outcome.WARN,
            code="COMMENTS_OPEN",
            en=f"Comments that are still open: {count}.",
            bg=f"Коментари, които още са отворени: {count}.",
            at=context.known[0],
            mend=Mend.COMMENTS,
        )


COMMENTS = Gate(id=ID, title=_("Open comments"), check=check, gather=gather, moments=frozenset({Moment.SUBMIT, Moment.APPROVE}))
