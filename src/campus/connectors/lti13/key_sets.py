"""A platform's public keys: fetched through the guarded door, kept for an hour, and believed only where they are RSA keys.

Source: LTI 1.3 Core; 1EdTech Security Framework 1.0, key set URL. Nothing in a token says where keys are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from campus.connectors.lti13.models import Platform
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.verification.exchange import Asked, Exchange
from laurel.canon.strict_json import loads
from laurel.errors import LaurelError
from laurel.keys import base64url

FRESH = timedelta(hours=1)
STALE = timedelta(hours=24)  # how long old keys serve while the platform cannot be reached
PAUSE = timedelta(seconds=10)  # between two fetches for one platform
LIMIT = 200_000  # bytes
MOST_KEYS = 100
SMALLEST, LARGEST = 2048, 8192  # bits


def key_for(platform: Platform, kid: str, *, exchange: Exchange, at: datetime) -> RSAKey:
    """The platform's key of that name.

    Raises:
        LaunchRefusedError: it has none, or its keys cannot be had.
    """
    known = _known(platform, younger_than=FRESH, at=at)
    if known is not None and kid in known:
        return known[kid]
    fetched = _fetched(platform, exchange=exchange, at=at) if _may_ask(platform, at=at) else None
    keys = fetched if fetched is not None else _known(platform, younger_than=STALE, at=at)
    if keys is None:
        raise LaunchRefusedError("LTI_KEYS_UNREACHABLE")
    if kid not in keys:
        raise LaunchRefusedError("LTI_UNKNOWN_KEY")
    return keys[kid]


def read_key_set(body: bytes) -> dict[str, RSAKey] | None:
    """The keys that may sign, by name; None when it is no key set. A name that stands twice names nothing."""
    try:
        document: Any = loads(body)
    except LaurelError:
        return None
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST_KEYS:
        return None
    found: dict[str, RSAKey] = {}
    seen: set[str] = set()
    for entry in entries:
        kid = entry.get("kid") if isinstance(entry, dict) else None
        if not isinstance(kid, str):
            continue
        key = _key(entry)
        if kid in seen:
            found.pop(kid, None)
        elif key is not None:
            found[kid] = key
        seen.add(kid)
    return found


def _key(entry: dict[str, Any]) -> RSAKey | None:
    if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    modulus, exponent = entry.get("n"), entry.get("e")
    if not isinstance(modulus, str) or not isinstance(exponent, str):
        return None
    try:
        bits = int.from_bytes(base64url.decode(modulus)).bit_length()
        if not SMALLEST <= bits <= LARGEST:
            return None
        return RSAKey.import_key({"kty": "RSA", "n": modulus, "e": exponent})
    except (JoseError, LaurelError, ValueError):
        return None


def _known(platform: Platform, *, younger_than: timedelta, at: datetime) -> dict[str, RSAKey] | None:
    if platform.jwks_fetched_at is None or at - platform.jwks_fetched_at > younger_than:
        return None
    return read_key_set(platform.jwks.encode())


def _may_ask(platform: Platform, *, at: datetime) -> bool:
    """Whether it is our turn to ask: one fetch in `PAUSE`, however many launches name keys that nobody knows."""
    rested = Q(jwks_tried_at__isnull=True) | Q(jwks_tried_at__lte=at - PAUSE) | Q(jwks_fetched_at__isnull=True)
    return bool(Platform.objects.filter(rested, pk=platform.pk).update(jwks_tried_at=at))


def _fetched(platform: Platform, *, exchange: Exchange, at: datetime) -> dict[str, RSAKey] | None:
    try:
        answer = exchange(Asked(method="GET", url=platform.jwks_url, headers={"Accept": "application/json"}, limit=LIMIT))
    except LaurelError:
        return None
    keys = read_key_set(answer.body) if answer.status == 200 else None
    if keys is not None:
        Platform.objects.filter(pk=platform.pk).update(jwks=answer.body.decode(), jwks_fetched_at=at)
    return keys
