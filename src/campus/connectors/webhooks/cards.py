"""The card of the overview about webhooks that fail."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.connectors.webhooks.models import Webhook
from campus.connectors.webhooks.subscriptions import READERS, webhooks_of
from campus.people.models import Organisation, Person, Role
from campus.web.staff.card import Card


def webhook_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Webhooks that were paused because they fail, or have messages that could not be delivered."""
    if not held & set(READERS):
        return []
    stopped = Q(paused_because__in=[Webhook.Paused.FAILING, Webhook.Paused.GONE])
    failing = webhooks_of(organisation).filter(stopped | Q(dead__gt=0)).count()
    if not failing:
        return []
    url = reverse("webhooks", args=[organisation.slug])
    text = _("Your own software has not taken what it was sent.")
    return [Card(title=_("Webhooks that fail"), text=text, count=failing, url=url, action=_("See why"), attention=True)]
