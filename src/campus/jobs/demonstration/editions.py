"""An edition that one can enrol in: two places are taken, somebody waits, and a badge is recommended beforehand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from campus.catalogue.editions import EditionFacts, announce
from campus.enrolling import intakes, lists
from campus.jobs.demonstration.cast import Cast
from campus.jobs.demonstration.designs import version_of
from campus.jobs.demonstration.learners import LEARNERS

ENROLLED = "Spreadsheets, evening group"


def open_edition(cast: Cast, *, at: datetime) -> None:
    """Announce an edition, open it to enrolment, say what is recommended, and enrol three people from a list."""
    version, before = version_of("spreadsheet-data"), version_of("judging-information")
    author, registrar = cast.people["bruno"], cast.people["rositsa"]
    first = localdate(at) + timedelta(days=30)
    facts = EditionFacts(
        language="bg",
        mode="online",
        starts_on=first,
        ends_on=first + timedelta(days=56),
        apply_by=first - timedelta(days=3),
        capacity=2,
    )
    edition = announce(version.design, facts, by=author, at=at)
    intake = intakes.open_intake(edition, intakes.IntakeFacts(), title=ENROLLED, by=registrar, at=at)
    asked = {"kind": "credential", "design": str(before.design.public_id)}
    entry = {"id": "before", "strength": "recommended", "needs": {"at_least": 1, "of": [asked]}}
    intakes.set_prerequisites(intake, [entry], revision=intake.revision, by=registrar, at=at)
    rows = "name,email\n" + "".join(f"{learner.name},{learner.email}\n" for learner in LEARNERS[1:4])
    upload = lists.receive(intake, content=rows.encode(), file_name="people.csv", language="bg", by=registrar, at=at)
    lists.confirm(upload, by=registrar, at=at)
    lists.run(upload.pk, at=at)
