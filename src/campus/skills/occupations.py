"""Which occupations ask for which skills, and which occupations a set of skills serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Count

from campus.skills.models import OccupationSkill, Skill
from campus.skills.sources.esco_relations import Relation

FRAMEWORK: Final = "esco"
MOST_SERVED = 12
_BATCH = 5000


@transaction.atomic
def load_relations(relations: Iterable[Relation]) -> tuple[int, int]:
    """Replace what is known of occupations and skills by these relations.

    Returns: how many there are, and how many were left out because one side is not loaded.

    Raises:
        NotAFrameworkError: the source turns out to be something else while it is read; nothing is written.
    """
    keys = dict(Skill.objects.filter(framework__slug=FRAMEWORK).values_list("code", "pk"))
    found: dict[tuple[int, int], bool] = {}
    left_out = 0
    for each in relations:
        occupation, skill = keys.get(each.occupation), keys.get(each.skill)
        if occupation is None or skill is None:
            left_out += 1
            continue
        found[occupation, skill] = each.essential or found.get((occupation, skill), False)
    OccupationSkill.objects.all().delete()
    rows = (OccupationSkill(occupation_id=one, skill_id=other, essential=must) for (one, other), must in found.items())
    OccupationSkill.objects.bulk_create(rows, batch_size=_BATCH)
    return len(found), left_out


def served_by(codes: Iterable[str], *, most: int = MOST_SERVED) -> list[Skill]:
    """The occupations for which most of these ESCO skills (by code) are essential; those that ask for least else come first."""
    asked = Skill.objects.filter(framework__slug=FRAMEWORK, code__in=list(codes)).values("pk")
    counted = OccupationSkill.objects.filter(skill__in=asked, essential=True, occupation__withdrawn_at=None)
    taught = dict(counted.values_list("occupation").annotate(taught=Count("pk")))
    if not taught:
        return []
    wholes = OccupationSkill.objects.filter(occupation__in=list(taught), essential=True)
    whole = dict(wholes.values_list("occupation").annotate(all=Count("pk")))
    best = sorted(taught, key=lambda key: (-taught[key], whole[key], key))[:most]
    found = Skill.objects.in_bulk(best)
    return [found[key] for key in best]


def names_of(codes: Iterable[str], language: str) -> dict[str, str]:
    """What occupations are called, by their codes."""
    rows = Skill.objects.filter(framework__slug=FRAMEWORK, kind=Skill.Kind.OCCUPATION, code__in=list(codes))
    return {skill.code: skill.name_in(language) for skill in rows}
