"""A gate: are there enough different people to decide every stage of the chain?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design
from campus.people.models import Membership
from campus.quality.chains import chain_of
from campus.quality.gate import Context, Finding, Gate, Mend, Moment, Outcome
from campus.quality.models import ROLE_OF, Review

ID = "people"


def gather(design: Design, _review: Review | None, _at: datetime) -> tuple[frozenset[int], ...]:
    """Who could decide each stage that asks for a role: everybody with it who did not work on this text."""
    worked = {design.author_id, *design.edited_by}
    held: dict[str, set[int]] = {}
    rows = Membership.objects.filter(organisation=design.organisation_id, person__is_active=True)
    for person, role in rows.values_list("person", "role"):
        held.setdefault(role, set()).add(person)
    roles = [ROLE_OF[stage.kind] for stage in chain_of(design.organisation).stages if stage.kind in ROLE_OF]
    return tuple(frozenset(held.get(role, set()) - worked) for role in roles)


def check(context: Context) -> Iterator[Finding]:
    """A warning when the stages cannot all be decided by different people: the round would come to a standstill."""
    if not assignable(context.known):
        yield Finding(
            gate=ID,
            outcome=Outcome.WARN,
            code="TOO_FEW_PEOPLE",
            en="There are too few people who could decide: each stage needs somebody else, who did not work on this.",
            bg="Няма достатъчно хора, които да решат: всеки етап иска друг човек, който не е работил по това.",
            mend=Mend.MEMBERS,
        )


def assignable(candidates: Sequence[frozenset[int]]) -> bool:
    """Whether every stage can be given to a different one of its candidates (a matching, by augmenting paths)."""
    holder: dict[int, int] = {}

    def place(stage: int, tried: set[int]) -> bool:
        for person in candidates[stage] - tried:
            tried.add(person)
            if person not in holder or place(holder[person], tried):
                holder[person] = stage
                return True
        return False

    return all(place(stage, set()) for stage in range(len(candidates)))


PEOPLE = Gate(id=ID, title=_("People who can decide"), check=check, gather=gather, moments=frozenset({Moment.SUBMIT}))
