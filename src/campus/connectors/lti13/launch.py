"""The second half of a launch: a token comes back, and either opens a visit or is refused.

Steps, in this order, so that nothing is asked of the network for a token that cannot count:

1. The state is one of ours, for this platform, in this browser, in time, and used now (`logins`).
2. The header is plain: RS256 and the name of a key. Nothing in it can lead elsewhere.
3. The key is the platform's own (`key_sets`), and the signature holds.
4. Issuer, audience, times, deployment, version, message, target, roles (`claims`).
5. The nonce is the one that went out with this state: a token taken from another launch has another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from joserfc import jws
from joserfc.errors import JoseError

from campus.connectors.lti13 import logins
from campus.connectors.lti13.claims import Expected, Launch, read_claims
from campus.connectors.lti13.digests import matches
from campus.connectors.lti13.key_sets import key_for
from campus.connectors.lti13.keys import ALGORITHM
from campus.connectors.lti13.models import Platform
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.verification.exchange import Exchange
from laurel.canon.strict_json import loads
from laurel.errors import LaurelError
from laurel.keys import base64url

MAX_TOKEN = 100_000  # characters
_HEADER = frozenset({"alg", "kid", "typ", "x5t", "x5t#S256"})  # neither crit nor b64, jwk, jku, x5c, x5u


def site() -> str:
    """Beginning of every address of ours that a platform may name."""
    return f"{settings.PUBLIC_URL}/lti/"


def receive(platform: Platform, *, token: str, state: str, secret: str, exchange: Exchange, at: datetime) -> Launch:
    """Check a launch from its state to its nonce.

    Args:
        platform: whose address was called.
        token: the `id_token`.
        state: as it came back.
        secret: what the browser's cookie holds.
        exchange: how keys are fetched.
        at: now.

    Raises:
        LaunchRefusedError: with the code of the first thing that is wrong.
    """
    if platform.closed_at is not None or not platform.client_id:
        raise LaunchRefusedError("LTI_NOT_READY")
    login = logins.by_state(platform, state)
    logins.take(login, secret=secret, at=at)
    claims = _signed_claims(platform, token, exchange=exchange, at=at)
    expected = Expected(
        issuer=platform.issuer,
        client_id=platform.client_id,
        deployments=frozenset(platform.deployments.values_list("deployment_id", flat=True)),
        site=site(),
        at=at,
    )
    launch = read_claims(claims, expected)
    if not matches(launch.nonce, login.nonce_digest):
        raise LaunchRefusedError("LTI_WRONG_NONCE")
    return launch


def language_of(launch: Launch) -> str:
    """The language in which the platform shows itself, where we speak it; else empty."""
    try:
        return get_supported_language_variant(launch.locale.replace("_", "-")) if launch.locale else ""
    except LookupError:
        return ""


def _signed_claims(platform: Platform, token: str, *, exchange: Exchange, at: datetime) -> Mapping[str, Any]:
    kid = _key_named_by(token)
    key = key_for(platform, kid, exchange=exchange, at=at)
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
        claims = loads(payload)
    except (JoseError, LaurelError, ValueError):
        raise LaunchRefusedError("LTI_BAD_TOKEN") from None
    if not isinstance(claims, dict):
        raise LaunchRefusedError("LTI_BAD_TOKEN")
    return claims


def _key_named_by(token: str) -> str:
    parts = token.split(".")
    if len(token) > MAX_TOKEN or len(parts) != 3:
        raise LaunchRefusedError("LTI_BAD_TOKEN")
    try:
        header = loads(base64url.decode(parts[0]))
    except (LaurelError, ValueError):
        raise LaunchRefusedError("LTI_BAD_TOKEN") from None
    if not isinstance(header, dict) or not header.keys() <= _HEADER or header.get("alg") != ALGORITHM:
        raise LaunchRefusedError("LTI_BAD_TOKEN")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise LaunchRefusedError("LTI_BAD_TOKEN")
    return kid
