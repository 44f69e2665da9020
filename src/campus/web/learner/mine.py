"""Finding a learner's own enrolment in a cohort."""

from __future__ import annotations

import uuid

from campus.learning.learners import enrolments_of
from campus.learning.models import Enrolment
from campus.people.models import Person
from campus.people.scope import NotFoundError


def my_enrolment(person: Person, cohort_id: uuid.UUID) -> Enrolment:
    """The person's enrolment in this cohort.

    Raises:
        NotFoundError: there is none, or they have left.
    """
    mine = enrolments_of(person).filter(cohort__public_id=cohort_id, withdrawn=False)
    found = mine.select_related("cohort__design_version", "cohort__organisation").order_by("pk").first()
    if found is None:
        raise NotFoundError
    return found
