"""Find skills by what people type, and suggest some for the text of a learning outcome."""

from __future__ import annotations

from collections.abc import Collection

from campus.base import search
from campus.skills.load import KIND
from campus.skills.models import Framework, Skill

# Words that every learning outcome has; they say nothing of its skill.
_ENGLISH = (
    "a an and at by for from in into of on or the their to with through using use uses used own new can able "
    "learner learners student"
)
_BULGARIAN = "в във върху до за и или като към на над от по при с със чрез си свои нови може умее обучаемият студентът да се"
_COMMON = frozenset(f"{_ENGLISH} {_BULGARIAN}".split())
_NAMED = ("competence", "skill", "knowledge")


def find_skills(query: str, *, framework: str = "", kinds: Collection[str] = (), limit: int = 20) -> list[Skill]:
    """Skills that fit a query in any language, best first; withdrawn ones are not found.

    Args:
        framework: the slug of the one to look in, or "" for all.
        kinds: `Skill.Kind` values, or none for all.
    """
    hits = search.find(KIND, query, limit=600 if framework or kinds else limit)
    return _in_order([hit.subject for hit in hits], framework=framework, kinds=kinds)[:limit]


def suggest_skills(outcome: str, *, limit: int = 5) -> list[Skill]:
    """Skills that the words of a learning outcome speak of, best first; none when nothing fits well."""
    hits = search.spoken_of(KIND, outcome, common=_COMMON, limit=limit * 4)
    return _in_order([hit.subject for hit in hits], framework="", kinds=_NAMED)[:limit]


def skill_of(framework: str, code: str) -> Skill | None:
    """One skill by its framework and code, withdrawn or not."""
    return Skill.objects.filter(framework__slug=framework, code=code).select_related("framework").first()


def frameworks() -> list[Framework]:
    """What is loaded, by name."""
    return list(Framework.objects.order_by("title_en"))


def _in_order(keys: list[int], *, framework: str, kinds: Collection[str]) -> list[Skill]:
    skills = Skill.objects.filter(pk__in=keys, withdrawn_at=None).select_related("framework")
    if framework:
        skills = skills.filter(framework__slug=framework)
    if kinds:
        skills = skills.filter(kind__in=kinds)
    found = skills.in_bulk()
    return [found[key] for key in keys if key in found]
