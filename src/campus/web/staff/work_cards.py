"""Cards of the overview about designing, reviewing, gradebooks and awards."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design
from campus.enrolling.models import Application
from campus.learning.cohorts import STAFF
from campus.learning.models import Cohort, Enrolment, GradebookUpload
from campus.people.models import Organisation, Person, Role
from campus.quality import stages
from campus.quality.review import PUBLISHERS
from campus.recognition.agreement_signing import waiting_for
from campus.recognition.agreement_texts import SIGNERS
from campus.recognition.models import Case
from campus.web.staff.card import Card


def review_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Stages of reviews that wait for this person, and what only waits to be published."""
    cards = []
    designs = reverse("designs", args=[organisation.slug])
    waiting = list(stages.waiting_for(person, organisation).select_related("review__design")[:2])
    if waiting:
        count = stages.waiting_for(person, organisation).count()
        one = reverse("design_review", args=[organisation.slug, waiting[0].review.design.public_id])
        url = one if count == 1 else f"{designs}?state={Design.State.IN_REVIEW}"
        cards.append(Card(title=_("Waiting for your review"), count=count, url=url, action=_("Review them"), attention=True))
    ready = Design.objects.filter(organisation=organisation, state=Design.State.APPROVED).count()
    if ready and held & set(PUBLISHERS):
        url = f"{designs}?state={Design.State.APPROVED}"
        cards.append(Card(title=_("Approved, to be published"), count=ready, url=url, action=_("Publish them"), attention=True))
    return cards


def design_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Drafts to go on with, and those that came back."""
    if Role.AUTHOR not in held:
        return []
    counts = dict(
        Design.objects.filter(organisation=organisation, author=person).values_list("state").annotate(Count("pk")).order_by()
    )
    url = reverse("designs", args=[organisation.slug])
    cards = []
    if back := counts.get(Design.State.CHANGES_REQUESTED, 0):
        state = f"?state={Design.State.CHANGES_REQUESTED}"
        cards.append(Card(title=_("Changes asked for"), count=back, url=url + state, action=_("See what"), attention=True))
    if drafts := counts.get(Design.State.DRAFT, 0):
        state = f"?state={Design.State.DRAFT}"
        cards.append(Card(title=_("Your drafts"), count=drafts, url=url + state, action=_("Go on designing")))
    return cards


def cohort_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Gradebooks that wait to be confirmed, and learners who are ready for the award."""
    if not held & set(STAFF):
        return []
    cards = []
    url = reverse("cohorts", args=[organisation.slug])
    open_states = (GradebookUpload.State.UPLOADED, GradebookUpload.State.CHECKED)
    unfinished = GradebookUpload.objects.filter(cohort__organisation=organisation, state__in=open_states)
    cohorts = Cohort.objects.filter(uploads__in=unfinished).distinct()
    if count := unfinished.count():
        first = cohorts[0]
        there = reverse("cohort", args=[organisation.slug, first.public_id]) if cohorts.count() == 1 else url
        cards.append(Card(title=_("Gradebooks not yet imported"), count=count, url=there, action=_("Go on"), attention=True))
    met = Enrolment.objects.filter(cohort__organisation=organisation, meets_rules=True, award__isnull=True)
    if ready := met.exclude(holds__lifted_at__isnull=True, holds__isnull=False).count():
        cards.append(Card(title=_("Ready for the award"), count=ready, url=url, action=_("See the cohorts"), attention=True))
    return cards


def enrolment_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Applications that wait for a decision."""
    if Role.REGISTRAR not in held:
        return []
    waiting = Application.objects.filter(intake__cohort__organisation=organisation, state=Application.State.APPLIED).count()
    if not waiting:
        return []
    url = reverse("intakes", args=[organisation.slug])
    return [Card(title=_("Applications to decide on"), count=waiting, url=url, action=_("Decide"), attention=True)]


def recognition_cards(organisation: Organisation, person: Person, held: frozenset[Role]) -> list[Card]:
    """Applications for recognition that wait for an officer, and agreements that wait for an administrator's signature."""
    cards = _agreement_cards(organisation, person) if held & set(SIGNERS) else []
    if Role.RECOGNITION_OFFICER not in held:
        return cards
    waiting = Case.objects.filter(
        organisation=organisation, state__in=(Case.State.SUBMITTED, Case.State.REVIEW, Case.State.APPEALED)
    ).exclude(person=person)
    count = waiting.count()
    if not count:
        return cards
    url = reverse("recognition_queue", args=[organisation.slug])
    return [
        *cards,
        Card(title=_("Applications for recognition"), count=count, url=url, action=_("Look at them"), attention=True),
    ]


def _agreement_cards(organisation: Organisation, person: Person) -> list[Card]:
    waiting = list(waiting_for(organisation, person).select_related("agreement")[:2])
    if not waiting:
        return []
    url = reverse("agreements", args=[organisation.slug])
    if len(waiting) == 1:
        url = reverse("agreement", args=[organisation.slug, waiting[0].agreement.public_id])
    count = waiting_for(organisation, person).count()
    return [Card(title=_("Agreements to sign"), count=count, url=url, action=_("Read and sign"), attention=True)]
