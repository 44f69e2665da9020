"""The one door through which this site asks other machines: for DID documents and status lists, and what `exchange` asks for.

https on port 443 only. The name is resolved, every address checked, and the connection made to a checked address, so that a
name that changes its mind between check and use gains nothing. No redirects, cookies or credentials; size and time are bounded.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from campus.verification.addresses import is_public
from campus.verification.own import answer_ourselves, own_host
from laurel.errors import ForbiddenAddressError, Phrase, UnreachableError
from laurel.fetching import Fetched, Fetcher, check_url

MOST_REQUESTS = 8  # in one verification
CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 6.0  # for one request
VERIFICATION_SECONDS = 15.0  # for all requests of one verification
HEADERS = {"Accept": "application/json, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Laurel verifier"}
Resolver = Callable[[str], list[str]]


def resolve_addresses(host: str) -> list[str]:
    """All addresses of a name, as the system's resolver gives them."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def guarded_fetcher(*, resolver: Resolver = resolve_addresses, own_urls: bool = True) -> Fetcher:
    """A fetcher for one verification; make a new one for the next.

    Args:
        resolver: name -> addresses.
        own_urls: answer this site's own addresses in this process, through the same router and views as from outside.
    """
    return _Guarded(resolver=resolver, own_urls=own_urls)


@dataclass(slots=True, kw_only=True)
class _Guarded:
    resolver: Resolver
    own_urls: bool
    left: int = MOST_REQUESTS
    deadline: float = field(default_factory=lambda: time.monotonic() + VERIFICATION_SECONDS)

    def __call__(self, url: str, *, limit: int) -> Fetched:
        if self.left <= 0:
            raise UnreachableError(
                url=url[:200],
                why=Phrase("too many documents would have to be fetched", "трябва да се изтеглят твърде много документи"),
            )
        self.left -= 1
        if self.own_urls and url.startswith(settings.PUBLIC_URL + "/"):
            check_url(url, insecure_hosts=own_host())
            return answer_ourselves(url, limit=limit)
        check_url(url)
        parts = urlsplit(url)
        host = parts.hostname or ""
        deadline = min(self.deadline, time.monotonic() + TOTAL_SECONDS)
        addresses = checked_addresses(url, host, resolver=self.resolver)
        return _ask(url, host, parts.path or "/", addresses, limit=limit, deadline=deadline)


def checked_addresses(url: str, host: str, *, resolver: Resolver) -> list[str]:
    """All addresses of the host of `url`, each of them public.

    Raises:
        UnreachableError: the name is not known.
        ForbiddenAddressError: one of them is not public.
    """
    try:
        addresses = resolver(host)
    except (OSError, UnicodeError):
        raise UnreachableError(url=url, why=Phrase("its name is not known", "името му не е известно")) from None
    if not addresses or not all(map(is_public, addresses)):
        # One private address among public ones is how names are bent: refuse them all.
        raise ForbiddenAddressError(
            url=url, why=Phrase("its name leads to a private network", "името му води към частна мрежа")
        )
    return addresses


def _ask(url: str, host: str, path: str, addresses: list[str], *, limit: int, deadline: float) -> Fetched:
    connection = http.client.HTTPSConnection(host, 443, timeout=CONNECT_SECONDS)
    try:
        with connected(host, addresses, deadline=deadline) as sock:
            connection.sock = sock
            connection.request("GET", path, headers=HEADERS)
            with connection.getresponse() as answer:
                if answer.status != http.HTTPStatus.OK:
                    raise UnreachableError(url=url, why=Phrase(f"it answered {answer.status}", f"отговори с {answer.status}"))
                body = answer.read(limit + 1)
                if len(body) <= limit and answer.length:
                    raise http.client.IncompleteRead(b"")
                media_type = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    except ssl.SSLCertVerificationError:
        raise UnreachableError(url=url, why=Phrase("its certificate is not in order", "сертификатът му не е редовен")) from None
    except (OSError, http.client.HTTPException):
        late = time.monotonic() >= deadline
        why = Phrase("it answered too slowly", "отговори твърде бавно") if late else Phrase("it did not answer", "не отговори")
        raise UnreachableError(url=url, why=why) from None
    finally:
        connection.close()
    if len(body) > limit:
        raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
    return Fetched(body=body, media_type=media_type)


@contextmanager
def connected(host: str, addresses: list[str], *, deadline: float) -> Iterator[ssl.SSLSocket]:
    """A TLS connection to one of the checked addresses, cut off at the deadline even when bytes keep dripping in."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with _first_to_answer(addresses, deadline=deadline) as plain:
        watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [plain])
        watch.daemon = True
        watch.start()
        try:
            with context.wrap_socket(plain, server_hostname=host) as secure:
                watch.args = (secure,)
                yield secure
        finally:
            watch.cancel()


def _first_to_answer(addresses: list[str], *, deadline: float) -> socket.socket:
    failure: OSError = TimeoutError()
    for address in addresses[:4]:
        seconds = min(CONNECT_SECONDS, deadline - time.monotonic())
        if seconds <= 0:
            break
        try:
            return socket.create_connection((address, 443), timeout=seconds)
        except OSError as error:
            failure = error
    raise failure


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
