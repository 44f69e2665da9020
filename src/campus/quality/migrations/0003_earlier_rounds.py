"""Earlier rounds had one stage, decided by one quality officer: write down who took which part in them."""

import hashlib
from datetime import timedelta

from django.db import migrations

from laurel.canon import jcs

DAYS = 14


def write_down(apps, schema_editor):
    tables = {name: apps.get_model("quality", name) for name in ("Review", "Stage", "Party")}
    versions = apps.get_model("catalogue", "DesignVersion")
    approved = {}
    for review in tables["Review"].objects.select_related("design").order_by("pk"):
        review.digest = hashlib.sha256(jcs.canonicalize(review.submitted)).hexdigest()
        if review.decision == "approved":
            number = approved[review.design_id] = approved.get(review.design_id, 0) + 1
            review.version = versions.objects.get(design=review.design_id, number=number)
        review.save(update_fields=["digest", "version"])
        _parts(review, tables["Stage"], tables["Party"])


def _parts(review, stages, parties):
    stage = stages.objects.create(
        review=review,
        position=1,
        kind="quality_review",
        days=DAYS,
        opened_at=review.submitted_at,
        due_at=review.submitted_at + timedelta(days=DAYS),
    )
    parts = {review.design.author_id: "author"}
    parts.setdefault(review.submitted_by_id, "submitter")
    for person in [] if review.decision else review.design.edited_by:
        parts.setdefault(person, "editor")
    for person, part in parts.items():
        parties.objects.create(review=review, person_id=person, part=part)
    if review.decision in ("approved", "changes_requested") and review.decided_by_id not in parts:
        parties.objects.create(
            review=review,
            person_id=review.decided_by_id,
            part="decided",
            stage=stage,
            decision=review.decision,
            comment=review.comment,
            decided_at=review.decided_at,
            digest=review.digest,
        )


class Migration(migrations.Migration):
    dependencies = [("quality", "0002_chains")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
