"""The platform's own mails, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.jobs.reactions import Clock
from campus.people.invitations import secret_of
from campus.people.models import Invitation, Role


def send(template: str, facts: Mapping[str, object], *, to: str) -> None:
    """Send the mail of a template (its subject stands in `<template>_subject.txt`) in the language that is set."""
    subject = " ".join(render_to_string(f"mail/{template}_subject.txt", dict(facts)).split())
    EmailMessage(subject, render_to_string(f"mail/{template}.txt", dict(facts)), to=[to]).send()


def send_invitation(fact: Fact, clock: Clock) -> None:
    """Send the link of an invitation, unless it was answered or withdrawn meanwhile."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").filter(pk=fact.subject).first()
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at or invitation.sent_at:
        return
    with translation.override(invitation.language):
        link = settings.PUBLIC_URL + reverse("invitation", args=[secret_of(invitation)]) + f"?lang={invitation.language}"
        facts = {
            "organisation": invitation.organisation.name_in(invitation.language),
            "inviter": str(invitation.invited_by),
            "roles": [str(Role(role).label) for role in invitation.roles],
            "link": link,
            "expires_at": invitation.expires_at,
        }
        subject = " ".join(render_to_string("mail/invitation_subject.txt", facts).split())
        message = EmailMultiAlternatives(subject, render_to_string("mail/invitation.txt", facts), to=[invitation.email])
        message.attach_alternative(render_to_string("mail/invitation.html", facts), "text/html")
        message.send()
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=clock())
