"""Cards of the overview about appeals, cases about how work was done, and about badges that a changed result contradicts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campus.learning.corrections import contradicted
from campus.marking.appeals import DECIDERS, GIVERS, appeals_of
from campus.marking.integrity import cases_of
from campus.marking.models import Appeal, IntegrityCase
from campus.people.models import Organisation, Person, Role
from campus.web.staff.card import Card


def appeal_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Appeals that wait for somebody or for this person, and badges to be replaced."""
    if not held & {*DECIDERS, *GIVERS}:
        return []
    url, cards, rows = reverse("appeals", args=[organisation.slug]), [], appeals_of(organisation, person, held)
    if waiting := rows.filter(state=Appeal.State.FILED).count():
        title, text = _("Appeals nobody has taken up"), _("Until they are decided, those learners get no award.")
        cards.append(Card(title=title, text=text, count=waiting, url=url, action=_("See them"), attention=True))
    if mine := rows.filter(state=Appeal.State.TAKEN, decider=person).count():
        cards.append(Card(title=_("Appeals you decide on"), count=mine, url=url, action=_("Decide"), attention=True))
    if count := _to_decide(organisation, person, held, at=timezone.now()):
        there = reverse("integrity_cases", args=[organisation.slug])
        cards.append(Card(title=_("How work was done: to decide"), count=count, url=there, action=_("Decide"), attention=True))
    if Role.REGISTRAR in held and (wrong := contradicted(organisation).count()):
        title = _("Badges that a changed result contradicts")
        cards.append(Card(title=title, count=wrong, url=url, action=_("Replace them"), attention=True))
    return cards


def _to_decide(organisation: Organisation, person: Person, held: frozenset[Role], *, at: datetime) -> int:
    """Cases that this person may decide now: answered, or the time to answer is over."""
    if Role.APPROVER not in held:
        return 0
    rows = cases_of(organisation, person, held).exclude(state=IntegrityCase.State.DECIDED).exclude(opened_by=person)
    return rows.filter(Q(state=IntegrityCase.State.ANSWERED) | Q(answer_by__lt=at)).count()
