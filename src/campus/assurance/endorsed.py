"""Which endorsements of a version hold: for its public page and for the badges that carry them. Reads only."""

from __future__ import annotations

import json
from typing import Any

from campus.assurance.models import Endorsement
from campus.catalogue.models import DesignVersion

MOST_IN_A_BADGE = 5


def endorsements_of(version: DesignVersion) -> list[Endorsement]:
    """Those that are signed and not withdrawn, quality assurance first, then in the order in which they were signed."""
    rows = Endorsement.objects.filter(version=version, state=Endorsement.State.SIGNED).select_related("endorser")
    return sorted(rows, key=lambda row: (row.kind != Endorsement.Kind.QUALITY, row.signed_at, row.pk))


def documents_of(version: DesignVersion) -> tuple[dict[str, Any], ...]:
    """The signed documents that each badge of the version carries, at most `MOST_IN_A_BADGE`."""
    return tuple(json.loads(row.document) for row in endorsements_of(version)[:MOST_IN_A_BADGE])
