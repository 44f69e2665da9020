"""Sensitive changes ask for a recent log-in: an open session on somebody's desk can neither sign nor revoke.

OWASP ASVS 5.0, 7.5.1 and 7.5.3. The change itself is kept meanwhile and made once the person has confirmed who they are.
"""

from __future__ import annotations

import time
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

RECENT = timedelta(minutes=15)


def require_recent_log_in(request: HttpRequest) -> None:
    """Send the person to confirm who they are, unless they logged in or confirmed it within `RECENT`.

    Somebody who has nothing to confirm it with, neither a password nor a passkey nor a code, is let through: the session is
    all that such an account has.

    Raises:
        ReauthenticationRequired: allauth's middleware keeps the request and asks.
    """
    if not get_adapter().get_reauthentication_methods(request.user):
        return
    records = get_authentication_records(request, request.user)
    last = max((float(record["at"]) for record in records), default=0.0)
    if not 0 <= time.time() - last < RECENT.total_seconds():
        raise ReauthenticationRequired
