"""How a person stands in a programme: the library's answer about the credentials in their account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from campus.issuing.models import Credential
from campus.people.models import Person
from campus.recognition import stack_agreed, stack_held
from campus.recognition.models import AgreementLine, Decision, ProgrammeVersion
from campus.recognition.stack_reading import limits_of, requirements_of
from laurel import stacking
from laurel.errors import Language
from laurel.stacking import words

WHAT_IF = "if:"
MOST_WHAT_IF = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The answer, and the rows behind the names of credentials in it; `agreed` has those that count by an agreement alone."""

    standing: stacking.Standing
    credentials: Mapping[str, Credential]
    decisions: Mapping[str, Decision]
    agreed: Mapping[str, AgreementLine]

    def agreed_with(self, credential: stacking.Held) -> str:
        """The institution under whose agreement it counts; "" where it needs none."""
        line = self.agreed.get(credential.id)
        return "" if line is None else line.text.agreement.partner_name


def stack_of(
    version: ProgrammeVersion,
    person: Person,
    *,
    language: Language,
    at: datetime,
    supposed: Iterable[str] = (),
    without_offers: bool = False,
) -> Stack:
    """What a person's credentials amount to.

    Args:
        language: of the titles of credentials.
        at: the day of the decision.
        supposed: public ids of micro-credentials on offer that are taken as earned on that day; unknown ones are left out.
        without_offers: nobody asks what would close the gap.
    """
    decisions = stack_held.recognised(person, version)
    used = stack_held.handed_in(decisions)
    credentials = {name: each for name, each in stack_held.holdings(person).items() if name not in used}
    held = stack_held.held_by(credentials, version, language=language)
    unaccepted = {each.id: credentials[each.id] for each in held if each.accepted is None}
    agreed = stack_agreed.agreed(unaccepted, version.programme, at=at)
    held = [stack_held.held_by_agreement(each, agreed[each.id]) if each.id in agreed else each for each in held]
    held += stack_held.held_by_decision(decisions, language=language)
    chosen = frozenset(list(supposed)[:MOST_WHAT_IF])
    offers = [] if without_offers and not chosen else stack_held.offers_for(version, language=language)
    held += [_as_if(offer, at) for offer in offers if offer.id in chosen]
    standing = stacking.assess(
        requirements_of(version),
        held,
        limits=limits_of(version),
        at=localdate(at),
        offers=() if without_offers else offers,
    )
    return Stack(standing=standing, credentials=credentials, decisions=decisions, agreed=agreed)


def told(stack: Stack) -> dict[str, Any]:
    """The answer as it is kept with an application: what counts where, and every sentence in both languages."""
    standing = stack.standing
    return {
        "complete": standing.complete,
        "ects": str(standing.totals.ects),
        "own": str(standing.totals.own),
        "counted": [
            {
                "id": each.credential.id,
                "title": each.credential.title,
                "ects": None if each.credential.ects is None else str(each.credential.ects),
                "requirement": each.requirement,
                "agreement": _text_of(stack.agreed.get(each.credential.id)),
            }
            for each in standing.counted
        ],
        "said": {language: list(words.explain(standing, language)) for language in ("bg", "en")},
    }


def _text_of(line: AgreementLine | None) -> dict[str, Any] | None:
    return None if line is None else {"id": str(line.text.agreement.public_id), "number": line.text.number}


def is_supposed(credential: stacking.Held) -> bool:
    """Whether it is only taken as earned."""
    return credential.id.startswith(WHAT_IF)


def _as_if(offer: stacking.Offer, at: datetime) -> stacking.Held:
    facts = {
        name: getattr(offer, name) for name in ("title", "design", "issuer", "ects", "eqf", "themes", "skills", "outcomes")
    }
    made = stacking.Held(id=f"{WHAT_IF}{offer.id}", **facts, awarded=localdate(at))
    # the best grade there is: nobody knows it yet
    return replace(made, accepted="agreement", grade=stacking.Grade(value=Decimal(1), pass_mark=Decimal(0), best=Decimal(1)))
