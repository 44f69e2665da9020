"""The text of a credential as a request of the VC-API carries it: an object, an envelope, or the token itself."""

from __future__ import annotations

import json
from typing import Any

TOKEN = "data:application/vc+jwt,"  # noqa: S105  # how an enveloped credential begins


def text_of(credential: dict[str, Any] | str) -> str:
    """What a verifier is given; an envelope stays one, so that what it says of itself is checked too."""
    return credential.removeprefix(TOKEN) if isinstance(credential, str) else json.dumps(credential, ensure_ascii=False)
