"""What needs doing: small functions, one for each part of the work, each giving the cards of one organisation's overview.

Another part of the site adds its function to `CARDS`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.issuing.models import Batch
from campus.people.invitations import open_invitations
from campus.people.models import Organisation, Person, Role
from campus.people.roles import ISSUING_ROLES, may_issue
from campus.recognition.models import Programme
from campus.recognition.stack_applying import DECIDERS, queue_of
from campus.web.staff.appeal_cards import appeal_cards
from campus.web.staff.card import Card
from campus.web.staff.work_cards import cohort_cards, design_cards, enrolment_cards, recognition_cards, review_cards

CardsOf = Callable[[Organisation, Person, frozenset[Role]], list[Card]]


def cards_for(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Every card of the overview, those that wait for this person first."""
    cards = [card for part in CARDS for card in part(organisation, person, held)]
    return sorted(cards, key=lambda card: not card.attention)


def _second_step(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    if not held & ISSUING_ROLES or may_issue(person):
        return []
    card = Card(
        title=_("Set up a second log-in step"),
        text=_("Whoever issues badges needs one: a passkey, or an app that shows codes."),
        url=reverse("mfa_index"),
        action=_("Set it up"),
        attention=True,
    )
    return [card]


def _members(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    if Role.ADMINISTRATOR not in held:
        return []
    cards = []
    waiting = open_invitations(organisation).count()
    url = reverse("members", args=[organisation.slug])
    if waiting:
        cards.append(Card(title=_("Open invitations"), count=waiting, url=url, action=_("See who has not answered")))
    if organisation.memberships.exclude(person=person).count() == 0:
        cards.append(
            Card(
                title=_("You are alone here"),
                text=_("A micro-credential needs at least two people: one who designs it and another who approves it."),
                url=url,
                action=_("Invite colleagues"),
                attention=True,
            )
        )
    return cards


def _issuing(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    if Role.REGISTRAR not in held:
        return []
    url, cards = reverse("batches", args=[organisation.slug]), []
    batches = Batch.objects.filter(organisation=organisation)
    paused = batches.filter(state=Batch.State.PAUSED).count()
    if paused:
        cards.append(Card(title=_("Batches on pause"), count=paused, url=url, action=_("Go on issuing"), attention=True))
    failed = batches.aggregate(failed=Sum("failed"))["failed"]
    if failed:
        text = _("The others are issued. See why, mend it, and try again.")
        cards.append(Card(title=_("Badges that could not be issued"), text=text, count=failed, url=url, action=_("See why")))
    running = batches.filter(state__in=[Batch.State.QUEUED, Batch.State.RUNNING]).count()
    if running:
        cards.append(Card(title=_("Batches being issued"), count=running, url=url, action=_("See how far they are")))
    return cards


def _programmes(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    cards = []
    if held & set(DECIDERS):
        waiting = queue_of(Programme.objects.filter(organisation=organisation)).count()
        url = reverse("stack_applications", args=[organisation.slug])
        if waiting:
            title = _("Applications for programmes")
            cards.append(Card(title=title, count=waiting, url=url, action=_("Decide on them"), attention=True))
    return cards


CARDS: list[CardsOf] = [
    _second_step,
    review_cards,
    design_cards,
    enrolment_cards,
    cohort_cards,
    appeal_cards,
    recognition_cards,
    _programmes,
    _members,
    _issuing,
]
