"""Mails about enrolling: what became of an application, and invitations. In parts, so that a long list holds nobody up."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from campus.base.models import Fact
from campus.base.outbox import Later
from campus.catalogue.versions import title_in
from campus.enrolling import lists
from campus.enrolling.invitations import secret_of
from campus.enrolling.models import Application, Intake, PlaceInvitation, Step
from campus.jobs.mail import send
from campus.jobs.reactions import Clock

CHUNK = 100
State = Application.State


def tell_applicants(fact: Fact, clock: Clock) -> None:
    """Tell each applicant of an intake where the application stands now; of several steps since the last mail, the last one."""
    steps = Step.objects.filter(application__intake=fact.subject, told=False)
    rows = steps.select_related(
        "application__intake__edition",
        "application__intake__cohort__design_version",
        "application__intake__cohort__organisation",
    )
    chunk = list(rows.order_by("pk")[:CHUNK])
    for application, step in {each.application: each for each in chunk}.items():
        if step.after == application.state and not _is_own_withdrawal(step):
            _tell(application)
        Step.objects.filter(application=application, pk__lte=step.pk, told=False).update(told=True)
    if len(chunk) == CHUNK:
        raise Later


def send_invitations(fact: Fact, clock: Clock) -> None:
    """Send the links of an intake's invitations that were not sent, used or withdrawn yet."""
    waiting = PlaceInvitation.objects.filter(intake=fact.subject, sent_at=None, used_at=None, withdrawn_at=None)
    rows = waiting.select_related("intake__edition", "intake__cohort__design_version", "intake__cohort__organisation")
    chunk = list(rows.order_by("pk")[:CHUNK])
    for invitation in chunk:
        facts = _facts(invitation.intake, invitation.language)
        facts["link"] = settings.PUBLIC_URL + reverse("enrol_invitation", args=[secret_of(invitation)])
        facts["expires_on"] = invitation.expires_on
        _send("place_invitation", facts, invitation.email, invitation.language)
        PlaceInvitation.objects.filter(pk=invitation.pk).update(sent_at=clock())
    if len(chunk) == CHUNK:
        raise Later


def check_list(fact: Fact, clock: Clock) -> None:
    """Check a long list of people."""
    lists.run_check(fact.subject, at=clock())


def enrol_list(fact: Fact, clock: Clock) -> None:
    """Enrol the people of a long list that was confirmed."""
    lists.run(fact.subject, at=clock())


def _is_own_withdrawal(step: Step) -> bool:
    return step.after == State.WITHDRAWN and step.by_id is not None and step.by_id == step.application.person_id


def _tell(application: Application) -> None:
    facts = _facts(application.intake, application.language) | {"application": application, "state": application.state}
    facts["link"] = settings.PUBLIC_URL + reverse("my_application", args=[application.public_id])
    _send("application", facts, application.email, application.language)


def _facts(intake: Intake, language: str) -> dict[str, object]:
    return {
        "title": title_in(intake.cohort.design_version, language),
        "organisation": intake.cohort.organisation.name_in(language),
        "edition": intake.edition,
    }


def _send(template: str, facts: dict[str, object], email: str, language: str) -> None:
    edition = facts["edition"]
    with translation.override(language), timezone.override(ZoneInfo(edition.time_zone)):  # type: ignore[attr-defined]
        send(template, facts, to=email)
