"""The status list of the test issuer: everything in it is in force, and it is signed anew every hour."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import Http404

from campus.api.test_door.keys import issuer_of, signer_of
from laurel.proofs import add_proof
from laurel.status import list as status_list
from laurel.status.bits import StatusBits

SUITE: Final = "status"
PURPOSES: Final = ("revocation", "suspension")
_ENTRIES: Final = 131_072
_HOUR: Final = timedelta(hours=1)


def address_of(purpose: str) -> str:
    """Where the list of this purpose is served."""
    return f"{settings.PUBLIC_URL}/vc-api/status/lists/{purpose}"


def entry(purpose: str = "revocation") -> dict[str, str]:
    """A place in the list for one credential, at random; the lists are as large as the world of a test is short."""
    return status_list.entry(address_of(purpose), secrets.randbelow(_ENTRIES), purpose=purpose)


def list_of(purpose: str, *, at: datetime) -> Mapping[str, Any]:
    """The signed list.

    Raises:
        Http404: no such purpose.
    """
    if purpose not in PURPOSES:
        raise Http404
    return _signed(purpose, at.replace(minute=0, second=0, microsecond=0), settings.PUBLIC_URL)


@lru_cache(maxsize=8)
def _signed(purpose: str, hour: datetime, site: str) -> Mapping[str, Any]:
    del site  # it stands in the address; another site has another list
    document = status_list.credential(
        address_of(purpose),
        issuer=issuer_of(SUITE),
        bits=StatusBits(),
        purpose=purpose,
        valid_from=hour,
        valid_until=hour + 2 * _HOUR,
    )
    return add_proof(document, signer=signer_of(SUITE), created=hour)
