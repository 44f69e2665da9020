"""Whether a case is open about a piece of work, for queries: it is neither confirmed nor released until then."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from campus.marking.models import IntegrityCase


def in_question(submission: str = "pk") -> Exists:
    """Whether a case is open; `submission` is the way from the rows of the query to the submission."""
    cases = IntegrityCase.objects.filter(submission=OuterRef(submission))
    return Exists(cases.exclude(state=IntegrityCase.State.DECIDED))
