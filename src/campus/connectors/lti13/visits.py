"""What one launch may see: a course's cohort, as its teacher or as one of its learners, for two hours, in one browser.

A visit is no log-in. It opens no account, however well the platform knows the person: an address that a platform tells us
proves nothing to the account that has it, and whoever may award or issue logs in here, with a second step.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

from campus.base.secret import digest_of
from campus.connectors.lti13.claims import Launch
from campus.connectors.lti13.courses import course_for
from campus.connectors.lti13.digests import matches, new_secret
from campus.connectors.lti13.models import CourseMember, Platform, Visit
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.enrolling import identity
from campus.learning.models import Enrolment

LIFE = timedelta(hours=2)


def open_visit(platform: Platform, launch: Launch, *, at: datetime) -> tuple[Visit, str]:
    """Open what a checked launch may see; the secret that comes back goes into a cookie of this browser.

    Raises:
        LaunchRefusedError: it wants to place something and is no teacher's.
    """
    if launch.placing is not None and not launch.is_teacher:
        raise LaunchRefusedError("LTI_WRONG_MESSAGE")
    secret = new_secret()
    visit = Visit.objects.create(
        platform=platform,
        deployment_id=launch.deployment_id,
        subject=launch.subject,
        is_teacher=launch.is_teacher,
        course=None if launch.placing else course_for(platform, launch, at=at),
        secret_digest=digest_of(secret),
        placing=asdict(launch.placing) if launch.placing else None,
        opened_at=at,
        expires_at=at + LIFE,
    )
    learner = None if launch.is_teacher else enrolment_of(visit)
    if learner is not None:
        identity.logged_in(learner, identity.Vouched(provider=platform.issuer, method="LTI 1.3"), at=at)
    return visit, secret


def visit_for(visit_id: uuid.UUID, *, secret: str, at: datetime) -> Visit:
    """A visit of the browser that holds its secret.

    Raises:
        LaunchRefusedError: another browser's, over, or its platform was closed.
    """
    related = Visit.objects.select_related("platform__organisation", "course__cohort__design_version__design")
    visit = related.filter(public_id=visit_id).first()
    known = visit is not None and matches(secret, visit.secret_digest)
    if visit is None or not known or at >= visit.expires_at or visit.platform.closed_at is not None:
        raise LaunchRefusedError("LTI_VISIT_OVER")
    return visit


def platform_of(visit_id: uuid.UUID) -> Platform | None:
    """The platform that a visit comes from, even one that is over: its frame may show that it is."""
    return Platform.objects.filter(pk__in=Visit.objects.filter(public_id=visit_id).values("platform")).first()


def enrolment_of(visit: Visit) -> Enrolment | None:
    """Which learner of the cohort the visitor is, as the imported roster says; None when it does not know them."""
    if visit.course is None:
        return None
    member = CourseMember.objects.filter(course=visit.course, subject=visit.subject).first()
    if member is None:
        return None
    mine = Enrolment.objects.filter(cohort=visit.course.cohort, number=member.number)
    return mine.select_related("award").first()


def forget(*, at: datetime) -> None:
    """Delete visits that are over: periodic work."""
    Visit.objects.filter(expires_at__lt=at).delete()
