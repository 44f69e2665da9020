"""Administrators and registrars see what is sent to a webhook, test it, pause it, and send again."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from campus.connectors.webhooks import queueing, subscriptions
from campus.connectors.webhooks.log import dead_ones, deliveries_of, delivery_in
from campus.connectors.webhooks.models import Delivery, Webhook
from campus.connectors.webhooks.sending import body_of, message_id
from campus.connectors.webhooks.subscriptions import KEEPERS, READERS, webhook_in, webhooks_of
from campus.connectors.webhooks.telling import KINDS, TEST
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page

ON_A_PAGE = 50
State = Delivery.State
TONES = {State.WAITING: "unknown", State.DELIVERED: "valid", State.DEAD: "refused", State.DROPPED: "unknown"}
FAILURES: dict[str, StrOrPromise] = {
    "WEBHOOK_NO_ANSWER": _("It did not answer in time, or its certificate is not in order."),
    "WEBHOOK_ADDRESS_REFUSED": _("Its name leads to an address that we may not ask."),
}


@require_safe
@inside(*READERS)
def listing(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    context = {
        "organisation": organisation,
        "webhooks": webhooks_of(organisation),
        "keeps": _keeps(request, organisation),
    }
    return private_page(request, "webhooks/listing.html", context)


@require_safe
@inside(*READERS)
def one(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    asked = request.GET.get("state", "")
    state = asked if asked in State.values else None
    page = Paginator(deliveries_of(webhook, state=state), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "webhook": webhook,
        "events": [KINDS[kind] for kind in webhook.events],
        "page": page,
        "rows": [_row(each) for each in page],
        "state": state or "",
        "states": State.choices,
        "keeps": _keeps(request, organisation),
    }
    return private_page(request, "webhooks/one.html", context)


@require_POST
@inside(*READERS)
def act(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    wanted = request.POST.get("do", "")
    if wanted == "test":
        made = queueing.send_test(webhook, by=request.user, at=timezone.now())
        return redirect("webhook_delivery", organisation.slug, webhook_id, made.public_id)
    if wanted not in _SAID:
        return HttpResponseBadRequest()
    messages.success(request, _done(wanted, webhook, request, at=timezone.now()))
    return redirect("webhook", organisation.slug, webhook_id)


@require_safe
@inside(*READERS)
def delivery(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    found = delivery_in(webhook, delivery_id)
    context = {
        "organisation": organisation,
        "webhook": webhook,
        "row": _row(found),
        "message_id": message_id(found),
        "body": body_of(found).decode(),
        "log": [
            {"attempt": each, "failure": FAILURES.get(each.failure, each.failure)} for each in found.log.order_by("-number")
        ],
    }
    return private_page(request, "webhooks/delivery.html", context)


@require_POST
@inside(*READERS)
def again(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    chosen = Delivery.objects.filter(pk=delivery_in(webhook, delivery_id).pk)
    queueing.send_again(webhook, chosen, by=request.user, at=timezone.now())
    messages.success(request, gettext("It is sent again, under the same id."))
    return redirect("webhook_delivery", organisation.slug, webhook_id, delivery_id)


_SAID: dict[str, StrOrPromise] = {
    "pause": _("Paused: what happens from now on waits here."),
    "resume": _("Resumed: what waited is being sent."),
    "again": "",
    "leave": "",
}


def _done(wanted: str, webhook: Webhook, request: PersonRequest, *, at: datetime) -> str:
    if wanted in ("pause", "resume"):
        subscriptions.set_paused(webhook, paused=wanted == "pause", by=request.user, at=at)
        return str(_SAID[wanted])
    if wanted == "again":
        number = queueing.send_again(webhook, dead_ones(webhook), by=request.user, at=at)
        return ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", number) % {"n": number}
    number = queueing.leave_dead(webhook, by=request.user, at=at)
    return ngettext("%(n)d message is left.", "%(n)d messages are left.", number) % {"n": number}


def _row(row: Delivery) -> dict[str, object]:
    kind = row.message.kind
    said = _("Test") if kind == TEST else KINDS.get(kind, kind)
    return {"delivery": row, "said": said, "tone": TONES[State(row.state)]}


def _keeps(request: PersonRequest, organisation: Organisation) -> bool:
    return not roles_of(request.user, organisation).isdisjoint(KEEPERS)
