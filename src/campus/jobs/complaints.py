"""Mails about complaints: to those who handle them, and to whoever complained. What was written stays on the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campus.assurance.models import Complaint
from campus.base.models import Fact
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.people.models import Person
from campus.quality.complaints import HANDLERS


def tell_handlers(fact: Fact, clock: Clock) -> None:
    """Tell everybody who may handle it that a complaint waits, unless it has ended already."""
    complaint = _complaint(fact)
    if complaint is None or complaint.outcome:
        return
    design = complaint.design
    handlers = Person.objects.filter(
        memberships__organisation=design.organisation, memberships__role__in=HANDLERS, is_active=True
    ).exclude(pk__in=[complaint.filed_by_id, *design.hands])
    page = reverse("quality_complaint", args=[design.organisation.slug, complaint.public_id])
    _send(complaint, handlers.distinct(), template="complaint_filed", page=page)


def tell_complainant(fact: Fact, clock: Clock) -> None:
    """Tell whoever complained that there is an answer."""
    complaint = _complaint(fact)
    if complaint is not None and complaint.answer and complaint.filed_by.is_active:
        _send(complaint, [complaint.filed_by], template="complaint_answered", page=reverse("my_complaints"))


def _complaint(fact: Fact) -> Complaint | None:
    return Complaint.objects.select_related("design__organisation", "filed_by").filter(pk=fact.subject).first()


def _send(complaint: Complaint, people: Iterable[Person], *, template: str, page: str) -> None:
    title = complaint.design.draft.get("title") or {}
    for person in people:
        with translation.override(person.language):
            facts = {
                "complaint": complaint,
                "title": title.get(person.language) or next(iter(title.values()), ""),
                "organisation": complaint.design.organisation.name_in(person.language),
                "link": settings.PUBLIC_URL + page,
            }
            send(template, facts, to=person.email)
