"""did:web: an identifier that leads to a document on a web server. https://w3c-ccg.github.io/did-method-web/"""

from __future__ import annotations

import re
from typing import Final

from laurel.errors import DidError, Phrase
from laurel.fetching import is_public_name

PREFIX: Final = "did:web:"
MAX_LENGTH: Final = 512  # characters

_STEP: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_PORT: Final = re.compile(r"(.+)%3[Aa]([1-9][0-9]{0,4})")


def did_of(host: str, *path: str) -> str:
    """The DID of a host ("uni.example", "localhost:8000") and path steps ("org", "7").

    Raises:
        DidError: a host or step that did:web cannot carry.
    """
    did = PREFIX + ":".join((host.replace(":", "%3A"), *path))
    _split(did)
    return did


def url_of(did: str, *, insecure_hosts: frozenset[str] = frozenset()) -> str:
    """The address of the document of a did:web.

    Always https on a public DNS name and port 443, except for hosts with port ("localhost:8000") named in `insecure_hosts`,
    which are called with plain http: a demonstration's own.

    Raises:
        DidError: malformed, or a host that nobody should be made to call.

    Source: https://w3c-ccg.github.io/did-method-web/#read-resolve
    """
    host, steps = _split(did)
    path = "/".join(steps) or ".well-known"
    if host in insecure_hosts:
        return f"http://{host}/{path}/did.json"
    if not is_public_name(host.removesuffix(":443")):
        raise DidError(
            did=did[:200], why=Phrase("its host is not a public name on port 443", "хостът му не е публично име на порт 443")
        )
    return f"https://{host}/{path}/did.json"


def _split(did: str) -> tuple[str, list[str]]:
    host, *steps = did.removeprefix(PREFIX).split(":")
    if not did.startswith(PREFIX) or len(did) > MAX_LENGTH or not did.isascii():
        raise DidError(did=did[:200], why=Phrase("not a did:web", "не е did:web"))
    port = _PORT.fullmatch(host)
    name = port[1] if port else host
    # a percent sign anywhere else could hide a slash, a question mark or a dot
    if not _STEP.fullmatch(name) or any(not _STEP.fullmatch(step) for step in steps):
        raise DidError(did=did[:200], why=Phrase("its host or path is malformed", "хостът или пътят му е неправилен"))
    return (f"{name}:{port[2]}" if port else name), steps
