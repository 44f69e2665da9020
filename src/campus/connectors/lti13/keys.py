"""RSA keys of this site, one for each platform: only so can no platform use what we may do at another one.

Whoever registers a platform chooses its addresses, so with one key for all, a stranger could name somebody else's platform and
have us fetch its learners for them. A key is made with the registration, sealed as signing keys are, replaced once a year and
shown for another year. LTI asks for RS256 (1EdTech Security Framework 1.0).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.jwk import RSAKey

from campus.connectors.lti13.models import Platform, ToolKey
from campus.issuing.sealing import seal, unseal

ALGORITHM = "RS256"
BITS = 2048
SIGNS_FOR = timedelta(days=365)
SHOWN_FIRST = timedelta(days=7)  # platforms keep copies of our keys, so a new one is shown for a while before it signs
SHOWN_FOR = timedelta(days=2 * 365)


def make_key(platform: Platform, *, at: datetime) -> ToolKey:
    """Make the platform's next key."""
    kid = secrets.token_hex(16)
    private = RSAKey.generate_key(BITS, {"kid": kid, "use": "sig", "alg": ALGORITHM}, private=True)
    text = json.dumps(private.as_dict(private=True))
    return ToolKey.objects.create(
        platform=platform,
        kid=kid,
        public_jwk=private.as_dict(private=False),
        sealed_private_key=seal(text.encode(), key_id=_key_id(platform, kid), under=settings.KEY_ENCRYPTION_KEY),
        created_at=at,
    )


def public_keys(platform: Platform) -> dict[str, Any]:
    """The key set that the platform fetches."""
    return {"keys": [key.public_jwk for key in ToolKey.objects.filter(platform=platform).order_by("-pk")]}


def sign(platform: Platform, claims: Mapping[str, Any], *, at: datetime) -> str:
    """A JWT to the platform, signed with the newest key that it has had time to see."""
    keys = ToolKey.objects.filter(platform=platform)
    key = keys.filter(created_at__lte=at - SHOWN_FIRST).order_by("-pk").first() or keys.order_by("pk")[0]
    text = unseal(bytes(key.sealed_private_key), key_id=_key_id(platform, key.kid), under=settings.KEY_ENCRYPTION_KEY)
    private = RSAKey.import_key(json.loads(text))
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": "JWT"}, dict(claims), private, algorithms=[ALGORITHM])


def keep_keys(*, at: datetime) -> None:
    """Make a new key where the newest is old, and forget the oldest: periodic work."""
    for platform in Platform.objects.filter(closed_at__isnull=True).iterator():
        newest = ToolKey.objects.filter(platform=platform).order_by("-pk").first()
        if newest is None or newest.created_at < at - SIGNS_FOR:
            make_key(platform, at=at)
    ToolKey.objects.filter(created_at__lt=at - SHOWN_FOR).delete()


def _key_id(platform: Platform, kid: str) -> str:
    return f"lti:{platform.public_id}#{kid}"
