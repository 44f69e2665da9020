"""The first half of a launch: the platform sends a browser, we send it back with a state and a nonce that count once.

    begin ──▶ (does the browser keep our cookie?) ──▶ send_on ──▶ the platform ──▶ take

The state is bound to the browser by a cookie: a launch that somebody else prepared opens in nobody's browser. Where a browser
keeps no cookies of ours inside a frame, the person opens a window of their own, before the platform is asked.

Source: 1EdTech Security Framework 1.0 §5.1.1 (third-party initiated login). Tools have forgotten a nonce before its token
ran out, or never tied the state to a browser: here both live in the database, longer than any token.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from campus.base.secret import digest_of
from campus.connectors.lti13.digests import matches, new_secret
from campus.connectors.lti13.models import Login, Platform
from campus.connectors.lti13.refusals import LaunchRefusedError

LIFE = timedelta(minutes=10)
REMEMBERED = timedelta(days=1)  # longer than a token can live: what was used once stays used
MAX_HINT = 4000


def begin(platform: Platform, asked: Mapping[str, str], *, site: str, at: datetime) -> tuple[Login, str]:
    """Start a launch; the secret that comes back goes into a cookie of the browser that asked.

    Args:
        platform: whose address was called.
        asked: the parameters, `iss`, `login_hint` and `target_link_uri` among them.
        site: beginning of every address of ours.
        at: now.

    Raises:
        LaunchRefusedError: the platform is closed or not connected, or means somebody else.
    """
    if platform.closed_at is not None or not platform.client_id:
        raise LaunchRefusedError("LTI_NOT_READY")
    if asked.get("iss") != platform.issuer:
        raise LaunchRefusedError("LTI_WRONG_ISSUER")
    if asked.get("client_id", platform.client_id) != platform.client_id:
        raise LaunchRefusedError("LTI_WRONG_CLIENT")
    if not asked.get("target_link_uri", "").startswith(site):
        raise LaunchRefusedError("LTI_WRONG_TARGET")
    deployment = asked.get("lti_deployment_id")
    if deployment is not None and not platform.deployments.filter(deployment_id=deployment).exists():
        raise LaunchRefusedError("LTI_WRONG_DEPLOYMENT")
    hint, message = asked.get("login_hint", ""), asked.get("lti_message_hint", "")
    if not hint or max(len(hint), len(message)) > MAX_HINT or "\0" in hint + message:
        raise LaunchRefusedError("LTI_CLAIM_MISSING")
    secret = new_secret()
    login = Login.objects.create(
        platform=platform, login_hint=hint, message_hint=message, browser_digest=digest_of(secret), begun_at=at
    )
    return login, secret


def find(login_id: uuid.UUID, *, at: datetime) -> Login:
    """A login under way.

    Raises:
        LaunchRefusedError: there is none, or it is too old, or over.
    """
    login = Login.objects.select_related("platform").filter(public_id=login_id).first()
    if login is None or login.platform.closed_at is not None:
        raise LaunchRefusedError("LTI_STATE_UNKNOWN")
    if login.used_at is not None:
        raise LaunchRefusedError("LTI_STATE_USED")
    if at - login.begun_at > LIFE:
        raise LaunchRefusedError("LTI_STATE_EXPIRED")
    return login


def platform_of(login_id: uuid.UUID) -> Platform | None:
    """The platform that a login is for, however it stands with it: its frame may show why it is refused."""
    return Platform.objects.filter(pk__in=Login.objects.filter(public_id=login_id).values("platform")).first()


def is_of(login: Login, secret: str) -> bool:
    """Whether the browser that holds `secret` began this login."""
    return bool(secret) and matches(secret, login.browser_digest)


def move_to_window(login: Login) -> str:
    """Bind the login to another window of the person's; what was bound before no longer counts."""
    secret = new_secret()
    Login.objects.filter(pk=login.pk, used_at__isnull=True).update(browser_digest=digest_of(secret), state_digest="")
    return secret


def send_on(login: Login, *, redirect_uri: str) -> str:
    """The address at which the platform says who it is: with a new state and nonce, which replace earlier ones."""
    state, nonce = new_secret(), new_secret()
    kept = Login.objects.filter(pk=login.pk, used_at__isnull=True)
    if not kept.update(state_digest=digest_of(state), nonce_digest=digest_of(nonce)):
        raise LaunchRefusedError("LTI_STATE_USED")
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login.platform.client_id,
        "redirect_uri": redirect_uri,
        "login_hint": login.login_hint,
        "state": state,
        "nonce": nonce,
    }
    if login.message_hint:
        asked["lti_message_hint"] = login.message_hint
    url = login.platform.auth_url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"


def by_state(platform: Platform, state: str) -> Login:
    """The login that a state belongs to, at that platform.

    Raises:
        LaunchRefusedError: there is none.
    """
    login = Login.objects.filter(platform=platform, state_digest=digest_of(state)).first()
    if login is None:
        raise LaunchRefusedError("LTI_STATE_UNKNOWN")
    return login


def take(login: Login, *, secret: str, at: datetime) -> None:
    """Use a login up. Of two that try at once, one succeeds; a stranger's try does not use it up.

    Raises:
        LaunchRefusedError: another browser's, too old, or used before.
    """
    if not is_of(login, secret):
        raise LaunchRefusedError("LTI_OTHER_BROWSER")
    if at - login.begun_at > LIFE:
        raise LaunchRefusedError("LTI_STATE_EXPIRED")
    if not Login.objects.filter(pk=login.pk, used_at__isnull=True).update(used_at=at):
        raise LaunchRefusedError("LTI_STATE_USED")


def forget(*, at: datetime) -> None:
    """Delete logins that nothing can refer to any more: periodic work."""
    Login.objects.filter(begun_at__lt=at - REMEMBERED).delete()
