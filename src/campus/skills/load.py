"""Put a framework into the database: in batches, again and again with the same result, and all of it or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from campus.base import search
from campus.skills.models import Framework, Skill
from campus.skills.sources.concept import Concept, Source

KIND = "skill"
BATCH = 1000
_FIELDS = ("uri", "kind", "parent_code", "level", "name", "description", "withdrawn_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did. `withdrawn` are concepts that were there before and are no longer published."""

    framework: Framework
    concepts: int
    withdrawn: int


@transaction.atomic
def load(source: Source, *, at: datetime, progress: Callable[[int], None] = lambda _count: None) -> Loaded:
    """Load a framework; its concepts are added, changed or withdrawn so that the newest list stands.

    A concept that comes again (another file of the same package, in another language) adds its names to what came before. Names
    in languages that the source does not bring are kept.

    Args:
        progress: is told after each batch how many concepts have been read.

    Raises:
        NotAFrameworkError: the source turns out to be something else while it is read; nothing is written.
    """
    framework, _ = Framework.objects.update_or_create(
        slug=source.slug,
        defaults={
            "title_en": source.title_en,
            "title_bg": source.title_bg,
            "version": source.version,
            "source": source.url,
            "notice": source.notice,
            "loaded_at": at,
        },
    )
    seen: set[str] = set()
    kinds: set[str] = set()
    for batch in _batches(source.concepts):
        _write(framework, batch)
        seen.update(concept.code for concept in batch)
        kinds.update(concept.kind for concept in batch)
        progress(len(seen))
    return Loaded(framework=framework, concepts=len(seen), withdrawn=_withdraw(framework, seen, kinds, at))


def _write(framework: Framework, batch: list[Concept]) -> None:
    merged: dict[str, Concept] = {}
    for concept in batch:
        merged[concept.code] = _merged(merged[concept.code], concept) if concept.code in merged else concept
    before = {skill.code: skill for skill in Skill.objects.filter(framework=framework, code__in=merged)}
    Skill.objects.bulk_create(
        [_row(framework, concept, before.get(code)) for code, concept in merged.items()],
        update_conflicts=True,
        unique_fields=["framework", "code"],
        update_fields=_FIELDS,
    )
    keys = dict(Skill.objects.filter(framework=framework, code__in=merged).values_list("code", "pk"))
    search.put(KIND, {keys[code]: list(_texts(concept, before.get(code))) for code, concept in merged.items()})


def _row(framework: Framework, concept: Concept, before: Skill | None) -> Skill:
    return Skill(
        framework=framework,
        code=concept.code,
        uri=concept.uri,
        kind=concept.kind,
        parent_code=concept.parent_code,
        level=concept.level,
        name={**(before.name if before else {}), **concept.name},
        description={**(before.description if before else {}), **concept.description},
        withdrawn_at=None,
    )


def _merged(one: Concept, other: Concept) -> Concept:
    return Concept(
        code=one.code,
        uri=other.uri or one.uri,
        kind=other.kind,
        parent_code=other.parent_code or one.parent_code,
        level=other.level or one.level,
        name={**one.name, **other.name},
        description={**one.description, **other.description},
        also={**one.also, **other.also},
    )


def _texts(concept: Concept, before: Skill | None) -> Iterator[search.Text]:
    names: Mapping[str, str] = {**(before.name if before else {}), **concept.name}
    for language, name in names.items():
        yield search.Text(language=language, text=f"{concept.code} {name}" if len(concept.code) < 12 else name)
    for language, several in concept.also.items():
        for other in several[:40]:
            yield search.Text(language=language, text=other, weight=85)


def _withdraw(framework: Framework, seen: set[str], kinds: set[str], at: datetime) -> int:
    """Only kinds that the source has at all: a file of skills says nothing of occupations."""
    standing = Skill.objects.filter(framework=framework, kind__in=kinds, withdrawn_at=None)
    gone = [key for key, code in standing.values_list("pk", "code").iterator() if code not in seen]
    for start in range(0, len(gone), BATCH):
        keys = gone[start : start + BATCH]
        Skill.objects.filter(pk__in=keys).update(withdrawn_at=at)
        search.forget(KIND, keys)
    return len(gone)


def _batches(concepts: Iterable[Concept]) -> Iterator[list[Concept]]:
    remaining = iter(concepts)
    while batch := list(islice(remaining, BATCH)):
        yield batch
