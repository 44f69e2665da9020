"""Mails about conditions of quality reviews: once when their day comes near, to those who can do something about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from campus.assurance.models import Condition
from campus.people.models import Person, Role

AHEAD = timedelta(days=14)
AT_ONCE = 100


def remind(*, at: datetime) -> None:
    """Remind the author and the quality officers of conditions that are due within `AHEAD` and not fulfilled; once each."""
    near = Condition.objects.filter(fulfilled_at__isnull=True, reminded_at__isnull=True, due_on__lte=localdate(at) + AHEAD)
    for condition in near.select_related("dossier__design__organisation").order_by("due_on", "pk")[:AT_ONCE]:
        # Compare and set: of two workers, one sends.
        if Condition.objects.filter(pk=condition.pk, reminded_at__isnull=True).update(reminded_at=at):
            _send(condition)


def _send(condition: Condition) -> None:
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
            subject = " ".join(render_to_string("mail/condition_due_subject.txt", facts).split())
            EmailMessage(subject, render_to_string("mail/condition_due.txt", facts), to=[person.email]).send()
