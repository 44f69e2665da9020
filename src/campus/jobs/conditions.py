"""Mails about conditions of quality reviews: once when their day comes near, to those who can do something about it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from campus.assurance.models import Condition
from campus.base.models import Fact
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.people.models import Person, Role


def remind_of_condition(fact: Fact, clock: Clock) -> None:
    """Remind the author and the quality officers of a condition that is due soon, unless it was fulfilled meanwhile."""
    rows = Condition.objects.select_related("dossier__design__organisation")
    condition = rows.filter(pk=fact.subject, fulfilled_at__isnull=True).first()
    if condition is None:
        return
    dossier = condition.dossier
    design, organisation = dossier.design, dossier.design.organisation
    officers = Q(memberships__organisation=organisation, memberships__role=Role.QA_OFFICER)
    people = Person.objects.filter(officers | Q(pk=design.author_id), is_active=True).distinct()
    title = design.draft.get("title") or {}
    for person in people:
        with translation.override(person.language):
            facts = {
                "condition": condition,
                "title": title.get(person.language) or next(iter(title.values()), ""),
                "organisation": organisation.name_in(person.language),
                "link": settings.PUBLIC_URL + reverse("quality_review", args=[organisation.slug, dossier.public_id]),
            }
            send("condition_due", facts, to=person.email)
