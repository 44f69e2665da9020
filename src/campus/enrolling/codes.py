"""Short codes that people read aloud and type: without signs that are mistaken for others."""

from __future__ import annotations

import secrets

from campus.enrolling.models import Intake

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8


def code_of(length: int) -> str:
    """A code that nobody can guess, if it is long enough."""
    return "".join(secrets.choice(SIGNS) for _each in range(length))


def free_codes(intake: Intake, wanted: int) -> list[str]:
    """Numbers for so many learners, that nobody has in the intake or its cohort."""
    found: set[str] = set()
    while len(found) < wanted:
        new = {code_of(LENGTH) for _each in range(wanted - len(found))}
        new -= set(intake.applications.filter(number__in=new).values_list("number", flat=True))
        new -= set(intake.cohort.enrolments.filter(number__in=new).values_list("number", flat=True))
        found |= new
    return list(found)
