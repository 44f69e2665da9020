"""The same achievement elsewhere: in another language, or an earlier version of it. Never a stack of credentials.

Source: https://www.imsglobal.org/spec/ob/v3p0#related.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.errors import ProjectionError
from laurel.formats.openbadge3.reading import first_object, objects, words

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another achievement that means the same. `id` is its IRI; language and version as it states them, "" for neither."""

    id: str
    language: str = ""
    version: str = ""


def with_related(document: Mapping[str, Any], related: Sequence[Related]) -> Json:
    """An unsigned badge whose achievement names others that mean the same.

    Raises:
        ProjectionError: the badge is signed or has no achievement, or one of them is the achievement itself or named twice.
    """
    subject = first_object(document.get("credentialSubject"))
    achievement = first_object(subject.get("achievement"))
    if "proof" in document or not achievement:
        raise ProjectionError(
            at="/credentialSubject",
            why="related achievements go into an unsigned badge with an achievement",
            why_bg="свързани постижения се добавят в неподписана значка с постижение",
        )
    listed = [*objects(achievement.get("related")), *map(_written, related)]
    names = [words(one.get("id")) for one in listed]
    if len(set(names)) < len(names) or words(achievement.get("id")) in names:
        raise ProjectionError(
            at="/credentialSubject/achievement/related",
            why="each must be another achievement, and named once",
            why_bg="всяко трябва да е друго постижение, посочено веднъж",
        )
    return {**document, "credentialSubject": {**subject, "achievement": {**achievement, "related": listed}}}


def related_of(unverified_document: Mapping[str, Any]) -> tuple[Related, ...]:
    """The achievements that a badge says mean the same as its own."""
    achievement = first_object(first_object(unverified_document.get("credentialSubject")).get("achievement"))
    return tuple(
        Related(id=words(one.get("id")), language=words(one.get("inLanguage")), version=words(one.get("version")))
        for one in objects(achievement.get("related"))
    )


def _written(one: Related) -> Json:
    members = {"id": one.id, "type": ["Related"], "inLanguage": one.language, "version": one.version}
    return {name: value for name, value in members.items() if value}
