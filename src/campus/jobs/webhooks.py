"""Mails about webhooks that fail: to the administrators of the organisation, once a day at most."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.connectors.webhooks.models import Webhook
from campus.connectors.webhooks.subscriptions import KEEPERS, webhooks_of
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.people.models import Person

TOLD_EVERY = timedelta(days=1)


def tell_keepers(fact: Fact, clock: Clock) -> None:
    """webhook.failing: tell them that it is paused, or that messages could not be delivered."""
    due = Q(told_at__isnull=True) | Q(told_at__lt=clock() - TOLD_EVERY)
    if not Webhook.objects.filter(due, pk=fact.subject, closed_at__isnull=True).update(told_at=clock()):
        return
    organisation = Webhook.objects.select_related("organisation").get(pk=fact.subject).organisation
    webhook = webhooks_of(organisation).get(pk=fact.subject)
    keepers = Person.objects.filter(
        memberships__organisation=organisation, memberships__role__in=KEEPERS, is_active=True
    ).distinct()
    for person in keepers:
        with translation.override(person.language):
            link = settings.PUBLIC_URL + reverse("webhook", args=[organisation.slug, webhook.public_id])
            facts = {"webhook": webhook, "organisation": organisation.name_in(person.language), "link": link}
            send("webhook_failing", facts, to=person.email)
