"""Secrets in links: 256 bits. Claim secrets are derived when they are needed and stored only as digests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable

from django.conf import settings

SECRET_LENGTH = 43


def claim_secret(credential: uuid.UUID, *, generation: int) -> str:
    """The secret of a credential's claim link. A message sent twice carries the same link; a new generation another."""
    key = hashlib.sha256(b"laurel claim links\0" + settings.SECRET_KEY.encode()).digest()
    return _text(hmac.digest(key, credential.bytes + generation.to_bytes(4, "big"), "sha256"))


def share_token(randomness: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new unguessable token for a share link."""
    return _text(randomness(32))


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
