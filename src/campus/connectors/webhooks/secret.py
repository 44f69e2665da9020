"""The secrets of webhooks: made here, sealed as signing keys are, replaced without a gap."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from django.conf import settings

from campus.connectors.webhooks.models import Webhook
from campus.connectors.webhooks.signing import SECRET_BYTES, written
from campus.issuing.sealing import seal, unseal

BOTH_SIGN_FOR = timedelta(hours=24)


def give_secret(webhook: Webhook, *, at: datetime, replacing: bool) -> str:
    """Put a new secret on a webhook, which the caller saves; its text is returned this one time.

    Args:
        replacing: the one before signs beside it for a day, so that receivers can be changed meanwhile.
    """
    secret = os.urandom(SECRET_BYTES)
    webhook.previous_secret, webhook.previous_until = (webhook.sealed_secret, at + BOTH_SIGN_FOR) if replacing else (None, None)
    webhook.sealed_secret = seal(secret, key_id=_key_id(webhook), under=settings.KEY_ENCRYPTION_KEY)
    return written(secret)


def secrets_of(webhook: Webhook, *, at: datetime) -> list[bytes]:
    """The secrets that sign now, the newest first."""
    sealed = [webhook.sealed_secret]
    if webhook.previous_secret is not None and webhook.previous_until is not None and at < webhook.previous_until:
        sealed.append(webhook.previous_secret)
    return [unseal(bytes(each), key_id=_key_id(webhook), under=settings.KEY_ENCRYPTION_KEY) for each in sealed]


def _key_id(webhook: Webhook) -> str:
    return f"webhook:{webhook.public_id}"
