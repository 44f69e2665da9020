"""What is kept of a secret that stands in a link, a token or a key: only its digest."""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """SHA-256, hex. That is enough where the secret is random and long: a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
