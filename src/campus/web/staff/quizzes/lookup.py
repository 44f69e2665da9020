"""Finding a quiz inside its organisation and cohort."""

from __future__ import annotations

import uuid

from campus.learning.models import Quiz
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.staff.cohorts.lookup import cohort_in

TONES = {Quiz.State.DRAFT: "attention", Quiz.State.OPEN: "valid", Quiz.State.CLOSED: "unknown"}


def quiz_in(organisation: Organisation, public_id: uuid.UUID, quiz_id: uuid.UUID) -> Quiz:
    """The quiz with this id, in that cohort.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    cohort = cohort_in(organisation, public_id)
    found = Quiz.objects.select_related("cohort__organisation", "cohort__design_version").filter(
        cohort=cohort, public_id=quiz_id
    )
    quiz = found.first()
    if quiz is None:
        raise NotFoundError
    return quiz
