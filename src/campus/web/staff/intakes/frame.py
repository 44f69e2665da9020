"""What every page about one intake shows."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from campus.catalogue.versions import title_in
from campus.enrolling.applying import takes_applications
from campus.enrolling.intakes import STAFF, intake_in
from campus.enrolling.models import Intake
from campus.people.models import Organisation, Person
from campus.people.roles import roles_of
from campus.web.edition_texts import edition_shown


def found(organisation: Organisation, intake_id: uuid.UUID) -> Intake:
    """The intake with this id in the organisation; raises NotFoundError."""
    return intake_in(organisation, intake_id)


def frame(organisation: Organisation, intake: Intake, person: Person) -> dict[str, Any]:
    """Its head: what it is, when, whether it takes people, and whether this person decides."""
    language = get_language() or "en"
    return {
        "organisation": organisation,
        "intake": intake,
        "title": title_in(intake.cohort.design_version, language),
        "edition": edition_shown(intake.edition, language=language, on=timezone.localdate()),
        "open": takes_applications(intake, at=timezone.now()),
        "decides": bool(roles_of(person, organisation) & set(STAFF)),
    }
