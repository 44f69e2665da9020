"""Signatures of the Standard Webhooks specification: HMAC-SHA256 over id, time and body.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

SECRET_MARK = "whsec_"  # noqa: S105  # the beginning of every secret, not a secret
SECRET_BYTES = 32  # the specification allows 24 to 64


def written(secret: bytes) -> str:
    """A secret as the receiver is given it."""
    return SECRET_MARK + base64.b64encode(secret).decode("ascii")


def headers(body: bytes, *, message_id: str, secrets: Iterable[bytes], at: datetime) -> dict[str, str]:
    """The three headers of one attempt.

    Args:
        body: exactly what is sent.
        message_id: the same for every attempt at the message.
        secrets: the present one, and while it is being replaced the one before; each signs.
        at: when this attempt is made; receivers refuse what is more than five minutes off.
    """
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode("ascii") for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
