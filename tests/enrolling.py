"""Editions that one can enrol in, and people who want to."""

from __future__ import annotations

from datetime import date

from campus.catalogue.editions import EditionFacts, announce
from campus.catalogue.models import DesignVersion
from campus.enrolling.applying import Wish, apply
from campus.enrolling.intakes import IntakeFacts, open_intake
from campus.enrolling.models import Application, Intake
from campus.people.models import Person
from cast import MONDAY, person

FACTS = EditionFacts(language="bg", mode="online", starts_on=date(2027, 3, 1), ends_on=date(2027, 4, 30), capacity=2)


def intake_of(
    version: DesignVersion, author: Person, registrar: Person, *, capacity: int | None = 2, **facts: object
) -> Intake:
    """An edition of the version's design that one can enrol in from Monday on."""
    changed = {name: getattr(FACTS, name) for name in ("language", "mode", "starts_on", "ends_on")}
    edition = announce(version.design, EditionFacts(**changed, capacity=capacity), by=author, at=MONDAY)
    return open_intake(edition, IntakeFacts(**facts), title="Spring", by=registrar, at=MONDAY)


def people(number: int, *, domain: str = "students.example") -> list[Person]:
    """So many learners with confirmed addresses."""
    return [person(f"learner{place}@{domain}", f"Learner {place}") for place in range(number)]


def applied(intake: Intake, someone: Person, *, at=MONDAY, **wish: object) -> Application:
    """Somebody's application."""
    return apply(intake, Wish(name=someone.name, **wish), by=someone, at=at)


def states(intake: Intake) -> list[str]:
    """The states of all applications, in the order of applying."""
    return list(intake.applications.order_by("applied_at", "pk").values_list("state", flat=True))
