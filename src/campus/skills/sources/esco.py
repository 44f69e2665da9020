"""ESCO: the CSV package in its published layout, any version, any language; or a single file of it.

A folder is read file by file: `skills_<language>.csv`, `occupations_<language>.csv`. Column order, the separator of alternative
labels (a new line or a bar) and whether most columns are there at all differ between versions; so columns go by their names
and only `conceptUri` and `preferredLabel` are needed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from campus.skills.sources.concept import Concept, NotAFrameworkError, Source

NOTICE = "This service uses the ESCO classification of the European Commission."
_FILE = re.compile(r"^(skills|occupations)(?:_labels)?_([a-z]{2})\.csv$")
_URI = re.compile(r"^http://data\.europa\.eu/esco/(?:skill|occupation)/(\S+)$")
_NEEDED = ("conceptUri", "preferredLabel")
csv.field_size_limit(1_000_000)


def read(path: Path) -> Source:
    """The skills and occupations of a folder or a file.

    Raises:
        NotAFrameworkError: no file of ESCO's there; a row that is not ESCO's is named by its number while it is read.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    known = [(file, match) for file in files if (match := _FILE.match(file.name))]
    if not known:
        why = _("ESCO's files are called skills_<language>.csv and occupations_<language>.csv.")
        raise NotAFrameworkError(place=path.name, why=why)
    return Source(
        slug="esco",
        title_en="ESCO",
        title_bg="ESCO",
        version="",
        url="https://esco.ec.europa.eu/",
        notice=NOTICE,
        concepts=(concept for file, match in known for concept in _rows(file, pillar=match[1], language=match[2])),
    )


def _rows(file: Path, *, pillar: str, language: str) -> Iterator[Concept]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, strict=True)
            if not set(_NEEDED) <= set(rows.fieldnames or ()):
                raise NotAFrameworkError(place=file.name, why=_("It needs the columns conceptUri and preferredLabel."))
            for row in rows:
                yield _concept(row, f"{file.name}, {rows.line_num}", pillar, language)
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotAFrameworkError(place=file.name, why=_("It is not CSV in UTF-8.")) from error


def _concept(row: dict[str, str | None], place: str, pillar: str, language: str) -> Concept:
    uri, name = (row.get("conceptUri") or "").strip(), (row.get("preferredLabel") or "").strip()
    match = _URI.match(uri)
    if match is None or not name:
        raise NotAFrameworkError(place=place, why=_("A concept has an ESCO address and a preferred label."))
    kind = "occupation" if pillar == "occupations" else "knowledge" if row.get("skillType") == "knowledge" else "skill"
    description = (row.get("description") or "").strip()
    return Concept(
        code=match[1],
        uri=uri,
        kind=kind,
        name={language: name},
        description={language: description} if description else {},
        also={language: tuple(each.strip() for each in re.split(r"[\n|]", row.get("altLabels") or "") if each.strip())},
    )
