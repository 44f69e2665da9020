"""The whole way of a gradebook in one call, for commands: received, mapped, checked, confirmed, imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campus.learning import uploads
from campus.learning.gradebook import Mapping
from campus.learning.models import Cohort, GradebookUpload
from campus.people.roles import Actor


def import_gradebook(
    cohort: Cohort,
    *,
    content: bytes,
    file_name: str,
    by: Actor,
    at: datetime,
    choose: Callable[[Mapping], Mapping] = lambda guessed: guessed,
) -> GradebookUpload:
    """Import the good rows of a file; the upload that comes back names every bad one.

    Args:
        choose: corrects the mapping that was guessed.

    Raises:
        whatever `uploads.receive`, `choose_mapping` and `confirm` refuse.
    """
    upload = uploads.receive(cohort, content=content, file_name=file_name, by=by, at=at)
    mapping = choose(Mapping.from_json(upload.mapping))
    uploads.choose_mapping(upload, mapping=mapping, by=by, at=at)
    checked = uploads.run_check(upload.pk, at=at)
    if checked.state == GradebookUpload.State.CHECKED:
        uploads.confirm(checked, by=by, at=at)
    return uploads.run_import(upload.pk, at=at)
