"""DigComp 3.0: the data supplement of the Joint Research Centre (JSON-LD), or the competences alone that Laurel carries.

The supplement's identifiers are relative and its levels are named in two ways ("Basic", "Basic_1"); both are made even here.
Source: Cosgrove & Cachia, DigComp 3.0, JRC144121, data supplement of 24 November 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from campus.skills.sources.concept import Concept, NotAFrameworkError, Source
from laurel.annex1.digcomp import AREAS, DIGCOMP
from laurel.canon import strict_json
from laurel.errors import LaurelError

REPORT = "https://publications.jrc.ec.europa.eu/repository/handle/JRC144121"
NOTICE = "Cosgrove & Cachia, DigComp 3.0, European Commission, Joint Research Centre, JRC144121, CC BY 4.0."
_LIMITS = strict_json.Limits(size=8_000_000, depth=16, values=200_000)
_KINDS = {"CompetenceStatement": "statement", "LearningOutcome": "outcome"}
_LEVEL = re.compile(r"_\d$")


def carried() -> Source:
    """The five areas and 21 competences with names in both languages."""
    return _source(_carried(), version="3.0")


def read(path: Path) -> Source:
    """The whole supplement: areas, competences, statements and outcomes, in English; with Bulgarian names where we have them.

    Raises:
        NotAFrameworkError: it is not the supplement.
    """
    try:
        document = strict_json.loads_object(path.read_bytes(), limits=_LIMITS)
    except LaurelError as error:
        raise NotAFrameworkError(place=path.name, why=error.say("en")) from error
    graph = document.get("@graph")
    if not isinstance(graph, list) or not any(_type(node) == "Competence" for node in graph):
        why = _("The DigComp supplement has a list “@graph” with competences.")
        raise NotAFrameworkError(place=path.name, why=why)
    return _source(_concepts(graph, path.name), version="3.0, 2025-11-24")


def _source(concepts: Iterator[Concept], *, version: str) -> Source:
    return Source(
        slug="digcomp",
        title_en="DigComp",
        title_bg="DigComp",
        version=version,
        url=REPORT,
        notice=NOTICE,
        concepts=concepts,
    )


def _carried() -> Iterator[Concept]:
    for code, name in AREAS.items():
        yield Concept(code=code, kind="area", name=dict(name.root))
    for code, reference in DIGCOMP.items():
        yield Concept(code=code, kind="competence", name=dict(reference.name.root), parent_code=code.partition(".")[0])


def _concepts(graph: list[Any], file: str) -> Iterator[Concept]:
    carried_names = {concept.code: concept.name for concept in _carried()}
    for index, node in enumerate(graph):
        kind, code = _type(node), str(node.get("@id", "")).partition("/")[2] if isinstance(node, dict) else ""
        if kind in ("ProficiencyLevel", "Glossary"):
            continue
        if kind not in ("CompetenceArea", "Competence", *_KINDS) or not code:
            raise NotAFrameworkError(place=f"{file} /@graph/{index}", why=_("Its @type or @id is not one of DigComp's."))
        if kind in _KINDS:
            yield _statement(node, code, _KINDS[kind])
        else:
            yield _competence(node, code, carried_names.get(code, {}))


def _competence(node: Mapping[str, Any], code: str, names: Mapping[str, str]) -> Concept:
    area = str(node.get("competence_area_id", "")).partition("/")[2]
    return Concept(
        code=code,
        kind="competence" if area else "area",
        name={**names, "en": str(node.get("name", "")).strip()},
        parent_code=area,
        description={"en": str(node.get("description", "")).strip()},
    )


def _statement(node: Mapping[str, Any], code: str, kind: str) -> Concept:
    level = str(node.get("four_levels_proficiency_name", "")).partition("/")[2].strip()
    return Concept(
        code=code,
        kind=kind,
        name={"en": str(node.get("description", "")).strip()},
        parent_code=str(node.get("competence_id", "")).partition("/")[2],
        level=_LEVEL.sub("", level),
    )


def _type(node: Any) -> str:
    return str(node.get("@type", "")) if isinstance(node, dict) else ""
