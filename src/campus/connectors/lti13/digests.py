"""Secrets of a browser: random, and kept only as digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from campus.base.secret import digest_of


def new_secret() -> str:
    """256 random bits, base64url."""
    return secrets.token_urlsafe(32)


def matches(secret: str, digest: str) -> bool:
    """Whether a secret is the one that was kept, in constant time."""
    return hmac.compare_digest(digest_of(secret), digest)


def proof_of(secret: str, purpose: str) -> str:
    """What a form of a visit carries to show that a page of this visit made it; the secret cannot be worked out from it."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()
