"""ESCO: which skills each occupation asks for, from `occupationSkillRelations_<language>.csv` of the published package.

Columns go by their names, as for the concepts: `occupationUri`, `skillUri` and `relationType` ("essential" or "optional").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from campus.skills.sources.concept import NotAFrameworkError

_FILE = re.compile(r"^occupationSkillRelations(?:_[a-z]{2})?\.csv$")
_OCCUPATION = re.compile(r"^http://data\.europa\.eu/esco/occupation/(\S+)$")
_SKILL = re.compile(r"^http://data\.europa\.eu/esco/skill/(\S+)$")
_NEEDED = ("occupationUri", "skillUri", "relationType")
_KINDS = {"essential": True, "optional": False}


class Relation(NamedTuple):
    """One row: the codes of both sides, and whether the skill is essential."""

    occupation: str
    skill: str
    essential: bool


def find(path: Path) -> Path | None:
    """The file of relations in a folder, any language: they are the same in all."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return next((file for file in files if _FILE.match(file.name)), None)


def read(file: Path) -> Iterator[Relation]:
    """The relations, one by one.

    Raises:
        NotAFrameworkError: it is not ESCO's; a row that is not is named by its number.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, strict=True)
            if not set(_NEEDED) <= set(rows.fieldnames or ()):
                why = _("It needs the columns occupationUri, skillUri and relationType.")
                raise NotAFrameworkError(place=file.name, why=why)
            for row in rows:
                yield _relation(row, f"{file.name}, {rows.line_num}")
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotAFrameworkError(place=file.name, why=_("It is not CSV in UTF-8.")) from error


def _relation(row: dict[str, str | None], place: str) -> Relation:
    occupation, skill = (_OCCUPATION.match((row["occupationUri"] or "").strip()), _SKILL.match((row["skillUri"] or "").strip()))
    essential = _KINDS.get((row["relationType"] or "").strip().lower())
    if occupation is None or skill is None or essential is None:
        why = _("A relation has the ESCO addresses of an occupation and a skill, and is essential or optional.")
        raise NotAFrameworkError(place=place, why=why)
    return Relation(occupation[1], skill[1], essential)
