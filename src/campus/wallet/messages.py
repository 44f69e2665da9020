"""The message that a badge waits: plain text and HTML, in the holder's language. The link is all it carries."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from campus.issuing.models import Credential
from campus.people.models import Person


def compose(credential: Credential, *, secret: str, expires_at: datetime) -> EmailMultiAlternatives:
    """Write the message for one credential."""
    language = language_for(credential)
    version = credential.design_version
    title = (version.title_bg or version.title_en) if language == "bg" else (version.title_en or version.title_bg)
    facts = {
        "name": credential.recipient_name,
        "title": title,
        "issuer": credential.organisation.name_in(language),
        "issuer_email": credential.organisation.email,
        "issued_at": credential.issued_at,
        "expires_at": expires_at,
        "link": f"{settings.PUBLIC_URL}/claim/{secret}?lang={language}",
        "home": settings.PUBLIC_URL,
        "colour": credential.organisation.colour,
        "language": language,
    }
    with translation.override(language):
        subject = gettext("Your badge “%(title)s” is waiting for you") % {"title": title}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("learner/mail/badge_waits.txt", facts),
            to=[credential.recipient_email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("learner/mail/badge_waits.html", facts), "text/html")
    return message


def language_for(credential: Credential) -> str:
    """The holder's own choice where they have an account; else a language in which the badge has a title."""
    chosen = Person.objects.filter(email=credential.recipient_email).values_list("language", flat=True).first()
    if chosen:
        return chosen
    return "bg" if credential.design_version.title_bg else "en"
