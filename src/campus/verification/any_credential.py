"""Check any W3C credential, by the profile “generic”: for tools that test. Who relies on an answer asks `check_presented`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campus.verification.fetch import guarded_fetcher
from campus.verification.own import own_host
from campus.verification.workers import check_in_sandbox
from laurel.fetching import Fetcher


def rules(contexts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Any credential under these further contexts, whoever's key has signed it."""
    return {"issuer_binding": False, "contexts": {url: dict(document) for url, document in contexts.items()}}


def check_any_credential(
    content: bytes, *, contexts: Mapping[str, Mapping[str, Any]], at: datetime, fetch: Fetcher | None = None
) -> dict[str, Any]:
    """The report on a credential: whether its proofs and its form hold, not whose they are.

    Raises:
        TooCostlyError, BusyError: no report could be made.
    """
    return check_in_sandbox(
        content, at=at, fetch=fetch or guarded_fetcher(), trusted={}, hosts=sorted(own_host()), rules=rules(contexts)
    )


def check_any_presentation(
    content: bytes,
    *,
    contexts: Mapping[str, Mapping[str, Any]],
    asked: Mapping[str, str],
    at: datetime,
    fetch: Fetcher | None = None,
) -> dict[str, Any]:
    """The report on a presentation and every credential in it; `asked` holds `challenge` and `domain` where they are known.

    Raises:
        TooCostlyError, BusyError: no report could be made.
    """
    return check_in_sandbox(
        content,
        at=at,
        fetch=fetch or guarded_fetcher(),
        trusted={},
        hosts=sorted(own_host()),
        asked=dict(asked),
        rules=rules(contexts),
    )
