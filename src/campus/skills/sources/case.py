"""CASE 1.0 and 1.1 (1EdTech): a competency framework as `CFPackage` JSON, from a file.

Source: https://www.imsglobal.org/spec/CASE/v1p1, CFPackage: `CFDocument`, `CFItems`, `CFAssociations` (isChildOf).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from campus.skills.sources.concept import Concept, NotAFrameworkError, Source
from laurel.canon import strict_json
from laurel.errors import LaurelError

_LIMITS = strict_json.Limits(size=32_000_000, depth=16, values=1_000_000)


def read(path: Path) -> Source:
    """A framework and its items.

    Raises:
        NotAFrameworkError: no CFPackage, or an item without an identifier or a statement; it is named by its place.
    """
    try:
        package = strict_json.loads_object(path.read_bytes(), limits=_LIMITS)
    except LaurelError as error:
        raise NotAFrameworkError(place=path.name, why=error.say("en")) from error
    document, items = package.get("CFDocument"), package.get("CFItems")
    if not isinstance(document, dict) or not isinstance(items, list) or not document.get("title"):
        why = _("A CASE package has a CFDocument with a title, and CFItems.")
        raise NotAFrameworkError(place=path.name, why=why)
    title = str(document["title"])[:300]
    return Source(
        slug=re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "case",
        title_en=title,
        title_bg="",
        version=str(document.get("version", ""))[:60],
        url=_address(document.get("officialSourceURL") or document.get("uri")),
        notice=str(document.get("notes", ""))[:2000],
        concepts=_items(items, _parents(package.get("CFAssociations")), str(document.get("language", "en"))[:2], path.name),
    )


def _items(items: list[Any], parents: Mapping[str, str], language: str, file: str) -> Iterator[Concept]:
    for index, item in enumerate(items):
        known = item if isinstance(item, dict) else {}
        identifier, statement = str(known.get("identifier", "")), str(known.get("fullStatement", "")).strip()
        if not identifier or not statement:
            raise NotAFrameworkError(place=f"{file} /CFItems/{index}", why=_("It needs an identifier and a fullStatement."))
        human = str(known.get("humanCodingScheme", "")).strip()
        spoken = str(known.get("language", language))[:2] or "en"
        yield Concept(
            code=identifier[:200],
            uri=_address(known.get("uri")),
            kind="competence",
            name={spoken: statement},
            parent_code=parents.get(identifier, "")[:200],
            also={spoken: tuple(filter(None, (human, str(known.get("abbreviatedStatement", "")).strip())))},
        )


def _parents(associations: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in associations if isinstance(associations, list) else []:
        if isinstance(each, dict) and each.get("associationType") == "isChildOf":
            child, parent = (each.get(name) for name in ("originNodeURI", "destinationNodeURI"))
            if isinstance(child, dict) and isinstance(parent, dict):
                found[str(child.get("identifier", ""))] = str(parent.get("identifier", ""))
    return found


def _address(value: Any) -> str:
    return value[:500] if isinstance(value, str) and value.startswith(("http://", "https://")) else ""
