"""Finding cohorts and gradebooks inside their organisation."""

from __future__ import annotations

import uuid

from campus.learning.models import Cohort, GradebookUpload
from campus.people.models import Organisation
from campus.people.scope import NotFoundError

UPLOAD_TONES = {
    GradebookUpload.State.UPLOADED: "attention",
    GradebookUpload.State.CHECKING: "unknown",
    GradebookUpload.State.CHECKED: "attention",
    GradebookUpload.State.IMPORTING: "unknown",
    GradebookUpload.State.IMPORTED: "valid",
    GradebookUpload.State.REFUSED: "refused",
    GradebookUpload.State.DROPPED: "unknown",
}


def cohort_in(organisation: Organisation, public_id: uuid.UUID) -> Cohort:
    """The cohort with this id.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    cohorts = Cohort.objects.filter(organisation=organisation, public_id=public_id)
    found = cohorts.select_related("organisation", "design_version__design").first()
    if found is None:
        raise NotFoundError
    return found


def upload_in(organisation: Organisation, public_id: uuid.UUID, upload_id: uuid.UUID) -> GradebookUpload:
    """The gradebook with this id, in that cohort.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    cohort = cohort_in(organisation, public_id)
    found = cohort.uploads.filter(public_id=upload_id).select_related("uploaded_by").first()
    if found is None:
        raise NotFoundError
    found.cohort = cohort
    return found
