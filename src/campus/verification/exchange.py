"""Speaking to services that an organisation has named: any method, headers and body, under the rules of `fetch`.

https on port 443, checked addresses, no redirects, no cookies; size and time are bounded. Unlike a public document, the address
of a service may have a query.
"""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from campus.verification.fetch import CONNECT_SECONDS, Resolver, checked_addresses, connected, resolve_addresses
from laurel.errors import ForbiddenAddressError, Phrase, UnreachableError
from laurel.fetching import check_url

TOTAL_SECONDS = 20.0  # for one exchange; a platform may take its time over a page of learners
_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$'()*+,;:@/?=&\[\]-]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered, whatever its status; names of headers in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Exchange = Callable[["Asked"], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request to a service."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    limit: int = 1_000_000


def check_service_url(url: str) -> str:
    """Refuse an address that no service may have; gives it back otherwise.

    Raises:
        ForbiddenAddressError: not https on port 443 of a public name, or odd characters.
    """
    base, _mark, query = url.partition("?")
    check_url(base)
    if len(url) > 2000 or not _QUERY.fullmatch(query):
        raise ForbiddenAddressError(
            url=repr(url[:200]), why=Phrase("its query is not in plain form", "заявката не е в обикновена форма")
        )
    return url


def guarded_exchange(*, resolver: Resolver = resolve_addresses) -> Exchange:
    """An exchange with the network, under the rules above."""

    def exchange(asked: Asked) -> Answer:
        check_service_url(asked.url)
        host = urlsplit(asked.url).hostname or ""
        return _ask(asked, host, checked_addresses(asked.url, host, resolver=resolver))

    return exchange


def _ask(asked: Asked, host: str, addresses: list[str]) -> Answer:
    url = asked.url
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPSConnection(host, 443, timeout=CONNECT_SECONDS)
    try:
        with connected(host, addresses, deadline=time.monotonic() + TOTAL_SECONDS) as sock:
            sock.settimeout(TOTAL_SECONDS)
            connection.sock = sock
            headers = {"User-Agent": "Laurel", "Accept-Encoding": "identity", **asked.headers}
            connection.request(asked.method, target, body=asked.body, headers=headers)
            with connection.getresponse() as answer:
                body = answer.read(asked.limit + 1)
                if len(body) <= asked.limit and answer.length:
                    raise http.client.IncompleteRead(b"")
                said = {name.lower(): ", ".join(answer.headers.get_all(name, [])) for name in answer.headers}
    except ssl.SSLCertVerificationError:
        raise UnreachableError(url=url, why=Phrase("its certificate is not in order", "сертификатът му не е редовен")) from None
    except (OSError, http.client.HTTPException):
        raise UnreachableError(url=url, why=Phrase("it did not answer", "не отговори")) from None
    finally:
        connection.close()
    if len(body) > asked.limit:
        raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
    return Answer(status=answer.status, headers=said, body=body)
