"""Mails to a learner about a question how their work was done. What was written stays on the page."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.marking.models import IntegrityCase
from campus.people.models import Person


def tell_learner(fact: Fact, clock: Clock) -> None:
    """Tell the learner that there is a question, or that it is decided."""
    rows = IntegrityCase.objects.select_related("submission__enrolment__person", "submission__assignment__cohort__organisation")
    case = rows.filter(pk=fact.subject).first()
    if case is None or (fact.kind == "integrity.decided") != (case.state == IntegrityCase.State.DECIDED):
        return
    enrolment, assignment = case.submission.enrolment, case.submission.assignment
    person = enrolment.person or Person.objects.filter(email=enrolment.email).first()
    language = settings.LANGUAGE_CODE if person is None else person.language
    with translation.override(language):
        facts = {
            "case": case,
            "title": assignment.title_in(language),
            "organisation": assignment.cohort.organisation.name_in(language),
            "link": settings.PUBLIC_URL + reverse("my_case", args=[case.public_id]),
        }
        send("integrity_case", facts, to=enrolment.email if person is None else person.email)
