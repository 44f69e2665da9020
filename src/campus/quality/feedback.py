"""A short survey about a version: four questions to learners who hold the badge, four to employers. Anonymous.

An answer holds no person and no time. That somebody has answered is kept apart, so that nobody answers twice. What it comes to:
`campus.assurance.feedback_summary`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance.feedback_summary import QUESTIONS, Audience
from campus.assurance.models import Feedback, FeedbackGiven, FeedbackLink
from campus.base import audit
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.base.small_numbers import FEWEST
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.wallet.models import Holding

MOST_LINKS = 50
LINK_DAYS = 60
SCALE = range(1, 6)


class GivenAlreadyError(Refusal):
    """Everybody answers once."""

    code = "GIVEN_ALREADY"
    text = _("You have answered already. Thank you.")


class NotHolderError(Refusal):
    """Only who holds the badge can say how it was."""

    code = "NOT_HOLDER"
    text = _("Only holders of this badge can answer.")


class BadScoresError(Refusal):
    """A question is open, or an answer is not on the scale."""

    code = "BAD_SCORES"
    text = _("Answer each question with 1 to 5.")


class TooManyLinksError(Refusal):
    """More than one would send by hand."""

    code = "TOO_MANY_LINKS"
    text = _("Make 1 to 50 links at a time.")


@transaction.atomic
def give(version: DesignVersion, *, scores: Mapping[str, int], by: Person) -> None:
    """Answer as a holder of the badge.

    Raises:
        NotHolderError, BadScoresError.
        GivenAlreadyError: the second time.
    """
    if not Holding.objects.filter(person=by, credential__design_version=version).exists():
        raise NotHolderError
    sound = _sound(Audience.LEARNER, scores)
    try:
        with transaction.atomic():
            FeedbackGiven.objects.create(version=version, person=by)
    except IntegrityError:
        raise GivenAlreadyError from None
    _add(version, Audience.LEARNER, sound)


@transaction.atomic
def make_links(version: DesignVersion, *, count: int, by: Actor, at: datetime) -> list[str]:
    """Secrets of links for employers, one answer each; they are returned this one time.

    Raises:
        NotAllowedError: not a quality officer there.
        TooManyLinksError.
    """
    organisation = version.design.organisation
    require(by, organisation, Role.QA_OFFICER)
    if not 1 <= count <= MOST_LINKS:
        raise TooManyLinksError(field="count")
    made = [secrets.token_urlsafe(32) for _each in range(count)]
    FeedbackLink.objects.bulk_create(
        FeedbackLink(
            version=version,
            secret_digest=digest_of(secret),
            made_by=person_of(by),
            expires_on=localdate(at) + timedelta(days=LINK_DAYS),
        )
        for secret in made
    )
    audit.note(
        "feedback.links_made",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="design_version",
        subject=version.pk,
        at=at,
        number=count,
    )
    return made


def link_of(secret: str, *, at: datetime) -> FeedbackLink:
    """The unused link with this secret.

    Raises:
        NotFoundError: there is none, it was used, or its time is over.
    """
    rows = FeedbackLink.objects.filter(secret_digest=digest_of(secret), used=False, expires_on__gte=localdate(at))
    found = rows.select_related("version__design__organisation").first()
    if found is None:
        raise NotFoundError
    return found


@transaction.atomic
def give_by_link(secret: str, *, scores: Mapping[str, int], at: datetime) -> None:
    """Answer as an employer.

    Raises:
        NotFoundError: no such link, or it was used.
        BadScoresError.
    """
    link = link_of(secret, at=at)
    sound = _sound(Audience.EMPLOYER, scores)
    # Compare and set: a link gives one answer, however often it is sent.
    if not FeedbackLink.objects.filter(pk=link.pk, used=False).update(used=True):
        raise NotFoundError
    _add(link.version, Audience.EMPLOYER, sound)


def _add(version: DesignVersion, audience: Audience, scores: dict[str, int]) -> None:
    # One at a time: two who answer at once would each tell of a group, and the groups would differ by one answer.
    design = Design.objects.select_for_update().get(pk=version.design_id)
    Feedback.objects.create(version=version, audience=audience, scores=scores)
    waiting = Feedback.objects.filter(version__design=design, audience=audience, told=False)
    if waiting.count() >= FEWEST:
        waiting.update(told=True)


def _sound(audience: Audience, scores: Mapping[str, int]) -> dict[str, int]:
    if set(scores) != set(QUESTIONS[audience]) or any(score not in SCALE for score in scores.values()):
        raise BadScoresError
    return dict(scores)
