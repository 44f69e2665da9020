"""Mails about reviews: to those who can decide, and to those who wait for the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from campus.base.models import Fact
from campus.catalogue.models import Design
from campus.jobs.mail import send
from campus.jobs.reactions import Clock
from campus.people.models import Person, Role
from campus.quality import stages
from campus.quality.external import secret_of
from campus.quality.models import Delegation, Party, Review, ReviewerInvitation, Stage, StageKind
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


def tell_whom_it_was_handed_to(fact: Fact, clock: Clock) -> None:
    """Tell the person to whom a stage was handed, with the reason that was given."""
    stage = _stage(fact)
    if stage is None or stage.assigned_to is None:
        return
    given = Delegation.objects.filter(stage=stage, given_to=stage.assigned_to).select_related("given_by").last()
    _send(stage.review, [stage.assigned_to], template="stage_handed_over", page="design_review", stage=stage, given=given)


def remind_of_deadline(fact: Fact, clock: Clock) -> None:
    """Remind those who can decide that the deadline is near; an invited reviewer gets the link once more."""
    stage = _stage(fact)
    if stage is not None:
        _send(stage.review, stages.told_about(stage), template="stage_due_soon", page="design_review", stage=stage)
        _send_link(stage.invitations.filter(revoked_at__isnull=True).first(), clock)


def tell_of_missed_deadline(fact: Fact, clock: Clock) -> None:
    """Tell those who can decide, and whoever handed it in, that the deadline has passed."""
    stage = _stage(fact)
    if stage is None:
        return
    _send(stage.review, stages.told_about(stage), template="stage_overdue", page="design_review", stage=stage)
    waiting = Person.objects.filter(pk__in=[stage.review.submitted_by_id, stage.review.design.author_id], is_active=True)
    _send(stage.review, waiting, template="stage_overdue", page="design", stage=stage)


def send_reviewer_link(fact: Fact, clock: Clock) -> None:
    """Send an external reviewer the link, unless it was revoked or used to decide meanwhile."""
    _send_link(ReviewerInvitation.objects.filter(pk=fact.subject, revoked_at__isnull=True).first(), clock)


def tell_that_review_is_due(fact: Fact, clock: Clock) -> None:
    """Tell the author and the quality officers that something published has to be looked at again."""
    design = Design.objects.select_related("organisation").filter(pk=fact.subject, state=Design.State.REVIEW_DUE).first()
    if design is None:
        return
    officers = Q(memberships__organisation=design.organisation_id, memberships__role=Role.QA_OFFICER)
    people = Person.objects.filter(officers | Q(pk=design.author_id), is_active=True).distinct()
    for person in people:
        with translation.override(person.language):
            send("design_review_due", _facts(design, design.draft, person.language, page="design"), to=person.email)


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
    review: Review,
    people: Iterable[Person],
    *,
    template: str,
    page: str,
    stage: Stage | None = None,
    given: Delegation | None = None,
) -> None:
    for person in people:
        with translation.override(person.language):
            said = {"review": review, "given": given, **_of_stage(stage, person.language)}
            send(template, {**said, **_facts(review.design, review.submitted, person.language, page=page)}, to=person.email)


def _send_link(invitation: ReviewerInvitation | None, clock: Clock) -> None:
    rows = ReviewerInvitation.objects.select_related("stage__review__design__organisation", "invited_by")
    found = rows.filter(pk=invitation.pk if invitation else 0, stage__decided__isnull=True, stage__review__decision="").first()
    if found is None:
        return
    design, language = found.stage.review.design, found.language
    with translation.override(language):
        link = settings.PUBLIC_URL + reverse("external_review", args=[secret_of(found)]) + f"?lang={language}"
        facts = {**_facts(design, found.stage.review.submitted, language, page="design"), "invitation": found}
        send("reviewer_invited", {**facts, **_of_stage(found.stage, language), "link": link}, to=found.email)
    ReviewerInvitation.objects.filter(pk=found.pk).update(sent_at=clock())


def _facts(design: Design, draft: Mapping[str, Any], language: str, *, page: str) -> dict[str, Any]:
    title = draft.get("title") or {}
    return {
        "title": title.get(language) or next(iter(title.values()), ""),
        "organisation": design.organisation.name_in(language),
        "link": settings.PUBLIC_URL + reverse(page, args=[design.organisation.slug, design.public_id]),
    }


def _of_stage(stage: Stage | None, language: str) -> dict[str, Any]:
    if stage is None:
        return {}
    return {"stage": stage.name_in(language), "due": stage.due_at, "external": stage.kind == StageKind.EXTERNAL_REVIEW}
