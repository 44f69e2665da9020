"""Gradebooks as Excel workbooks (`campus.learning.gradebook.read_xlsx`): a damaged or hostile archive, and its XML."""

import io
import zipfile
from random import Random

from fuzz import edits
from fuzz.targets.gradebook_csv import walk

DICTIONARY = "xlsx"
LONGEST = 16_384


def run(data: bytes) -> None:
    """As a gradebook."""
    walk(data, "grades.xlsx")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit one part inside the archive, or the archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(part.filename, archive.read(part)) for part in archive.infolist()[:50]]
    except Exception:
        return edits.of_bytes(data, random)
    if not parts or random.random() < 0.2:
        return edits.of_bytes(data, random)
    place = random.randrange(len(parts))
    name, body = parts[place]
    match random.randrange(6):
        case 0:
            parts.append(parts[place])
        case 1:
            del parts[place]
        case 2:
            parts[place] = (edits.of_bytes(name.encode(), random).decode("utf-8", "replace"), body)
        case _:
            parts[place] = (name, edits.of_bytes(body, random))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            archive.writestr(name.replace("\0", "") or "x", body)
    return made.getvalue()
