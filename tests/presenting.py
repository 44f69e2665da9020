"""Presentations as a wallet would make them, and as a thief would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from laurel.keys import Signer
from laurel.proofs import Occasion, add_proof
from laurel.proofs.presentation import PURPOSE, unsigned


def present(
    credentials: Sequence[dict[str, Any]],
    *,
    signer: Signer,
    challenge: str,
    domain: str,
    created: datetime,
    holder: str | None = None,
    purpose: str = PURPOSE,
) -> dict[str, Any]:
    """A signed presentation, by anybody and for any purpose; `laurel.proofs.present` makes only honest ones."""
    document = unsigned(credentials, holder=holder or signer.verification_method.partition("#")[0])
    occasion = Occasion(challenge=challenge, domain=domain)
    return add_proof(document, signer=signer, created=created, purpose=purpose, occasion=occasion)
