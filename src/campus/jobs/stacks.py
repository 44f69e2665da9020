"""Programmes in the background: how near everybody is, and the mail about a decision."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.base.outbox import Later
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.recognition import stack_surveys
from campus.recognition.models import StackApplication
from campus.recognition.stack_reading import title_in


def survey(fact: Fact, clock: Clock) -> None:
    """Look at the next learners of a survey."""
    if stack_surveys.run_part(fact.subject, at=clock()):
        raise Later


def tell_applicant(fact: Fact, clock: Clock) -> None:
    """Tell the applicant what was decided, in their language."""
    related = StackApplication.objects.select_related("version", "person", "programme__organisation")
    application = related.get(pk=fact.subject)
    language = application.person.language
    facts = {
        "application": application,
        "title": title_in(application.version, language),
        "organisation": application.programme.organisation.name_in(language),
        "link": settings.PUBLIC_URL + reverse("my_programme", args=[application.programme.public_id]),
    }
    with translation.override(language):
        send("stack_decided", facts, to=application.email)
