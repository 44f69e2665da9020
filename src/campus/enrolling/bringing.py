"""What a person brings to an application: credentials held, skills they prove, tests passed. Only what this site knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import record_of
from campus.enrolling.prerequisites import Brought, Entry, Skill, Test, leaves
from campus.learning.learners import enrolments_of
from campus.learning.models import QuizAttempt
from campus.learning.quiz_results import is_released
from campus.people.models import Person
from campus.wallet.models import Holding


def brought_by(
    person: Person | None, entries: Sequence[Entry], *, said: AbstractSet[str] = frozenset(), at: datetime
) -> Brought:
    """What the person brings of all that is asked.

    Args:
        person: None for somebody listed who has no log-in yet: then only statements count.
        entries: nothing else is looked up.
        said: ids of the statements made.
        at: credentials revoked or expired by then do not count.
    """
    if person is None:
        return Brought(statements=said)
    asked = [leaf for entry in entries for leaf in leaves(entry.needs)]
    versions = _versions_held(person, at=at)
    return Brought(
        designs=frozenset(str(version.design.public_id) for version in versions),
        skills=_skills(versions, {leaf.url for leaf in asked if isinstance(leaf, Skill)}),
        tests=_scores(person, {leaf.quiz for leaf in asked if isinstance(leaf, Test)}, at=at),
        statements=said,
    )


def _versions_held(person: Person, *, at: datetime) -> list[DesignVersion]:
    valid = Q(credential__valid_until__isnull=True) | Q(credential__valid_until__gt=at)
    held = Holding.objects.filter(valid, person=person, credential__revoked_at__isnull=True)
    keys = held.values("credential__design_version")
    return list(DesignVersion.objects.filter(pk__in=keys).select_related("design"))


def _skills(versions: Collection[DesignVersion], asked: AbstractSet[str]) -> dict[str, int]:
    """The highest level at which each skill asked for is proved; 0 where a credential says none."""
    found: dict[str, int] = {}
    for version in versions if asked else ():
        record = record_of(version)
        for outcome in record.learning_outcomes:
            level = outcome.level or record.level.eqf or 0
            for skill in outcome.skills:
                if skill.url is not None and str(skill.url) in asked:
                    found[str(skill.url)] = max(level, found.get(str(skill.url), 0))
    return found


def _scores(person: Person, asked: AbstractSet[str], *, at: datetime) -> dict[str, Decimal]:
    """The best score of each test asked for, in percent."""
    if not asked:
        return {}
    marked = QuizAttempt.objects.filter(
        enrolment__in=enrolments_of(person), quiz__public_id__in=asked, state=QuizAttempt.State.MARKED, maximum__gt=0
    )
    found: dict[str, Decimal] = {}
    for attempt in marked.select_related("quiz"):
        if attempt.score is not None and is_released(attempt.quiz, at=at):  # else applying would tell the score before its time
            percent = (attempt.score * 100 / attempt.maximum).quantize(Decimal("0.1"))
            found[str(attempt.quiz.public_id)] = max(percent, found.get(str(attempt.quiz.public_id), Decimal(0)))
    return found
