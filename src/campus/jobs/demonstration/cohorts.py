"""The cohorts: one issued (a badge claimed and shared, another revoked), one ready to be issued, one just begun.

Every step is the one that staff take on the site.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from campus.issuing.models import Credential, RevocationReason
from campus.issuing.revoke import revoke
from campus.issuing.work import run_batch
from campus.jobs.demonstration.cast import Cast
from campus.jobs.demonstration.designs import version_of
from campus.jobs.demonstration.learners import LEARNERS, Learner
from campus.learning.award import award_cohort
from campus.learning.cohorts import create_cohort
from campus.learning.import_gradebook import import_gradebook
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Cohort
from campus.wallet import claim, deliver, share
from campus.wallet.links import claim_secret

ISSUED, READY, BEGUN = "Autumn 2026", "Python, winter 2026", "Spreadsheets, spring 2027"


def issued_cohort(cast: Cast, *, at: datetime) -> None:
    """A cohort from gradebook to badge: Amina has claimed and shared hers; one badge was revoked."""
    cohort = _cohort(cast, ISSUED, "judging-information", at=at)
    _grade(cohort, LEARNERS, ("quiz", "report"), cast, at=at)
    award_cohort(cohort, by=cast.people["bruno"], at=at)
    batch = issue_awards(cohort, by=cast.people["rositsa"], at=at)
    run_batch(batch.pk, now=lambda: at)
    issued = Credential.objects.filter(batch=batch).order_by("pk")
    deliver.deliver(issued.values_list("pk", flat=True), at=at)
    amina = cast.people["amina"]
    hers = issued.get(recipient_email=amina.email)
    holding = claim.claim(claim_secret(hers.public_id, generation=1), person=amina, at=at)
    share.create(holding, at=at, expires_at=at + timedelta(days=365), note="Job applications")
    wrong = issued.exclude(pk=hers.pk).latest("pk")
    because = "Two learners’ reports were exchanged by mistake."
    revoke(wrong.pk, because=because, reason=RevocationReason.OTHER, by=cast.people["rositsa"], at=at)


def ready_cohort(cast: Cast, *, at: datetime) -> None:
    """A cohort that has been graded: the next step is to award and issue."""
    cohort = _cohort(cast, READY, "first-programs", at=at)
    _grade(cohort, LEARNERS[:9], ("tasks", "project", "exam"), cast, at=at)


def begun_cohort(cast: Cast, *, at: datetime) -> None:
    """A cohort that waits for its gradebook."""
    _cohort(cast, BEGUN, "spreadsheet-data", at=at)


def _cohort(cast: Cast, title: str, design: str, *, at: datetime) -> Cohort:
    version = version_of(design)
    return create_cohort(version.design.organisation, design_version=version, title=title, by=cast.people["bruno"], at=at)


def _grade(cohort: Cohort, learners: tuple[Learner, ...], parts: tuple[str, ...], cast: Cast, *, at: datetime) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["number", "name", "email", *parts])
    for learner in learners:
        writer.writerow([learner.number, learner.name, learner.email, *learner.scores[: len(parts)]])
    content = text.getvalue().encode()
    import_gradebook(cohort, content=content, file_name="gradebook.csv", by=cast.people["bruno"], at=at)
