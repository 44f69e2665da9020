"""Mails of the desk: to officers when something waits, to applicants when the desk acted, to who signs an agreement."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.issuing.keys import NoSigningKeyError
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.people.models import Person, Role
from campus.recognition import decision_papers
from campus.recognition.deciding import decision_of
from campus.recognition.models import AgreementText, Case, Decision

SIGNED_AT_ONCE: Final = 200


def after_decision(fact: Fact, clock: Clock) -> None:
    """Sign the decision, then tell the applicant."""
    case = Case.objects.select_related("person", "organisation").get(pk=fact.subject)
    decision = decision_of(case)
    if decision is not None:
        with suppress(NoSigningKeyError):  # the sweep signs as soon as there is a key
            decision_papers.sign(decision, at=clock())
    tell_applicant(fact, clock)


def sign_waiting(*, at: datetime) -> None:
    """Sign decisions of organisations that had no key when they decided: the sweep."""
    waiting = Decision.objects.filter(signed_at__isnull=True, superseded_at__isnull=True).select_related(
        "case__organisation", "case__person"
    )
    for decision in waiting.order_by("pk")[:SIGNED_AT_ONCE]:
        with suppress(NoSigningKeyError):
            decision_papers.sign(decision, at=at)


def tell_applicant(fact: Fact, clock: Clock) -> None:  # every reaction gets the clock
    """The desk asks something, or has decided."""
    case = Case.objects.select_related("person", "organisation").get(pk=fact.subject)
    _send(case, fact.kind, case.person, settings.PUBLIC_URL + reverse("my_recognition_case", args=[case.public_id]))


def tell_other_side(fact: Fact, clock: Clock) -> None:
    """Somebody has written: the desk to the applicant, or the applicant to the desk."""
    (tell_applicant if fact.details["by_desk"] else tell_desk)(fact, clock)


def tell_desk(fact: Fact, clock: Clock) -> None:
    """Something new: to the officer who has the case, else to all officers; an appeal never to who decided first."""
    case = Case.objects.select_related("officer", "organisation").get(pk=fact.subject)
    link = settings.PUBLIC_URL + reverse("recognition_case", args=[case.organisation.slug, case.public_id])
    if case.officer is not None:
        _send(case, fact.kind, case.officer, link)
        return
    officers = Person.objects.filter(
        memberships__organisation=case.organisation, memberships__role=Role.RECOGNITION_OFFICER, is_active=True
    )
    if case.appealed_at is not None:
        officers = officers.exclude(pk__in=case.seats.filter(round=1).values("person"))
    for officer in officers.exclude(pk=case.person_id).distinct().order_by("pk")[:50]:
        _send(case, fact.kind, officer, link)


def tell_signatory(fact: Fact, clock: Clock) -> None:
    """A text waits to be signed for the other institution; in the language of that person here, else of the site."""
    text = AgreementText.objects.select_related("agreement__organisation").get(pk=fact.subject)
    if text.digest != "" and text.in_force_at is None:
        known = Person.objects.filter(email__iexact=text.signatory_email).first()
        language = known.language if known is not None else settings.LANGUAGE_CODE
        with translation.override(language):
            facts = {
                "organisation": text.agreement.organisation.name_in(language),
                "partner": text.agreement.partner_name,
                "link": settings.PUBLIC_URL + reverse("my_agreement", args=[text.agreement.public_id]),
            }
            send("agreement", facts, to=text.signatory_email)


def _send(case: Case, kind: str, to: Person, link: str) -> None:
    with translation.override(to.language):
        facts = {
            "kind": kind.partition(".")[2],
            "organisation": case.organisation.name_in(to.language),
            "due": case.due_on,
            "link": link,
        }
        send("recognition", facts, to=to.email)
