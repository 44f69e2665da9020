"""Mails about appeals: to those who may take one up, and to the learner once it is decided. Reasons stay on the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.marking.appeals import deciders_for
from campus.marking.models import Appeal
from campus.people.models import Person


def tell_deciders(fact: Fact, clock: Clock) -> None:
    """Tell those who may decide on it that an appeal waits, unless somebody has taken it up already."""
    appeal = _appeal(fact)
    if appeal is not None and appeal.state == Appeal.State.FILED:
        slug = appeal.submission.assignment.cohort.organisation.slug
        page = reverse("appeal", args=[slug, appeal.public_id])
        _send(appeal, deciders_for(appeal), template="appeal_filed", page=page)


def tell_learner(fact: Fact, clock: Clock) -> None:
    """Tell the learner that the appeal is decided."""
    appeal = _appeal(fact)
    if appeal is not None and appeal.state == Appeal.State.DECIDED and appeal.filed_by.is_active:
        page = reverse("my_appeal", args=[appeal.submission.assignment.public_id, appeal.submission.number])
        _send(appeal, [appeal.filed_by], template="appeal_decided", page=page)


def _appeal(fact: Fact) -> Appeal | None:
    rows = Appeal.objects.select_related(
        "submission__assignment__cohort__organisation", "submission__enrolment__cohort", "filed_by"
    )
    return rows.filter(pk=fact.subject).first()


def _send(appeal: Appeal, people: Iterable[Person], *, template: str, page: str) -> None:
    assignment = appeal.submission.assignment
    for person in people:
        with translation.override(person.language):
            facts = {
                "title": assignment.title_in(person.language),
                "organisation": assignment.cohort.organisation.name_in(person.language),
                "link": settings.PUBLIC_URL + page,
            }
            send(template, facts, to=person.email)
