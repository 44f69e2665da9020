"""Agreements between institutions, as far as a test needs them."""

from __future__ import annotations

from datetime import date
from typing import Any

from campus.people.models import Organisation, Person, Role
from campus.recognition import agreement_signing, agreements
from campus.recognition.agreements import Agreed, Party, Terms
from campus.recognition.models import Agreement, AgreementText
from cast import member, person
from recognising import ISSUER, NOW

FOREIGN = Party(name="Foreign Academy", issuer=ISSUER)
STEWARDSHIP = Agreed(outcome="full", title="Data stewardship", target_title="Introduction to data", ects=3, note="All of it.")


def terms(**changes: Any) -> Terms:
    said = {
        "scope": "Both institutions assess alike.",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2028, 12, 31),
        "signatory_email": "dean@academy.example",
    }
    return Terms(**(said | changes))


def drafted(organisation: Organisation, *lines: Agreed, partner: Party = FOREIGN, **changes: Any) -> Agreement:
    """A draft with lines."""
    olga = drafter(organisation)
    made = agreements.draft(organisation, partner, terms(**changes), by=olga, at=NOW)
    for line in lines or (STEWARDSHIP,):
        agreements.add_line(made, line, by=olga, at=NOW)
    return made


def offered(organisation: Organisation, *lines: Agreed, **changes: Any) -> tuple[Agreement, AgreementText]:
    """An agreement that both sides can sign."""
    made = drafted(organisation, *lines, **changes)
    return made, agreements.offer(made, by=drafter(organisation), at=NOW)


def drafter(organisation: Organisation) -> Person:
    return _with(Role.RECOGNITION_OFFICER, organisation, _known("olga@desk.example", "Olga"))


def rector(organisation: Organisation) -> Person:
    return _with(Role.ADMINISTRATOR, organisation, _known("rector@uni.example", "Rada Rector"))


def dean(email: str = "dean@academy.example") -> Person:
    return _known(email, "Dean Other")


def _known(email: str, name: str) -> Person:
    return Person.objects.filter(email=email).first() or person(email, name)


def _with(role: Role, organisation: Organisation, somebody: Person) -> Person:
    if not somebody.memberships.filter(organisation=organisation, role=role).exists():
        member(organisation, somebody, role)
    return somebody


def signed(organisation: Organisation, *lines: Agreed, **changes: Any) -> Agreement:
    """An agreement in force."""
    made, text = offered(organisation, *lines, **changes)
    agreement_signing.sign_here(made, digest=text.digest, position="Rector", by=rector(organisation), at=NOW)
    agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=dean(text.signatory_email), at=NOW)
    return made
