"""Mails about reviews: to those who can decide, and to those who wait for the decision."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.jobs.reactions import Clock
from campus.people.models import Person, Role
from campus.quality.models import Review


def tell_reviewers(fact: Fact, clock: Clock) -> None:
    """Tell every quality officer who may decide that something waits, unless it is decided already."""
    review = _review(fact)
    if review is None or review.decision:
        return
    officers = Person.objects.filter(
        memberships__organisation=review.design.organisation, memberships__role=Role.QA_OFFICER, is_active=True
    ).exclude(pk__in=[review.submitted_by_id, review.design.author_id, *review.design.edited_by])
    _send(review, officers.distinct(), template="review_submitted", page="design_review")


def tell_authors(fact: Fact, clock: Clock) -> None:
    """Tell whoever handed it in, and the author, what was decided."""
    review = _review(fact)
    if review is None or not review.decision:
        return
    people = Person.objects.filter(pk__in=[review.submitted_by_id, review.design.author_id], is_active=True)
    _send(review, people, template="review_decided", page="design")


def _review(fact: Fact) -> Review | None:
    reviews = Review.objects.select_related("design__organisation", "submitted_by", "decided_by")
    return reviews.filter(pk=fact.subject).first()


def _send(review: Review, people: Iterable[Person], *, template: str, page: str) -> None:
    organisation, design = review.design.organisation, review.design
    title = review.submitted.get("title") or {}
    for person in people:
        with translation.override(person.language):
            facts = {
                "review": review,
                "title": title.get(person.language) or next(iter(title.values()), ""),
                "organisation": organisation.name_in(person.language),
                "link": settings.PUBLIC_URL + reverse(page, args=[organisation.slug, design.public_id]),
            }
            subject = " ".join(render_to_string(f"mail/{template}_subject.txt", facts).split())
            EmailMessage(subject, render_to_string(f"mail/{template}.txt", facts), to=[person.email]).send()
