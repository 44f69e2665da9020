"""How often one visitor may ask for something costly."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.config import config


class TooOftenError(Refusal):
    """The visitor has asked too often in a short time."""

    code = "TOO_OFTEN"
    text = _("You have done this very often in a short time. Please wait a minute and try again.")


def at_most(request: HttpRequest, action: str, *, times: int, seconds: int, at: datetime) -> None:
    """Count one more `action` of this visitor.

    Raises:
        TooOftenError: it was the (`times` + 1)th within a window of `seconds`.
    """
    window = int(at.timestamp()) // seconds
    visitor = hashlib.sha256(f"{settings.SECRET_KEY}|{_address(request)}".encode()).hexdigest()[:32]
    key = f"limit:{action}:{visitor}:{window}"
    cache.add(key, 0, timeout=seconds * 2)
    try:
        count = cache.incr(key)
    except ValueError:  # the entry was dropped between the two calls
        return
    if count > times:
        raise TooOftenError


def _address(request: HttpRequest) -> str:
    if config().trusted_proxy:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
