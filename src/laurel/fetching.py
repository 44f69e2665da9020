"""The one door to the outside: a fetcher is an argument. This module knows addresses and recordings, never a socket."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from laurel.errors import ForbiddenAddressError, Phrase, UnreachableError

MAX_URL: Final = 2_048  # characters

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# the last label holds a letter, so neither 127.0.0.1 nor 0x7f000001 nor 2130706433 passes for a name
_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}", re.IGNORECASE)
_HEX_LABEL: Final = re.compile(r"0x[0-9a-f]*\Z", re.IGNORECASE)
_PATH: Final = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*\Z")
_HIDDEN: Final = re.compile(r"%(?:[01][0-9a-f]|7f|2f|5c)")
_INNER: Final = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered: the body, and the media type without parameters, in lower case ("" when not said)."""

    body: bytes
    media_type: str = ""


class Fetcher(Protocol):
    """Fetches a public document. An implementation guards addresses, redirects, time and size."""

    def __call__(self, url: str, *, limit: int) -> Fetched:
        """The answer of `url`, of at most `limit` bytes.

        Raises:
            UnreachableError: no answer, not 200, a redirect, too large, too slow, or an address that may not be asked.
        """
        ...


def no_network(url: str, *, limit: int) -> Fetched:
    """A fetcher that reaches nothing: for verifying offline."""
    raise UnreachableError(url=url, why=Phrase("we are working offline", "работим без мрежа"))


def recorded(world: Path) -> Fetcher:
    """A fetcher over a recording: an `index.json` with `urls` (URL to status, headers and the `file` beside it)."""
    index: dict[str, Any] = json.loads(world.read_bytes())["urls"]

    def fetch(url: str, *, limit: int) -> Fetched:
        answer = index.get(url)
        if answer is None or answer.get("status") != 200 or "file" not in answer:
            raise UnreachableError(url=url, why=Phrase("it gave no document", "не даде документ"))
        body = (world.parent / answer["file"]).read_bytes()
        if len(body) > limit:
            raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
        headers = {name.lower(): value for name, value in answer.get("headers", {}).items()}
        return Fetched(body=body, media_type=str(headers.get("content-type", "")).partition(";")[0].strip().lower())

    return fetch


def check_url(url: str, *, insecure_hosts: frozenset[str] = frozenset()) -> str:
    """Refuse an address that nobody should be made to call; gives it back otherwise.

    Allowed are https addresses of public DNS names on port 443, with neither user, query, fragment nor odd characters.
    `insecure_hosts` names hosts with port ("localhost:8000") that may be called although they are not public, also with plain
    http: a demonstration's own.

    Raises:
        ForbiddenAddressError: any other address.
    """
    host, _, path = url.removeprefix("http://").removeprefix("https://").partition("/")
    if host in insecure_hosts and url.startswith(("http://", "https://")) and _PATH.match("/" + path) and not _climbs(path):
        return url
    why = _why_forbidden(url)
    if why:
        raise ForbiddenAddressError(url=repr(url[:200]), why=why)
    return url


def is_public_name(host: str) -> bool:
    """Whether `host` is written as a public DNS name: no address, no single label, no name of an inner network."""
    if not _NAME.fullmatch(host) or any(_HEX_LABEL.match(label) for label in host.split(".")):
        return False
    return not f".{host.lower()}".endswith(_INNER)


def _why_forbidden(url: str) -> Phrase | None:
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable():
        return Phrase("it is too long or holds odd characters", "твърде дълъг е или съдържа необичайни знаци")
    if not url.startswith("https://"):
        return Phrase("only https is allowed", "позволен е само https")
    host, _, rest = url[8:].partition("/")
    if not is_public_name(host.removesuffix(":443")):
        return Phrase("its host is not a public name on port 443", "хостът не е публично име на порт 443")
    if not _PATH.match("/" + rest) or _climbs(rest):
        return Phrase("its path is not in plain form", "пътят не е в обикновена форма")
    return None


def _climbs(path: str) -> bool:
    """Dot steps, and percent-encoded slashes or control characters, which servers read in different ways."""
    plain = path.lower().replace("%2e", ".")
    return any(step in (".", "..") for step in plain.split("/")) or _HIDDEN.search(plain) is not None
