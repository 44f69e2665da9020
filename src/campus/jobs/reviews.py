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
from campus.people.models import Person
from campus.quality import stages
from campus.quality.models import Party, Review, Stage
from campus.quality.review import PUBLISHERS


def tell_reviewers(fact: Fact, clock: Clock) -> None:
    """Tell everybody who may decide the first stage that something waits, unless it is decided already."""
    review = _review(fact)
    stage = None if review is None else stages.current_stage(review)
    if review is not None and stage is not None:
        stage.review = review
        _send(review, stages.told_about(stage), template="review_submitted", page="design_review", stage=stage)


def tell_next_stage(fact: Fact, clock: Clock) -> None:
    """The same for a later stage: it waits now, and the earlier ones are approved."""
    stage = _stage(fact)
    if stage is not None:
        _send(stage.review, stages.told_about(stage), template="stage_opened", page="design_review", stage=stage)


def tell_publishers(fact: Fact, clock: Clock) -> None:
    """Tell those who may publish that every stage is approved, unless it is published already."""
    review = _review(fact)
    if review is None or review.decision:
        return
    organisation = review.design.organisation
    worked = Party.objects.filter(review=review).exclude(part=Party.Part.DECIDED).values("person")
    people = Person.objects.filter(
        memberships__organisation=organisation, memberships__role__in=PUBLISHERS, is_active=True
    ).exclude(pk__in=worked)
    _send(review, people.distinct(), template="review_to_publish", page="design")


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


def _stage(fact: Fact) -> Stage | None:
    """The stage, if it still waits for a decision."""
    rows = Stage.objects.select_related("review__design__organisation", "review__submitted_by", "assigned_to")
    stage = rows.filter(pk=fact.subject).first()
    if stage is None or stages.current_stage(stage.review) != stage:
        return None
    return stage


def _send(
    review: Review, people: Iterable[Person], *, template: str, page: str, stage: Stage | None = None, because: str = ""
) -> None:
    organisation, design = review.design.organisation, review.design
    title = review.submitted.get("title") or {}
    for person in people:
        with translation.override(person.language):
            facts = {
                "review": review,
                "title": title.get(person.language) or next(iter(title.values()), ""),
                "organisation": organisation.name_in(person.language),
                "stage": stage.name_in(person.language) if stage else "",
                "due": stage.due_at if stage else None,
                "because": because,
                "link": settings.PUBLIC_URL + reverse(page, args=[organisation.slug, design.public_id]),
            }
            subject = " ".join(render_to_string(f"mail/{template}_subject.txt", facts).split())
            EmailMessage(subject, render_to_string(f"mail/{template}.txt", facts), to=[person.email]).send()
