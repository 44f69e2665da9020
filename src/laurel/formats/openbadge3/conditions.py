"""O2 for one learner, as alignments of their results: how their work was watched, and how it was known who they are.

result of an assessment ──▶ ext:Supervision
a result of its own, without a value ──▶ ext:LearnerIdentity
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from laurel.annex1.record import LearnerIdentity, MicroCredential
from laurel.annex1.vocabularies import Supervision
from laurel.formats.openbadge3.achievement import alignment
from laurel.formats.openbadge3.codec import main_language, pack
from laurel.formats.openbadge3.kinds import KINDS, element
from laurel.formats.openbadge3.reading import Alignments, Json, facts

_SUPERVISION, _IDENTITY = "ext:Supervision", "ext:LearnerIdentity"


def supervision_of(design: MicroCredential, supervision: Supervision) -> dict[str, Any]:
    """How a learner's work on one assessment was watched."""
    language = main_language(design.title, design.languages)
    return _alignment(design, _SUPERVISION, supervision.name_in(language), supervision.value)


def identity_of(design: MicroCredential, identity: LearnerIdentity) -> dict[str, Any]:
    """How it was known who the learner is."""
    language = main_language(design.title, design.languages)
    said = identity.say(language)
    assurance = identity.assurance.value if identity.assurance else ""
    on = identity.on.isoformat() if identity.on else ""
    return _alignment(design, _IDENTITY, said, pack(level=identity.level.value, assurance=assurance, on=on))


def read_supervision(result: Json) -> str | None:
    """The code of `supervision_of` in a result."""
    return Alignments(result.get("alignment")).code(_SUPERVISION)


def read_identity(results: Iterable[Json]) -> dict[str, str] | None:
    """The facts of `identity_of` among results."""
    for result in results:
        for _, one in Alignments(result.get("alignment")).of(_IDENTITY):
            known = facts(one)
            return {name: known[name] for name in ("level", "assurance", "on") if known.get(name)}
    return None


def is_identity(result: Json) -> bool:
    """Whether a result is that of `identity_of`, and no result of the learner's work."""
    return any(True for _ in Alignments(result.get("alignment")).of(_IDENTITY))


def _alignment(design: MicroCredential, kind: str, said: str, code: str) -> dict[str, Any]:
    known = KINDS[kind]
    language = main_language(design.title, design.languages)
    name = f"{known.label(language)}: {said}"
    return alignment(kind, name, url=design.id, code=code, framework=element(known.element))
