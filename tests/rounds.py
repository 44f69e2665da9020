"""Chains and rounds of review for tests that are about something else."""

from __future__ import annotations

from datetime import datetime, timedelta

from campus.catalogue.models import Design
from campus.people.models import Organisation, Person
from campus.quality.chains import FOUR_EYES
from campus.quality.models import Chain, Party, Review, Stage
from cast import MONDAY

NO_TEXT = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # SHA-256 of {}


def four_eyes(organisation: Organisation) -> Organisation:
    """Let one quality officer decide alone, as the organisation's own decision; the organisation is returned."""
    Chain.objects.create(
        organisation=organisation,
        number=1,
        stages=[stage.as_json() for stage in FOUR_EYES],
        because="A small school: two people see everything.",
        made_at=MONDAY,
    )
    return organisation


def begun(design: Design, *, at: datetime = MONDAY, kind: str = "quality_review") -> Review:
    """An open round with one stage, as rows: nobody has decided yet."""
    review = Review.objects.create(
        design=design, submitted=design.draft, digest=NO_TEXT, submitted_by=design.author, submitted_at=at
    )
    Party.objects.create(review=review, person=design.author, part=Party.Part.AUTHOR)
    Stage.objects.create(review=review, position=1, kind=kind, days=14, opened_at=at, due_at=at + timedelta(days=14))
    return review


def all_approved(design: Design, approver: Person, *, at: datetime = MONDAY) -> Review:
    """An open round whose only stage is approved, as rows: what the database asks for before a version is made."""
    review = begun(design, at=at)
    Party.objects.create(
        review=review,
        person=approver,
        part=Party.Part.DECIDED,
        stage=Stage.objects.get(review=review),
        decision=Party.Decision.APPROVED,
        decided_at=at,
        digest=NO_TEXT,
    )
    return review
