"""The skills that come with the product: there as soon as the worker has started once."""

from __future__ import annotations

from datetime import datetime

from campus.skills.load import load
from campus.skills.models import Framework
from campus.skills.sources import digcomp


def keep_starter_set(*, at: datetime) -> None:
    """Load the competences of DigComp that Laurel carries, unless somebody has loaded DigComp already."""
    if not Framework.objects.filter(slug="digcomp").exists():
        load(digcomp.carried(), at=at)
